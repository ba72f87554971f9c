package org.escapement.lab.result;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Records of results as JSON. */
final class ResultJson {
  private ResultJson() {}

  /** The text, indented. */
  static String text(Record results) throws IOException {
    return JsonMapper.builder()
        .build()
        .writerWithDefaultPrettyPrinter()
        .writeValueAsString(results);
  }

  /** Writes the text, in full or not at all. */
  static void write(Path file, Record results) throws IOException {
    String json = text(results) + "\n";
    AtomicFiles.write(file, out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
  }
}
