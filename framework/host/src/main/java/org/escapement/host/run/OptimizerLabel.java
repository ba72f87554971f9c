package org.escapement.host.run;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.escapement.spi.option.OptionDescription;
import org.escapement.spi.option.OptionSchema;

/**
 * An optimizer as tables and figures show it: its name with the option that is declared first, the
 * one that matters most, and those that are not at their defaults.
 */
final class OptimizerLabel {
  private OptimizerLabel() {}

  /** Such as {@code sgd(learningRate=0.1, batchSize=4)}. */
  static String of(String name, OptionSchema<?> schema, Map<String, Object> values) {
    List<String> shown = new ArrayList<>();
    for (OptionDescription option : schema.options()) {
      Object value = values.get(option.name());
      if (value == null) {
        continue;
      }
      String text = plain(value.toString());
      String usual = option.defaultValue().map(OptimizerLabel::plain).orElse(null);
      if (shown.isEmpty() || !text.equals(usual)) {
        shown.add(option.name() + "=" + text);
      }
    }
    return shown.isEmpty() ? name : name + "(" + String.join(", ", shown) + ")";
  }

  /** A number without needless digits; other text as it is. */
  private static String plain(String text) {
    try {
      return new BigDecimal(text).stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      return text;
    }
  }
}
