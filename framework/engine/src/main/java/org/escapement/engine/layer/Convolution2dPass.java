package org.escapement.engine.layer;

import static org.escapement.engine.tensor.Tensors.matrix;
import static org.escapement.engine.tensor.Tensors.ones;
import static org.escapement.engine.tensor.Tensors.rowDots;

import java.util.List;
import org.escapement.engine.compute.Window2d;
import org.escapement.engine.tensor.ExampleKernels;
import org.escapement.engine.tensor.PatchProducts;
import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The sweeps of a convolution. With the patches of example i as the columns of a matrix A_i, it is
 * Z_i = W A_i + b, δ_i has Z_i's shape, and example i's gradient is δ_i A_iᵀ. The tangent is U_i =
 * Rδ_i A_iᵀ + δ_i RA_iᵀ, output channels by patch: small, unlike the factors, so it is formed, for
 * one example at a time, and gives its part of both halves of the second sweep at once.
 */
final class Convolution2dPass implements LayerPass {
  private final boolean first;
  private final Window2d window;
  private final int channels;
  private final boolean bias;
  private final PatchProducts products;
  private final INDArray output;
  private final INDArray inputDelta;
  private final Second second;

  // what the sweeps leave for later ones; owned by the neighbouring layers
  private INDArray input;
  private INDArray delta;
  private boolean held;
  private INDArray inputTangent;
  private INDArray deltaTangent;
  private INDArray inputSecond;

  Convolution2dPass(Window2d window, long channels, boolean bias, Layer.PassSetting setting) {
    first = setting.first();
    this.window = window;
    this.channels = (int) channels;
    this.bias = bias;
    DataType type = setting.type();
    int rows = setting.rows();
    products = new PatchProducts(window, channels, type);
    output = matrix(type, rows, channels * window.positions());
    inputDelta = first ? null : matrix(type, rows, window.inputs());
    second = setting.secondOrder() ? new Second(window, channels, bias, setting) : null;
  }

  /** The buffers of the tangent and second sweeps. */
  private static final class Second {
    final ExampleKernels kernels; // U_i
    final INDArray outputTangent;
    final INDArray inputDeltaTangent;
    final INDArray outputSecond;
    final INDArray inputDeltaSecond;
    final INDArray onesOutput;
    final INDArray factor;

    Second(Window2d window, long channels, boolean bias, Layer.PassSetting setting) {
      int rows = setting.rows();
      DataType type = setting.type();
      boolean first = setting.first();
      long width = channels * window.positions();
      kernels = new ExampleKernels(window, channels, bias, type);
      outputTangent = matrix(type, rows, width);
      inputDeltaTangent = first ? null : matrix(type, rows, window.inputs());
      outputSecond = matrix(type, rows, width);
      inputDeltaSecond = first ? null : matrix(type, rows, window.inputs());
      onesOutput = ones(type, width, 1);
      factor = matrix(type, rows, 1);
    }

    void free() {
      kernels.close();
      Tensors.free(
          outputTangent, inputDeltaTangent, outputSecond, inputDeltaSecond, onesOutput, factor);
    }
  }

  @Override
  public INDArray forward(INDArray[] parameters, INDArray input) {
    this.input = Tensors.sideBySide(input);
    products.apply(parameters, this.input, output);
    return output;
  }

  @Override
  public INDArray backward(
      INDArray[] parameters, INDArray delta, INDArray[] gradient, double weight) {
    this.delta = delta;
    if (gradient != null) {
      products.addOuter(delta, input, gradient, true, weight);
    }
    if (!first) {
      products.applyTransposed(parameters, delta, inputDelta, false);
    }
    return inputDelta;
  }

  @Override
  public INDArray tangentForward(INDArray[] parameters, INDArray[] direction, INDArray tangent) {
    inputTangent = tangent;
    held = direction == null;
    INDArray result = second.outputTangent;
    if (held) {
      result.assign(0);
    } else {
      products.apply(direction, input, result);
    }
    if (tangent != null) {
      products.addLinear(parameters, tangent, result);
    }
    return result;
  }

  @Override
  public INDArray tangentBackward(
      INDArray[] parameters,
      INDArray[] direction,
      INDArray delta,
      INDArray[] product,
      double weight) {
    deltaTangent = delta;
    if (product != null) {
      products.addOuter(delta, input, product, true, weight);
      if (inputTangent != null) {
        products.addOuter(this.delta, inputTangent, product, false, weight);
      }
    }
    INDArray result = second.inputDeltaTangent;
    if (!first) {
      products.applyTransposed(parameters, delta, result, false);
      if (!held) {
        products.applyTransposed(direction, this.delta, result, true);
      }
    }
    return result;
  }

  /** Leaves U_iᵀ δ_i, the first part of the backward half, in the delta's buffer. */
  @Override
  public INDArray secondForward(INDArray[] parameters, INDArray[] shift, INDArray second) {
    inputSecond = second;
    Second own = this.second;
    INDArray result = own.outputSecond;
    if (held) {
      result.assign(0);
    } else {
      own.kernels.apply(
          input, inputTangent, delta, deltaTangent, shift, result, own.inputDeltaSecond);
    }
    if (second != null) {
      products.addLinear(parameters, second, result);
    }
    return result;
  }

  @Override
  public INDArray secondBackward(
      INDArray[] parameters, INDArray[] shift, INDArray delta, INDArray[] product, double weight) {
    if (product != null) {
      products.addOuter(delta, input, product, true, weight);
      if (inputSecond != null) {
        products.addOuter(this.delta, inputSecond, product, false, weight);
      }
    }
    INDArray result = second.inputDeltaSecond;
    if (!first) {
      products.applyTransposed(parameters, delta, result, !held);
    }
    return result;
  }

  @Override
  public void addCurvature(INDArray[] direction, INDArray curvature) {
    INDArray image = second.outputSecond;
    products.apply(direction, input, image);
    addProducts(image, deltaTangent, curvature);
    if (inputTangent != null) {
      image.assign(0);
      products.addLinear(direction, inputTangent, image);
      addProducts(image, delta, curvature);
    }
  }

  private void addProducts(INDArray image, INDArray delta, INDArray curvature) {
    rowDots(image, delta, image, second.onesOutput, second.factor);
    curvature.addi(second.factor);
  }

  @Override
  public List<ExampleGradients> exampleGradients() {
    return List.of(new Gradients());
  }

  /**
   * The rows themselves, δ_i A_iᵀ and, for a bias, δ_i 1, an output channel a unit: their factors
   * have an entry for every position, so that inner products of factors would cost positions².
   */
  private final class Gradients implements ExampleGradients {
    @Override
    public INDArray left() {
      return null;
    }

    @Override
    public int units() {
      return channels;
    }

    @Override
    public long unitEntries() {
      return window.patch() + (bias ? 1 : 0);
    }

    @Override
    public void right(int from, int to, INDArray out) {
      int count = to - from;
      long weights = count * window.patch();
      out.assign(0);
      try (PatchProducts part = new PatchProducts(window, count, out.dataType())) {
        for (int i = 0; i < out.size(0); i++) {
          INDArray row = Tensors.rows(out, i, i + 1);
          INDArray ofWeights = columns(row, 0, weights).reshape('c', count, window.patch());
          INDArray[] sum =
              bias
                  ? new INDArray[] {ofWeights, columns(row, weights, weights + count)}
                  : new INDArray[] {ofWeights};
          INDArray channelDeltas =
              columns(
                  Tensors.rows(delta, i, i + 1),
                  from * window.positions(),
                  to * window.positions());
          part.addOuter(channelDeltas, Tensors.rows(input, i, i + 1), sum, true, 1);
        }
      }
    }

    private INDArray columns(INDArray row, long from, long to) {
      return row.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
    }
  }

  @Override
  public void close() {
    products.close();
    Tensors.free(output, inputDelta);
    if (second != null) {
      second.free();
    }
  }
}
