package org.escapement.host.config;

import java.util.ArrayList;
import java.util.List;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * The section {@code scales} of a config that is made for several sizes: for each its name, and the
 * keys that it replaces.
 */
public final class Scales {
  private static final String KEY = "scales";

  private Scales() {}

  /**
   * The config at one of its scales, without the section.
   *
   * @throws EscapementException CONFIG_MISSING_KEY if it has no such scale, and as {@link
   *     ConfigDocument#with(KeyValues)} does
   */
  public static ConfigDocument apply(ConfigDocument document, String scale) {
    ConfigNode scales = document.root().child(KEY);
    ConfigNode chosen = scales.child(scale);
    if (chosen.value().isMissingNode()) {
      List<String> names = new ArrayList<>();
      scales.value().fieldNames().forEachRemaining(names::add);
      throw document.error(
          ErrorCode.CONFIG_MISSING_KEY,
          "has no scale '" + scale + "', must be one of " + String.join(" | ", names),
          KEY);
    }
    return document.without(KEY).with(KeyValues.of(chosen));
  }
}
