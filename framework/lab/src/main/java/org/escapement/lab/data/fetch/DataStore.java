package org.escapement.lab.data.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.escapement.lab.files.CacheFolder;

/**
 * Where data sets lie that were fetched, a folder each.
 *
 * @param root the folder of those folders
 */
public record DataStore(Path root) {
  /** The store that everything is fetched to unless another is named. */
  public static DataStore ofUser() {
    return new DataStore(CacheFolder.ofUser().resolve("data"));
  }

  /** Where a set lies, or would. */
  public Path folder(PublishedSet set) {
    return root.resolve(set.name());
  }

  /** The folder of a set by its bare name, if it is there. */
  public Optional<Path> find(String name) {
    try {
      Path folder = root.resolve(name).normalize();
      return root.normalize().equals(folder.getParent()) && Files.isDirectory(folder)
          ? Optional.of(folder)
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Whether all files of a set are there, by their names and lengths. */
  public boolean holds(PublishedSet set) {
    return set.files().stream().allMatch(file -> holds(set, file));
  }

  private boolean holds(PublishedSet set, PublishedFile file) {
    try {
      Path path = folder(set).resolve(file.name());
      return Files.isRegularFile(path) && Files.size(path) == file.bytes();
    } catch (IOException e) {
      return false;
    }
  }
}
