package org.escapement.engine.layer;

import java.util.Optional;
import org.escapement.engine.layer.Activation.ActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.SoftPlus;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;

/** The activations by their names in config files. */
public enum Activations {
  /** max(z, 0). */
  RELU("relu", new Relu()),
  /** tanh z. */
  TANH("tanh", new HyperbolicTangent()),
  /** ln(1 + eᶻ). */
  SOFTPLUS("softplus", new Softplus()),
  /** No activation: a linear network. */
  IDENTITY("identity", null);

  private final String text;
  private final ActivationFunction function;

  Activations(String text, ActivationFunction function) {
    this.text = text;
    this.function = function;
  }

  /** The function, or nothing for the identity, which needs no layer. */
  public Optional<ActivationFunction> function() {
    return Optional.ofNullable(function);
  }

  @Override
  public String toString() {
    return text;
  }

  private static final class Relu implements ActivationFunction {
    @Override
    public void value(INDArray z, INDArray value) {
      Nd4j.getExecutioner().exec(new RectifiedLinear(z, value));
    }

    @Override
    public void slope(INDArray z, INDArray value, INDArray slope) {
      Nd4j.getExecutioner().exec(new Step(value, slope));
    }

    @Override
    public boolean piecewiseLinear() {
      return true;
    }

    @Override
    public void bend(INDArray value, INDArray slope, INDArray bend) {
      bend.assign(0);
    }
  }

  private static final class HyperbolicTangent implements ActivationFunction {
    @Override
    public void value(INDArray z, INDArray value) {
      Nd4j.getExecutioner().exec(new Tanh(z, value));
    }

    /** 1 − a². */
    @Override
    public void slope(INDArray z, INDArray value, INDArray slope) {
      value.mul(value, slope);
      slope.rsubi(1);
    }

    @Override
    public boolean piecewiseLinear() {
      return false;
    }

    /** −2 a φ'. */
    @Override
    public void bend(INDArray value, INDArray slope, INDArray bend) {
      value.mul(slope, bend);
      bend.muli(-2);
    }
  }

  private static final class Softplus implements ActivationFunction {
    /** As −ln σ(−z) it would lose small values, as ln(1 + eᶻ) overflow: ND4J's op does neither. */
    @Override
    public void value(INDArray z, INDArray value) {
      Nd4j.getExecutioner().exec(new SoftPlus(z, value));
    }

    @Override
    public void slope(INDArray z, INDArray value, INDArray slope) {
      Nd4j.getExecutioner().exec(new Sigmoid(z, slope));
    }

    @Override
    public boolean piecewiseLinear() {
      return false;
    }

    /** σ (1 − σ). */
    @Override
    public void bend(INDArray value, INDArray slope, INDArray bend) {
      slope.mul(slope, bend);
      bend.rsubi(slope);
    }
  }
}
