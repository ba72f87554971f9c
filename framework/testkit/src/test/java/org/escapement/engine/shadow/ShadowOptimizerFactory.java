package org.escapement.engine.shadow;

import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.spi.option.Option;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gradient steps, right but for the package that they are in. */
public final class ShadowOptimizerFactory
    implements OptimizerFactory<ShadowOptimizerFactory.Options> {
  public record Options(
      @Option(value = "0.1", range = "(0, inf)", description = "step size eta")
          double learningRate) {}

  @Override
  public String name() {
    return "shadow";
  }

  @Override
  public String description() {
    return "for tests";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Optimizer create(Options options) {
    return new Descent(options.learningRate());
  }

  private record Descent(double rate) implements Optimizer {
    @Override
    public State init(INDArray x) {
      return State.empty();
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      return new StepResult(objective.gradient(x).muli(-rate).addi(x), state);
    }

    @Override
    public Linearization linearize(INDArray x, State state) {
      return Recurrence.gradientDescent(rate);
    }
  }
}
