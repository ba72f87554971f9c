package org.escapement.lab.training;

import java.util.List;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where training ended.
 *
 * @param point the last point; belongs to the receiver
 * @param state the optimizer's state there; belongs to the receiver
 * @param loss the full-batch training loss there, as it is: NaN and infinity included
 * @param iterations steps taken
 * @param stopReason why it ended
 * @param metrics what was seen on the way, in order
 */
public record TrainingResult(
    INDArray point,
    State state,
    double loss,
    long iterations,
    StopReason stopReason,
    List<TrainingMetrics> metrics)
    implements AutoCloseable {
  @Override
  public void close() {
    Tensors.free(point);
    state.tensors().values().forEach(Tensors::free);
  }
}
