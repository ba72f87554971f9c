package org.escapement.host.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Which cards a program may use: those that CUDA_VISIBLE_DEVICES names, in its order. CUDA reads it
 * up to the first name that fits no card, and so does this.
 */
final class VisibleCards {
  /** How names of parts of cards begin. */
  private static final String PART = "MIG-";

  private VisibleCards() {}

  /**
   * @param all every card
   * @param variable the value of CUDA_VISIBLE_DEVICES, or null if it is not set
   * @param instances the parts of cards, asked for if one is named
   */
  static Cards of(Cards all, String variable, Supplier<List<MigInstance>> instances) {
    if (variable == null || all.problem() != null) {
      return all;
    }
    List<MigInstance> parts = variable.contains(PART) ? instances.get() : List.of();
    List<Card> visible = new ArrayList<>();
    for (String name : variable.split(",")) {
      List<Card> named = named(all.cards(), parts, name.strip());
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
                + " NVIDIA cards"
                + (variable.contains(PART) ? " and " + parts.size() + " MIG instances" : ""))
        : Cards.of(visible);
  }

  private static List<Card> named(List<Card> cards, List<MigInstance> parts, String name) {
    if (!name.startsWith(PART)) {
      return cards.stream().filter(card -> is(card, name)).toList();
    }
    return parts.stream()
        .filter(part -> part.uuid().startsWith(name))
        .flatMap(part -> cards.stream().filter(card -> card.index() == part.card()).map(part::of))
        .toList();
  }

  private static boolean is(Card card, String name) {
    return name.equals(String.valueOf(card.index()))
        || (name.startsWith("GPU-") && card.uuid().startsWith(name));
  }
}
