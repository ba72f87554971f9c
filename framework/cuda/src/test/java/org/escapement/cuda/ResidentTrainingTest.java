package org.escapement.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.initialization.Initialization;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.Activations;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.network.Network;
import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.training.BatchSampler;
import org.escapement.lab.training.Trajectory;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Sampling;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("Training steps stay on the card: only numbers cross the bus")
class ResidentTrainingTest {
  private static final int EXAMPLES = 12;
  private static final int BATCH = 5;
  private static final int STEPS = 15;

  /** A loss and the sum of a gradient's entries; a double each. */
  private static final long NUMBERS_OF_A_STEP = 2L * Double.BYTES;

  static Stream<Arguments> runs() {
    List<Arguments> runs = new ArrayList<>();
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      for (double momentum : new double[] {0, 0.9}) {
        runs.add(Arguments.of(type, new Descent(0.1, momentum, Sampling.fullBatch()), 0));
        Descent batches = new Descent(0.1, momentum, Sampling.withoutReplacement(BATCH));
        // which examples: their features are gathered, and their targets
        runs.add(Arguments.of(type, batches, 2 * BATCH * Integer.BYTES));
      }
    }
    return runs.stream();
  }

  private static INDArray random(long seed, DataType type, int rows, int columns) {
    double[] values = new Random(seed).doubles((long) rows * columns, -1, 1).toArray();
    return Nd4j.createFromArray(values).castTo(type).reshape('c', rows, columns);
  }

  private static Objective objective(Compute compute, DataType type) {
    return new Network(
            compute,
            7,
            List.of(
                new Dense(7, 11),
                new Activation(Activations.TANH.function().orElseThrow(), 11),
                new Dense(11, 3)),
            Loss.MEAN_SQUARED_ERROR,
            type,
            1L << 30,
            Initialization.standard())
        .objective(new Examples(random(1, type, EXAMPLES, 7), random(2, type, EXAMPLES, 3)));
  }

  private static BatchSampler sampler(Descent optimizer) {
    return new BatchSampler(optimizer.sampling(), EXAMPLES, RandomStreams.of(1).stream("batches"));
  }

  private static void step(Trajectory trajectory) {
    trajectory.propose();
    assertThat(trajectory.finite()).isTrue();
    trajectory.accept();
  }

  /** The emulated card rounds products and sums one by one, as the arrays' arithmetic does. */
  @ParameterizedTest
  @MethodSource("runs")
  void theTrajectoryIsThatOnArraysToTheBit(DataType type, Descent optimizer, long uploadedInAStep) {
    EmulatedDevice device = new EmulatedDevice(1L << 26);
    Card card = new Card(device, 1L << 26);
    Objective objective = objective(new CudaCompute(card), type);
    int dimension = (int) objective.dimension();
    INDArray start = random(3, type, 1, dimension).reshape(dimension);
    List<double[]> points = new ArrayList<>();
    try (Trajectory arrays = Trajectory.onArrays(optimizer, objective, start, sampler(optimizer))) {
      for (int step = 0; step < STEPS; step++) {
        step(arrays);
        points.add(arrays.point().toDoubleVector());
      }
    }
    assertThat(points.get(0)).isNotEqualTo(points.get(STEPS - 1));
    try (Trajectory resident = Trajectory.from(optimizer, objective, start, sampler(optimizer))) {
      step(resident);
      step(resident); // beside the vectors of the first it has room for scratch
      long uploaded = device.uploadedBytes();
      long downloaded = device.downloadedBytes();
      long used = card.pool().usedBytes();
      int blocks = device.blocks();
      for (int step = 2; step < STEPS; step++) {
        step(resident);
      }
      assertThat(device.uploadedBytes() - uploaded).isEqualTo((STEPS - 2) * uploadedInAStep);
      assertThat(uploadedInAStep).isLessThan((long) dimension * type.width());
      assertThat(device.downloadedBytes() - downloaded).isEqualTo((STEPS - 2) * NUMBERS_OF_A_STEP);
      assertThat(card.pool().usedBytes()).isEqualTo(used);
      assertThat(device.blocks()).isEqualTo(blocks);
      assertThat(resident.point().toDoubleVector()).isEqualTo(points.get(STEPS - 1));
      double loss = resident.loss(Batch.all(EXAMPLES));
      assertThat(loss).isEqualTo(objective.loss(resident.point(), Batch.all(EXAMPLES)));
    }
    try (Trajectory looked = Trajectory.from(optimizer, objective, start, sampler(optimizer))) {
      for (double[] expected : points) {
        step(looked);
        assertThat(looked.point().toDoubleVector()).isEqualTo(expected);
      }
    }
  }
}
