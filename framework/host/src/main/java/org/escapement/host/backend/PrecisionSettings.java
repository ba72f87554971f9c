package org.escapement.host.backend;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Environment variables that make NVIDIA's libraries multiply numbers as something else. */
final class PrecisionSettings {
  private static final Map<String, String> EFFECTS = new LinkedHashMap<>();

  static {
    EFFECTS.put("NVIDIA_TF32_OVERRIDE", "multiplies floats as TF32, of 11 bits");
    EFFECTS.put("CUBLAS_EMULATE_SINGLE_PRECISION", "emulates products of floats");
    EFFECTS.put("CUBLAS_EMULATE_DOUBLE_PRECISION", "emulates products of doubles");
  }

  private PrecisionSettings() {}

  /**
   * The first that is on, and what to do about it.
   *
   * @param environment a variable's value, or null if it is not set
   */
  static Optional<String> problem(UnaryOperator<String> environment) {
    for (Map.Entry<String, String> each : EFFECTS.entrySet()) {
      String value = environment.apply(each.getKey());
      if (value != null && !value.isBlank() && !value.strip().equals("0")) {
        return Optional.of(
            each.getKey()
                + " is '"
                + value
                + "', with which cuBLAS "
                + each.getValue()
                + "; it must be 0 or not set");
      }
    }
    return Optional.empty();
  }
}
