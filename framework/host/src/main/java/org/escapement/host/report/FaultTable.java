package org.escapement.host.report;

import com.fasterxml.jackson.databind.JsonNode;
import org.escapement.host.report.Page.Section;

/** What failed while the rest went on. */
final class FaultTable {
  private FaultTable() {}

  static Section section(Iterable<JsonNode> holders) {
    Table table = Table.of("Failures", "phase", "optimizer", "code", "message");
    for (JsonNode holder : holders) {
      for (JsonNode fault : holder.path("faults")) {
        table.row(
            fault.path("phase").asText(),
            Numbers.isNone(fault.get("label")) ? "–" : fault.get("label").asText(),
            fault.path("code").asText(),
            fault.path("message").asText());
      }
    }
    Section section = Section.of("faults", "What failed");
    if (!table.rows().isEmpty()) {
      section.warning("Some of what was asked for is missing.").table(table);
    }
    return section;
  }
}
