package org.escapement.host.backend;

import java.util.ArrayList;
import java.util.List;

/**
 * Which cards a program may use: those that CUDA_VISIBLE_DEVICES names, in its order. CUDA reads it
 * up to the first name that fits no card, and so does this.
 */
final class VisibleCards {
  private VisibleCards() {}

  /**
   * @param all every card
   * @param variable the value of CUDA_VISIBLE_DEVICES, or null if it is not set
   */
  static Cards of(Cards all, String variable) {
    if (variable == null || all.problem() != null) {
      return all;
    }
    List<Card> visible = new ArrayList<>();
    for (String name : variable.split(",")) {
      List<Card> named = all.cards().stream().filter(card -> is(card, name.strip())).toList();
      if (named.size() != 1 || visible.contains(named.get(0))) {
        break;
      }
      visible.add(named.get(0));
    }
    return visible.isEmpty()
        ? Cards.none(
            "CUDA_VISIBLE_DEVICES is '"
                + variable
                + "', which shows none of the "
                + all.cards().size()
                + " NVIDIA cards")
        : Cards.of(visible);
  }

  private static boolean is(Card card, String name) {
    return name.equals(String.valueOf(card.index()))
        || (name.startsWith("GPU-") && card.uuid().startsWith(name));
  }
}
