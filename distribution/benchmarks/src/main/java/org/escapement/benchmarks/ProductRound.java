package org.escapement.benchmarks;

import java.io.IOException;
import org.nd4j.linalg.api.buffer.DataType;

/** The engine's part of one round: matrix products, then the products of both networks. */
final class ProductRound {
  private ProductRound() {}

  static void run(RunFolder run, String round) throws IOException {
    Figures figures = new Figures();
    figures.put("gemm.float", MatrixProducts.rate(DataType.FLOAT));
    figures.put("gemm.double", MatrixProducts.rate(DataType.DOUBLE));
    measure("fnn", run.fullyConnected(Images.COUNT, DataType.FLOAT), figures);
    measure("vgg", run.convolutional(DataType.FLOAT), figures);
    figures.write(run.figures("engine-" + round));
  }

  private static void measure(String name, Workload workload, Figures figures) {
    try (Products products = new Products(workload)) {
      figures.put(name + ".gradient", Timing.seconds(products::gradient));
      figures.put(name + ".hessian", Timing.seconds(products::hessianProduct));
      figures.put(name + ".hessianAtNewPoint", Timing.seconds(products::hessianProductAtNewPoint));
      figures.put(name + ".covariance", Timing.seconds(products::covarianceProduct));
    }
  }
}
