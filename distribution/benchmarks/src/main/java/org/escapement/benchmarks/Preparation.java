package org.escapement.benchmarks;

import java.io.IOException;
import java.util.Locale;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains the fully connected network a little, and writes for both networks the data, the point, a
 * direction and the engine's own products: what the PyTorch side needs, and has to agree with.
 */
final class Preparation {
  /** Examples of the covariance product that both sides have to agree on. */
  static final int AGREEMENT_EXAMPLES = 40;

  private static final int STEPS = 1000;
  private static final double LEARNING_RATE = 0.5;

  private final RunFolder run;
  private final Figures figures = new Figures();

  private Preparation(RunFolder run) {
    this.run = run;
  }

  static void run(RunFolder run) throws IOException {
    new Preparation(run).prepare();
  }

  private void prepare() throws IOException {
    Images fashion = Images.ofFashion(run.data(), DataType.FLOAT);
    Workload fullyConnected =
        Workload.atStart(
            Networks.fullyConnected(Networks.WIDTHS, DataType.FLOAT), fashion.thousand());
    train(fullyConnected);
    write("fnn", fullyConnected, fashion.take(AGREEMENT_EXAMPLES));

    Images cifar = Images.ofCifar(run.data(), DataType.FLOAT);
    Workload convolutional =
        Workload.atStart(Networks.convolutional(DataType.FLOAT), cifar.thousand());
    write("vgg", convolutional, cifar.take(AGREEMENT_EXAMPLES));

    figures.facts().put("fnn.images", fashion.origin());
    figures.facts().put("vgg.images", cifar.origin());
    figures.facts().putAll(Machine.facts());
    figures.write(run.figures("preparation"));
  }

  private void train(Workload workload) {
    Objective objective = workload.objective();
    Batch all = Batch.all(objective.examples());
    INDArray point = workload.point();
    INDArray gradient = point.ulike();
    for (int i = 0; i < STEPS; i++) {
      objective.gradient(point, all, gradient);
      Tensors.addScaled(-LEARNING_RATE, gradient, point);
    }
    figures
        .facts()
        .put(
            "fnn.point",
            String.format(
                Locale.ROOT,
                "after %,d steps of full-batch gradient descent with learning rate %.1f, at loss"
                    + " %.2g",
                STEPS,
                LEARNING_RATE,
                objective.loss(point, all)));
  }

  private void write(String name, Workload workload, Examples few) throws IOException {
    VectorFile.write(run.file(name, "features"), workload.examples().features());
    VectorFile.write(run.file(name, "targets"), workload.examples().targets());
    VectorFile.write(run.file(name, "point"), workload.point());
    VectorFile.write(run.file(name, "direction"), workload.direction());
    try (Products products = new Products(workload)) {
      VectorFile.write(run.file(name, "gradient"), products.gradient());
      VectorFile.write(run.file(name, "hessian"), products.hessianProduct());
    }
    Workload part = new Workload(workload.network(), few, workload.point());
    try (Products products = new Products(part)) {
      VectorFile.write(run.file(name, "covariance"), products.covarianceProduct());
    }
  }
}
