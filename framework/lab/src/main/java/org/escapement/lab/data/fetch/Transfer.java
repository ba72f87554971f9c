package org.escapement.lab.data.fetch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.escapement.lab.data.fetch.TransferException.Kind;
import org.escapement.lab.text.OneLine;

/**
 * Single requests for files. What is there of a file is not asked for again, unless the server has
 * another version by now. Redirects are followed, but never from https to http.
 */
final class Transfer {
  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d+/(\\d{1,18}|\\*)");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

  private final Duration silence;
  private final HttpClient client;

  Transfer(Duration silence) {
    this.silence = silence;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1) // one stream at a time has no use for more
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(silence)
            .build();
  }

  /**
   * Asks once for what lacks of a file.
   *
   * @param partial gets the bytes that come, however the request ends
   * @throws TransferException if it is not as long as published afterwards
   */
  void run(URI address, PublishedFile file, PartialFile partial, FetchProgress progress)
      throws TransferException, InterruptedException {
    try {
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
          client.send(request(address, partial), BodyHandlers.ofPublisher());
      try (BodyReader body = BodyReader.of(response.body())) {
        begin(response, address, file, partial);
        receive(body, file, partial, progress);
      }
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new TransferException(Kind.FINAL, unreachable(e));
    } catch (HttpTimeoutException e) {
      throw new TransferException(Kind.PASSING, "no byte for " + silence.toSeconds() + " s");
    } catch (IOException e) {
      throw new TransferException(
          Kind.PASSING,
          "the connection failed after "
              + partial.length()
              + " of "
              + file.bytes()
              + " bytes ("
              + OneLine.reason(e)
              + ")");
    }
  }

  private static String unreachable(IOException e) {
    Throwable cause = e;
    while (cause != null && !(cause instanceof UnresolvedAddressException)) {
      cause = cause.getCause();
    }
    return cause == null
        ? "cannot be reached (" + OneLine.reason(e) + ")"
        : "is not known to the network, if there is one";
  }

  private HttpRequest request(URI address, PartialFile partial) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(silence)
            .header("User-Agent", "escapement")
            .header("Accept-Encoding", "identity");
    if (partial.length() > 0) {
      request.header("Range", "bytes=" + partial.length() + "-");
      partial.validator(address).ifPresent(validator -> request.header("If-Range", validator));
    }
    return request.build();
  }

  /** Looks at the head of an answer, and makes the partial file what the body is to follow on. */
  private static void begin(
      HttpResponse<?> response, URI address, PublishedFile file, PartialFile partial)
      throws TransferException {
    switch (response.statusCode()) {
      case OK -> {
        partial.startOver();
        checkLength(response.headers().firstValueAsLong("Content-Length").orElse(-1), file);
        Optional<String> validator = validator(response.headers());
        if (validator.isPresent()) {
          partial.cameFrom(address, validator.get());
        }
      }
      case PARTIAL_CONTENT -> goOn(response.headers(), address, file, partial);
      case RANGE_NOT_SATISFIABLE -> {
        partial.startOver();
        throw new TransferException(Kind.PASSING, "has no bytes behind those that were there");
      }
      default -> throw refused(response);
    }
  }

  private static void goOn(
      HttpHeaders headers, URI address, PublishedFile file, PartialFile partial)
      throws TransferException {
    Matcher range = CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
    if (!range.matches() || Long.parseLong(range.group(1)) != partial.length()) {
      partial.startOver();
      throw new TransferException(Kind.PASSING, "answers with another range than was asked for");
    }
    if (!range.group(2).equals("*")) {
      checkLength(Long.parseLong(range.group(2)), file);
    }
    Optional<String> before = partial.validator(address);
    if (before.isPresent() && !before.equals(validator(headers))) {
      partial.startOver();
      throw new TransferException(Kind.PASSING, "has another version by now");
    }
    partial.goOn();
  }

  private static void checkLength(long length, PublishedFile file) throws TransferException {
    if (length >= 0 && length != file.bytes()) {
      throw new TransferException(
          Kind.OTHER_FILE, "has a file of " + length + " bytes, must be " + file.bytes());
    }
  }

  /** What tells versions apart: a strong tag, or else the time of the last change. */
  private static Optional<String> validator(HttpHeaders headers) {
    return headers
        .firstValue("ETag")
        .filter(tag -> tag.startsWith("\""))
        .or(() -> headers.firstValue("Last-Modified"));
  }

  private static TransferException refused(HttpResponse<?> response) {
    int status = response.statusCode();
    if (status / 100 == 3) {
      return new TransferException(
          Kind.FINAL,
          "answers "
              + status
              + ", a redirect from https to http or one of too many, to "
              + OneLine.quoted(response.headers().firstValue("Location").orElse("nowhere")));
    }
    boolean passing = status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS || status >= 500;
    Duration wait =
        response
            .headers()
            .firstValue("Retry-After")
            .filter(text -> SECONDS.matcher(text).matches())
            .map(text -> Duration.ofSeconds(Long.parseLong(text)))
            .orElse(Duration.ZERO);
    return new TransferException(passing ? Kind.PASSING : Kind.FINAL, "answers " + status, wait);
  }

  private void receive(
      BodyReader body, PublishedFile file, PartialFile partial, FetchProgress progress)
      throws TransferException, IOException, InterruptedException {
    Optional<List<ByteBuffer>> bytes = body.next(silence);
    while (bytes.isPresent()) {
      bytes.get().forEach(partial::append);
      if (partial.length() > file.bytes()) {
        partial.startOver();
        throw new TransferException(
            Kind.OTHER_FILE, "sends more than the " + file.bytes() + " bytes that were published");
      }
      progress.at(partial.length());
      bytes = body.next(silence);
    }
    if (partial.length() < file.bytes()) {
      throw new TransferException(
          Kind.PASSING, "ended after " + partial.length() + " of " + file.bytes() + " bytes");
    }
  }
}
