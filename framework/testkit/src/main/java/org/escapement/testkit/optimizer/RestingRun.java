package org.escapement.testkit.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.escapement.spi.linearization.Preconditioner.AtRest;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Steps whose gradients are zero, taken at one and the same point, of a method whose preconditioner
 * is a diagonal.
 */
final class RestingRun {
  /** How far growth and limit may be from what is declared. */
  private static final double RELATIVE_TOLERANCE = 1e-2;

  /** Entries below this share of the limit have yet to feel it. */
  private static final double FAR_FROM_LIMIT = 1e-3;

  private static final BatchObjective NOTHING = new VanishingGradient();

  private final Optimizer optimizer;
  private final INDArray point;
  private State state;

  RestingRun(Optimizer optimizer, INDArray point, State state) {
    this.optimizer = optimizer;
    this.point = point;
    this.state = state;
  }

  /** Steps until entries far from the limit should have doubled, and checks that they have. */
  void growsFreely(AtRest declared) {
    long steps = (long) Math.ceil(Math.log(2) / Math.log(declared.growth()));
    double factor = Math.pow(declared.growth(), steps);
    double[] before = entries();
    take(steps);
    double[] after = entries();
    int[] far =
        IntStream.range(0, before.length)
            .filter(i -> factor * before[i] < FAR_FROM_LIMIT * declared.limit())
            .toArray();
    assertThat(far).as("entries far from the limit %s", declared.limit()).isNotEmpty();
    for (int i : far) {
      assertThat(after[i] / before[i])
          .as("growth of entry %d in %d steps", i, steps)
          .isCloseTo(factor, within(RELATIVE_TOLERANCE * factor));
    }
  }

  /** Steps until the smallest entry should be near the limit, and checks that all are. */
  void reachesTheLimit(AtRest declared) {
    double limit = declared.limit();
    double least = Arrays.stream(entries()).min().getAsDouble();
    double missing = limit / (least * RELATIVE_TOLERANCE / 2);
    if (Double.isFinite(missing)) {
      take((long) Math.ceil(Math.log(missing) / Math.log(declared.growth())));
      assertThat(entries())
          .as("entries in the long run")
          .containsOnly(new double[] {limit}, within(RELATIVE_TOLERANCE * limit));
    }
  }

  private double[] entries() {
    INDArray entries = point.ulike();
    ((Recurrence) optimizer.linearize(point, state))
        .preconditioner()
        .apply(point.ulike().assign(1), entries);
    return entries.toDoubleVector();
  }

  private void take(long steps) {
    for (long step = 0; step < steps; step++) {
      state = optimizer.step(point, state, NOTHING).state();
    }
  }
}
