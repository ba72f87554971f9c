package org.escapement.lab.meansquare;

import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Recurrence;

/** Methods to examine. */
final class Recurrences {
  private Recurrences() {}

  static Recurrence plain(double rate) {
    return Recurrence.gradientDescent(rate);
  }

  /** u' = βu + ηg, x' = x − u'. */
  static Recurrence heavyBall(double rate, double beta) {
    return recurrence(
        rate,
        new double[][] {{1, -beta}, {0, beta}},
        new double[] {rate, -rate},
        new double[] {1, 0});
  }

  /** u' = βu + ηg, x' = x − (ηg + βu'). */
  static Recurrence nesterov(double rate, double beta) {
    return recurrence(
        rate,
        new double[][] {{1, -beta * beta}, {0, beta}},
        new double[] {(1 + beta) * rate, -rate},
        new double[] {1, 0});
  }

  /** m' = βm + (1−β)g, x' = x − ηm'. */
  static Recurrence movingAverage(double rate, double beta) {
    double gain = rate * (1 - beta);
    return recurrence(
        rate,
        new double[][] {{1, -beta}, {0, beta}},
        new double[] {gain, -gain},
        new double[] {1, 0});
  }

  static Recurrence recurrence(double rate, double[][] state, double[] input, double[] output) {
    return new Recurrence(state, input, output, Preconditioner.identity(), rate);
  }
}
