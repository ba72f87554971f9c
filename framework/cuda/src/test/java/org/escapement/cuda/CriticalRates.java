package org.escapement.cuda;

import org.escapement.engine.solver.Tolerance;
import org.escapement.engine.tensor.Tensors;
import org.escapement.lab.meansquare.Enclosure;
import org.escapement.lab.meansquare.MeanSquareStability;
import org.escapement.lab.meansquare.ReducedCurvature;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.Sampling;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * η*(B), the exact critical learning rate of SGD in mean square, all modes kept, and the seconds of
 * its three parts. Only the Gram matrix is computed where the network is; the rest is the
 * processor's.
 *
 * @param rate the enclosure
 * @param gramSeconds the Gram matrix of n·k rows
 * @param modesSeconds its eigenpairs
 * @param searchSeconds the search for η*
 */
record CriticalRates(
    Enclosure rate, double gramSeconds, double modesSeconds, double searchSeconds) {
  private static final int MOST_APPLICATIONS = 200;

  /**
   * @param width the relative width of the enclosure that the search aims at
   */
  static CriticalRates of(CheckedNetwork network, int batchSize, double width) {
    long start = System.nanoTime();
    INDArray gram = network.gram();
    INDArray rows = gram.dataType() == DataType.DOUBLE ? gram : gram.castTo(DataType.DOUBLE);
    long formed = System.nanoTime();
    try (ReducedCurvature curvature =
            ReducedCurvature.ofGram(rows, network.examples(), network.outputs());
        MeanSquareStability stability =
            new MeanSquareStability(curvature, Tolerance.relative(width, MOST_APPLICATIONS))) {
      long reduced = System.nanoTime();
      double factor = Sampling.withoutReplacement(batchSize).varianceFactor(network.examples());
      Enclosure rate =
          stability.criticalLearningRate(Recurrence.gradientDescent(1), factor).keptModes();
      return new CriticalRates(
          rate,
          (formed - start) / 1e9,
          (reduced - formed) / 1e9,
          (System.nanoTime() - reduced) / 1e9);
    } finally {
      Tensors.free(rows, gram);
    }
  }

  double seconds() {
    return gramSeconds + modesSeconds + searchSeconds;
  }
}
