package org.escapement.host.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.escapement.host.cli.EscapementCommand;
import org.escapement.lab.data.fetch.PublishedFile;
import org.escapement.lab.data.fetch.PublishedSet;
import org.escapement.lab.data.fetch.PublishedSets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... arguments) {
    return EscapementCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private void refused(String message, String... arguments) {
    err.getBuffer().setLength(0);
    assertThat(execute(arguments)).isEqualTo(2);
    assertThat(err.toString()).startsWith(message);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void listsWhatThereIs() throws IOException {
    PublishedSet mnist = PublishedSets.builtIn().named("mnist");
    Path fetched = Files.createDirectories(folder.resolve("mnist"));
    for (PublishedFile file : mnist.files()) {
      Files.write(fetched.resolve(file.name()), new byte[(int) file.bytes()]);
    }

    assertThat(execute("data", "list", "--to", folder.toString())).isZero();
    assertThat(out.toString().lines())
        .hasSize(4)
        .anyMatch(line -> line.matches("fashion-mnist +30\\.9 MB +MIT +.* -"))
        .anyMatch(line -> line.startsWith("mnist ") && line.endsWith("  " + fetched));

    out.getBuffer().setLength(0);
    assertThat(execute("data", "list", "--to", folder.toString(), "--json")).isZero();
    JsonNode sets = new ObjectMapper().readTree(out.toString());
    assertThat(sets).hasSize(3);
    assertThat(sets.get(0).get("fetchedTo").isNull()).isTrue();
    assertThat(sets.get(2).get("fetchedTo").asText()).isEqualTo(fetched.toString());
    assertThat(sets.get(2).get("files").get(0).get("sha256").asText()).hasSize(64);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void badCommandLines() {
    refused("ESC-001 one of the commands list, fetch is missing", "data");
    refused("ESC-001 Missing required parameter: 'NAME'", "data", "fetch");
    refused(
        "ESC-404 no data set 'minst'; did you mean 'mnist'? available: fashion-mnist,",
        "data",
        "fetch",
        "minst");
    refused("ESC-201 --timeout = 0, must be in [1, 3600]", "data", "fetch", "mnist", "--timeout=0");
    for (String address : new String[] {"ftp://a/b", "here", "http:///x", "http://a/?q", ":"}) {
      refused(
          "ESC-001 Invalid value for option '--from': '"
              + address
              + "' must be http(s)://HOST/PATH",
          "data",
          "fetch",
          "mnist",
          "--from",
          address);
    }
  }
}
