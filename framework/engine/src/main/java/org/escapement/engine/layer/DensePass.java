package org.escapement.engine.layer;

import java.util.List;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;

/**
 * The sweeps of a dense layer. Example i's gradient is δ_iᵀ a_i, so its tangent is the rank-two
 * matrix U_i = Rδ_iᵀ a_i + δ_iᵀ Ra_i with bias part Rδ_i, and products with U_i are sums of rows
 * scaled by inner products: a_i U_iᵀ = (a·a) Rδ + (a·Ra) δ and δ_i U_i = (δ·Rδ) a + (δ·δ) Ra. All
 * arrays shaped like the parameters have a second entry only if there is a bias.
 */
final class DensePass implements LayerPass {
  private final Compute compute;
  private final boolean first;
  private final boolean bias;
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

  DensePass(long inputs, long outputs, boolean bias, Layer.PassSetting setting) {
    compute = setting.compute();
    first = setting.first();
    this.bias = bias;
    output = setting.buffer(outputs);
    inputDelta = first ? null : setting.buffer(inputs);
    second = setting.secondOrder() ? new Second(inputs, outputs, setting) : null;
  }

  /** The buffers of the tangent and second sweeps. */
  private static final class Second {
    final Tensor outputTangent;
    final Tensor inputDeltaTangent;
    final Tensor outputSecond;
    final Tensor inputDeltaSecond;
    final Tensor inputScratch;
    final Tensor outputScratch;
    final Tensor inputSquare; // a·a
    final Tensor deltaSquare; // δ·δ
    final Tensor factor;

    Second(long inputs, long outputs, Layer.PassSetting setting) {
      boolean first = setting.first();
      outputTangent = setting.buffer(outputs);
      inputDeltaTangent = first ? null : setting.buffer(inputs);
      outputSecond = setting.buffer(outputs);
      inputDeltaSecond = first ? null : setting.buffer(inputs);
      inputScratch = setting.buffer(inputs);
      outputScratch = setting.buffer(outputs);
      inputSquare = setting.buffer(1);
      deltaSquare = setting.buffer(1);
      factor = setting.buffer(1);
    }

    void free() {
      Tensor.close(
          outputTangent,
          inputDeltaTangent,
          outputSecond,
          inputDeltaSecond,
          inputScratch,
          outputScratch,
          inputSquare,
          deltaSquare,
          factor);
    }
  }

  @Override
  public Tensor forward(Tensor[] parameters, Tensor input) {
    this.input = input;
    compute.multiply(input, false, parameters[0], true, output, 1, 0);
    if (bias) {
      compute.addRow(output, 1, parameters[1], output);
    }
    if (second != null) {
      compute.rowDots(input, input, second.inputScratch, second.inputSquare);
    }
    return output;
  }

  @Override
  public Tensor backward(Tensor[] parameters, Tensor delta, Tensor[] gradient, double weight) {
    this.delta = delta;
    if (gradient != null) {
      addOuter(delta, input, gradient, weight);
    }
    if (second != null) {
      compute.rowDots(delta, delta, second.outputScratch, second.deltaSquare);
    }
    if (!first) {
      compute.multiply(delta, false, parameters[0], false, inputDelta, 1, 0);
    }
    return inputDelta;
  }

  @Override
  public Tensor tangentForward(Tensor[] parameters, Tensor[] direction, Tensor tangent) {
    inputTangent = tangent;
    held = direction == null;
    Tensor result = second.outputTangent;
    if (!held) {
      compute.multiply(input, false, direction[0], true, result, 1, 0);
      if (bias) {
        compute.addRow(result, 1, direction[1], result);
      }
    }
    if (tangent != null) {
      compute.multiply(tangent, false, parameters[0], true, result, 1, held ? 0 : 1);
    }
    return result;
  }

  @Override
  public Tensor tangentBackward(
      Tensor[] parameters, Tensor[] direction, Tensor delta, Tensor[] product, double weight) {
    deltaTangent = delta;
    if (product != null) {
      addOuter(delta, input, product, weight);
      if (inputTangent != null) {
        compute.multiply(this.delta, true, inputTangent, false, product[0], weight, 1);
      }
    }
    Tensor result = second.inputDeltaTangent;
    if (!first) {
      compute.multiply(delta, false, parameters[0], false, result, 1, 0);
      if (!held) {
        compute.multiply(this.delta, false, direction[0], false, result, 1, 1);
      }
    }
    return result;
  }

  @Override
  public Tensor secondForward(Tensor[] parameters, Tensor[] shift, Tensor second) {
    inputSecond = second;
    Second own = this.second;
    Tensor result = own.outputSecond;
    if (held) {
      compute.multiply(second, false, parameters[0], true, result, 1, 0);
      return result;
    }
    // (a·a + 1) Rδ: the one is the bias
    compute.addNumber(own.inputSquare, bias ? 1 : 0, own.factor);
    compute.scaleRows(deltaTangent, own.factor, result);
    if (inputTangent != null) {
      compute.rowDots(input, inputTangent, own.inputScratch, own.factor);
      compute.scaleRows(delta, own.factor, own.outputScratch);
      compute.add(result, 1, own.outputScratch, result);
    }
    if (second != null) {
      compute.multiply(second, false, parameters[0], true, result, 1, 1);
    }
    if (shift != null) {
      compute.multiply(input, false, shift[0], true, result, -1, 1);
      if (bias) {
        compute.addRow(result, -1, shift[1], result);
      }
    }
    return result;
  }

  @Override
  public Tensor secondBackward(
      Tensor[] parameters, Tensor[] shift, Tensor delta, Tensor[] product, double weight) {
    if (product != null) {
      addOuter(delta, input, product, weight);
      if (inputSecond != null) {
        compute.multiply(this.delta, true, inputSecond, false, product[0], weight, 1);
      }
    }
    Second own = this.second;
    Tensor result = own.inputDeltaSecond;
    if (held) {
      compute.multiply(delta, false, parameters[0], false, result, 1, 0);
      return result;
    }
    if (!first) {
      compute.rowDots(this.delta, deltaTangent, own.outputScratch, own.factor);
      compute.scaleRows(input, own.factor, result);
      if (inputTangent != null) {
        compute.scaleRows(inputTangent, own.deltaSquare, own.inputScratch);
        compute.add(result, 1, own.inputScratch, result);
      }
      compute.multiply(delta, false, parameters[0], false, result, 1, 1);
      if (shift != null) {
        compute.multiply(this.delta, false, shift[0], false, result, -1, 1);
      }
    }
    return result;
  }

  @Override
  public void addCurvature(Tensor[] direction, Tensor curvature) {
    Second own = second;
    compute.multiply(input, false, direction[0], true, own.outputSecond, 1, 0);
    if (bias) {
      compute.addRow(own.outputSecond, 1, direction[1], own.outputSecond);
    }
    compute.rowDots(own.outputSecond, deltaTangent, own.outputScratch, own.factor);
    compute.add(curvature, 1, own.factor, curvature);
    if (inputTangent != null) {
      compute.multiply(inputTangent, false, direction[0], true, own.outputSecond, 1, 0);
      compute.rowDots(own.outputSecond, delta, own.outputScratch, own.factor);
      compute.add(curvature, 1, own.factor, curvature);
    }
  }

  @Override
  public List<ExampleGradients> exampleGradients() {
    return List.of(new Gradients());
  }

  /** δ_iᵀ a_i and, for a bias, δ_i: left a_i, right δ_i. */
  private final class Gradients implements ExampleGradients {
    @Override
    public Tensor left() {
      return input;
    }

    @Override
    public double leftConstant() {
      return bias ? 1 : 0;
    }

    @Override
    public int units() {
      return (int) output.columns();
    }

    @Override
    public long unitEntries() {
      return 1;
    }

    @Override
    public void right(int from, int to, Tensor out) {
      compute.copy(delta.columns(from, to), out);
    }
  }

  private void addOuter(Tensor left, Tensor right, Tensor[] sum, double weight) {
    compute.multiply(left, true, right, false, sum[0], weight, 1);
    if (bias) {
      compute.addColumnSums(weight, left, sum[1]);
    }
  }

  @Override
  public void close() {
    Tensor.close(output, inputDelta);
    if (second != null) {
      second.free();
    }
  }
}
