package org.escapement.host.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** The files of a run, comparison or sweep, read without knowing which version wrote them. */
record ResultFolder(Path folder) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final YAMLMapper YAML = YAMLMapper.builder().build();
  private static final CsvMapper CSV = new CsvMapper();

  boolean has(String file) {
    return Files.isRegularFile(folder.resolve(file));
  }

  /**
   * Reads JSON.
   *
   * @throws EscapementException DATA_MALFORMED if it is none, or missing
   */
  JsonNode json(String file) throws IOException {
    if (!has(file)) {
      throw new EscapementException(
          ErrorCode.DATA_MALFORMED,
          OneLine.path(folder.resolve(file)) + ": is missing, or no file; a report is made of it");
    }
    return tree(JSON, file);
  }

  /**
   * Reads YAML; a missing node where the file is missing.
   *
   * @throws EscapementException DATA_MALFORMED if it is none
   */
  JsonNode yaml(String file) throws IOException {
    return has(file) ? tree(YAML, file) : MissingNode.getInstance();
  }

  private JsonNode tree(com.fasterxml.jackson.databind.ObjectMapper mapper, String file)
      throws IOException {
    try {
      return mapper.readTree(folder.resolve(file).toFile());
    } catch (JsonProcessingException e) {
      throw malformed(file, e);
    }
  }

  /**
   * The rows of a table, by the names of its columns; none where the file is missing.
   *
   * @throws EscapementException DATA_MALFORMED if it is no table
   */
  List<Map<String, String>> csv(String file) throws IOException {
    if (!has(file)) {
      return List.of();
    }
    try (MappingIterator<Map<String, String>> rows =
        CSV.readerFor(Map.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(folder.resolve(file).toFile())) {
      List<Map<String, String>> all = rows.readAll();
      int columns = all.isEmpty() ? 0 : ((CsvSchema) rows.getParserSchema()).size();
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i).size() < columns) {
          throw malformed(
              file,
              new IOException(
                  "row %d has %d of %d columns".formatted(i + 1, all.get(i).size(), columns)));
        }
      }
      return all;
    } catch (JsonProcessingException e) {
      throw malformed(file, e);
    }
  }

  /** The text of a file, or an empty one where it is missing. */
  String text(String file) throws IOException {
    return has(file) ? Files.readString(folder.resolve(file)) : "";
  }

  private EscapementException malformed(String file, IOException cause) {
    return new EscapementException(
        ErrorCode.DATA_MALFORMED,
        OneLine.path(folder.resolve(file))
            + ": cannot be read as what Escapement wrote: "
            + OneLine.reason(cause),
        cause);
  }
}
