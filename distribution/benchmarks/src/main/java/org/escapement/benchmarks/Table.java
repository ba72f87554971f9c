package org.escapement.benchmarks;

import java.util.Collections;

/** A Markdown table under construction. */
final class Table {
  private final StringBuilder text = new StringBuilder();

  Table(String... heads) {
    row(heads);
    row(Collections.nCopies(heads.length, "---").toArray(String[]::new));
  }

  Table row(String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
