package org.escapement.lab.meansquare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.Sampling;

/**
 * An optimizer at minimum C as its textbook writes it, on plain arrays: the state is the point and,
 * if there is momentum, its velocity. Shares nothing with what it checks but the rows J_i.
 *
 * @param kind what a step does
 * @param sampling how batches are drawn
 */
record SimulatedMethod(Kind kind, Sampling sampling) {
  private static final double BETA = 0.9;

  /** P; the recurrence sees J_iP^½ instead. */
  private static final double[] DIAGONAL = {0.4, 1.7};

  /** The steps. */
  enum Kind {
    PLAIN,
    HEAVY_BALL,
    PRECONDITIONED_AVERAGE
  }

  private static double[][] rows() {
    return Arrays.stream(Minimum.C.rows()).map(example -> example[0]).toArray(double[][]::new);
  }

  /** The minimum that the recurrence is at. */
  Minimum minimum() {
    if (kind != Kind.PRECONDITIONED_AVERAGE) {
      return Minimum.C;
    }
    double[][] rows = rows();
    for (int i = 0; i < rows.length; i++) {
      rows[i] = rows[i].clone();
      for (int j = 0; j < DIAGONAL.length; j++) {
        rows[i][j] *= Math.sqrt(DIAGONAL[j]);
      }
    }
    return Minimum.ofRows(rows);
  }

  /** What is to be predicted from. */
  Recurrence recurrence(double rate) {
    return switch (kind) {
      case PLAIN -> Recurrences.plain(rate);
      case HEAVY_BALL -> Recurrences.heavyBall(rate, BETA);
      case PRECONDITIONED_AVERAGE -> Recurrences.movingAverage(rate, BETA);
    };
  }

  /** p. */
  double varianceFactor() {
    return sampling.varianceFactor(rows().length);
  }

  /** The numbers in a state. */
  int stateLength() {
    return kind == Kind.PLAIN ? DIAGONAL.length : 2 * DIAGONAL.length;
  }

  /** Steps of one rate, in place. */
  Run at(double rate) {
    return new Run(rate);
  }

  /** Every batch, equally likely, as an ordered tuple. */
  List<int[]> batches() {
    List<int[]> batches = new ArrayList<>(List.of(new int[0]));
    for (int place = 0; place < sampling.batchSize(); place++) {
      List<int[]> longer = new ArrayList<>();
      for (int[] batch : batches) {
        for (int example = 0; example < rows().length; example++) {
          int next = example;
          if (sampling.kind() == Sampling.Kind.WITH_REPLACEMENT
              || Arrays.stream(batch).noneMatch(used -> used == next)) {
            int[] tuple = Arrays.copyOf(batch, place + 1);
            tuple[place] = example;
            longer.add(tuple);
          }
        }
      }
      batches = longer;
    }
    return batches;
  }

  /** A step's arithmetic and the room for it. */
  final class Run {
    private final double rate;
    private final double[][] rows = rows();
    private final int[][] batches = batches().toArray(int[][]::new);
    private final double[] gradient = new double[DIAGONAL.length];

    private Run(double rate) {
      this.rate = rate;
    }

    void step(double[] state, RandomGenerator random) {
      step(state, batches[random.nextInt(batches.length)]);
    }

    void step(double[] state, int[] batch) {
      int d = gradient.length;
      Arrays.fill(gradient, 0);
      for (int example : batch) {
        double residual = residual(state, example);
        for (int j = 0; j < d; j++) {
          gradient[j] += residual * rows[example][j] / batch.length;
        }
      }
      for (int j = 0; j < d; j++) {
        switch (kind) {
          case PLAIN -> state[j] -= rate * gradient[j];
          case HEAVY_BALL -> {
            state[d + j] = BETA * state[d + j] + rate * gradient[j];
            state[j] -= state[d + j];
          }
          case PRECONDITIONED_AVERAGE -> {
            state[d + j] = BETA * state[d + j] + (1 - BETA) * gradient[j];
            state[j] -= rate * DIAGONAL[j] * state[d + j];
          }
        }
      }
    }

    /** ½ avg |J_ix|². */
    double loss(double[] state) {
      double sum = 0;
      for (int example = 0; example < rows.length; example++) {
        double residual = residual(state, example);
        sum += residual * residual;
      }
      return sum / (2 * rows.length);
    }

    private double residual(double[] state, int example) {
      double residual = 0;
      for (int j = 0; j < gradient.length; j++) {
        residual += rows[example][j] * state[j];
      }
      return residual;
    }
  }
}
