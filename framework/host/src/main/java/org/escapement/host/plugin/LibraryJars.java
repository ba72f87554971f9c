package org.escapement.host.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import org.escapement.spi.error.ErrorCode;

/**
 * The jars inside a plugin. Their manifests and indexes can put further jars on the class path, and
 * those must lie inside the plugin too: its digest says nothing about others.
 */
final class LibraryJars {
  private static final String INDEX = "META-INF/INDEX.LIST";
  private static final int LONGEST_INDEX = 1 << 20;

  private LibraryJars() {}

  /**
   * Checks all jars of an unpacked plugin.
   *
   * @throws PluginFault if one is damaged, or names a place outside of the plugin
   */
  static void check(Path unpacked) throws IOException, PluginFault {
    List<Path> jars;
    try (Stream<Path> paths = Files.walk(unpacked)) {
      jars = paths.filter(path -> path.toString().endsWith(".jar")).toList();
    }
    for (Path jar : jars) {
      if (Files.isRegularFile(jar)) {
        check(jar, unpacked);
      }
    }
  }

  private static void check(Path jar, Path unpacked) throws IOException, PluginFault {
    try (JarFile archive = new JarFile(jar.toFile(), false)) {
      for (String place : places(archive)) {
        if (!inside(place, jar, unpacked)) {
          throw new PluginFault(
              ErrorCode.PLUGIN_FILE,
              unpacked.relativize(jar)
                  + " puts '"
                  + place
                  + "' on the class path, which lies outside of the plugin");
        }
      }
    } catch (ZipException e) {
      throw new PluginFault(
          ErrorCode.PLUGIN_FILE,
          unpacked.relativize(jar) + " is not a jar, or a damaged one: " + e.getMessage(),
          e);
    }
  }

  private static List<String> places(JarFile archive) throws IOException {
    Manifest manifest = archive.getManifest();
    String classPath =
        manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    return Stream.concat(
            classPath == null ? Stream.empty() : Stream.of(classPath.strip().split("\\s+")),
            indexed(archive))
        .filter(place -> !place.isEmpty())
        .toList();
  }

  private static Stream<String> indexed(JarFile archive) throws IOException {
    ZipEntry index = archive.getEntry(INDEX);
    if (index == null) {
      return Stream.empty();
    }
    try (InputStream in = archive.getInputStream(index)) {
      return new String(in.readNBytes(LONGEST_INDEX), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> line.endsWith(".jar"));
    }
  }

  /** As the JDK resolves it, percent signs decoded. */
  private static boolean inside(String place, Path jar, Path unpacked) {
    try {
      return Path.of(jar.toUri().resolve(place)).normalize().startsWith(unpacked);
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return false;
    }
  }
}
