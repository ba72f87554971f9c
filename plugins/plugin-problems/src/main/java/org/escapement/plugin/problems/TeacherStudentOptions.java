package org.escapement.plugin.problems;

import java.util.List;
import org.escapement.spi.option.Option;

/**
 * Options of {@code teacher-student}.
 *
 * @param weights t_a, the teacher's output weights
 * @param gain g, its hidden weight
 * @param copies m, the student's units for each of the teacher's
 */
record TeacherStudentOptions(
    @Option(
            value = "[3, 2, 1]",
            description =
                "output weight of every unit of the teacher, at most six; as many as inputs")
        List<Double> weights,
    @Option(
            value = "1",
            range = "[0.01, 5]",
            description = "the teacher's hidden weights: unit a computes tanh(gain x_a)")
        double gain,
    @Option(
            value = "3",
            range = "[1, 8]",
            description = "units that the student has for each of the teacher's")
        int copies) {
  private static final int MOST = 6;

  /** Checks that the teacher has units, not too many and none that is zero. */
  TeacherStudentOptions {
    if (weights.isEmpty() || weights.size() > MOST) {
      throw new IllegalArgumentException(
          "'weights' has " + weights.size() + " entries, must have 1 to " + MOST);
    }
    if (weights.contains(0.0) || weights.contains(-0.0)) {
      throw new IllegalArgumentException("'weights' has an entry 0, which is no unit");
    }
  }
}
