package org.escapement.lab.data.fetch;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.escapement.lab.data.fetch.TransferException.Kind;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * Brings one file to its place: from the first address that has it, in as many attempts as it
 * takes, under its name only when its SHA-256 is the published one.
 */
final class FileFetch {
  /** An attempt that brings less than this part of a file counts among those that bring nothing. */
  private static final long WORTHWHILE_PARTS = 100;

  private final PublishedFile file;
  private final Path target;
  private final List<URI> addresses;
  private final Patience patience;
  private final Transfer transfer;
  private final FetchProgress progress;

  FileFetch(
      PublishedFile file,
      Path target,
      List<URI> addresses,
      Patience patience,
      Transfer transfer,
      FetchProgress progress) {
    this.file = file;
    this.target = target;
    this.addresses = addresses;
    this.patience = patience;
    this.transfer = transfer;
    this.progress = progress;
  }

  /**
   * Fetches the file.
   *
   * @throws EscapementException DATA_CHECKSUM if an address has another file under its name and
   *     none has the right one, else DATA_DOWNLOAD; DATA_FOLDER if it cannot be written
   */
  void run() throws InterruptedException {
    List<String> problems = new ArrayList<>();
    boolean otherFile = false;
    progress.file(file);
    for (URI base : addresses) {
      try (PartialFile partial = PartialFile.open(target)) {
        fetch(base.resolve(file.name()), partial);
        partial.complete();
        return;
      } catch (TransferException e) {
        otherFile |= e.kind() == Kind.OTHER_FILE;
        problems.add(base.getAuthority() + " " + e.getMessage());
        if (problems.size() < addresses.size()) {
          progress.note(file.name() + ": " + problems.get(problems.size() - 1) + "; next address");
        }
      }
    }
    throw new EscapementException(
        otherFile ? ErrorCode.DATA_CHECKSUM : ErrorCode.DATA_DOWNLOAD,
        file.name()
            + ": cannot be downloaded: "
            + OneLine.of(String.join("; ", problems))
            + "; fetch again later, or from another place with --from");
  }

  /** Leaves the right bytes, all of them. */
  private void fetch(URI address, PartialFile partial)
      throws TransferException, InterruptedException {
    if (partial.length() > 0) {
      partial.goOn(); // left by another process
    }
    download(address, partial);
    String sha256 = partial.sha256();
    if (!sha256.equals(file.sha256()) && partial.isContinued()) {
      progress.note(file.name() + ": pieces that do not fit together; from the start");
      partial.startOver();
      download(address, partial);
      sha256 = partial.sha256();
    }
    if (!sha256.equals(file.sha256())) {
      partial.startOver();
      throw new TransferException(
          Kind.OTHER_FILE, "has a file with SHA-256 " + sha256 + ", must be " + file.sha256());
    }
  }

  /** Leaves as many bytes as were published. */
  private void download(URI address, PartialFile partial)
      throws TransferException, InterruptedException {
    if (partial.length() > file.bytes()) {
      partial.startOver();
    }
    long furthest = partial.length();
    int failures = 0;
    while (partial.length() < file.bytes()) {
      try {
        transfer.run(address, file, partial, progress);
      } catch (TransferException e) {
        boolean worthwhile = partial.length() - furthest > file.bytes() / WORTHWHILE_PARTS;
        failures = worthwhile ? 1 : failures + 1;
        if (e.kind() != Kind.PASSING || failures >= patience.attempts()) {
          throw e;
        }
        furthest = Math.max(furthest, partial.length());
        Duration pause = patience.pauseAfter(failures, e.waitAskedFor());
        progress.note(
            file.name() + ": " + e.getMessage() + "; again in " + pause.toSeconds() + " s");
        Thread.sleep(pause.toMillis());
      }
    }
  }
}
