package org.escapement.host.compare;

import java.util.ArrayList;
import java.util.List;
import org.escapement.host.run.NamedOptimizer;

/**
 * An optimizer of a comparison.
 *
 * @param id its name, with a number behind it if it is not the first of that name: short enough for
 *     columns and files
 * @param named itself
 */
record ListedOptimizer(String id, NamedOptimizer named) {
  /** All of them, in order. */
  static List<ListedOptimizer> of(List<NamedOptimizer> optimizers) {
    List<ListedOptimizer> listed = new ArrayList<>();
    for (NamedOptimizer optimizer : optimizers) {
      long before =
          listed.stream().filter(other -> other.named.name().equals(optimizer.name())).count();
      String id = before == 0 ? optimizer.name() : optimizer.name() + "." + (before + 1);
      listed.add(new ListedOptimizer(id, optimizer));
    }
    return listed;
  }
}
