package org.escapement.lab.identification;

import java.util.Locale;
import java.util.Optional;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Preconditioner.Pace;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The linear part of a step that treats every coordinate alike, up to a factor: z' = (A ⊗ I) z − (b
 * ⊗ P) g at g = H (cᵀ ⊗ I) z with P diagonal, found by differentiating the step.
 *
 * <p>Near x* with the gradient λ(y − x*) a coordinate's numbers evolve by A − λ d b cᵀ, d being its
 * entry of P. So with all coordinates of one slot moved at once, by amounts that differ,
 * differences at λ = 0 give a column of A, at λ &gt; 0 one of A − λ d b cᵀ, and where the gradient
 * was asked for gives c. All of it is checked rather than believed: two sizes of the difference (is
 * there a derivative?), two patterns of amounts (are coordinates independent, and is the map
 * additive?), A and c the same for all coordinates, twice the λ twice the effect, and all of it the
 * same while counters and other numbers of the state go on.
 *
 * @param recurrence (A, b, c, P), or null
 * @param reason why there is none, or null
 * @param error the largest relative disagreement between what should be equal, that of a step with
 *     later ones included
 */
public record IdentifiedRecurrence(Recurrence recurrence, String reason, double error) {
  /** Largest disagreement that still counts as differentiable, independent and alike. */
  public static final double GATE = 1e-2;

  /** Lengths of the moves, of all coordinates together. */
  private static final double WIDE = 1e-4;

  private static final double NARROW = 1e-5;

  /** What differences in double add to a number that is whole. */
  private static final double ROUNDING = 1e-8;

  /** Derivatives below it are rounding. */
  private static final double NOISE = 1e-5;

  /**
   * Identifies a step.
   *
   * @param optimizer any
   * @param point x*, not written
   * @param state its state there, not written; what it holds is frozen
   * @param curvature λ to probe with: the sharpness, so that gradients have their usual size
   * @param learningRate the rate to which b is taken to be proportional
   */
  public static IdentifiedRecurrence of(
      Optimizer optimizer, INDArray point, State state, double curvature, double learningRate) {
    try {
      return new Identification(optimizer, Slots.of(point, state), curvature).solve(learningRate);
    } catch (NotIdentifiable e) {
      return new IdentifiedRecurrence(null, e.getMessage(), Double.NaN);
    }
  }

  /** The recurrence, if there is one. */
  public Optional<Recurrence> found() {
    return Optional.ofNullable(recurrence);
  }

  /** One identification under way. */
  private static final class Identification {
    private final Optimizer optimizer;
    private final Slots slots;
    private final double curvature;
    private final int count;
    private double error;

    Identification(Optimizer optimizer, Slots slots, double curvature) {
      this.optimizer = optimizer;
      this.slots = slots;
      this.curvature = curvature;
      this.count = slots.count();
    }

    IdentifiedRecurrence solve(double learningRate) {
      double[][] a = new double[count][count];
      double[] c = new double[count];
      INDArray[][] effects = new INDArray[count][count]; // λ d b cᵀ
      for (int from = 0; from < count; from++) {
        Response still = checkedResponse(from, 0);
        Response moving = checkedResponse(from, curvature);
        Response stronger = checkedResponse(from, 2 * curvature);
        c[from] = common(moving.asked, "the gradient's place with respect to " + slots.name(from));
        for (int to = 0; to < count; to++) {
          a[to][from] =
              exact(common(still.out[to], slots.name(to) + " with respect to " + slots.name(from)));
          effects[to][from] = still.out[to].sub(moving.out[to]);
          INDArray twice = still.out[to].sub(stronger.out[to]);
          compare(twice, effects[to][from].mul(2), "the step is not linear in the gradient's size");
        }
      }
      return recurrence(a, c, effects, learningRate);
    }

    /**
     * Without the differences' rounding: an eigenvalue 1 of A that exceeded 1 by it would pass for
     * growth.
     */
    private static double exact(double entry) {
      double whole = Math.rint(entry);
      return Math.abs(entry - whole) <= ROUNDING ? whole : entry;
    }

    /** Derivatives of every slot and of the gradient's place with respect to one slot. */
    private record Response(INDArray[] out, INDArray asked) {}

    private Response checkedResponse(int slot, double lambda) {
      Response wide = response(slot, lambda, WIDE, 1);
      Response narrow = response(slot, lambda, NARROW, 1);
      Response otherwise = response(slot, lambda, WIDE, 2);
      for (int to = 0; to < count; to++) {
        compare(
            wide.out[to],
            narrow.out[to],
            "the step is not differentiable here: difference quotients of two sizes differ");
        compare(
            wide.out[to],
            otherwise.out[to],
            "the step is not a map of single coordinates: moving them by other amounts changes the"
                + " difference quotients");
      }
      return wide;
    }

    private Response response(int slot, double lambda, double size, int pattern) {
      INDArray move = move(pattern, size);
      LinearProbe above = new LinearProbe(slots.point(), lambda);
      LinearProbe below = new LinearProbe(slots.point(), lambda);
      INDArray[] out = advance(slot, move, above);
      INDArray[] back = advance(slot, move.neg(), below);
      if (above.gradients() != 1 || below.gradients() != 1) {
        throw new NotIdentifiable(
            "a step asks for " + above.gradients() + " gradients, a recurrence has one");
      }
      INDArray scale = move.mul(2);
      for (int to = 0; to < count; to++) {
        out[to] = out[to].sub(back[to]).divi(scale);
      }
      return new Response(out, above.asked().sub(below.asked()).divi(scale));
    }

    private INDArray[] advance(int slot, INDArray move, LinearProbe probe) {
      StepResult result =
          optimizer.step(slots.movedPoint(slot, move), slots.movedState(slot, move), probe);
      INDArray[] out = new INDArray[count];
      for (int to = 0; to < count; to++) {
        out[to] = slots.read(to, result.point(), result.state());
      }
      return out;
    }

    private INDArray move(int pattern, double size) {
      return pattern(pattern).muli(size / Math.sqrt(slots.point().length()));
    }

    /** Amounts of both signs, between a half and three halves, without symmetry. */
    private INDArray pattern(int frequency) {
      double[] pattern = new double[Math.toIntExact(slots.point().length())];
      for (int i = 0; i < pattern.length; i++) {
        double wave = Math.sin(frequency * (1.3 * i + 0.7));
        pattern[i] = Math.signum(Math.cos(2.1 * i + frequency)) * (1 + 0.5 * wave);
      }
      return Nd4j.createFromArray(pattern);
    }

    private void compare(INDArray one, INDArray other, String otherwise) {
      note(one.sub(other), Math.max(NOISE, largest(one)), otherwise);
    }

    /** The value that all entries share. */
    private double common(INDArray values, String what) {
      double mean = values.meanNumber().doubleValue();
      note(
          values.sub(mean),
          Math.max(NOISE, Math.abs(mean)),
          "coordinates differ in the derivative of " + what);
      return mean;
    }

    private void note(INDArray difference, double unit, String otherwise) {
      double relative = largest(difference) / unit;
      if (!(relative <= GATE)) {
        throw new NotIdentifiable(
            String.format(Locale.ROOT, "%s (by %.3g); use simulation", otherwise, relative));
      }
      error = Math.max(error, relative);
    }

    /** The largest size; NaN if an entry is, which the maximum would pass over. */
    private static double largest(INDArray values) {
      return Double.isNaN(values.sumNumber().doubleValue())
          ? Double.NaN
          : values.amaxNumber().doubleValue();
    }

    /** Splits the effects λ d b cᵀ, given c, and leaves out slots that the point never feels. */
    private IdentifiedRecurrence recurrence(
        double[][] a, double[] c, INDArray[][] effects, double learningRate) {
      int best = 0;
      for (int slot = 1; slot < count; slot++) {
        best = Math.abs(c[slot]) > Math.abs(c[best]) ? slot : best;
      }
      INDArray[] inputs = new INDArray[count]; // d b_t
      double[] b = new double[count];
      int leading = 0;
      for (int to = 0; to < count; to++) {
        inputs[to] = effects[to][best].div(curvature * c[best]);
        b[to] = inputs[to].meanNumber().doubleValue();
        leading = Math.abs(b[to]) > Math.abs(b[leading]) ? to : leading;
      }
      if (b[leading] == 0) {
        throw new NotIdentifiable("the step does not depend on the gradient here");
      }
      INDArray diagonal = inputs[leading].div(b[leading]);
      for (int to = 0; to < count; to++) {
        for (int from = 0; from < count; from++) {
          INDArray expected = diagonal.mul(curvature * b[to] * c[from]);
          compare(effects[to][from], expected, "the gradient's effect is no product of b, c and P");
        }
      }
      Preconditioner preconditioner = Preconditioner.identity();
      if (largest(diagonal.sub(1)) > GATE * GATE) {
        if (diagonal.minNumber().doubleValue() <= 0) {
          throw new NotIdentifiable("the preconditioner has entries that are not positive");
        }
        preconditioner = Preconditioner.diagonal(diagonal.castTo(slots.pointType()), Pace.SLOW);
      }
      int[] felt = Reachability.ofThePoint(a, c, b);
      INDArray[] moves = new INDArray[count];
      for (int slot = 0; slot < count; slot++) {
        moves[slot] = move(slot + 1, WIDE);
      }
      double drift = new Steadiness(optimizer, slots, moves, curvature).drift(felt);
      return new IdentifiedRecurrence(
          new Recurrence(
              Reachability.select(a, felt),
              Reachability.select(b, felt),
              Reachability.select(c, felt),
              preconditioner,
              learningRate),
          null,
          Math.max(error, drift));
    }
  }
}
