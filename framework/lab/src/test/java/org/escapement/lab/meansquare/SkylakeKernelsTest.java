package org.escapement.lab.meansquare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.escapement.lab.recurrence.DeterministicEdge;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Recurrence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What depends on OpenBLAS's kernels, once more with those for AVX-512, in processes of their own:
 * OpenBLAS takes its kernels when it is loaded, and which ones depends on the machine and its
 * environment. Some of them compute wrongly.
 */
class SkylakeKernelsTest {
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  @TempDir Path folder;

  @Test
  void thresholdsGrowthAndRadiiAreRight() throws IOException, InterruptedException {
    assumeTrue(has("avx512vl"), "NOT TESTED: the kernels for AVX-512 need such a processor");
    assertThat(run(Computations.class, "SkylakeX")).contains("Core: SkylakeX");
  }

  private String run(Class<?> program, String kernels) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("OPENBLAS_CORETYPE", kernels);
    builder.environment().put("OPENBLAS_VERBOSE", "2");
    Process process = builder.start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    String text = Files.readString(output);
    assertThat(ended).as(text).isTrue();
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }

  private static boolean has(String feature) throws IOException {
    if (!Files.isReadable(PROCESSOR)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(PROCESSOR)) {
      return lines.anyMatch(line -> line.startsWith("flags") && line.contains(" " + feature));
    }
  }

  /** The other tests' checks. */
  static final class Computations {
    private Computations() {}

    public static void main(String[] arguments) {
      ReducedCurvatureTest curvature = new ReducedCurvatureTest();
      curvature.factorsBelongToTheirExamples();
      curvature.meanOfProducts(100, 2);
      curvature.meanOfProducts(330, 1);
      RandomProblemsTest problems = new RandomProblemsTest();
      for (int seed = 0; seed < 120; seed += 10) {
        problems.thresholdsAndGrowthAgreeWithEnumeration(seed);
        problems.preconditionersBelongIntoTheRows(seed + 8);
      }
      Random random = new Random(1);
      for (int order = 2; order <= 6; order++) {
        assertSpectralRadius(order, random);
      }
    }

    /** A companion matrix has the roots that it was made of. */
    private static void assertSpectralRadius(int order, Random random) {
      double[] coefficients = {1};
      double radius = 0;
      for (int root = 0; root < order; root++) {
        double value = random.nextDouble(-2, 2);
        radius = Math.max(radius, Math.abs(value));
        double[] product = new double[coefficients.length + 1];
        for (int i = 0; i < coefficients.length; i++) {
          product[i] += coefficients[i];
          product[i + 1] -= value * coefficients[i];
        }
        coefficients = product;
      }
      double[][] companion = new double[order][order];
      for (int i = 0; i < order; i++) {
        companion[0][i] = -coefficients[i + 1];
        if (i > 0) {
          companion[i][i - 1] = 1;
        }
      }
      double[] none = new double[order];
      assertThat(
              DeterministicEdge.spectralRadius(
                  new Recurrence(companion, none, none, Preconditioner.identity(), 1), 0))
          .isCloseTo(radius, within(1e-9));
    }
  }
}
