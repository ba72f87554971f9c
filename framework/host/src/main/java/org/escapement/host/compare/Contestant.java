package org.escapement.host.compare;

import java.util.ArrayList;
import java.util.List;
import org.escapement.host.run.NamedOptimizer;

/**
 * An optimizer of a comparison.
 *
 * @param id its name, with a number behind it if it is not the first of that name: short enough for
 *     columns and files
 * @param optimizer itself
 */
record Contestant(String id, NamedOptimizer optimizer) {
  /** All of them, in order. */
  static List<Contestant> of(List<NamedOptimizer> optimizers) {
    List<Contestant> contestants = new ArrayList<>();
    for (NamedOptimizer optimizer : optimizers) {
      long before =
          contestants.stream()
              .filter(other -> other.optimizer.name().equals(optimizer.name()))
              .count();
      String id = before == 0 ? optimizer.name() : optimizer.name() + "." + (before + 1);
      contestants.add(new Contestant(id, optimizer));
    }
    return contestants;
  }
}
