package org.escapement.lab.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Forces what was written to the disk, so that it is there after the power failed. Content is
 * forced before a rename, and the folder with the new name after it.
 */
public final class Disk {
  private Disk() {}

  /** Forces a file's content. */
  public static void forceFile(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /**
   * Forces the names in a folder, where the system can: Windows opens no folders, and some network
   * file systems force none. Names are then as durable as they make them.
   */
  public static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // what it holds was forced, and a name that was given cannot be taken back
    }
  }

  /** Makes a folder, and those above it that lack, and forces their names. */
  public static void createFolders(Path folder) throws IOException {
    Path made = folder.toAbsolutePath().normalize();
    Path above = made;
    while (above.getParent() != null && !Files.exists(above)) {
      above = above.getParent();
    }
    Files.createDirectories(made);
    for (Path named = made; !named.equals(above); named = named.getParent()) {
      forceFolder(named.getParent());
    }
  }

  /** Forces everything in a folder, and its folders; links are not followed. */
  public static void forceTree(Path root) throws IOException {
    List<Path> all;
    try (Stream<Path> entries = Files.walk(root)) {
      all = entries.toList();
    }
    for (Path path : all) {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        forceFolder(path);
      } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        forceFile(path);
      }
    }
  }
}
