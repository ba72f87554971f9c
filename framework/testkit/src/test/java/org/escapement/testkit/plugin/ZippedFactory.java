package org.escapement.testkit.plugin;

import java.util.List;
import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.spi.option.Option;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gradient steps, packaged by tests. As on the class path it keeps the contract; where a resource
 * {@code broken} lies beside it, which only a zip can bring, its steps write their point.
 */
final class ZippedFactory implements OptimizerFactory<ZippedFactory.Options> {
  enum Sense {
    DOWN
  }

  record Limits(@Option(value = "3", description = "unused") int most) {}

  record Options(
      @Option(value = "0.1", range = "(0, inf)", description = "step size eta") double learningRate,
      @Option(value = "DOWN", description = "unused") Sense sense,
      @Option(value = "[1, 2]", description = "unused") List<Double> weights,
      @Option(value = "{}", description = "unused") Limits limits,
      @Option(value = Option.ABSENT, description = "unused") Integer absent) {}

  @Override
  public String name() {
    return "zipped";
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
    boolean broken = ZippedFactory.class.getResource("broken") != null;
    return new Descent(options.learningRate(), broken);
  }

  private record Descent(double rate, boolean broken) implements Optimizer {
    @Override
    public State init(INDArray x) {
      return State.empty();
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      INDArray next = objective.gradient(x).muli(-rate).addi(x);
      if (broken) {
        x.assign(next);
      }
      return new StepResult(next, state);
    }

    @Override
    public Linearization linearize(INDArray x, State state) {
      return Recurrence.gradientDescent(rate);
    }
  }
}
