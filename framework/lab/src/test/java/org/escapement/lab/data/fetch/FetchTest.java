package org.escapement.lab.data.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.escapement.lab.Errors.assertFails;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.escapement.engine.random.RandomStreams;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A fetch ends with the published files, or in one coded line and no file of that name")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FetchTest {
  private static final byte[] CONTENT = content(300_000, 1);
  private static final byte[] OTHER = content(300_000, 2);
  private static final String TAG = "ETag: \"one\"";
  private static final int HALF = CONTENT.length / 2;

  @TempDir private Path root;
  private final List<Mirror> mirrors = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  @AfterEach
  void closeMirrors() throws IOException {
    for (Mirror mirror : mirrors) {
      mirror.close();
    }
  }

  private static byte[] content(int length, long seed) {
    byte[] bytes = new byte[length];
    RandomGenerator random = RandomStreams.of(seed).stream("content");
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private Mirror mirror(Mirror.Behaviour behaviour) throws IOException {
    Mirror mirror = new Mirror(behaviour);
    mirrors.add(mirror);
    return mirror;
  }

  private static PublishedSet set(URI... addresses) {
    return new PublishedSet(
        "set",
        "numbers",
        "MIT",
        "https://example.org",
        "idx",
        "dir",
        List.of(addresses),
        List.of(new PublishedFile("a.gz", CONTENT.length, Digests.sha256(CONTENT))));
  }

  private Path folder() {
    return root.resolve("set");
  }

  private Path file() {
    return folder().resolve("a.gz");
  }

  private Path part() {
    return folder().resolve("a.gz.part");
  }

  private int fetch(boolean replace, Duration silence, URI... addresses) {
    PublishedSet set = set(addresses);
    Patience patience = new Patience(silence, 3, Duration.ofMillis(2));
    FetchProgress progress =
        new FetchProgress() {
          @Override
          public void file(PublishedFile file) {}

          @Override
          public void at(long bytes) {
            assertThat(bytes).isBetween(0L, (long) CONTENT.length);
          }

          @Override
          public synchronized void note(String line) {
            notes.add(line);
          }
        };
    return new Fetch(set, folder(), set.addresses(), replace, patience, progress).run();
  }

  private int fetch(Mirror... from) {
    return fetch(
        false,
        Duration.ofSeconds(20),
        Arrays.stream(from).map(Mirror::address).toArray(URI[]::new));
  }

  private void assertFetched() throws IOException {
    assertThat(file()).hasBinaryContent(CONTENT);
    assertThat(left()).containsExactly(".fetch.lock", "a.gz");
  }

  private List<String> left() throws IOException {
    try (Stream<Path> entries = Files.list(folder())) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void fetchesOnce() throws IOException {
    Mirror good = mirror((request, out) -> Mirror.well(request, out, CONTENT, TAG));

    assertThat(fetch(good)).isOne();
    assertFetched();
    assertThat(fetch(good)).isZero();
    assertThat(good.requests()).hasSize(1);
    assertThat(good.requests().get(0).path()).isEqualTo("/a.gz");
    assertThat(good.requests().get(0).headers()).doesNotContainKey("range");
  }

  @Test
  void aCutConnectionIsGoneOnWith() throws IOException {
    Mirror cutting =
        mirror(
            (request, out) -> {
              if (request.hasRange()) {
                Mirror.rest(out, CONTENT, request.from(), TAG);
              } else {
                Mirror.cut(out, CONTENT, HALF, TAG);
              }
            });

    fetch(cutting);

    assertFetched();
    assertThat(cutting.requests()).hasSize(2);
    assertThat(cutting.requests().get(1).from()).isPositive();
    assertThat(cutting.requests().get(1).headers()).containsEntry("if-range", "\"one\"");
    assertThat(notes).singleElement().asString().contains("a.gz: the connection failed after ");
  }

  @Test
  void cutsThatBringSomethingAreBornePatiently() throws IOException {
    int piece = CONTENT.length / 12;
    Mirror cutting =
        mirror(
            (request, out) -> {
              int from = request.from();
              if (from + piece >= CONTENT.length) {
                Mirror.rest(out, CONTENT, from, TAG);
                return;
              }
              Mirror.head(
                  out,
                  request.hasRange() ? 206 : 200,
                  TAG,
                  "Content-Length: " + (CONTENT.length - from),
                  "Content-Range: bytes "
                      + from
                      + "-"
                      + (CONTENT.length - 1)
                      + "/"
                      + CONTENT.length);
              out.write(CONTENT, from, piece);
            });

    fetch(cutting);

    assertFetched();
    assertThat(cutting.requests()).hasSizeGreaterThan(5);
  }

  @Test
  void aServerThatIgnoresRangesSendsAllAgain() throws IOException {
    Mirror ignoring =
        mirror(
            new Mirror.Behaviour() {
              private boolean second;

              @Override
              public synchronized void answer(Mirror.Request request, OutputStream out)
                  throws Exception {
                Mirror.cut(out, CONTENT, second ? CONTENT.length : HALF);
                second = true;
              }
            });

    fetch(ignoring);

    assertFetched();
    assertThat(ignoring.requests()).hasSize(2);
  }

  @Test
  void aServerThatAlwaysCutsAtTheSamePlaceIsGivenUp() throws IOException {
    Mirror cutting = mirror((request, out) -> Mirror.cut(out, CONTENT, HALF));

    assertFails(ErrorCode.DATA_DOWNLOAD, () -> fetch(cutting))
        .startsWith("a.gz: cannot be downloaded: 127.0.0.1:")
        .contains("the connection failed after ")
        .endsWith("; fetch again later, or from another place with --from");
    assertThat(file()).doesNotExist();
    assertThat(part()).isNotEmptyFile();
    assertThat(cutting.requests()).hasSizeBetween(3, 4);
  }

  @Test
  void aRangeThatCannotBeSatisfiedStartsOver() throws IOException {
    Files.createDirectories(folder());
    Files.write(part(), Arrays.copyOf(CONTENT, HALF));
    Mirror refusing =
        mirror(
            (request, out) -> {
              if (request.hasRange()) {
                Mirror.head(out, 416, "Content-Length: 0");
              } else {
                Mirror.whole(out, CONTENT);
              }
            });

    fetch(refusing);

    assertFetched();
    assertThat(refusing.requests()).hasSize(2);
  }

  @Test
  void anotherRangeThanAskedForStartsOver() throws IOException {
    Files.createDirectories(folder());
    Files.write(part(), Arrays.copyOf(CONTENT, HALF));
    Mirror muddled =
        mirror(
            (request, out) -> {
              if (request.hasRange()) {
                Mirror.rest(out, CONTENT, request.from() - 7);
              } else {
                Mirror.whole(out, CONTENT);
              }
            });

    fetch(muddled);

    assertFetched();
  }

  @Test
  void aPartialFileOfAnotherProcessIsGoneOnWith() throws IOException {
    Files.createDirectories(folder());
    Files.write(part(), Arrays.copyOf(CONTENT, HALF));
    Mirror good = mirror((request, out) -> Mirror.well(request, out, CONTENT, TAG));

    fetch(good);

    assertFetched();
    assertThat(good.requests()).singleElement().extracting(Mirror.Request::from).isEqualTo(HALF);
    assertThat(good.requests().get(0).headers()).doesNotContainKey("if-range");
  }

  @Test
  void aPartialFileThatIsWholeNeedsNoRequest() throws IOException {
    Files.createDirectories(folder());
    Files.write(part(), CONTENT);
    Mirror good = mirror((request, out) -> Mirror.well(request, out, CONTENT));

    fetch(good);

    assertFetched();
    assertThat(good.requests()).isEmpty();
  }

  @Test
  void aPartialFileOfOtherBytesIsThrownAway() throws IOException {
    Files.createDirectories(folder());
    Mirror good = mirror((request, out) -> Mirror.well(request, out, CONTENT));
    for (byte[] damaged :
        List.of(Arrays.copyOf(OTHER, HALF), OTHER, Arrays.copyOf(CONTENT, CONTENT.length + 1))) {
      Files.deleteIfExists(file());
      Files.write(part(), damaged);

      fetch(good);

      assertFetched();
    }
  }

  @Test
  void aVersionThatChangesMeanwhileStartsOver() throws IOException {
    Files.createDirectories(folder());
    Mirror changed =
        mirror(
            new Mirror.Behaviour() {
              private int count;

              @Override
              public synchronized void answer(Mirror.Request request, OutputStream out)
                  throws Exception {
                if (count++ == 0) {
                  Mirror.cut(out, OTHER, HALF, "ETag: \"old\"");
                } else {
                  Mirror.well(request, out, CONTENT, "ETag: \"new\""); // whatever If-Range says
                }
              }
            });

    fetch(changed);

    assertFetched();
    assertThat(notes).anyMatch(note -> note.contains("has another version by now"));
  }

  @Test
  void piecesOfTwoVersionsThatNothingTellsApartAreNoticed() throws IOException {
    Mirror changed =
        mirror(
            new Mirror.Behaviour() {
              private int count;

              @Override
              public synchronized void answer(Mirror.Request request, OutputStream out)
                  throws Exception {
                if (count++ == 0) {
                  Mirror.cut(out, OTHER, HALF);
                } else {
                  Mirror.well(request, out, CONTENT);
                }
              }
            });

    fetch(changed);

    assertFetched();
    assertThat(notes).anyMatch(note -> note.contains("pieces that do not fit together"));
  }

  @Test
  void otherBytesAreRefused() throws IOException {
    Mirror wrong = mirror((request, out) -> Mirror.well(request, out, OTHER));

    assertFails(ErrorCode.DATA_CHECKSUM, () -> fetch(wrong))
        .contains("has a file with SHA-256 " + Digests.sha256(OTHER) + ", must be ");
    assertThat(left()).containsExactly(".fetch.lock");
  }

  @Test
  void anotherLengthIsRefused() throws IOException {
    byte[] shorter = Arrays.copyOf(CONTENT, 1000);
    Mirror told = mirror((request, out) -> Mirror.whole(out, shorter));
    assertFails(ErrorCode.DATA_CHECKSUM, () -> fetch(told))
        .contains("has a file of 1000 bytes, must be 300000");

    Mirror untold =
        mirror(
            (request, out) -> {
              Mirror.head(out, 200);
              out.write(shorter);
            });
    assertFails(ErrorCode.DATA_DOWNLOAD, () -> fetch(untold))
        .contains("ended after 1000 of 300000 bytes");

    Mirror endless =
        mirror(
            (request, out) -> {
              Mirror.head(out, 200);
              while (true) {
                out.write(CONTENT);
              }
            });
    Files.deleteIfExists(part());
    assertFails(ErrorCode.DATA_CHECKSUM, () -> fetch(endless))
        .contains("sends more than the 300000 bytes that were published");
    assertThat(left()).containsExactly(".fetch.lock");
  }

  @Test
  void redirectsAreFollowedUnlessTheyNeverEnd() throws IOException {
    Mirror good = mirror((request, out) -> Mirror.well(request, out, CONTENT));
    Mirror moved =
        mirror(
            (request, out) ->
                Mirror.head(
                    out,
                    302,
                    "Location: " + good.address().resolve("elsewhere"),
                    "Content-Length: 0"));
    fetch(moved);
    assertFetched();

    Files.delete(file());
    Mirror loop =
        mirror((request, out) -> Mirror.head(out, 302, "Location: /a.gz", "Content-Length: 0"));
    assertFails(ErrorCode.DATA_DOWNLOAD, () -> fetch(loop))
        .contains("answers 302, a redirect from https to http or one of too many, to /a.gz");
    assertThat(loop.requests()).hasSizeLessThan(20);
  }

  @Test
  void theNextAddressIsTriedAndAllAreNamedInTheEnd() throws IOException {
    Mirror gone = mirror((request, out) -> Mirror.head(out, 404, "Content-Length: 0"));
    Mirror wrong = mirror((request, out) -> Mirror.whole(out, OTHER));
    Mirror good = mirror((request, out) -> Mirror.well(request, out, CONTENT));

    fetch(gone, wrong, good);

    assertFetched();
    assertThat(gone.requests()).hasSize(1);
    Files.delete(file());
    assertFails(ErrorCode.DATA_DOWNLOAD, () -> fetch(gone, gone))
        .matches(".*127\\.0\\.0\\.1:\\d+ answers 404; 127\\.0\\.0\\.1:\\d+ answers 404; .*");
  }

  @Test
  void aServerThatIsBusyIsAskedAgain() throws IOException {
    Mirror busy =
        mirror(
            new Mirror.Behaviour() {
              private int count;

              @Override
              public synchronized void answer(Mirror.Request request, OutputStream out)
                  throws Exception {
                if (count++ < 2) {
                  Mirror.head(out, 503, "Content-Length: 0", "Retry-After: 0");
                } else {
                  Mirror.whole(out, CONTENT);
                }
              }
            });

    fetch(busy);

    assertFetched();
    assertThat(notes).hasSize(2).allMatch(note -> note.contains("answers 503; again in 0 s"));
    Files.delete(file());
    Mirror down = mirror((request, out) -> Mirror.head(out, 500, "Content-Length: 0"));
    assertFails(ErrorCode.DATA_DOWNLOAD, () -> fetch(down)).contains("answers 500");
    assertThat(down.requests()).hasSize(3);
  }

  @Test
  void silenceIsNotWaitedForForEver() throws IOException {
    Duration silence = Duration.ofSeconds(1);
    Mirror mute = mirror((request, out) -> Thread.sleep(60_000));
    assertFails(ErrorCode.DATA_DOWNLOAD, () -> fetch(false, silence, mute.address()))
        .contains("no byte for 1 s");

    Mirror stuck =
        mirror(
            (request, out) -> {
              Mirror.cut(out, CONTENT, HALF, TAG);
              out.flush();
              Thread.sleep(60_000);
            });
    assertFails(ErrorCode.DATA_DOWNLOAD, () -> fetch(false, silence, stuck.address()))
        .contains("no byte for 1 s");
    assertThat(part()).hasSize(HALF);
  }

  @Test
  void aSlowServerIsNotGivenUp() throws IOException {
    int piece = CONTENT.length / 10;
    Mirror slow =
        mirror(
            (request, out) -> {
              Mirror.cut(out, CONTENT, 0);
              for (int at = 0; at < CONTENT.length; at += piece) {
                Thread.sleep(200);
                out.write(CONTENT, at, piece);
                out.flush();
              }
            });

    fetch(false, Duration.ofSeconds(1), slow.address()); // 2 s in all, never 1 s without a byte

    assertFetched();
    assertThat(slow.requests()).hasSize(1);
  }

  @Test
  void whatLiesThereAndIsWrongIsReplacedOnlyOnDemand() throws IOException {
    Mirror good = mirror((request, out) -> Mirror.well(request, out, CONTENT));
    Files.createDirectories(folder());
    Files.write(file(), OTHER);

    assertFails(ErrorCode.DATA_CHECKSUM, () -> fetch(good))
        .contains("a.gz: is not the published file: SHA-256 " + Digests.sha256(OTHER))
        .endsWith("; --force replaces it");
    assertThat(file()).hasBinaryContent(OTHER);
    Files.writeString(file(), "short");
    assertFails(ErrorCode.DATA_CHECKSUM, () -> fetch(good)).contains("5 bytes, must be 300000");

    fetch(true, Duration.ofSeconds(20), good.address());

    assertFetched();
    Files.delete(file());
    Files.createDirectories(file().resolve("within"));
    assertFails(ErrorCode.DATA_CHECKSUM, () -> fetch(good)).contains("not a regular file");
    assertFails(ErrorCode.DATA_FOLDER, () -> fetch(true, Duration.ofSeconds(20), good.address()))
        .contains("cannot be written");
  }

  @Test
  void aFileThatCannotBeFetchedLeavesTheOldOne() throws IOException {
    Mirror gone = mirror((request, out) -> Mirror.head(out, 404, "Content-Length: 0"));
    Files.createDirectories(folder());
    Files.write(file(), OTHER);

    assertFails(ErrorCode.DATA_DOWNLOAD, () -> fetch(true, Duration.ofSeconds(20), gone.address()));

    assertThat(file()).hasBinaryContent(OTHER);
  }

  @Test
  void aFolderThatCannotBeMadeOrIsTooSmallIsNamed() throws IOException {
    Mirror good = mirror((request, out) -> Mirror.well(request, out, CONTENT));
    Files.writeString(folder(), "a file in its place");
    assertFails(ErrorCode.DATA_FOLDER, () -> fetch(good))
        .contains(folder() + ": cannot be made")
        .endsWith("; choose another --to");

    Files.delete(folder());
    PublishedSet huge =
        new PublishedSet(
            "huge",
            "numbers",
            "MIT",
            "https://example.org",
            "idx",
            "dir",
            List.of(good.address()),
            List.of(new PublishedFile("a.gz", 1L << 60, Digests.sha256(CONTENT))));
    Patience patience = Patience.of(Duration.ofSeconds(20));
    assertFails(
            ErrorCode.DATA_FOLDER,
            () ->
                new Fetch(huge, folder(), huge.addresses(), false, patience, FetchProgress.SILENT)
                    .run())
        .contains(" bytes left, huge needs 1152921504606846976 more");
    assertThat(good.requests()).isEmpty();
  }

  @Test
  void noServerAndNoHostEndAtOnce() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    URI nobody = URI.create("http://127.0.0.1:" + free + "/");
    assertFails(ErrorCode.DATA_DOWNLOAD, () -> fetch(false, Duration.ofSeconds(20), nobody))
        .contains("cannot be reached");
    URI unknown = URI.create("http://nowhere.invalid/");
    assertFails(ErrorCode.DATA_DOWNLOAD, () -> fetch(false, Duration.ofSeconds(20), unknown))
        .contains("nowhere.invalid is not known to the network, if there is one");
    assertThat(notes).isEmpty();
  }

  @Test
  void fetchesAtOnceShareTheWork() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Mirror good =
        mirror(
            (request, out) -> {
              asked.countDown();
              go.await();
              Mirror.well(request, out, CONTENT);
            });
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<Integer>> fetches = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        fetches.add(threads.submit(() -> fetch(good)));
      }
      asked.await();
      go.countDown();
      int downloaded = 0;
      for (Future<Integer> fetch : fetches) {
        downloaded += fetch.get();
      }
      assertThat(downloaded).isLessThanOrEqualTo(3);
    } finally {
      threads.shutdownNow();
    }
    assertFetched();
    assertThat(good.requests()).hasSize(1);
  }

  @Test
  void anInterruptedFetchIsGoneOnWith() throws Exception {
    CountDownLatch half = new CountDownLatch(1);
    Mirror stuck =
        mirror(
            (request, out) -> {
              Mirror.cut(out, CONTENT, HALF, TAG);
              out.flush();
              half.countDown();
              Thread.sleep(60_000);
            });
    List<Throwable> failures = new ArrayList<>();
    Thread fetching = new Thread(() -> fetch(stuck));
    fetching.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
    fetching.start();
    half.await();
    while (!Files.exists(part()) || Files.size(part()) < HALF) {
      Thread.sleep(10);
    }
    fetching.interrupt();
    fetching.join();
    assertThat(failures)
        .singleElement()
        .isInstanceOf(EscapementException.class)
        .extracting(Throwable::getMessage)
        .isEqualTo("set: the fetch was interrupted");

    Mirror good = mirror((request, out) -> Mirror.well(request, out, CONTENT, TAG));
    fetch(good);

    assertFetched();
    assertThat(good.requests()).singleElement().extracting(Mirror.Request::from).isEqualTo(HALF);
  }

  @Test
  void whateverAServerDoesTheFileIsRightOrAbsent() throws IOException {
    RandomGenerator random = RandomStreams.of(3).stream("server");
    int fetched = 0;
    for (int round = 0; round < 120; round++) {
      Mirror erratic = mirror((request, out) -> erratic(random, request, out));
      Files.deleteIfExists(file());
      try {
        fetch(false, Duration.ofSeconds(20), erratic.address());
        assertThat(file()).as("round " + round).hasBinaryContent(CONTENT);
        fetched++;
      } catch (EscapementException e) {
        assertThat(e.code())
            .as("round " + round + ": " + e.getMessage())
            .isIn(ErrorCode.DATA_DOWNLOAD, ErrorCode.DATA_CHECKSUM);
        assertThat(file()).doesNotExist();
      }
    }
    assertThat(fetched).isBetween(12, 114);
  }

  private static void erratic(RandomGenerator random, Mirror.Request request, OutputStream out)
      throws IOException {
    int kind;
    int length;
    synchronized (random) {
      kind = random.nextInt(11);
      length = random.nextInt(CONTENT.length);
    }
    switch (kind) {
      case 0 -> Mirror.head(out, 503, "Content-Length: 0");
      case 1 -> Mirror.head(out, 416, "Content-Length: 0");
      case 2 -> Mirror.cut(out, OTHER, length);
      case 3 -> Mirror.cut(out, OTHER, length, TAG);
      case 4 -> Mirror.rest(out, CONTENT, length);
      case 5 -> out.write("not HTTP at all\r\n\r\n".getBytes(UTF_8));
      case 6 -> Mirror.head(out, 206, "Content-Range: bytes x", "Content-Length: 0");
      case 7 -> Mirror.rest(out, OTHER, request.from());
      default -> {
        if (request.hasRange()) {
          Mirror.rest(out, CONTENT, request.from(), TAG);
        } else {
          Mirror.cut(out, CONTENT, length, TAG);
        }
      }
    }
  }
}
