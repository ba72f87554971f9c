package org.escapement.lab.meansquare;

import java.util.OptionalDouble;
import org.escapement.lab.recurrence.DeterministicEdge;
import org.escapement.spi.linearization.Recurrence;

/**
 * How much second moment of the observed point a unit of noise leaves behind: κ_ab = cᵀXc, where X
 * = F_aXF_bᵀ + bbᵀ and F_a = A − λ_abcᵀ. The matrix κ is positive semi-definite. Of order 1 and 2
 * its entries are positive too.
 */
final class NoiseGain {
  private final double[] curvatures;
  private final double[][] mean; // F_a, row by row
  private final double[] input;
  private final double[] output;
  private final int order;
  private final double state; // A, if the order is 1
  private final TwoStateGain twoStates; // if the order is 2

  /**
   * @param recurrence A, b, c; its preconditioner is not looked at
   * @param curvatures λ
   * @param growth μ: A and b are taken divided by √μ
   */
  NoiseGain(Recurrence recurrence, double[] curvatures, double growth) {
    this.order = recurrence.order();
    this.curvatures = curvatures;
    double root = Math.sqrt(growth);
    this.input = new double[order];
    this.output = recurrence.output();
    this.state = recurrence.stateMatrix()[0][0] / root;
    for (int i = 0; i < order; i++) {
      input[i] = recurrence.input()[i] / root;
    }
    this.twoStates =
        order == 2
            ? new TwoStateGain(
                recurrence.stateMatrix(), recurrence.input(), output, curvatures, growth)
            : null;
    this.mean = new double[order > 2 ? curvatures.length : 0][order * order];
    for (int a = 0; a < mean.length; a++) {
      for (int i = 0; i < order; i++) {
        for (int j = 0; j < order; j++) {
          mean[a][i * order + j] =
              recurrence.stateMatrix()[i][j] / root - curvatures[a] * input[i] * output[j];
        }
      }
    }
  }

  /** η if 1/κ_ab is (λ_a + λ_b)/η − λ_aλ_b: for gradient steps, their second moment not growing. */
  OptionalDouble plainRate() {
    boolean plain = order == 1 && state == 1;
    return plain ? OptionalDouble.of(input[0] * output[0]) : OptionalDouble.empty();
  }

  /** The largest ρ(F_a). */
  static double meanRadius(Recurrence recurrence, double[] curvatures) {
    double radius = 0;
    for (double curvature : curvatures) {
      radius = Math.max(radius, DeterministicEdge.spectralRadius(recurrence, curvature));
    }
    return radius;
  }

  /** κ_ab; needs ρ(F_a)ρ(F_b) below 1. */
  double at(int a, int b, Scratch scratch) {
    if (order == 1) {
      double force = input[0] * output[0];
      double left = force * curvatures[a];
      double right = force * curvatures[b];
      // 1 − (α − x)(α − y), without the cancellation that α = 1 and small x, y make
      return force * force / ((1 - state) * (1 + state) + state * (left + right) - left * right);
    }
    if (order == 2) {
      return twoStates.at(a, b);
    }
    int size = order * order;
    double[] system = scratch.system;
    double[] solution = scratch.solution;
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < order; j++) {
        int row = i * order + j;
        for (int k = 0; k < order; k++) {
          for (int l = 0; l < order; l++) {
            int column = k * order + l;
            system[row * size + column] =
                (row == column ? 1 : 0) - mean[a][i * order + k] * mean[b][j * order + l];
          }
        }
        solution[row] = input[i] * input[j];
      }
    }
    eliminate(system, solution, size);
    double sum = 0;
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < order; j++) {
        sum += output[i] * solution[i * order + j] * output[j];
      }
    }
    return sum;
  }

  /** Room for one Stein equation. */
  Scratch scratch() {
    int size = order * order;
    return new Scratch(new double[size * size], new double[size]);
  }

  record Scratch(double[] system, double[] solution) {}

  /** Gaussian elimination with row exchanges, in place. */
  private static void eliminate(double[] system, double[] solution, int size) {
    for (int j = 0; j < size; j++) {
      int pivot = j;
      for (int i = j + 1; i < size; i++) {
        if (Math.abs(system[i * size + j]) > Math.abs(system[pivot * size + j])) {
          pivot = i;
        }
      }
      if (pivot != j) {
        for (int l = j; l < size; l++) {
          double entry = system[j * size + l];
          system[j * size + l] = system[pivot * size + l];
          system[pivot * size + l] = entry;
        }
        double entry = solution[j];
        solution[j] = solution[pivot];
        solution[pivot] = entry;
      }
      for (int i = j + 1; i < size; i++) {
        double factor = system[i * size + j] / system[j * size + j];
        if (factor == 0) {
          continue;
        }
        for (int l = j; l < size; l++) {
          system[i * size + l] -= factor * system[j * size + l];
        }
        solution[i] -= factor * solution[j];
      }
    }
    for (int j = size - 1; j >= 0; j--) {
      for (int l = j + 1; l < size; l++) {
        solution[j] -= system[j * size + l] * solution[l];
      }
      solution[j] /= system[j * size + j];
    }
  }
}
