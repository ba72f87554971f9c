package org.escapement.host.cli.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.escapement.host.cli.text.TextTable;
import org.escapement.lab.data.fetch.DataStore;
import org.escapement.lab.data.fetch.PublishedFile;
import org.escapement.lab.data.fetch.PublishedSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = "List the data sets that can be fetched, and where those lie that were.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Where fetched ones are looked for. Default: the cache of the user.")
  private Path to;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    DataStore store = Catalog.store(to);
    List<PublishedSet> sets = Catalog.sets().all();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          new ObjectMapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(sets.stream().map(set -> fields(set, store)).toList()));
    } else {
      table(sets, store).print(out, "");
    }
    return 0;
  }

  private static TextTable table(List<PublishedSet> sets, DataStore store) {
    TextTable table = new TextTable();
    table.row("NAME", "SIZE", "LICENCE", "DESCRIPTION", "FETCHED TO");
    for (PublishedSet set : sets) {
      table.row(
          set.name(),
          Catalog.megabytes(set.bytes()),
          set.licence(),
          set.description(),
          store.holds(set) ? store.folder(set).toString() : "-");
    }
    return table;
  }

  private static Map<String, Object> fields(PublishedSet set, DataStore store) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", set.name());
    fields.put("description", set.description());
    fields.put("licence", set.licence());
    fields.put("page", set.page());
    fields.put("bytes", set.bytes());
    fields.put("fetchedTo", store.holds(set) ? store.folder(set).toString() : null);
    fields.put("addresses", set.addresses().stream().map(String::valueOf).toList());
    fields.put("files", set.files().stream().map(ListCommand::fields).toList());
    return fields;
  }

  private static Map<String, Object> fields(PublishedFile file) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", file.name());
    fields.put("bytes", file.bytes());
    fields.put("sha256", file.sha256());
    return fields;
  }
}
