package org.escapement.lab.recurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Recurrence;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RestingMemoryTest {
  static Stream<Arguments> methods() {
    return Stream.of(
        Arguments.of("gradient step", new double[][] {{1}}, new double[] {1}),
        Arguments.of("point and velocity", new double[][] {{1, -0.9}, {0, 0.9}}, row(1, 0)),
        Arguments.of("two points", new double[][] {{1.9, -0.9}, {1, 0}}, row(1, 1)),
        Arguments.of("slow weights", new double[][] {{0.58, 0.42}, {0.3, 0.7}}, row(1, 1)),
        Arguments.of("to differences", new double[][] {{0.58, 0.42}, {0.3, 0.7 + 1e-9}}, row(1, 1)),
        Arguments.of("long memory", new double[][] {{2 - 1e-4, -(1 - 1e-4)}, {1, 0}}, row(1, 1)),
        Arguments.of(
            "two points, one twice as far",
            new double[][] {{1.9, 0, -0.45}, {1, 0, 0}, {2, 0, 0}},
            new double[] {1, 1, 2}),
        Arguments.of("shrinks", new double[][] {{0.9}}, null),
        Arguments.of("shrinks with memory", new double[][] {{0.9, 0.2}, {0, 0.5}}, null),
        Arguments.of("forgets nothing", new double[][] {{1, 0}, {0, 1}}, null),
        Arguments.of("memory alone rests", new double[][] {{0.5, 0}, {0, 1}}, null));
  }

  private static double[] row(double... entries) {
    return entries;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("methods")
  void isTheEigenvectorForOne(String name, double[][] state, double[] expected) {
    double[] unit = new double[state.length];
    unit[0] = 1;
    Recurrence recurrence = new Recurrence(state, unit, unit, Preconditioner.identity(), 1);
    if (expected == null) {
      assertThat(RestingMemory.of(recurrence)).isEmpty();
    } else {
      assertThat(RestingMemory.of(recurrence).orElseThrow())
          .containsExactly(expected, within(1e-7));
    }
  }
}
