package org.escapement.engine.layer;

import java.util.Optional;
import org.escapement.engine.layer.Activation.ActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Expm1;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log1p;
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
    public void slope(INDArray value, INDArray slope) {
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
    public void slope(INDArray value, INDArray slope) {
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
    /**
     * max(z, 0) + ln(1 + e^{−|z|}), which does not overflow as ND4J's own op does. The left tail is
     * good to a rounding unit of 1, not of its own size: ND4J has no accurate log1p.
     */
    @Override
    public void value(INDArray z, INDArray value) {
      Nd4j.getExecutioner().exec(new Abs(z, value));
      value.negi();
      Nd4j.getExecutioner().exec(new Exp(value, value));
      Nd4j.getExecutioner().exec(new Log1p(value, value));
      Nd4j.getExecutioner().exec(new RectifiedLinear(z, z));
      value.addi(z);
    }

    /** σ(z) = 1 − e^{−φ(z)}. */
    @Override
    public void slope(INDArray value, INDArray slope) {
      value.mul(-1, slope);
      Nd4j.getExecutioner().exec(new Expm1(slope, slope));
      slope.negi();
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
