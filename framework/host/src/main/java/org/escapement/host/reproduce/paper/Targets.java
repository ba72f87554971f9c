package org.escapement.host.reproduce.paper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escapement.host.reproduce.Target;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** The figures and tables that can be reproduced. */
public final class Targets {
  /** All of them. */
  public static final String ALL = "all";

  private static final Map<String, Target> BY_NAME = new LinkedHashMap<>();

  static {
    for (Target target :
        List.of(
            Switch.fromGradientDescent(),
            new Toy(),
            new Plane(),
            Influence.ofBatchSize(),
            Influence.ofLearningRate(),
            Scatter.ofNonUniformity(),
            Scatter.ofTestAccuracy(),
            Switch.fromQuasiNewton(),
            new GradientDescentEdge(),
            new StartingMinima())) {
      BY_NAME.put(target.name(), target);
    }
  }

  private Targets() {}

  /** Every target, in the order of the paper's figures, then its tables. */
  public static List<Target> all() {
    return List.copyOf(BY_NAME.values());
  }

  /**
   * A target by its name.
   *
   * @throws EscapementException COMMAND_LINE for a name that is none
   */
  public static Target of(String name) {
    Target target = BY_NAME.get(name);
    if (target == null) {
      throw new EscapementException(
          ErrorCode.COMMAND_LINE,
          "no target '"
              + name
              + "'; available: "
              + String.join(" ", BY_NAME.keySet())
              + " "
              + ALL
              + ", or a changed copy of one's config, such as my/table2.yaml");
    }
    return target;
  }
}
