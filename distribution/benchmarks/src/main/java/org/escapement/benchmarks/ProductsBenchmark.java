package org.escapement.benchmarks;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The products alone, under JMH, for work on the engine: 1,000 examples at a starting point. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ProductsBenchmark {
  @Param({"fnn", "vgg"})
  public String network;

  @Param({"FLOAT", "DOUBLE"})
  public DataType precision;

  /** A folder of data sets; empty for generated images. */
  @Param("")
  public String data;

  private Products products;

  @Setup(Level.Trial)
  public void setUp() {
    Optional<Path> folder = data.isEmpty() ? Optional.empty() : Optional.of(Path.of(data));
    products =
        new Products(
            network.equals("fnn")
                ? Workload.atStart(
                    Networks.fullyConnected(Networks.WIDTHS, precision),
                    Images.ofFashion(folder, precision).thousand())
                : Workload.atStart(
                    Networks.convolutional(precision),
                    Images.ofCifar(folder, precision).thousand()));
  }

  @TearDown(Level.Trial)
  public void tearDown() {
    products.close();
  }

  @Benchmark
  public INDArray gradient() {
    return products.gradient();
  }

  @Benchmark
  public INDArray hessianProduct() {
    return products.hessianProduct();
  }

  @Benchmark
  public INDArray covarianceProduct() {
    return products.covarianceProduct();
  }
}
