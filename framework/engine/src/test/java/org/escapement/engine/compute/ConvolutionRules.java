package org.escapement.engine.compute;

import java.util.Arrays;
import java.util.List;
import org.escapement.engine.compute.ComputeContract.Named;

/** Products of convolutions, against sums over the patches written out. */
final class ConvolutionRules {
  private ConvolutionRules() {}

  static List<Named> all() {
    return List.of(
        new Named("convolution: apply", ConvolutionRules::apply),
        new Named("convolution: addLinear", ConvolutionRules::addLinear),
        new Named("convolution: applyTransposed", ConvolutionRules::applyTransposed),
        new Named("convolution: addOuter", ConvolutionRules::addOuter),
        new Named("convolution: outers", ConvolutionRules::outers),
        new Named("exampleConvolutions", ConvolutionRules::examples));
  }

  /** One trial's window, kernel and number of images. */
  private static final class Scene {
    final Samples samples;
    final Window2d window;
    final int outputs;
    final int positions;
    final int patch;
    final int rows;
    final boolean bias;
    final Sample[] kernel;

    Scene(Samples samples) {
      this.samples = samples;
      window = Windows.any(samples.random());
      outputs = samples.size(5);
      positions = (int) window.positions();
      patch = (int) window.patch();
      rows = samples.size(6);
      bias = samples.random().nextBoolean();
      kernel = kernel();
    }

    Sample[] kernel() {
      Sample weights = samples.contiguous(outputs, patch);
      return bias ? new Sample[] {weights, samples.contiguous(1, outputs)} : new Sample[] {weights};
    }

    Sample images() {
      return samples.any(rows, (int) window.inputs());
    }

    Sample deltas() {
      return samples.any(rows, outputs * positions);
    }

    Convolution convolution(Compute compute) {
      return samples.closing(compute.convolution(window, outputs, samples.type()));
    }

    /** Where entry j of the patch at a position lies in an image, or −1. */
    int at(int j, int position) {
      int side = (int) window.kernel();
      return Windows.at(window, j / (side * side), position, j / side % side, j % side);
    }

    /** A_i, shape {@code [patch, positions]}. */
    double[][] patches(double[] image) {
      double[][] patches = new double[patch][positions];
      for (int j = 0; j < patch; j++) {
        for (int position = 0; position < positions; position++) {
          int at = at(j, position);
          patches[j][position] = at < 0 ? 0 : image[at];
        }
      }
      return patches;
    }

    /** W A_i, as a row. */
    double[] product(double[][] weights, double[] image) {
      double[][] patches = patches(image);
      double[] out = new double[outputs * positions];
      for (int o = 0; o < outputs; o++) {
        for (int j = 0; j < patch; j++) {
          for (int position = 0; position < positions; position++) {
            out[o * positions + position] += weights[o][j] * patches[j][position];
          }
        }
      }
      return out;
    }

    /** Wᵀ δ_i, as an image. */
    double[] transposed(double[][] weights, double[] delta) {
      double[] image = new double[(int) window.inputs()];
      for (int j = 0; j < patch; j++) {
        for (int position = 0; position < positions; position++) {
          int at = at(j, position);
          for (int o = 0; at >= 0 && o < outputs; o++) {
            image[at] += weights[o][j] * delta[o * positions + position];
          }
        }
      }
      return image;
    }

    /** sum += weight · δ_i A_iᵀ. */
    void addOuter(double[][] sum, double weight, double[] delta, double[] image) {
      double[][] patches = patches(image);
      for (int o = 0; o < outputs; o++) {
        for (int j = 0; j < patch; j++) {
          for (int position = 0; position < positions; position++) {
            sum[o][j] += weight * delta[o * positions + position] * patches[j][position];
          }
        }
      }
    }

    /** δ_i 1. */
    double[] deltaSums(double[] delta) {
      double[] sums = new double[outputs];
      for (int at = 0; at < delta.length; at++) {
        sums[at / positions] += delta[at];
      }
      return sums;
    }

    /** Expects numbers that are sums of so many products of numbers below one. */
    void expect(Sample out, double[][] values, double terms) {
      double[][] bounds = new double[values.length][values[0].length];
      for (double[] row : bounds) {
        Arrays.fill(row, (terms + 8) * samples.epsilon() * (terms + 1) / 4);
      }
      out.expect(values, bounds);
    }
  }

  private static Tensor[] tensors(Sample[] samples) {
    return Arrays.stream(samples).map(Sample::tensor).toArray(Tensor[]::new);
  }

  private static void apply(Compute compute, Samples samples) {
    Scene scene = new Scene(samples);
    Sample images = scene.images();
    Sample out = samples.unset(scene.rows, scene.outputs * scene.positions);
    scene.convolution(compute).apply(tensors(scene.kernel), images.tensor(), out.tensor());
    double[][] expected = new double[scene.rows][];
    for (int i = 0; i < scene.rows; i++) {
      expected[i] = scene.product(scene.kernel[0].values(), images.values()[i]);
      for (int at = 0; scene.bias && at < expected[i].length; at++) {
        expected[i][at] += scene.kernel[1].values()[0][at / scene.positions];
      }
    }
    scene.expect(out, expected, scene.patch + 1);
    samples.checkAll();
  }

  private static void addLinear(Compute compute, Samples samples) {
    Scene scene = new Scene(samples);
    Sample images = scene.images();
    Sample out = scene.deltas();
    double[][] expected = new double[scene.rows][];
    for (int i = 0; i < scene.rows; i++) {
      expected[i] =
          sum(out.values()[i], scene.product(scene.kernel[0].values(), images.values()[i]));
    }
    scene.convolution(compute).addLinear(tensors(scene.kernel), images.tensor(), out.tensor());
    scene.expect(out, expected, scene.patch + 1);
    samples.checkAll();
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  private static void applyTransposed(Compute compute, Samples samples) {
    Scene scene = new Scene(samples);
    boolean add = samples.random().nextBoolean();
    Sample deltas = scene.deltas();
    Sample images = add ? scene.images() : samples.unset(scene.rows, (int) scene.window.inputs());
    double[][] expected = new double[scene.rows][];
    for (int i = 0; i < scene.rows; i++) {
      expected[i] = scene.transposed(scene.kernel[0].values(), deltas.values()[i]);
      expected[i] = add ? sum(expected[i], images.values()[i]) : expected[i];
    }
    scene
        .convolution(compute)
        .applyTransposed(tensors(scene.kernel), deltas.tensor(), images.tensor(), add);
    scene.expect(
        images, expected, scene.outputs * scene.window.kernel() * scene.window.kernel() + 1);
    samples.checkAll();
  }

  private static void addOuter(Compute compute, Samples samples) {
    Scene scene = new Scene(samples);
    boolean biases = samples.random().nextBoolean();
    double weight = samples.random().nextDouble(-1, 1);
    Sample deltas = scene.deltas();
    Sample images = scene.images();
    Sample[] sum = scene.kernel();
    double[][] expected =
        Arrays.stream(sum[0].values()).map(double[]::clone).toArray(double[][]::new);
    double[] expectedBias = scene.bias ? sum[1].values()[0].clone() : null;
    for (int i = 0; i < scene.rows; i++) {
      scene.addOuter(expected, weight, deltas.values()[i], images.values()[i]);
      double[] sums = scene.deltaSums(deltas.values()[i]);
      for (int o = 0; biases && scene.bias && o < scene.outputs; o++) {
        expectedBias[o] += weight * sums[o];
      }
    }
    scene
        .convolution(compute)
        .addOuter(deltas.tensor(), images.tensor(), tensors(sum), biases, weight);
    double terms = scene.rows * scene.positions + 1;
    scene.expect(sum[0], expected, terms);
    if (scene.bias) {
      scene.expect(sum[1], new double[][] {expectedBias}, terms);
    }
    samples.checkAll();
  }

  private static void outers(Compute compute, Samples samples) {
    Scene scene = new Scene(samples);
    Sample deltas = scene.deltas();
    Sample images = scene.images();
    int weights = scene.outputs * scene.patch;
    Sample out = samples.unset(scene.rows, weights + (scene.bias ? scene.outputs : 0));
    double[][] expected = new double[scene.rows][out.columns()];
    for (int i = 0; i < scene.rows; i++) {
      double[][] own = new double[scene.outputs][scene.patch];
      scene.addOuter(own, 1, deltas.values()[i], images.values()[i]);
      for (int o = 0; o < scene.outputs; o++) {
        System.arraycopy(own[o], 0, expected[i], o * scene.patch, scene.patch);
      }
      if (scene.bias) {
        double[] sums = scene.deltaSums(deltas.values()[i]);
        System.arraycopy(sums, 0, expected[i], weights, scene.outputs);
      }
    }
    scene.convolution(compute).outers(deltas.tensor(), images.tensor(), scene.bias, out.tensor());
    scene.expect(out, expected, scene.positions + 1);
    samples.checkAll();
  }

  private static void examples(Compute compute, Samples samples) {
    Scene scene = new Scene(samples);
    Sample images = scene.images();
    Sample tangents = samples.random().nextBoolean() ? scene.images() : null;
    Sample deltas = scene.deltas();
    Sample deltaTangents = scene.deltas();
    Sample[] shift = samples.random().nextBoolean() ? scene.kernel : null;
    boolean wanted = samples.random().nextBoolean();
    Sample out = samples.unset(scene.rows, scene.outputs * scene.positions);
    Sample back = samples.unset(scene.rows, (int) scene.window.inputs());
    double[][] expected = new double[scene.rows][];
    double[][] expectedBack = new double[scene.rows][];
    for (int i = 0; i < scene.rows; i++) {
      double[][] kernel = new double[scene.outputs][scene.patch];
      scene.addOuter(kernel, 1, deltaTangents.values()[i], images.values()[i]);
      if (tangents != null) {
        scene.addOuter(kernel, 1, deltas.values()[i], tangents.values()[i]);
      }
      for (int o = 0; shift != null && o < scene.outputs; o++) {
        for (int j = 0; j < scene.patch; j++) {
          kernel[o][j] -= shift[0].values()[o][j];
        }
      }
      expected[i] = scene.product(kernel, images.values()[i]);
      expectedBack[i] = scene.transposed(kernel, deltas.values()[i]);
      double[] sums = scene.deltaSums(deltaTangents.values()[i]);
      for (int at = 0; scene.bias && at < expected[i].length; at++) {
        int o = at / scene.positions;
        expected[i][at] += sums[o] - (shift == null ? 0 : shift[1].values()[0][o]);
      }
    }
    ExampleConvolutions convolutions =
        samples.closing(
            compute.exampleConvolutions(scene.window, scene.outputs, scene.bias, samples.type()));
    convolutions.apply(
        images.tensor(),
        tangents == null ? null : tangents.tensor(),
        deltas.tensor(),
        deltaTangents.tensor(),
        shift == null ? null : tensors(shift),
        out.tensor(),
        wanted ? back.tensor() : null);
    double terms = 2.0 * scene.positions + 2;
    scene.expect(out, expected, terms * (scene.patch + 1));
    if (wanted) {
      scene.expect(back, expectedBack, terms * scene.outputs * scene.window.kernel() * 4);
    }
    samples.checkAll();
  }
}
