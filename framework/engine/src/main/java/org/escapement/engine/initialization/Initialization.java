package org.escapement.engine.initialization;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.layer.ParameterRole;
import org.escapement.spi.option.Option;

/**
 * Where training starts, as options that a config file can set: {@code initialization: {type: he}}.
 * Entries are drawn independently, except those of an orthogonal matrix. With n the fan-in, m the
 * fan-out and s the scale:
 *
 * <ul>
 *   <li>{@link Type#UNIFORM}: weights and biases uniform in ±s/√n. With s = 1 what {@code Linear}
 *       and {@code Conv2d} of PyTorch do, after LeCun et al., Efficient BackProp (1998);
 *   <li>{@link Type#HE}: weights normal with variance s² 2/n (He et al., Delving Deep into
 *       Rectifiers, 2015, equation 10);
 *   <li>{@link Type#XAVIER}: weights uniform in ±s √(6/(n + m)) (Glorot &amp; Bengio, Understanding
 *       the difficulty of training deep feedforward neural networks, 2010, equation 16);
 *   <li>{@link Type#LECUN}: weights normal with variance s²/n (Efficient BackProp, equation 16,
 *       which leaves the shape of the distribution open);
 *   <li>{@link Type#ORTHOGONAL}: the weights of each output a row, s times a matrix with
 *       orthonormal rows or, where it has more rows than columns, orthonormal columns, all such
 *       matrices being equally likely (Saxe et al., Exact solutions to the nonlinear dynamics of
 *       learning in deep linear neural networks, 2014).
 * </ul>
 *
 * <p>Biases start from zero except under {@link Type#UNIFORM}. A convolution has n = channels ·
 * kernel² and m = output channels · kernel², and is the matrix [output channels, n]. A batch
 * normalisation starts from scale 1 and shift 0 whatever the initialisation.
 *
 * @param type the distribution
 * @param scale s
 */
public record Initialization(
    @Option(
            value = "uniform",
            description =
                "uniform: weights and biases in +-1/sqrt(fan-in); with biases of zero: he: normal of"
                    + " variance 2/fan-in; xavier: uniform of variance 2/(fan-in + fan-out); lecun:"
                    + " normal of variance 1/fan-in; orthogonal: orthonormal rows or columns")
        Type type,
    @Option(value = "1.0", range = "(0, inf)", description = "factor on all of them")
        double scale) {

  /** The distributions by their names in config files. */
  public enum Type {
    /** Weights and biases in ±1/√(fan-in). */
    UNIFORM("uniform"),
    /** Normal weights of variance 2/fan-in. */
    HE("he"),
    /** Uniform weights of variance 2/(fan-in + fan-out). */
    XAVIER("xavier"),
    /** Normal weights of variance 1/fan-in. */
    LECUN("lecun"),
    /** Matrices with orthonormal rows or columns. */
    ORTHOGONAL("orthogonal");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Weights and biases uniform in ±1/√(fan-in). */
  public static Initialization standard() {
    return new Initialization(Type.UNIFORM, 1);
  }

  /**
   * Starting values for a parameter.
   *
   * @param values as many as the tensor has entries, c order, overwritten
   * @param random all randomness comes from here
   */
  public void fill(Layer.Parameter parameter, double[] values, RandomGenerator random) {
    if (parameter.role() instanceof ParameterRole.Weight weight) {
      fillWeights(parameter, weight, values, random);
    } else if (parameter.role() instanceof ParameterRole.Bias bias && type == Type.UNIFORM) {
      uniform(scale / Math.sqrt(bias.fanIn()), values, random);
    } else if (parameter.role() instanceof ParameterRole.Constant constant) {
      Arrays.fill(values, constant.value());
    } else {
      Arrays.fill(values, 0);
    }
  }

  private void fillWeights(
      Layer.Parameter parameter,
      ParameterRole.Weight weight,
      double[] values,
      RandomGenerator random) {
    double in = weight.fanIn();
    switch (type) {
      case UNIFORM -> uniform(scale / Math.sqrt(in), values, random);
      case HE -> normal(scale * Math.sqrt(2 / in), values, random);
      case XAVIER -> uniform(scale * Math.sqrt(6 / (in + weight.fanOut())), values, random);
      case LECUN -> normal(scale * Math.sqrt(1 / in), values, random);
      case ORTHOGONAL -> {
        normal(1, values, random);
        int rows = Math.toIntExact(parameter.shape().get(0));
        OrthonormalMatrix.of(rows, values.length / rows, values);
        for (int i = 0; i < values.length; i++) {
          values[i] *= scale;
        }
      }
    }
  }

  private static void uniform(double bound, double[] values, RandomGenerator random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble(-bound, bound);
    }
  }

  private static void normal(double deviation, double[] values, RandomGenerator random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = deviation * random.nextGaussian();
    }
  }
}
