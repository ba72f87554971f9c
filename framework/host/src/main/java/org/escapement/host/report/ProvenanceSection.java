package org.escapement.host.report;

import com.fasterxml.jackson.databind.JsonNode;
import org.escapement.host.report.Page.Fold;
import org.escapement.host.report.Page.Section;

/** What is needed to repeat a run. */
final class ProvenanceSection {
  private ProvenanceSection() {}

  /**
   * Provenance and config.
   *
   * @param provenance as results hold it
   * @param file the name of the config
   * @param config its text
   */
  static Section of(JsonNode provenance, String file, String config) {
    Table table = Table.of("Program, machine and data", "item", "value");
    provenance
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
                table.row(inWords(entry.getKey()), entry.getValue().asText());
              }
            });
    provenance.path("modelNotes").forEach(note -> table.row("note on the model", note.asText()));
    JsonNode data = provenance.path("data");
    if (data.isObject()) {
      table.row("data", data.path("type").asText() + ", SHA-256 " + data.path("sha256").asText());
    }
    provenance
        .path("seconds")
        .properties()
        .forEach(
            entry -> table.row("seconds of " + entry.getKey(), Numbers.text(entry.getValue())));
    Table plugins = Table.of("Plugins", "plugin", "version", "SHA-256 of its zip");
    for (JsonNode plugin : provenance.path("plugins")) {
      plugins.row(
          plugin.path("id").asText(),
          plugin.path("version").asText(),
          Numbers.isNone(plugin.get("sha256")) ? "–" : plugin.get("sha256").asText());
    }
    Section section = Section.of("provenance", "Provenance").table(table).table(plugins);
    return config.isEmpty()
        ? section
        : section.fold(new Fold("Config (" + file + ")", null, null, config));
  }

  /** {@code operatingSystem} as {@code operating system}. */
  private static String inWords(String key) {
    return key.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(java.util.Locale.ROOT);
  }
}
