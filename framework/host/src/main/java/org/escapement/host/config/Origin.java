package org.escapement.host.config;

import java.util.HashMap;
import java.util.Map;

/**
 * Where a value was written, with the same for the values inside it: a tree beside the tree of
 * values.
 *
 * @param where the file and line, or the override
 * @param children by key, or by index in decimal for a list
 */
record Origin(String where, Map<String, Origin> children) {
  /** The place of a value that has nothing inside. */
  static Origin leaf(String where) {
    return new Origin(where, Map.of());
  }

  /** The place of a value inside; this place where it was not written by itself. */
  Origin child(String key) {
    Origin child = children.get(key);
    return child == null ? leaf(where) : child;
  }

  /** A copy in which one value inside comes from another place. */
  Origin with(String key, Origin child) {
    Map<String, Origin> changed = new HashMap<>(children);
    changed.put(key, child);
    return new Origin(where, changed);
  }
}
