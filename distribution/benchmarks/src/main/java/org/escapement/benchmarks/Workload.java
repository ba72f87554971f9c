package org.escapement.benchmarks;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.escapement.engine.network.Network;
import org.escapement.engine.random.RandomStreams;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network on examples at a point: what a product is measured on.
 *
 * @param network the network
 * @param examples what it is fitted to
 * @param point its parameters
 */
record Workload(Network network, Examples examples, INDArray point) {
  private static final long SEED = 1;

  /** At a random starting point. */
  static Workload atStart(Network network, Examples examples) {
    return new Workload(
        network, examples, network.initialPoint(RandomStreams.of(SEED).stream("point")));
  }

  Objective objective() {
    return network.objective(examples);
  }

  /** A Gaussian vector, the same for every workload of that many parameters. */
  INDArray direction() {
    RandomGenerator random = RandomStreams.of(SEED).stream("direction");
    double[] values = new double[(int) point.length()];
    Arrays.setAll(values, i -> random.nextGaussian());
    return Nd4j.createFromArray(values).castTo(point.dataType());
  }
}
