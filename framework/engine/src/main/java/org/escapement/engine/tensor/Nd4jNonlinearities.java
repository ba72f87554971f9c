package org.escapement.engine.tensor;

import org.escapement.engine.compute.Nonlinearity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
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

/** The elementwise functions, in ND4J's operations. */
final class Nd4jNonlinearities {
  private static final double LEAK = 0.01;
  private static final double DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);

  private Nd4jNonlinearities() {}

  static void value(Nonlinearity function, INDArray z, INDArray value, INDArray scratch) {
    switch (function) {
      case RELU -> exec(new RectifiedLinear(z, value));
      case LEAKY_RELU -> exec(new LeakyReLU(z, value, LEAK));
      case TANH -> exec(new Tanh(z, value));
      case SOFTPLUS -> softplus(z, value, scratch);
      case SIGMOID -> exec(new Sigmoid(z, value));
      case GELU -> {
        twiceDistribution(z, value);
        value.muli(z).muli(0.5);
      }
    }
  }

  /**
   * max(z, 0) + ln(1 + e^{−|z|}), which does not overflow as ND4J's own op does. The left tail is
   * good to a rounding unit of 1, not of its own size: ND4J has no accurate log1p.
   */
  private static void softplus(INDArray z, INDArray value, INDArray scratch) {
    exec(new Abs(z, value));
    value.negi();
    exec(new Exp(value, value));
    exec(new Log1p(value, value));
    exec(new RectifiedLinear(z, scratch));
    value.addi(scratch);
  }

  static void slope(
      Nonlinearity function, INDArray z, INDArray value, INDArray slope, INDArray scratch) {
    switch (function) {
      case RELU -> exec(new Step(value, slope));
      case LEAKY_RELU -> {
        // 1 where z is positive, the leak elsewhere, zero included
        exec(new Step(value, slope));
        slope.muli(1 - LEAK).addi(LEAK);
      }
      case TANH -> {
        // 1 − a²
        value.mul(value, slope);
        slope.rsubi(1);
      }
      case SOFTPLUS -> {
        // σ(z) = 1 − e^{−φ(z)}
        value.mul(-1, slope);
        exec(new Expm1(slope, slope));
        slope.negi();
      }
      case SIGMOID -> {
        // a (1 − a)
        value.mul(value, slope);
        slope.rsubi(value);
      }
      case GELU -> {
        // Φ(z) + z Φ'(z)
        density(z, scratch);
        scratch.muli(z).muli(DENSITY_AT_ZERO);
        twiceDistribution(z, slope);
        slope.muli(0.5).addi(scratch);
      }
    }
  }

  static void bend(
      Nonlinearity function,
      INDArray z,
      INDArray value,
      INDArray slope,
      INDArray bend,
      INDArray scratch) {
    switch (function) {
      case RELU, LEAKY_RELU -> bend.assign(0);
      case TANH -> {
        // −2 a φ'
        value.mul(slope, bend);
        bend.muli(-2);
      }
      case SOFTPLUS -> {
        // σ (1 − σ)
        slope.mul(slope, bend);
        bend.rsubi(slope);
      }
      case SIGMOID -> {
        // φ' (1 − 2 a)
        value.mul(-2, bend);
        bend.addi(1).muli(slope);
      }
      case GELU -> {
        // (2 − z²) Φ'(z)
        density(z, scratch);
        z.mul(z, bend);
        bend.rsubi(2).muli(scratch).muli(DENSITY_AT_ZERO);
      }
    }
  }

  /** Twice the distribution function, erfc(−z/√2), without cancellation in the left tail. */
  private static void twiceDistribution(INDArray z, INDArray out) {
    z.mul(-Math.sqrt(0.5), out);
    exec(new Erfc(out, out));
  }

  /** The density times √(2π), e^{−z²/2}. */
  private static void density(INDArray z, INDArray out) {
    z.mul(z, out);
    out.muli(-0.5);
    exec(new Exp(out, out));
  }

  private static void exec(Op op) {
    Nd4j.getExecutioner().exec(op);
  }
}
