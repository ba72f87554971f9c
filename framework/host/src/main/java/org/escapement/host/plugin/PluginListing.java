package org.escapement.host.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** What lies in the folders of plugins. */
final class PluginListing {
  private PluginListing() {}

  /**
   * The files in order of folder and name, hidden ones left out. What cannot be a plugin's zip is
   * there with a fault: somebody put it there for a purpose.
   *
   * @throws EscapementException PLUGIN_FOLDER if a folder cannot be read
   */
  static List<PluginFile> of(List<Path> folders) {
    Set<Path> distinct = new LinkedHashSet<>();
    for (Path folder : folders) {
      distinct.add(real(folder));
    }
    List<PluginFile> files = new ArrayList<>();
    for (Path folder : distinct) {
      for (Path path : list(folder)) {
        add(path, files);
      }
    }
    return files;
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
    PluginFile file = new PluginFile(path);
    if (Files.isDirectory(path)) {
      if (!Files.exists(path.resolve(PluginDescriptors.FILE))) {
        return;
      }
      file.fault("is an unpacked plugin: put the zip itself here");
    } else if (!file.name().endsWith(".zip")) {
      file.fault("is not a plugin: its name does not end in .zip");
    }
    files.add(file);
  }

  private static EscapementException unreadable(Path folder, IOException cause) {
    return new EscapementException(
        ErrorCode.PLUGIN_FOLDER,
        "folder of plugins " + folder + " cannot be read: " + OneLine.reason(cause),
        cause);
  }
}
