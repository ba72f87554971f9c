package org.escapement.lab.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Point and state as numbers, for comparison bit for bit. */
final class Watched {
  private Watched() {}

  static Map<String, String> of(INDArray point, State state) {
    Map<String, String> content = new LinkedHashMap<>();
    content.put("point", bits(point));
    state.tensors().forEach((name, tensor) -> content.put(name, bits(tensor)));
    state.scalars().forEach((name, scalar) -> content.put(name, scalar.toString()));
    return content;
  }

  /** The shortest text of a double tells it from every other. */
  private static String bits(INDArray array) {
    return Arrays.toString(array.toDoubleVector());
  }
}
