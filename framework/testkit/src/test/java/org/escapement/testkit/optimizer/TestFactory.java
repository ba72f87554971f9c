package org.escapement.testkit.optimizer;

import java.util.function.DoubleFunction;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.option.Option;

/** Offers an optimizer that is written as a function of its learning rate. */
record TestFactory(String name, DoubleFunction<Optimizer> maker)
    implements OptimizerFactory<TestFactory.Options> {
  record Options(
      @Option(value = "0.1", range = "(0, inf)", description = "step size eta")
          double learningRate) {}

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
    return maker.apply(options.learningRate());
  }
}
