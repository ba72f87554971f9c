package org.escapement.lab.stability;

import java.util.OptionalDouble;
import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.curvature.CurvatureMeasurement;
import org.escapement.lab.curvature.CurvatureOperators;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Optimizer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The analysis of an optimizer's stability from the beginning, always by the same randomness. */
public final class Analyses {
  private Analyses() {}

  /** Of an optimizer in its first state, at a point where the Gauss-Newton part is all of H. */
  public static StabilityReport of(
      Objective problem,
      INDArray point,
      AnalysisPlan plan,
      Optimizer optimizer,
      OptionalDouble learningRate) {
    RandomStreams streams = RandomStreams.of(1);
    try (Curvature curvature = problem.curvature(point)) {
      CurvatureOperators operators = CurvatureOperators.of(problem, curvature);
      try (CurvatureMeasurement measured =
              CurvatureMeasurement.of(
                  operators, operators, plan.tolerance(), streams.stream("measure"));
          StabilityAnalysis analysis =
              new StabilityAnalysis(
                  problem,
                  operators,
                  measured,
                  operators,
                  point,
                  plan,
                  streams.stream("analysis"))) {
        return analysis.analyse(
            optimizer, LiveState.ofTraining(optimizer.init(point)), learningRate);
      }
    }
  }
}
