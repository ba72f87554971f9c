package org.escapement.plugin.problems;

import java.util.List;
import org.escapement.spi.model.ModelFactory;
import org.escapement.testkit.model.ModelContract;

class MatrixFactorisationContractTest implements ModelContract {
  @Override
  public ModelFactory<?> factory() {
    return new MatrixFactorisationFactory();
  }

  @Override
  public Record options() {
    return new MatrixFactorisationOptions(4, 2, List.of(3.0, 1.0), 1.5);
  }
}
