package org.escapement.lab.identification;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.escapement.engine.tensor.Tensors;
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
      if (before != first) {
        Tensors.free(before.out);
      }
      before = now;
    }
    return drift;
  }

  private record Response(INDArray[] out, State numbers) {}

  private Response respond(State numbers, int[] felt) {
    try (Step above = new Step(numbers, 1);
        Step below = new Step(numbers, -1)) {
      INDArray[] out = new INDArray[felt.length];
      for (int i = 0; i < felt.length; i++) {
        out[i] = above.read(felt[i]).sub(below.read(felt[i])).divi(2);
      }
      State next = slots.state();
      for (Map.Entry<String, Double> number : above.result.state().scalars().entrySet()) {
        next = next.with(number.getKey(), number.getValue());
      }
      return new Response(out, next);
    }
  }

  /** One step from everything moved; of a thousand of them none may wait for the collector. */
  private final class Step implements AutoCloseable {
    private final List<INDArray> made = new ArrayList<>();
    private final StepResult result;

    Step(State numbers, double sign) {
      State state = numbers;
      for (int slot = 1; slot < moves.length; slot++) {
        INDArray move = moves[slot].mul(sign);
        state = slots.movedState(state, slot, move);
        made.add(move);
      }
      made.addAll(state.tensors().values());
      INDArray move = moves[0].mul(sign);
      INDArray point = slots.movedPoint(0, move);
      made.add(move);
      made.add(point);
      LinearProbe probe = new LinearProbe(slots.point(), curvature);
      result = optimizer.step(point, state, probe);
      made.add(result.point());
      made.addAll(result.state().tensors().values());
      made.add(probe.asked());
    }

    INDArray read(int slot) {
      return slots.read(slot, result.point(), result.state());
    }

    @Override
    public void close() {
      for (INDArray array : made) {
        boolean kept =
            array == slots.point()
                || slots.state().tensors().values().stream().anyMatch(own -> own == array);
        if (!kept) {
          Tensors.free(array);
        }
      }
    }
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
