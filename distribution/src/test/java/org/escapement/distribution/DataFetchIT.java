package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Data sets are fetched, checked, gone on with, and used by their names")
class DataFetchIT extends DistributionTestCase {
  private static final int EXAMPLES = 40;
  private static final int SIDE = 6;
  private static final Map<String, byte[]> FILES = files();

  @TempDir private Path folder;
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private HttpServer server;

  /** Answers a request for a file with that content. */
  @FunctionalInterface
  private interface Answer {
    void give(HttpExchange exchange, byte[] content) throws Exception;
  }

  private Answer answer = DataFetchIT::well;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work);
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/", this::handle);
    server.start();
    Files.writeString(folder.resolve("catalog.json"), catalog());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      String range = exchange.getRequestHeaders().getFirst("Range");
      ranges.add(range == null ? "all" : range);
      String path = exchange.getRequestURI().getPath();
      byte[] content = FILES.get(path.substring(path.lastIndexOf('/') + 1));
      if (content == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        answer.give(exchange, content);
      }
    } catch (Exception e) {
      // the client sees a closed connection
    }
  }

  private static void well(HttpExchange exchange, byte[] content) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    if (range != null) {
      exchange
          .getResponseHeaders()
          .add(
              "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
    exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
    exchange.getResponseBody().write(content, from, content.length - from);
  }

  /** Images whose class is their bright row, and the same for tests. */
  private static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String part : new String[] {"train", "t10k"}) {
      ByteBuffer images = ByteBuffer.allocate(16 + EXAMPLES * SIDE * SIDE);
      images.putInt(0x803).putInt(EXAMPLES).putInt(SIDE).putInt(SIDE);
      ByteBuffer labels = ByteBuffer.allocate(8 + EXAMPLES);
      labels.putInt(0x801).putInt(EXAMPLES);
      for (int i = 0; i < EXAMPLES; i++) {
        for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
          images.put((byte) (pixel / SIDE == i % 3 ? 200 + i : 31 * i * pixel % 50));
        }
        labels.put((byte) (i % 3));
      }
      files.put(part + "-images-idx3-ubyte.gz", gzip(images.array()));
      files.put(part + "-labels-idx1-ubyte.gz", gzip(labels.array()));
    }
    return files;
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return compressed.toByteArray();
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/files/";
  }

  private String catalog() throws IOException {
    List<Map<String, Object>> files = new ArrayList<>();
    FILES.forEach(
        (name, content) ->
            files.add(Map.of("name", name, "bytes", content.length, "sha256", sha256(content))));
    Map<String, Object> set = new LinkedHashMap<>();
    set.put("name", "stripes");
    set.put("description", "images of a bright row");
    set.put("licence", "CC0");
    set.put("page", "https://example.org/stripes");
    set.put("type", "idx");
    set.put("option", "dir");
    set.put("addresses", List.of(address()));
    set.put("files", files);
    return new ObjectMapper().writeValueAsString(List.of(set));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, String> environment() {
    return Map.of(
        "ESCAPEMENT_CACHE",
        folder.resolve("cache").toString(),
        "ESCAPEMENT_JAVA_OPTIONS",
        "-Descapement.data.catalog=" + folder.resolve("catalog.json"));
  }

  private Outcome with(String... arguments) {
    return installation.run(environment(), arguments);
  }

  private Path fetched() {
    return folder.resolve("cache/data/stripes");
  }

  @Test
  void aFetchedSetIsUsedByItsName() throws IOException {
    Outcome fetch = with("data", "fetch", "stripes");

    assertCode(0, fetch);
    assertThat(fetch.out().lines())
        .containsExactly(
            "stripes: fetched 4 of 4 files, 0.0 MB in " + fetched(),
            "licence: CC0 (https://example.org/stripes)",
            "in a config: data: {type: idx, dir: stripes, train: 1000, test: 1000}");
    assertThat(fetch.err().lines()).containsExactlyElementsOf(FILES.keySet());
    for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
      assertThat(fetched().resolve(file.getKey())).hasBinaryContent(file.getValue());
    }
    Outcome again = with("data", "fetch", "stripes");
    assertThat(again.out()).startsWith("stripes: was there already, 0.0 MB in ");
    assertThat(again.err()).isEmpty();
    assertThat(ranges).hasSize(4);
    assertThat(with("data", "list").out().lines().skip(1))
        .singleElement()
        .asString()
        .startsWith("stripes ")
        .endsWith(" " + fetched());

    Files.writeString(
        work("stripes.yaml"),
        SMALL.replaceAll("data: .*", "data: {type: idx, dir: stripes, train: 30, test: 10}"));
    Outcome run = with("run", "stripes.yaml", "--out", "stripes-run");
    assertCode(0, run);
    assertThat(results("stripes-run").at("/provenance").toString()).isNotEmpty();
  }

  @Test
  void toAnotherFolder() {
    Outcome fetch = with("data", "fetch", "stripes", "--to", "my data");

    assertCode(0, fetch);
    assertThat(fetch.out()).contains("dir: 'my data/stripes', ");
    assertThat(work("my data/stripes/t10k-labels-idx1-ubyte.gz")).exists();
  }

  @ParameterizedTest
  @CsvSource({"INT, 2", "TERM, 15"})
  void whatIsEndedIsGoneOnWithByTheNextFetch(String signal, int number) throws Exception {
    answer =
        (exchange, content) -> {
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content, 0, 100);
          exchange.getResponseBody().flush();
          Thread.sleep(60_000);
        };
    Path err = folder.resolve("err");
    Process process =
        installation.start(environment(), folder.resolve("out"), err, "data", "fetch", "stripes");
    try {
      Path part = fetched().resolve("train-images-idx3-ubyte.gz.part");
      while (!Files.exists(part) || Files.size(part) < 100) {
        assertThat(process.isAlive()).as(Files.readString(err)).isTrue();
        Thread.sleep(20);
      }
      assumeFalse(
          InterruptedRunIT.ignores(process, number),
          "SIG" + signal + " is ignored in this session");
      String pid = Long.toString(process.pid());
      assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
      assertThat(Installation.end(process)).isEqualTo(128 + number);
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(fetched().resolve("train-images-idx3-ubyte.gz")).doesNotExist();
    assertThat(Files.readString(err)).doesNotContain("Exception").doesNotContain("ESC-");

    answer = DataFetchIT::well;
    assertCode(0, with("data", "fetch", "stripes"));
    assertThat(ranges).containsExactly("all", "bytes=100-", "all", "all", "all");
  }

  @Test
  void failuresEndInALineWithACode() throws IOException {
    answer = (exchange, content) -> exchange.sendResponseHeaders(403, -1);
    failed("ESC-405 train-images-idx3-ubyte.gz: cannot be downloaded: ", "answers 403");
    answer = (exchange, content) -> well(exchange, gzip(content));
    failed("ESC-406 train-images-idx3-ubyte.gz: cannot be downloaded: ", " bytes, must be ");
    failed("ESC-405 ", "cannot be reached", "--from", "http://127.0.0.1:1/");
    Files.writeString(work("taken"), "");
    failed("ESC-407 taken/stripes: cannot be made (", "choose another --to", "--to", "taken");
    Files.createDirectories(fetched());
    Files.writeString(fetched().resolve("t10k-labels-idx1-ubyte.gz"), "mine");
    failed("ESC-406 " + fetched(), "4 bytes, must be ");

    answer = DataFetchIT::well;
    assertCode(0, with("data", "fetch", "stripes", "--force"));
    assertRefused(
        escapement("data", "fetch", "fashion"), "ESC-404", "did you mean 'fashion-mnist'?");
    assertRefused(
        escapement("run", "small.yaml", "--set", "data={type: idx, dir: mnist}"),
        "ESC-401",
        "'escapement data fetch mnist' fetches mnist");
  }

  private void failed(String start, String part, String... options) {
    List<String> arguments = new ArrayList<>(List.of("data", "fetch", "stripes"));
    arguments.addAll(List.of(options));
    Outcome outcome = with(arguments.toArray(String[]::new));
    assertCode(2, outcome);
    assertThat(outcome.out()).isEmpty();
    List<String> lines = outcome.err().lines().toList();
    assertThat(lines.get(lines.size() - 1)).startsWith(start).contains(part);
    assertThat(outcome.err()).doesNotContain("\tat ");
  }

  @Test
  void aMirrorOfTheRealOnesIsHeldToTheirChecksums() {
    Outcome outcome = escapement("data", "fetch", "mnist", "--from", address(), "--to", "real");

    assertCode(2, outcome);
    assertThat(outcome.err()).contains("ESC-406 train-images-idx3-ubyte.gz").contains("9912422");
    assertThat(work("real/mnist/train-images-idx3-ubyte.gz")).doesNotExist();
  }
}
