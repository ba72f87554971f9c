package org.escapement.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.tensor.HostTensors;
import org.escapement.spi.model.Loss;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class PiecesTest {
  private static final int EXAMPLES = 6;
  private static final List<Layer> LAYERS = List.of(new Dense(3, 2));

  private final Compute compute = HostTensors.COMPUTE;

  private Pieces pieces() {
    ExampleTensors data =
        new ExampleTensors(
            compute.zeros(DataType.DOUBLE, EXAMPLES, 3),
            compute.zeros(DataType.DOUBLE, EXAMPLES, 2));
    return new Pieces(
        compute,
        LAYERS,
        Loss.MEAN_SQUARED_ERROR,
        data,
        DataType.DOUBLE,
        false,
        new PassBudget(compute, 1 << 20).passes());
  }

  @Test
  void areClosedWhenTheyAreNotInUse() throws Exception {
    Pieces pieces = pieces();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    NetworkPass[] pass = new NetworkPass[1];
    FutureTask<Boolean> sweep =
        new FutureTask<>(
            () ->
                pieces.fitting(
                    EXAMPLES,
                    () -> {
                      pass[0] = pieces.pass(EXAMPLES, EXAMPLES);
                      begun.countDown();
                      await(end);
                      return pieces.keeps(pass[0]);
                    }));
    new Thread(sweep).start();
    begun.await();
    Thread close = new Thread(pieces::close);
    close.start();
    while (close.getState() != Thread.State.WAITING && close.isAlive()) {
      Thread.onSpinWait();
    }
    end.countDown();
    assertThat(sweep.get()).as("kept to the end of the sweep").isTrue();
    close.join();
    assertThat(pieces.keeps(pass[0])).as("kept after it").isFalse();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
