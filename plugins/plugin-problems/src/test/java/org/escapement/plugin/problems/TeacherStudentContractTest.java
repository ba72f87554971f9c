package org.escapement.plugin.problems;

import java.util.List;
import org.escapement.spi.model.ModelFactory;
import org.escapement.testkit.model.ModelContract;

class TeacherStudentContractTest implements ModelContract {
  @Override
  public ModelFactory<?> factory() {
    return new TeacherStudentFactory();
  }

  @Override
  public Record options() {
    return new TeacherStudentOptions(List.of(2.0, -1.0), 0.8, 2);
  }
}
