package org.escapement.engine.layer;

import java.util.List;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Convolution;
import org.escapement.engine.compute.ExampleConvolutions;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.compute.Window2d;

/**
 * The sweeps of a convolution. With the patches of example i as the columns of a matrix A_i, it is
 * Z_i = W A_i + b, δ_i has Z_i's shape, and example i's gradient is δ_i A_iᵀ. The tangent is U_i =
 * Rδ_i A_iᵀ + δ_i RA_iᵀ, output channels by patch: small, unlike the factors, so it is formed, for
 * one example at a time, and gives its part of both halves of the second sweep at once.
 */
final class Convolution2dPass implements LayerPass {
  private final Compute compute;
  private final boolean first;
  private final Window2d window;
  private final int channels;
  private final boolean bias;
  private final Convolution products;
  private final Tensor output;
  private final Tensor inputDelta;
  private final Second second;

  // what the sweeps leave for later ones; owned by the neighbouring layers
  private Tensor input;
  private Tensor delta;
  private boolean held;
  private Tensor inputTangent;
  private Tensor deltaTangent;
  private Tensor inputSecond;

  Convolution2dPass(Window2d window, long channels, boolean bias, Layer.PassSetting setting) {
    compute = setting.compute();
    first = setting.first();
    this.window = window;
    this.channels = (int) channels;
    this.bias = bias;
    products = compute.convolution(window, channels, setting.type());
    output = setting.buffer(channels * window.positions());
    inputDelta = first ? null : setting.buffer(window.inputs());
    second = setting.secondOrder() ? new Second(window, channels, bias, setting) : null;
  }

  /** The buffers of the tangent and second sweeps. */
  private static final class Second {
    final ExampleConvolutions kernels; // U_i
    final Tensor outputTangent;
    final Tensor inputDeltaTangent;
    final Tensor outputSecond;
    final Tensor inputDeltaSecond;
    final Tensor factor;

    Second(Window2d window, long channels, boolean bias, Layer.PassSetting setting) {
      boolean first = setting.first();
      long width = channels * window.positions();
      kernels = setting.compute().exampleConvolutions(window, channels, bias, setting.type());
      outputTangent = setting.buffer(width);
      inputDeltaTangent = first ? null : setting.buffer(window.inputs());
      outputSecond = setting.buffer(width);
      inputDeltaSecond = first ? null : setting.buffer(window.inputs());
      factor = setting.buffer(1);
    }

    void free() {
      kernels.close();
      Tensor.close(outputTangent, inputDeltaTangent, outputSecond, inputDeltaSecond, factor);
    }
  }

  @Override
  public Tensor forward(Tensor[] parameters, Tensor input) {
    this.input = input;
    products.apply(parameters, input, output);
    return output;
  }

  @Override
  public Tensor backward(Tensor[] parameters, Tensor delta, Tensor[] gradient, double weight) {
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
  public Tensor tangentForward(Tensor[] parameters, Tensor[] direction, Tensor tangent) {
    inputTangent = tangent;
    held = direction == null;
    Tensor result = second.outputTangent;
    if (held) {
      compute.fill(result, 0);
    } else {
      products.apply(direction, input, result);
    }
    if (tangent != null) {
      products.addLinear(parameters, tangent, result);
    }
    return result;
  }

  @Override
  public Tensor tangentBackward(
      Tensor[] parameters, Tensor[] direction, Tensor delta, Tensor[] product, double weight) {
    deltaTangent = delta;
    if (product != null) {
      products.addOuter(delta, input, product, true, weight);
      if (inputTangent != null) {
        products.addOuter(this.delta, inputTangent, product, false, weight);
      }
    }
    Tensor result = second.inputDeltaTangent;
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
  public Tensor secondForward(Tensor[] parameters, Tensor[] shift, Tensor second) {
    inputSecond = second;
    Second own = this.second;
    Tensor result = own.outputSecond;
    if (held) {
      compute.fill(result, 0);
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
  public Tensor secondBackward(
      Tensor[] parameters, Tensor[] shift, Tensor delta, Tensor[] product, double weight) {
    if (product != null) {
      products.addOuter(delta, input, product, true, weight);
      if (inputSecond != null) {
        products.addOuter(this.delta, inputSecond, product, false, weight);
      }
    }
    Tensor result = second.inputDeltaSecond;
    if (!first) {
      products.applyTransposed(parameters, delta, result, !held);
    }
    return result;
  }

  @Override
  public void addCurvature(Tensor[] direction, Tensor curvature) {
    Tensor image = second.outputSecond;
    products.apply(direction, input, image);
    addProducts(image, deltaTangent, curvature);
    if (inputTangent != null) {
      compute.fill(image, 0);
      products.addLinear(direction, inputTangent, image);
      addProducts(image, delta, curvature);
    }
  }

  private void addProducts(Tensor image, Tensor delta, Tensor curvature) {
    compute.rowDots(image, delta, image, second.factor);
    compute.add(curvature, 1, second.factor, curvature);
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
    public Tensor left() {
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
    public void right(int from, int to, Tensor out) {
      Tensor deltas = delta.columns(from * window.positions(), to * window.positions());
      try (Convolution part = compute.convolution(window, to - from, out.type())) {
        part.outers(deltas, input, bias, out);
      }
    }
  }

  @Override
  public void close() {
    products.close();
    Tensor.close(output, inputDelta);
    if (second != null) {
      second.free();
    }
  }
}
