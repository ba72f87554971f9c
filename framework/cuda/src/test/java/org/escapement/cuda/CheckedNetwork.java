package org.escapement.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.initialization.Initialization;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.Activations;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.network.Network;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.curvature.CurvatureMeasurement;
import org.escapement.lab.curvature.CurvatureOperators;
import org.escapement.lab.training.BatchSampler;
import org.escapement.lab.training.Trajectory;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Jacobian;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Sampling;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A fully connected network at its starting point, on Gaussian inputs that stay clear of its kinks:
 * the same on any compute.
 */
final class CheckedNetwork implements AutoCloseable {
  private static final long PASS_BYTES = 1L << 31;
  private static final int MOST_PRODUCTS = 2000;

  /** Small enough for steps to go down. */
  private static final double RATE = 0.01;

  private final long[] widths;
  private final int examples;
  private final DataType type;
  private final Objective objective;
  private final INDArray point;
  private final INDArray direction;
  private final INDArray out;
  private final INDArray mean;
  private final Batch all;
  private final Curvature curvature;

  CheckedNetwork(Compute compute, DataType type, long[] widths, int examples) {
    this.widths = widths;
    this.examples = examples;
    this.type = type;
    List<Layer> layers = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      layers.add(new Dense(widths[i - 1], widths[i]));
      if (i < widths.length - 1) {
        layers.add(new Activation(Activations.RELU.function().orElseThrow(), widths[i]));
      }
    }
    Network network =
        new Network(
            compute,
            widths[0],
            layers,
            Loss.MEAN_SQUARED_ERROR,
            type,
            PASS_BYTES,
            Initialization.standard());
    point = network.initialPoint(RandomStreams.of(1).stream("point"));
    INDArray features =
        ClearInputs.of(widths, point, examples, RandomStreams.of(1).stream("features"));
    INDArray targets = gaussian("targets", type, examples * widths[widths.length - 1]);
    objective = network.objective(new Examples(features, targets.reshape(examples, -1)));
    direction = gaussian("direction", type, point.length());
    out = point.ulike();
    mean = point.ulike();
    all = Batch.all(examples);
    curvature = objective.curvature(point);
  }

  private static INDArray gaussian(String name, DataType type, long count) {
    RandomGenerator random = RandomStreams.of(1).stream(name);
    double[] values = new double[(int) count];
    Arrays.setAll(values, i -> random.nextGaussian());
    return Nd4j.createFromArray(values).castTo(type);
  }

  int examples() {
    return examples;
  }

  INDArray gradient() {
    objective.gradient(point, all, out);
    return out;
  }

  /**
   * Gradient descent on the full batch, from the point.
   *
   * @param onArrays whether its steps are taken on arrays although they could be taken on the card
   */
  Trajectory training(boolean onArrays) {
    Descent descent = new Descent(RATE, 0, Sampling.fullBatch());
    BatchSampler batches =
        new BatchSampler(descent.sampling(), examples, RandomStreams.of(1).stream("batches"));
    return onArrays
        ? Trajectory.onArrays(descent, objective, point, batches)
        : Trajectory.from(descent, objective, point, batches);
  }

  INDArray hessian() {
    curvature.hessianProduct(all, direction, out);
    return out;
  }

  INDArray covariance() {
    curvature.covarianceProduct(direction, mean, out);
    return out;
  }

  /** a = λmax(H). */
  double sharpness() {
    try (EigenEstimate found =
        operators().sharpness(tolerance(), null, RandomStreams.of(1).stream("sharpness"))) {
      return converged(found).value();
    }
  }

  /** s = λmax(Σ)^½. */
  double nonUniformity() {
    try (EigenEstimate found =
        operators()
            .squaredNonUniformity(tolerance(), null, RandomStreams.of(1).stream("covariance"))) {
      return CurvatureMeasurement.root(converged(found));
    }
  }

  private CurvatureOperators operators() {
    return CurvatureOperators.of(objective, curvature);
  }

  private static EigenEstimate converged(EigenEstimate found) {
    if (!found.converged()) {
      throw new IllegalStateException("no convergence: " + found);
    }
    return found;
  }

  /** The error of the eigenvalue itself is of the order of the square. */
  private Tolerance tolerance() {
    return Tolerance.relative(type == DataType.FLOAT ? 1e-4 : 1e-7, MOST_PRODUCTS);
  }

  /**
   * The Gram matrix of the Jacobian's rows, scaled by the loss, in the network's type; the caller
   * frees it.
   */
  INDArray gram() {
    try (Jacobian jacobian = objective.jacobian(point, Jacobian.Scaling.LOSS).orElseThrow()) {
      long rows = (long) examples * jacobian.outputs();
      INDArray gram = Nd4j.create(type, rows, rows);
      jacobian.gram(gram);
      return gram;
    }
  }

  int outputs() {
    return (int) widths[widths.length - 1];
  }

  /** Operations of the gradient's matrix products: two of them in the first layer, else three. */
  double gradientOperations() {
    return operations(2, 3);
  }

  /** Those of a Hessian product where the activations are known. */
  double hessianOperations() {
    return operations(2, 6);
  }

  /** Those of a covariance product, two sweeps. */
  double covarianceOperations() {
    return operations(4, 12);
  }

  private double operations(int ofFirst, int ofOthers) {
    double products = 0;
    for (int i = 1; i < widths.length; i++) {
      products += (double) widths[i - 1] * widths[i] * (i == 1 ? ofFirst : ofOthers);
    }
    return 2 * examples * products;
  }

  @Override
  public void close() {
    curvature.close();
  }
}
