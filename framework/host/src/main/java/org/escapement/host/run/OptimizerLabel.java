package org.escapement.host.run;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.escapement.spi.option.OptionDescription;
import org.escapement.spi.option.OptionSchema;

/**
 * An optimizer as tables and figures show it: its name with the option that is declared first, the
 * one that matters most, the batch size, without which nothing can be compared, and those that are
 * not at their defaults, its sections' included.
 */
final class OptimizerLabel {
  private static final String BATCH_SIZE = "batchSize";

  private OptimizerLabel() {}

  /** Such as {@code sgd(learningRate=0.1, batchSize=4)}. */
  static String of(String name, OptionSchema<?> schema, Map<String, Object> values) {
    List<String> shown = new ArrayList<>();
    for (OptionDescription option : schema.options()) {
      Object value = values.get(option.name());
      if (value instanceof Map<?, ?> section) {
        shown.addAll(ofSection(option, section));
      } else if (value != null
          && (shown.isEmpty() || option.name().equals(BATCH_SIZE) || !isUsual(option, value))) {
        shown.add(option.name() + "=" + plain(value.toString()));
      }
    }
    return shown.isEmpty() ? name : name + "(" + String.join(", ", shown) + ")";
  }

  /** Such as {@code schedule={type=cosine, steps=100}}; nothing where all is as usual. */
  private static List<String> ofSection(OptionDescription section, Map<?, ?> values) {
    String shown =
        OptionSchema.of(section.rawType().asSubclass(Record.class)).options().stream()
            .filter(option -> values.get(option.name()) != null)
            .filter(option -> !isUsual(option, values.get(option.name())))
            .map(option -> option.name() + "=" + plain(values.get(option.name()).toString()))
            .collect(Collectors.joining(", "));
    return shown.isEmpty() ? List.of() : List.of(section.name() + "={" + shown + "}");
  }

  private static boolean isUsual(OptionDescription option, Object value) {
    return option
        .defaultValue()
        .map(usual -> plain(usual).equals(plain(value.toString())))
        .orElse(false);
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
