package org.escapement.plugin.adam;

import java.util.Random;
import org.escapement.spi.optimizer.BatchObjective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One given gradient, wherever it is asked for. */
record Gradients(INDArray given) implements BatchObjective {
  /** Steps of a run, among them such without any gradient. */
  static final int STEPS = 80;

  static final int DIMENSION = 7;

  /** The gradients of a run: of many sizes, with entries that are zero, and steps that are. */
  static INDArray[] run(DataType type) {
    Random random = new Random(20181203);
    INDArray[] gradients = new INDArray[STEPS];
    for (int step = 0; step < STEPS; step++) {
      double[] values = new double[DIMENSION];
      boolean vanishes = step % 20 >= 15 || step == 0;
      for (int j = 0; j < DIMENSION; j++) {
        boolean zero = vanishes || j == 0 || random.nextInt(5) == 0;
        values[j] = zero ? 0 : random.nextGaussian() * Math.pow(10, 3 - j);
      }
      gradients[step] = Nd4j.createFromArray(values).castTo(type);
    }
    return gradients;
  }

  @Override
  public double loss(INDArray x) {
    return Double.NaN;
  }

  @Override
  public INDArray gradient(INDArray x) {
    return given.dup();
  }
}
