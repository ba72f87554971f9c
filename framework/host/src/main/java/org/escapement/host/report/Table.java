package org.escapement.host.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A table. The first cell of each row is its heading.
 *
 * @param caption what it shows
 * @param columns the headings
 * @param rows as wide
 */
record Table(String caption, List<String> columns, List<Row> rows) {
  private static final int LONG_TEXT = 60;
  private static final Set<String> VERDICTS =
      Set.of("stable", "intermittent", "escapes", "unstable", "undecided");

  static Table of(String caption, String... columns) {
    return new Table(caption, List.of(columns), new ArrayList<>());
  }

  /** Adds a row; what is not known is an empty text. */
  Table row(String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells in " + columns.size() + " columns");
    }
    rows.add(
        new Row(
            cells[0], IntStream.range(1, cells.length).mapToObj(i -> new Cell(cells[i])).toList()));
    return this;
  }

  /** A row: its heading and all other cells. */
  record Row(String heading, List<Cell> cells) {}

  /** A cell. */
  record Cell(String text) {
    /** Whether it is a number, or several. */
    boolean number() {
      return text.matches("[-~<= ±.,%0-9e∞+·⁻⁰¹²³⁴⁵⁶⁷⁸⁹?–]+");
    }

    /** Whether it is a sentence, which needs room on a narrow screen. */
    boolean wordy() {
      return text.length() > LONG_TEXT && !number();
    }

    /** The verdict that it is, for its colour, or null. */
    String verdict() {
      return VERDICTS.contains(text) ? text : null;
    }
  }
}
