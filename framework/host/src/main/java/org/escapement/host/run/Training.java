package org.escapement.host.run;

import java.util.Locale;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.tensor.Tensors;
import org.escapement.host.plugin.Supervision;
import org.escapement.lab.training.TrainingListener;
import org.escapement.lab.training.TrainingLoop;
import org.escapement.lab.training.TrainingMetrics;
import org.escapement.lab.training.TrainingPlan;
import org.escapement.lab.training.TrainingResult;
import org.escapement.spi.error.EscapementException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains the model of a run. */
public final class Training {
  private static final Logger LOG = LoggerFactory.getLogger(Training.class);

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
        new TrainingLoop(setup.training(), setup.test(), plan, new Listener(progress));
    INDArray start = setup.model().initialPoint(streams.stream("initialisation"));
    return Supervision.of(
        () -> {
          try {
            return loop.run(
                optimizer.optimizer(),
                start,
                streams.stream("training batches"),
                streams.stream("training probes"));
          } finally { // on the thread that works with it, which may have been given up
            Tensors.free(start);
          }
        });
  }

  private record Listener(Progress progress) implements TrainingListener {
    @Override
    public void evaluated(TrainingMetrics metrics) {
      progress.at(metrics.iteration(), String.format(Locale.ROOT, "loss %.3e", metrics.loss()));
    }

    @Override
    public void edgeUnknown(EscapementException failure) {
      LOG.warn("training goes on without the optimizer's edge: {}", failure.line());
    }
  }
}
