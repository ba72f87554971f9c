package org.escapement.benchmarks;

import java.io.IOException;
import org.escapement.spi.model.Examples;
import org.nd4j.linalg.api.buffer.DataType;

/** What products of the fully connected network cost with more examples, and more parameters. */
final class Scaling {
  static final int[] EXAMPLES = {250, 500, 1000, 2000, 4000};
  static final int[] HIDDEN = {125, 250, 500, 1000};

  private Scaling() {}

  /** Its widths with hidden layers of another width. */
  static long[] widths(int hidden) {
    long[] widths = Networks.WIDTHS.clone();
    for (int i = 1; i < widths.length - 1; i++) {
      widths[i] = hidden;
    }
    return widths;
  }

  /** The number of its parameters. */
  static long parameters(long[] widths) {
    long parameters = 0;
    for (int i = 1; i < widths.length; i++) {
      parameters += (widths[i - 1] + 1) * widths[i];
    }
    return parameters;
  }

  static void run(RunFolder run) throws IOException {
    Figures figures = new Figures();
    Images images = Images.ofFashion(run.data(), DataType.FLOAT);
    for (int count : EXAMPLES) {
      measure("examples." + count, Networks.WIDTHS, images.take(count), figures);
    }
    for (int hidden : HIDDEN) {
      measure("hidden." + hidden, widths(hidden), images.thousand(), figures);
    }
    figures.write(run.figures("scaling"));
  }

  private static void measure(String name, long[] widths, Examples examples, Figures figures) {
    Workload workload = Workload.atStart(Networks.fullyConnected(widths, DataType.FLOAT), examples);
    try (Products products = new Products(workload)) {
      figures.put(name + ".hessian", Timing.seconds(products::hessianProduct));
      figures.put(name + ".covariance", Timing.seconds(products::covarianceProduct));
    }
  }
}
