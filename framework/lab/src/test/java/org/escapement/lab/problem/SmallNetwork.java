package org.escapement.lab.problem;

import java.util.List;
import java.util.Random;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.initialization.Initialization;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.Activations;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.network.Network;
import org.escapement.engine.operator.TensorObjective;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Nine random examples through 3-4-2 tanh units, in double. */
public final class SmallNetwork {
  /** The number of examples. */
  public static final int EXAMPLES = 9;

  private SmallNetwork() {}

  /** The loss, computed by the given means. */
  public static TensorObjective on(Compute compute) {
    return (TensorObjective)
        new Network(
                compute,
                3,
                List.of(
                    new Dense(3, 4),
                    new Activation(Activations.TANH.function().orElseThrow(), 4),
                    new Dense(4, 2)),
                Loss.MEAN_SQUARED_ERROR,
                DataType.DOUBLE,
                1L << 30,
                Initialization.standard())
            .objective(new Examples(random(1, EXAMPLES, 3), random(2, EXAMPLES, 2)));
  }

  /** A point. */
  public static INDArray point() {
    return random(3, 1, 26).reshape(26);
  }

  private static INDArray random(long seed, int rows, int columns) {
    double[] values = new Random(seed).doubles((long) rows * columns, -1, 1).toArray();
    return Nd4j.createFromArray(values).reshape('c', rows, columns);
  }
}
