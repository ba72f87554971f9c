package org.escapement.benchmarks;

import java.io.IOException;
import java.util.Locale;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.curvature.CurvatureOperators;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;

/** Sharpness a and squared non-uniformity s² of the fully connected network, by Lanczos. */
final class Spectrum {
  private static final double FLOAT_TOLERANCE = 1e-4;
  private static final double DOUBLE_TOLERANCE = 1e-6;
  private static final long SEED = 1;
  private static final int MOST_PRODUCTS = 2000;
  private static final double NANOS = 1e9;

  private Spectrum() {}

  static void run(RunFolder run) throws IOException {
    Figures figures = new Figures();
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      Workload workload = run.fullyConnected(Images.COUNT, type);
      Objective objective = workload.objective();
      try (Curvature curvature = objective.curvature(workload.point())) {
        measure(CurvatureOperators.of(objective, curvature), "", figures);
      }
    }
    figures.write(run.figures("spectrum"));
  }

  /** Both, to the tolerance of the type, with names that end in it. */
  static void measure(CurvatureOperators operators, String prefix, Figures figures) {
    double share = operators.type() == DataType.FLOAT ? FLOAT_TOLERANCE : DOUBLE_TOLERANCE;
    Tolerance tolerance = Tolerance.relative(share, MOST_PRODUCTS);
    RandomStreams streams = RandomStreams.of(SEED);
    String type = operators.type().name().toLowerCase(Locale.ROOT);
    long start = System.nanoTime();
    try (EigenEstimate a = operators.sharpness(tolerance, null, streams.stream("sharpness"))) {
      put(prefix + "sharpness." + type, a, start, figures);
    }
    start = System.nanoTime();
    try (EigenEstimate s =
        operators.squaredNonUniformity(tolerance, null, streams.stream("non-uniformity"))) {
      put(prefix + "nonUniformity." + type, s, start, figures);
    }
  }

  private static void put(String name, EigenEstimate estimate, long start, Figures figures) {
    figures.put(name + ".seconds", (System.nanoTime() - start) / NANOS);
    figures.put(name + ".products", estimate.products());
    figures.put(name + ".value", estimate.value());
    figures.put(name + ".residual", estimate.residual());
    figures.facts().put(name + ".status", estimate.status().toString());
  }
}
