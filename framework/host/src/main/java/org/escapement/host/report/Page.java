package org.escapement.host.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What a report says, as text: it is escaped where it becomes HTML.
 *
 * @param title of the page
 * @param lead a sentence below it
 * @param sections in order
 */
record Page(String title, String lead, List<Section> sections) {
  /** A page without anything below the lead. */
  static Page of(String title, String lead) {
    return new Page(title, lead, new ArrayList<>());
  }

  /** Adds a section, unless it is empty. */
  Page add(Section section) {
    if (!section.blocks().isEmpty()) {
      sections.add(section);
    }
    return this;
  }

  /** All charts of the page. */
  List<Chart> charts() {
    return sections.stream()
        .flatMap(section -> section.blocks().stream())
        .map(Block::chart)
        .filter(chart -> chart != null)
        .toList();
  }

  /**
   * A part of the page with a heading.
   *
   * @param id for links to it
   */
  record Section(String id, String heading, List<Block> blocks) {
    static Section of(String id, String heading) {
      return new Section(id, heading, new ArrayList<>());
    }

    Section text(String text) {
      blocks.add(new Block(text, null, null, null, null));
      return this;
    }

    /** What must not be overlooked. */
    Section warning(String text) {
      blocks.add(new Block(null, text, null, null, null));
      return this;
    }

    /** Adds a table, unless it has no rows. */
    Section table(Table table) {
      if (!table.rows().isEmpty()) {
        blocks.add(new Block(null, null, table, null, null));
      }
      return this;
    }

    /** Adds a chart, unless it is empty. */
    Section chart(Chart chart) {
      if (chart.series().stream().anyMatch(series -> !series.data().isEmpty())) {
        blocks.add(new Block(null, null, null, chart, null));
      }
      return this;
    }

    /** Adds what is shown when it is asked for. */
    Section fold(Fold fold) {
      blocks.add(new Block(null, null, null, null, fold));
      return this;
    }
  }

  /** One of five. */
  record Block(String text, String warning, Table table, Chart chart, Fold fold) {}

  /**
   * Something behind a summary that opens it.
   *
   * @param text a paragraph, or null
   * @param table or null
   * @param code text as it is, or null
   */
  record Fold(String summary, String text, Table table, String code) {}
}
