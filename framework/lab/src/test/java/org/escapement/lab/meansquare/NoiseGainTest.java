package org.escapement.lab.meansquare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.escapement.spi.linearization.Recurrence;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** κ against the sum of the responses to one unit of noise, step by step. */
class NoiseGainTest {
  private static final double[] CURVATURES = {1.3, 0.9, 0.2, 0.05};
  private static final int STEPS = 20_000;

  private static final Recurrence DELAYED =
      Recurrences.recurrence(
          0.6, new double[][] {{1, 0}, {1, 0}}, new double[] {0.6, 0}, new double[] {0, 1});

  static Stream<Recurrence> recurrences() {
    return Stream.of(
        Recurrences.plain(0.7),
        Recurrences.plain(1.5),
        Recurrences.heavyBall(0.5, 0.9),
        Recurrences.heavyBall(2.7, 0.9),
        Recurrences.nesterov(0.4, 0.9),
        Recurrences.nesterov(1, 0.9),
        Recurrences.recurrence(
            0.2,
            new double[][] {{1.8, -0.8}, {1, 0}},
            new double[] {0.2, 0},
            new double[] {1.8, -0.8}),
        DELAYED,
        Recurrences.recurrence(
            0.3,
            new double[][] {{1, -0.45, -0.2}, {0, 0.9, 0}, {0, 0, 0.4}},
            new double[] {0.3, -0.3, -0.3},
            new double[] {1, 0, 0}));
  }

  @ParameterizedTest
  @MethodSource("recurrences")
  void isTheSumOverResponses(Recurrence recurrence) {
    for (double growth : new double[] {1, 1.3}) {
      NoiseGain gain = new NoiseGain(recurrence, CURVATURES, growth);
      NoiseGain.Scratch scratch = gain.scratch();
      double[][] responses = new double[CURVATURES.length][];
      for (int a = 0; a < CURVATURES.length; a++) {
        responses[a] = response(recurrence, CURVATURES[a], growth);
      }
      for (int a = 0; a < CURVATURES.length; a++) {
        for (int b = 0; b < CURVATURES.length; b++) {
          double scale =
              Math.sqrt(dot(responses[a], responses[a]) * dot(responses[b], responses[b]));
          assertThat(gain.at(a, b, scratch))
              .isCloseTo(dot(responses[a], responses[b]), within(1e-11 * scale));
        }
      }
    }
  }

  /** Without elimination, in which they would cancel. */
  static Stream<Recurrence> recurrencesOfTwoStates() {
    return recurrences().filter(recurrence -> recurrence.order() <= 2);
  }

  /** Curvatures of very different size: what remains of a unit of noise is known as λ vanishes. */
  @ParameterizedTest
  @MethodSource("recurrencesOfTwoStates")
  void keepsItsDigitsWhereThereIsLittleCurvature(Recurrence recurrence) {
    double[] flat = {1e-9, 1e-12, 1e-15};
    NoiseGain gain = new NoiseGain(recurrence, flat, 1);
    NoiseGain.Scratch scratch = gain.scratch();
    double slowness = gain.at(0, 0, scratch) * flat[0];
    for (int a = 0; a < flat.length; a++) {
      for (int b = 0; b < flat.length; b++) {
        double mean = (flat[a] + flat[b]) / 2;
        assertThat(gain.at(a, b, scratch) * mean / slowness).isCloseTo(1, within(1e-6));
      }
    }
  }

  private static double[] response(Recurrence recurrence, double curvature, double growth) {
    double root = Math.sqrt(growth);
    int order = recurrence.order();
    double[] state = recurrence.input().clone();
    double[] response = new double[STEPS];
    for (int i = 0; i < order; i++) {
      state[i] /= root;
    }
    for (int step = 0; step < STEPS; step++) {
      response[step] = dot(recurrence.output(), state);
      double[] next = new double[order];
      for (int i = 0; i < order; i++) {
        next[i] =
            (dot(recurrence.stateMatrix()[i], state)
                    - curvature * recurrence.input()[i] * response[step])
                / root;
      }
      state = next;
    }
    return response;
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }
}
