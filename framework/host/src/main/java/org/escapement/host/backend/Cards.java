package org.escapement.host.backend;

import java.util.List;

/**
 * What the driver says.
 *
 * @param cards those that programs may use, the first of which is used
 * @param problem why there is none, or null
 */
public record Cards(List<Card> cards, String problem) {
  static Cards none(String problem) {
    return new Cards(List.of(), problem);
  }

  static Cards of(List<Card> cards) {
    return new Cards(List.copyOf(cards), null);
  }
}
