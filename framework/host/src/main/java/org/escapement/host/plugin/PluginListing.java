package org.escapement.host.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * What lies in the folders of plugins.
 *
 * @param files what is there to be loaded, or to be told of
 * @param allowLists of those folders that have one
 */
record PluginListing(List<PluginFile> files, List<AllowList> allowLists) {
  /**
   * The files in order of folder and name, hidden ones left out. What cannot be a plugin's zip is
   * there with a fault: somebody put it there for a purpose.
   *
   * @throws EscapementException PLUGIN_FOLDER if a folder cannot be read
   */
  static PluginListing of(List<Path> folders) {
    Set<Path> distinct = new LinkedHashSet<>();
    for (Path folder : folders) {
      distinct.add(real(folder));
    }
    List<PluginFile> files = new ArrayList<>();
    List<AllowList> allowLists = new ArrayList<>();
    for (Path folder : distinct) {
      AllowList.of(folder).ifPresent(allowLists::add);
      for (Path path : list(folder)) {
        add(path, files);
      }
    }
    return new PluginListing(files, allowLists);
  }

  /**
   * Lets a file pass whose digest is known.
   *
   * @throws PluginFault PLUGIN_NOT_ALLOWED if the list of its folder does not hold it
   */
  void checkAllowed(PluginFile file) throws PluginFault {
    for (AllowList list : allowLists) {
      if (list.folder().equals(file.path().getParent())) {
        list.check(file);
      }
    }
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.filter(path -> !path.getFileName().toString().startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static void add(Path path, List<PluginFile> files) {
    if (path.endsWith(AllowList.FILE)) {
      return;
    }
    PluginFile file = new PluginFile(path);
    if (Files.isDirectory(path)) {
      file.fault(
          ErrorCode.PLUGIN_FILE,
          Files.exists(path.resolve(PluginDescriptors.FILE))
              ? "is an unpacked plugin: put the zip itself here"
              : "is a folder: only zips of plugins belong here");
    } else {
      measure(file);
    }
    files.add(file);
  }

  private static void measure(PluginFile file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file.path(), BasicFileAttributes.class);
      if (!attributes.isRegularFile()) { // reading a pipe would wait for ever
        file.fault(ErrorCode.PLUGIN_FILE, "is not a regular file");
        return;
      }
      file.measured(attributes.size());
      if (!file.name().endsWith(".zip")) {
        file.fault(ErrorCode.PLUGIN_FILE, "is not a plugin: its name does not end in .zip");
      }
    } catch (IOException e) {
      file.fault(ErrorCode.PLUGIN_FILE, "cannot be read: " + OneLine.reason(e));
    }
  }

  private static EscapementException unreadable(Path folder, IOException cause) {
    return new EscapementException(
        ErrorCode.PLUGIN_FOLDER,
        "folder of plugins " + folder + " cannot be read: " + OneLine.reason(cause),
        cause);
  }
}
