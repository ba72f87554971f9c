package org.escapement.lab.data.fetch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.escapement.lab.files.Sha256;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * Brings a published data set into a folder. Files that are there and right stay; what was begun is
 * gone on with; a file has its name only when its SHA-256 is the published one, however the process
 * ends.
 */
public final class Fetch {
  private final PublishedSet set;
  private final Path folder;
  private final List<URI> addresses;
  private final boolean replace;
  private final Patience patience;
  private final FetchProgress progress;

  /**
   * @param set what to fetch
   * @param folder where its files are to lie; made where it lacks
   * @param addresses where to look, in this order; the set's own or a mirror
   * @param replace whether a file that is there and not the published one is replaced
   * @param patience with servers
   * @param progress is told how far it is
   */
  public Fetch(
      PublishedSet set,
      Path folder,
      List<URI> addresses,
      boolean replace,
      Patience patience,
      FetchProgress progress) {
    this.set = set;
    this.folder = folder;
    this.addresses = addresses.stream().map(PublishedSet::address).toList();
    this.replace = replace;
    this.patience = patience;
    this.progress = progress;
  }

  /**
   * Fetches what lacks.
   *
   * @return how many files were downloaded
   * @throws EscapementException DATA_CHECKSUM for a file that is not the published one, there
   *     before or at every address; DATA_DOWNLOAD where a file cannot be had; DATA_FOLDER if the
   *     folder cannot be written
   */
  public int run() {
    try {
      if (lacking().isEmpty()) {
        return 0;
      }
      makeFolder();
      try (FolderLock lock = FolderLock.take(folder, progress)) {
        List<PublishedFile> lacking = lacking(); // another process may have fetched meanwhile
        checkSpace(lacking);
        Transfer transfer = new Transfer(patience.silence());
        for (PublishedFile file : lacking) {
          Path target = folder.resolve(file.name());
          new FileFetch(file, target, addresses, patience, transfer, progress).run();
        }
        return lacking.size();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EscapementException(
          ErrorCode.DATA_DOWNLOAD, set.name() + ": the fetch was interrupted", e);
    }
  }

  private List<PublishedFile> lacking() {
    return set.files().stream().filter(file -> !isRight(file)).toList();
  }

  private boolean isRight(PublishedFile file) {
    Path path = folder.resolve(file.name());
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    String problem = problem(path, file);
    if (problem != null && !replace) {
      throw new EscapementException(
          ErrorCode.DATA_CHECKSUM,
          OneLine.path(path) + ": is not the published file: " + problem + "; --force replaces it");
    }
    return problem == null;
  }

  /** What is wrong with a file, or null. */
  private static String problem(Path path, PublishedFile file) {
    try {
      if (!Files.isRegularFile(path)) {
        return "not a regular file";
      }
      if (Files.size(path) != file.bytes()) {
        return Files.size(path) + " bytes, must be " + file.bytes();
      }
      String sha256 = Sha256.of(path);
      return sha256.equals(file.sha256())
          ? null
          : "SHA-256 " + sha256 + ", must be " + file.sha256();
    } catch (IOException e) {
      return "cannot be read (" + OneLine.reason(e) + ")";
    }
  }

  private void makeFolder() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw folderFailure("cannot be made (" + OneLine.reason(e) + ")", e);
    }
  }

  private void checkSpace(List<PublishedFile> lacking) {
    try {
      long needed = 0;
      for (PublishedFile file : lacking) {
        needed += Math.max(0, file.bytes() - PartialFile.lengthOf(folder.resolve(file.name())));
      }
      long free = Files.getFileStore(folder).getUsableSpace();
      if (needed > free) {
        throw folderFailure(
            "has " + free + " bytes left, " + set.name() + " needs " + needed + " more", null);
      }
    } catch (IOException e) {
      throw folderFailure("cannot be looked at (" + OneLine.reason(e) + ")", e);
    }
  }

  private EscapementException folderFailure(String what, IOException cause) {
    return new EscapementException(
        ErrorCode.DATA_FOLDER, OneLine.path(folder) + ": " + what + "; choose another --to", cause);
  }
}
