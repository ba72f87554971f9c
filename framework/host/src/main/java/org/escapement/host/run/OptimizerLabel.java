package org.escapement.host.run;

import java.util.Map;
import java.util.stream.Collectors;

/** An optimizer's name and options as tables and figures show them. */
public final class OptimizerLabel {
  private OptimizerLabel() {}

  /** Such as {@code sgd(learningRate=0.1, batchSize=4)}. */
  public static String of(String name, Map<String, Object> options) {
    return name
        + options.entrySet().stream()
            .map(option -> option.getKey() + "=" + option.getValue())
            .collect(Collectors.joining(", ", "(", ")"));
  }
}
