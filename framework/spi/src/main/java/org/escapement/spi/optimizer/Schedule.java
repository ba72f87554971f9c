package org.escapement.spi.optimizer;

import org.escapement.spi.option.Option;

/**
 * How a learning rate changes in the course of a run, as options that a config file can set: {@code
 * schedule: {type: cosine, steps: 1000, warmup: 100}}.
 *
 * <p>With t = 0, 1, … the steps already taken and w those of the warm-up, the step about to be
 * taken has η times
 *
 * <ul>
 *   <li>(t + 1)/(w + 1) while t &lt; w;
 *   <li>then, with s = t − w, for {@link Shape#CONSTANT} 1; for {@link Shape#STEP}
 *       factor<sup>⌊s/every⌋</sup>; for {@link Shape#COSINE} floor + (1 − floor)(1 + cos(πs/(T −
 *       w)))/2 up to t = T = {@code steps}, and {@code floor} from there on.
 * </ul>
 *
 * In PyTorch that is {@code SequentialLR} with a milestone at w, of {@code LinearLR(1/(w+1), 1, w)}
 * and {@code StepLR(every, factor)} or {@code CosineAnnealingLR(T − w, floor·η)}.
 *
 * @param type the shape
 * @param warmup w
 * @param every steps between two cuts; null for other shapes than {@code step}
 * @param factor by which {@code step} cuts the rate
 * @param steps T; null for other shapes than {@code cosine}
 * @param floor the share of the rate that {@code cosine} ends at
 */
public record Schedule(
    @Option(value = "constant", description = "shape of the decay that follows the warm-up")
        Shape type,
    @Option(
            value = "0",
            range = "[0, inf)",
            description = "first steps, over which the rate rises linearly to learningRate")
        long warmup,
    @Option(
            value = Option.ABSENT,
            range = "[1, inf)",
            description = "of step: steps between two cuts of the rate")
        Long every,
    @Option(
            value = Schedule.USUAL_FACTOR,
            range = "(0, 1)",
            description = "of step: what each cut multiplies the rate by")
        double factor,
    @Option(
            value = Option.ABSENT,
            range = "[1, inf)",
            description = "of cosine: steps, the warm-up's included, after which the rate is least")
        Long steps,
    @Option(
            value = Schedule.USUAL_FLOOR,
            range = "[0, 1)",
            description = "of cosine: least rate as a share of learningRate")
        double floor) {

  /** How the rate decays. */
  public enum Shape {
    /** Not at all. */
    CONSTANT("constant"),
    /** By a factor every so many steps. */
    STEP("step"),
    /** Along half a cosine. */
    COSINE("cosine");

    private final String text;

    Shape(String text) {
      this.text = text;
    }

    /** The name in config files. */
    @Override
    public String toString() {
      return text;
    }
  }

  static final String USUAL_FACTOR = "0.1";
  static final String USUAL_FLOOR = "0";

  /** Checks that what the shape needs is there, and nothing that has no meaning for it. */
  public Schedule {
    belongs("every", every != null, Shape.STEP, type);
    belongs("factor", factor != Double.parseDouble(USUAL_FACTOR), Shape.STEP, type);
    belongs("steps", steps != null, Shape.COSINE, type);
    belongs("floor", floor != Double.parseDouble(USUAL_FLOOR), Shape.COSINE, type);
    if (type == Shape.STEP && every == null) {
      throw new IllegalArgumentException("a schedule of type step needs the option 'every'");
    }
    if (type == Shape.COSINE && steps == null) {
      throw new IllegalArgumentException("a schedule of type cosine needs the option 'steps'");
    }
    if (steps != null && steps <= warmup) {
      throw new IllegalArgumentException(
          "'steps' = " + steps + ", must be more than 'warmup' = " + warmup);
    }
  }

  private static void belongs(String option, boolean given, Shape to, Shape type) {
    if (given && type != to) {
      throw new IllegalArgumentException(
          "option '" + option + "' belongs to the type " + to + ", the type is " + type);
    }
  }

  /** The same rate in every step. */
  public static Schedule constant() {
    return constant(0);
  }

  /** The same rate in every step after a warm-up. */
  public static Schedule constant(long warmup) {
    return new Schedule(Shape.CONSTANT, warmup, null, Double.parseDouble(USUAL_FACTOR), null, 0);
  }

  /** A cut by a factor every so many steps, counted from the end of the warm-up. */
  public static Schedule step(long warmup, long every, double factor) {
    return new Schedule(Shape.STEP, warmup, every, factor, null, 0);
  }

  /** Half a cosine from the end of the warm-up to step T, down to a share of the rate. */
  public static Schedule cosine(long warmup, long steps, double floor) {
    return new Schedule(Shape.COSINE, warmup, null, Double.parseDouble(USUAL_FACTOR), steps, floor);
  }

  /** Whether every step has the same rate, so that no count of steps is needed. */
  public boolean isConstant() {
    return type == Shape.CONSTANT && warmup == 0;
  }

  /**
   * The share of the learning rate that the next step has.
   *
   * @param iteration t, the steps already taken
   */
  public double share(long iteration) {
    if (iteration < warmup) {
      return (iteration + 1.0) / (warmup + 1.0);
    }
    long since = iteration - warmup;
    return switch (type) {
      case CONSTANT -> 1;
      case STEP -> Math.pow(factor, since / every);
      case COSINE -> {
        double length = steps - warmup;
        double descent = (1 + Math.cos(Math.PI * Math.min(since / length, 1))) / 2;
        yield floor + (1 - floor) * descent;
      }
    };
  }
}
