package org.escapement.host.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;
import org.escapement.lab.data.DataSource;
import org.escapement.lab.data.DataSources;
import org.escapement.spi.option.OptionDescription;
import org.escapement.spi.option.OptionSchema;

/** The documentation of every key of a run config, generated from the records that declare them. */
public final class ConfigReference {
  private static final String TABLE =
      "\n| key | default | allowed | meaning |\n|---|---|---|---|\n";

  private ConfigReference() {}

  /**
   * One table in Markdown for each section and each data source: key, default, what is allowed,
   * what it means.
   */
  public static String markdown() {
    StringBuilder text = new StringBuilder();
    Deque<Section> sections = new ArrayDeque<>();
    sections.add(new Section("", RunConfig.class));
    sections.add(new Section("sweep", SweepSection.class));
    while (!sections.isEmpty()) {
      Section section = sections.remove();
      text.append(section.path().isEmpty() ? "### The top\n" : "\n### `" + section.path() + "`\n");
      text.append(TABLE);
      for (OptionDescription option : OptionSchema.of(section.type()).options()) {
        text.append(row(option));
        if (option.rawType().isRecord()) {
          String path = section.path().isEmpty() ? "" : section.path() + ".";
          sections.add(
              new Section(path + option.name(), option.rawType().asSubclass(Record.class)));
        }
      }
    }
    DataSources.builtIn().all().forEach(source -> text.append(table(source)));
    return text.toString();
  }

  private static String table(DataSource<?> source) {
    return "\n### `data` of type `"
        + source.name()
        + "`: "
        + source.description()
        + "\n"
        + TABLE
        + OptionSchema.of(source.options()).options().stream()
            .map(ConfigReference::row)
            .collect(Collectors.joining());
  }

  private static String row(OptionDescription option) {
    String byDefault =
        option.required()
            ? "required"
            : option.defaultValue().map(value -> "`" + value + "`").orElse("absent");
    return "| `"
        + option.name()
        + "` | "
        + byDefault
        + " | "
        + option.allowed().replace("|", "\\|")
        + " | "
        + option.description()
        + " |\n";
  }

  private record Section(String path, Class<? extends Record> type) {}
}
