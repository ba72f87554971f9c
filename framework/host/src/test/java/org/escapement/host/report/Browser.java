package org.escapement.host.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Headless Chromium with one page, driven by the DevTools protocol. */
final class Browser implements AutoCloseable {
  private static final List<String> PROGRAMS =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
  private static final long SECONDS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final String session;
  private int last;
  private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

  private Browser(Process process, String address) throws Exception {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(address), new Reader())
            .get(SECONDS, TimeUnit.SECONDS);
    String target =
        call(null, "Target.createTarget", Map.of("url", "about:blank")).get("targetId").asText();
    this.session =
        call(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .get("sessionId")
            .asText();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", Map.of());
    }
  }

  /** Starts it; tests that need it are skipped, in words, where there is none. */
  static Browser start(Path profile) throws Exception {
    Path program =
        PROGRAMS.stream().map(Path::of).filter(Files::isExecutable).findFirst().orElse(null);
    assumeTrue(program != null, "no Chromium at " + PROGRAMS + ": the report is not looked at");
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new Browser(process, address(process));
  }

  private static String address(Process process) throws IOException {
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    List<String> before = new ArrayList<>();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      Matcher found = Pattern.compile("DevTools listening on (ws://\\S+)").matcher(line);
      if (found.find()) {
        Thread drain = new Thread(() -> drain(said), "chromium");
        drain.setDaemon(true);
        drain.start();
        return found.group(1);
      }
      before.add(line);
    }
    throw new IOException("Chromium did not start: " + before);
  }

  /** A full pipe would hold it up. */
  private static void drain(BufferedReader said) {
    try {
      while (said.readLine() != null) {
        // what it says of itself does not matter
      }
    } catch (IOException e) {
      // the process has ended
    }
  }

  /** Opens a file and waits until it is there with its charts. */
  void open(Path file) throws Exception {
    complaints.clear();
    requests.clear();
    loaded = new CompletableFuture<>();
    call("Page.navigate", Map.of("url", file.toUri().toString()));
    loaded.get(SECONDS, TimeUnit.SECONDS);
    evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
  }

  /** The size of the window, in pixels of the page. */
  void size(int width, int height) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  void dark(boolean dark) throws Exception {
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** The value of an expression. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    assertThat(answer.has("exceptionDetails")).as(answer.toString()).isFalse();
    return answer.get("result").path("value");
  }

  void key(String key) throws Exception {
    Map<String, Object> named = Map.of("key", key, "code", key);
    int code = key.equals("Tab") ? 9 : key.equals("Enter") ? 13 : key.equals("ArrowRight") ? 39 : 0;
    for (String type : List.of("rawKeyDown", "keyUp")) {
      ObjectNode event = JSON.valueToTree(named);
      call("Input.dispatchKeyEvent", event.put("type", type).put("windowsVirtualKeyCode", code));
    }
  }

  void moveMouse(double x, double y) throws Exception {
    call("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
  }

  /** Keeps a picture of the whole page. */
  void screenshot(Path file) throws Exception {
    JsonNode picture =
        call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    Files.write(file, Base64.getDecoder().decode(picture.get("data").asText()));
  }

  /** Errors and warnings on the console, exceptions, and what the policy refused. */
  List<String> complaints() {
    return complaints;
  }

  /** Every address that the page asked for since it was opened. */
  List<String> requests() {
    return requests;
  }

  private JsonNode call(String method, Object parameters) throws Exception {
    return call(session, method, parameters);
  }

  private synchronized JsonNode call(String to, String method, Object parameters) throws Exception {
    int id = ++last;
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    if (to != null) {
      message.put("sessionId", to);
    }
    message.set("params", JSON.valueToTree(parameters));
    socket.sendText(message.toString(), true).get(SECONDS, TimeUnit.SECONDS);
    JsonNode found = answer.get(SECONDS, TimeUnit.SECONDS);
    assertThat(found.has("error")).as(method + ": " + found).isFalse();
    return found.get("result");
  }

  @Override
  public void close() throws Exception {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  private final class Reader implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
      text.append(part);
      if (isLast) {
        String whole = text.toString();
        text.setLength(0);
        try {
          hear(JSON.readTree(whole));
        } catch (IOException e) {
          complaints.add(e.toString());
        }
      }
      from.request(1);
      return null;
    }

    private void hear(JsonNode message) {
      if (message.has("id")) {
        answers.remove(message.get("id").asInt()).complete(message);
        return;
      }
      JsonNode what = message.path("params");
      switch (message.path("method").asText()) {
        case "Page.loadEventFired" -> loaded.complete(null);
        case "Runtime.exceptionThrown" -> complaints.add(what.toString());
        case "Log.entryAdded" -> complaints.add(what.at("/entry/text").asText());
        case "Runtime.consoleAPICalled" ->
            Stream.of("error", "warning", "assert")
                .filter(what.path("type").asText()::equals)
                .forEach(any -> complaints.add(what.toString()));
        case "Network.requestWillBeSent" -> requests.add(what.at("/request/url").asText());
        default -> {}
      }
    }
  }
}
