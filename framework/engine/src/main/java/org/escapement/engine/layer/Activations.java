package org.escapement.engine.layer;

import java.util.Optional;
import org.escapement.engine.layer.Activation.ActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.LeakyReLU;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erfc;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Expm1;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log1p;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;

/** The activations by their names in config files. */
public enum Activations {
  /** max(z, 0). */
  RELU("relu", new Relu()),
  /** max(z, z/100). */
  LEAKY_RELU("leaky-relu", new LeakyRelu()),
  /** tanh z. */
  TANH("tanh", new HyperbolicTangent()),
  /** ln(1 + eᶻ). */
  SOFTPLUS("softplus", new Softplus()),
  /** σ(z) = 1/(1 + e⁻ᶻ). */
  SIGMOID("sigmoid", new LogisticSigmoid()),
  /** z Φ(z), Φ the normal distribution function: the exact form, with the error function. */
  GELU("gelu", new GaussianErrorLinearUnit()),
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
    public void value(INDArray z, INDArray value, INDArray scratch) {
      Nd4j.getExecutioner().exec(new RectifiedLinear(z, value));
    }

    @Override
    public void slope(INDArray z, INDArray value, INDArray slope, INDArray scratch) {
      Nd4j.getExecutioner().exec(new Step(value, slope));
    }

    @Override
    public boolean isMonotone() {
      return true;
    }

    @Override
    public boolean piecewiseLinear() {
      return true;
    }

    @Override
    public void bend(INDArray z, INDArray value, INDArray slope, INDArray bend, INDArray scratch) {
      bend.assign(0);
    }
  }

  private static final class LeakyRelu implements ActivationFunction {
    private static final double LEAK = 0.01;

    @Override
    public void value(INDArray z, INDArray value, INDArray scratch) {
      Nd4j.getExecutioner().exec(new LeakyReLU(z, value, LEAK));
    }

    /** 1 where z is positive, the leak elsewhere, zero included. */
    @Override
    public void slope(INDArray z, INDArray value, INDArray slope, INDArray scratch) {
      Nd4j.getExecutioner().exec(new Step(value, slope));
      slope.muli(1 - LEAK).addi(LEAK);
    }

    @Override
    public boolean isMonotone() {
      return true;
    }

    @Override
    public boolean piecewiseLinear() {
      return true;
    }

    @Override
    public void bend(INDArray z, INDArray value, INDArray slope, INDArray bend, INDArray scratch) {
      bend.assign(0);
    }
  }

  private static final class HyperbolicTangent implements ActivationFunction {
    @Override
    public void value(INDArray z, INDArray value, INDArray scratch) {
      Nd4j.getExecutioner().exec(new Tanh(z, value));
    }

    /** 1 − a². */
    @Override
    public void slope(INDArray z, INDArray value, INDArray slope, INDArray scratch) {
      value.mul(value, slope);
      slope.rsubi(1);
    }

    @Override
    public boolean isMonotone() {
      return true;
    }

    @Override
    public boolean piecewiseLinear() {
      return false;
    }

    /** −2 a φ'. */
    @Override
    public void bend(INDArray z, INDArray value, INDArray slope, INDArray bend, INDArray scratch) {
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
    public void value(INDArray z, INDArray value, INDArray scratch) {
      Nd4j.getExecutioner().exec(new Abs(z, value));
      value.negi();
      Nd4j.getExecutioner().exec(new Exp(value, value));
      Nd4j.getExecutioner().exec(new Log1p(value, value));
      Nd4j.getExecutioner().exec(new RectifiedLinear(z, scratch));
      value.addi(scratch);
    }

    /** σ(z) = 1 − e^{−φ(z)}. */
    @Override
    public void slope(INDArray z, INDArray value, INDArray slope, INDArray scratch) {
      value.mul(-1, slope);
      Nd4j.getExecutioner().exec(new Expm1(slope, slope));
      slope.negi();
    }

    @Override
    public boolean isMonotone() {
      return true;
    }

    @Override
    public boolean piecewiseLinear() {
      return false;
    }

    /** σ (1 − σ). */
    @Override
    public void bend(INDArray z, INDArray value, INDArray slope, INDArray bend, INDArray scratch) {
      slope.mul(slope, bend);
      bend.rsubi(slope);
    }
  }

  private static final class LogisticSigmoid implements ActivationFunction {
    @Override
    public void value(INDArray z, INDArray value, INDArray scratch) {
      Nd4j.getExecutioner().exec(new Sigmoid(z, value));
    }

    /** a (1 − a). */
    @Override
    public void slope(INDArray z, INDArray value, INDArray slope, INDArray scratch) {
      value.mul(value, slope);
      slope.rsubi(value);
    }

    @Override
    public boolean isMonotone() {
      return true;
    }

    @Override
    public boolean piecewiseLinear() {
      return false;
    }

    /** φ' (1 − 2 a). */
    @Override
    public void bend(INDArray z, INDArray value, INDArray slope, INDArray bend, INDArray scratch) {
      value.mul(-2, bend);
      bend.addi(1).muli(slope);
    }
  }

  private static final class GaussianErrorLinearUnit implements ActivationFunction {
    private static final double DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);

    /** Twice the distribution function, erfc(−z/√2), without cancellation in the left tail. */
    private static void twiceDistribution(INDArray z, INDArray out) {
      z.mul(-Math.sqrt(0.5), out);
      Nd4j.getExecutioner().exec(new Erfc(out, out));
    }

    /** The density times √(2π), e^{−z²/2}. */
    private static void density(INDArray z, INDArray out) {
      z.mul(z, out);
      out.muli(-0.5);
      Nd4j.getExecutioner().exec(new Exp(out, out));
    }

    @Override
    public void value(INDArray z, INDArray value, INDArray scratch) {
      twiceDistribution(z, value);
      value.muli(z).muli(0.5);
    }

    /** Φ(z) + z Φ'(z). */
    @Override
    public void slope(INDArray z, INDArray value, INDArray slope, INDArray scratch) {
      density(z, scratch);
      scratch.muli(z).muli(DENSITY_AT_ZERO);
      twiceDistribution(z, slope);
      slope.muli(0.5).addi(scratch);
    }

    @Override
    public boolean isMonotone() {
      return false;
    }

    @Override
    public boolean piecewiseLinear() {
      return false;
    }

    /** (2 − z²) Φ'(z). */
    @Override
    public void bend(INDArray z, INDArray value, INDArray slope, INDArray bend, INDArray scratch) {
      density(z, scratch);
      z.mul(z, bend);
      bend.rsubi(2).muli(scratch).muli(DENSITY_AT_ZERO);
    }
  }
}
