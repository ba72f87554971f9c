package org.escapement.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.escapement.engine.compute.ActiveCompute;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.ComputeContract;
import org.escapement.engine.compute.ComputeContract.Rule;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.initialization.Initialization;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.Activations;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.network.Network;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.tensor.Nd4jCompute;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What somebody with a card runs and sends back: the contract of every primitive on the card, the
 * products of the paper's network on the card against the processor's, and how long they take.
 */
public final class GpuCheck {
  private static final long[] WIDTHS = {784, 500, 500, 500, 10};
  private static final double FLOAT_TOLERANCE = 1e-5;
  private static final double DOUBLE_TOLERANCE = 1e-10;
  private static final long PASS_BYTES = 1L << 31;
  private static final int CALLS = 20;
  private static final int BAD_INPUT = 2;

  private final int examples;
  private boolean sound = true;

  private GpuCheck(int examples) {
    this.examples = examples;
  }

  /**
   * Ends with code 0 if all holds, 1 if anything does not, 2 where there is no card.
   *
   * @param arguments how many examples, 1000 unless given
   */
  public static void main(String[] arguments) {
    System.setProperty(ActiveCompute.PROPERTY, "cuda");
    Compute card;
    try {
      card = ActiveCompute.get();
    } catch (EscapementException e) {
      System.out.println(e.line());
      System.exit(BAD_INPUT);
      return;
    }
    GpuCheck check = new GpuCheck(arguments.length == 0 ? 1000 : Integer.parseInt(arguments[0]));
    System.out.println(card.name());
    check.contract(card);
    check.network(card, DataType.FLOAT, FLOAT_TOLERANCE);
    check.network(card, DataType.DOUBLE, DOUBLE_TOLERANCE);
    System.out.println(check.sound ? "all holds" : "NOT all holds");
    System.exit(check.sound ? 0 : 1);
  }

  private void contract(Compute card) {
    int kept = 0;
    List<Rule> rules = ComputeContract.rules();
    for (Rule rule : rules) {
      try {
        rule.verify(card);
        kept++;
      } catch (AssertionError failure) {
        System.out.println("broken: " + failure.getMessage());
        sound = false;
      }
    }
    System.out.println("contract of the primitives: " + kept + " of " + rules.size() + " rules");
  }

  private void network(Compute card, DataType type, double tolerance) {
    Products ours = new Products(card, type);
    Products reference = new Products(Nd4jCompute.INSTANCE, type);
    double rate = rate(card, type);
    System.out.printf(
        Locale.ROOT, "%s, %d examples, matrix products at %.0f GFLOPS%n", type, examples, rate);
    System.out.println("  product      card           processor      relative difference");
    row("gradient", ours::gradient, reference::gradient, tolerance);
    row("Hessian", ours::hessian, reference::hessian, tolerance);
    row("covariance", ours::covariance, reference::covariance, tolerance);
    ours.close();
    reference.close();
  }

  private void row(String name, Product card, Product processor, double tolerance) {
    INDArray expected = processor.compute().castTo(DataType.DOUBLE);
    INDArray found = card.compute().castTo(DataType.DOUBLE);
    double difference =
        found.sub(expected).norm2Number().doubleValue() / expected.norm2Number().doubleValue();
    boolean holds = difference <= tolerance; // not so for a NaN
    sound &= holds;
    System.out.printf(
        Locale.ROOT,
        "  %-11s  %9.3f ms   %9.3f ms   %.1e%s%n",
        name,
        milliseconds(card),
        milliseconds(processor),
        difference,
        holds ? "" : ", more than " + tolerance);
  }

  /** The median of some calls, after one that does not count. */
  private static double milliseconds(Product product) {
    double[] times = new double[CALLS];
    product.compute();
    for (int i = 0; i < CALLS; i++) {
      long start = System.nanoTime();
      product.compute();
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    return times[CALLS / 2];
  }

  private double rate(Compute card, DataType type) {
    int side = examples < 1000 ? 100 : 2000;
    Tensor a = card.zeros(type, side, side);
    Tensor b = card.zeros(type, side, side);
    Tensor c = card.zeros(type, side, side);
    double best = 0;
    for (int i = 0; i < CALLS; i++) {
      card.synchronize();
      long start = System.nanoTime();
      card.multiply(a, false, b, false, c, 1, 0);
      card.synchronize();
      best = Math.max(best, 2.0 * side * side * side / (System.nanoTime() - start));
    }
    Tensor.close(a, b, c);
    return best;
  }

  /** A product whose result is on the host. */
  private interface Product {
    INDArray compute();
  }

  /** The products of the network at its starting point, on Gaussian inputs. */
  private final class Products implements AutoCloseable {
    private final Objective objective;
    private final INDArray point;
    private final INDArray direction;
    private final INDArray out;
    private final INDArray mean;
    private final Batch all;
    private final Curvature curvature;

    Products(Compute compute, DataType type) {
      List<Layer> layers = new ArrayList<>();
      for (int i = 1; i < WIDTHS.length; i++) {
        layers.add(new Dense(WIDTHS[i - 1], WIDTHS[i]));
        if (i < WIDTHS.length - 1) {
          layers.add(new Activation(Activations.RELU.function().orElseThrow(), WIDTHS[i]));
        }
      }
      Network network =
          new Network(
              compute,
              WIDTHS[0],
              layers,
              Loss.MEAN_SQUARED_ERROR,
              type,
              PASS_BYTES,
              Initialization.standard());
      INDArray features = gaussian("features", type, examples * WIDTHS[0]);
      INDArray targets = gaussian("targets", type, examples * WIDTHS[WIDTHS.length - 1]);
      objective =
          network.objective(
              new Examples(features.reshape(examples, -1), targets.reshape(examples, -1)));
      point = network.initialPoint(RandomStreams.of(1).stream("point"));
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

    INDArray gradient() {
      objective.gradient(point, all, out);
      return out;
    }

    INDArray hessian() {
      curvature.hessianProduct(all, direction, out);
      return out;
    }

    INDArray covariance() {
      curvature.covarianceProduct(direction, mean, out);
      return out;
    }

    @Override
    public void close() {
      curvature.close();
    }
  }
}
