package org.escapement.testkit.plugin;

import java.util.List;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.testkit.optimizer.OptimizerContract;

/**
 * An author's test class as it always is: of package-private classes, and without a word of zips.
 */
class ZippedContract implements OptimizerContract {
  @Override
  public OptimizerFactory<?> factory() {
    return new ZippedFactory();
  }

  @Override
  public Record options() {
    return new ZippedFactory.Options(
        0.5, ZippedFactory.Sense.DOWN, List.of(0.25), new ZippedFactory.Limits(7), null);
  }
}
