package org.escapement.host.run;

import java.util.Locale;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.tensor.Tensors;
import org.escapement.host.plugin.Supervision;
import org.escapement.lab.training.TrainingLoop;
import org.escapement.lab.training.TrainingPlan;
import org.escapement.lab.training.TrainingResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains the model of a run. */
public final class Training {
  private Training() {}

  /**
   * Trains.
   *
   * @param streams where the start and the order of the data come from
   * @param progress hears of evaluations, within a phase that has begun
   */
  public static TrainingResult run(
      RunSetup setup,
      NamedOptimizer optimizer,
      TrainingPlan plan,
      RandomStreams streams,
      Progress progress) {
    TrainingLoop loop =
        new TrainingLoop(
            setup.training(),
            setup.test(),
            plan,
            metrics ->
                progress.at(
                    metrics.iteration(), String.format(Locale.ROOT, "loss %.3e", metrics.loss())));
    INDArray start = setup.model().initialPoint(streams.stream("initialisation"));
    try {
      return Supervision.of(
          () ->
              loop.run(
                  optimizer.optimizer(),
                  start,
                  streams.stream("training batches"),
                  streams.stream("training probes")));
    } finally {
      Tensors.free(start);
    }
  }
}
