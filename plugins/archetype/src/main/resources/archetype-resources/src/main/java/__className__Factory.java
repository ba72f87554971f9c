package ${package};

import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.pf4j.Extension;

/** Offers {@code ${optimizerName}}. */
@Extension
public final class ${className}Factory implements OptimizerFactory<${className}Options> {
  @Override
  public String name() {
    return "${optimizerName}";
  }

  @Override
  public String description() {
    return "the heavy ball (Polyak 1964), to be replaced";
  }

  @Override
  public Class<${className}Options> options() {
    return ${className}Options.class;
  }

  @Override
  public Optimizer create(${className}Options options) {
    return new ${className}(
        options.learningRate(),
        options.momentum(),
        BatchLaw.WITHOUT_REPLACEMENT.withBatchSize(options.batchSize()));
  }
}
