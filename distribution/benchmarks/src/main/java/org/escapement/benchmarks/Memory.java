package org.escapement.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.escapement.lab.curvature.CurvatureOperators;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The peak of a process that does everything once in float: a gradient, a Hessian and a covariance
 * product, sharpness and non-uniformity.
 */
final class Memory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";
  private static final double KILO = 1024;
  private static final double NANOS = 1e9;

  private Memory() {}

  static void run(RunFolder run, int count) throws IOException {
    Figures figures = new Figures();
    Workload workload = run.fullyConnected(count, DataType.FLOAT);
    String name = "memory." + count + ".";
    figures.put(name + "data", peak());
    long start = System.nanoTime();
    try (Products products = new Products(workload)) {
      products.gradient();
      products.hessianProduct();
      products.covarianceProduct();
    }
    Objective objective = workload.objective();
    try (Curvature curvature = objective.curvature(workload.point())) {
      Spectrum.measure(CurvatureOperators.of(objective, curvature), name, figures);
    }
    figures.put(name + "seconds", (System.nanoTime() - start) / NANOS);
    figures.put(name + "peak", peak());
    figures.write(run.figures("memory-" + count));
  }

  /** Bytes, or NaN where the system does not tell. */
  private static double peak() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return Double.NaN;
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith(PEAK))
        .mapToDouble(
            line -> Double.parseDouble(line.substring(PEAK.length()).replace("kB", "")) * KILO)
        .findFirst()
        .orElse(Double.NaN);
  }
}
