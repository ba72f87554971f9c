package org.escapement.lab.identification;

import java.util.Locale;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Whether the linear part stays what it is while the numbers of a state, such as counters, go on. A
 * method that does something else at every k-th step has no single recurrence: what it is at one
 * value of its counter tells nothing about it.
 */
final class Steadiness {
  /** Longer periods than anyone's inner loop has; counters that stand still cost two steps. */
  private static final int STEPS = 512;

  private final Optimizer optimizer;
  private final Slots slots;
  private final INDArray[] moves;
  private final double curvature;

  /**
   * @param moves what each slot is moved by
   * @param curvature λ of the gradients
   */
  Steadiness(Optimizer optimizer, Slots slots, INDArray[] moves, double curvature) {
    this.optimizer = optimizer;
    this.slots = slots;
    this.moves = moves;
    this.curvature = curvature;
  }

  /**
   * The largest change, over all steps ahead, of the response to the moves, as a share of them.
   *
   * @param felt the slots that count
   * @throws NotIdentifiable if it changes at once
   */
  double drift(int[] felt) {
    State start = slots.state();
    State numbers = start;
    Response first = respond(numbers, felt);
    Response before = first;
    double drift = 0;
    for (int step = 1; step <= STEPS; step++) {
      State next = before.numbers();
      if (next.scalars().equals(numbers.scalars()) || next.scalars().equals(start.scalars())) {
        return drift;
      }
      numbers = next;
      Response now = respond(numbers, felt);
      double jump = difference(now, before);
      if (!(jump <= IdentifiedRecurrence.GATE)) {
        throw new NotIdentifiable(
            String.format(
                Locale.ROOT,
                "the step is another one, by %.3g, %d steps on, when the numbers of its state are"
                    + " %s; use simulation",
                jump,
                step,
                numbers.scalars()));
      }
      drift = Math.max(drift, difference(now, first));
      before = now;
    }
    return drift;
  }

  private record Response(INDArray[] out, State numbers) {}

  private Response respond(State numbers, int[] felt) {
    StepResult above = advance(numbers, 1);
    StepResult below = advance(numbers, -1);
    INDArray[] out = new INDArray[felt.length];
    for (int i = 0; i < felt.length; i++) {
      out[i] =
          slots
              .read(felt[i], above.point(), above.state())
              .sub(slots.read(felt[i], below.point(), below.state()))
              .divi(2);
    }
    return new Response(out, above.state());
  }

  private StepResult advance(State numbers, double sign) {
    State state = numbers;
    for (int slot = 1; slot < moves.length; slot++) {
      state = slots.movedState(state, slot, moves[slot].mul(sign));
    }
    return optimizer.step(
        slots.movedPoint(0, moves[0].mul(sign)), state, new LinearProbe(slots.point(), curvature));
  }

  private double difference(Response one, Response other) {
    double difference = 0;
    for (int i = 0; i < one.out.length; i++) {
      double own = one.out[i].distance2(other.out[i]);
      difference = own <= difference ? difference : own; // NaN wins
    }
    return difference / moves[0].norm2Number().doubleValue();
  }
}
