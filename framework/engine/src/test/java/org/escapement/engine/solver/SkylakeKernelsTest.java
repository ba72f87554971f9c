package org.escapement.engine.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.escapement.engine.tensor.MatrixProductsTest;
import org.escapement.engine.tensor.ProductCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What depends on OpenBLAS's kernels, once more with those for AVX-512, in processes of their own:
 * OpenBLAS takes its kernels when it is loaded, and which ones depends on the machine and its
 * environment. Some of them compute wrongly.
 */
class SkylakeKernelsTest {
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  @TempDir Path folder;

  @Test
  void productsEigenpairsAndFactorsAreRight() throws IOException, InterruptedException {
    assumeTrue(has("avx512vl"), "NOT TESTED: the kernels for AVX-512 need such a processor");
    assertThat(run(Computations.class, "SkylakeX")).contains("Core: SkylakeX");
  }

  /** What OpenBLAS 0.3.19 takes for a name that it does not know, where BF16 is there. */
  @Test
  void wrongKernelsAreFound() throws IOException, InterruptedException {
    assumeTrue(has("avx512_bf16"), "NOT TESTED: the wrong kernels need a processor with BF16");
    assertThat(run(WrongProducts.class, "Unknown1")).contains("Core: Cooperlake");
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
      assertThat(ProductCheck.wrongTypes()).isEmpty();
      MatrixProductsTest products = new MatrixProductsTest();
      products.areThoseOfPlainLoops(7, 5, 3);
      products.areThoseOfPlainLoops(128, 128, 128);
      products.areThoseOfPlainLoops(129, 100, 257);
      products.areThoseOfPlainLoops(100, 10, 500);
      DenseEigenpairsTest eigenpairs = new DenseEigenpairsTest();
      CholeskyTest cholesky = new CholeskyTest();
      for (int n : new int[] {50, 200, 600}) {
        eigenpairs.rowsAreOrthonormalEigenvectors(n);
        cholesky.factorGivesTheMatrixBack(n);
        cholesky.tellsWhichSideOfSingularAMatrixLies(n);
      }
    }
  }

  /** Finds double wrong, and float right. */
  static final class WrongProducts {
    private WrongProducts() {}

    public static void main(String[] arguments) {
      assertThat(ProductCheck.wrongTypes()).containsExactly(DataType.DOUBLE);
    }
  }
}
