package org.escapement.testkit.plugin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packages test classes as a plugin. */
final class TestZip {
  private static final Path TEST_CLASSES = Path.of("target/test-classes");

  private TestZip() {}

  /**
   * Writes a plugin.
   *
   * @param zip the file
   * @param extensions the binary names that the index lists
   * @param packaged whose class files, those of nested classes included, are put in
   * @param resources empty files, by their paths among the classes
   */
  static Path write(
      Path zip, List<String> extensions, List<Class<?>> packaged, List<String> resources)
      throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      entry(out, "plugin.properties", "plugin.id=test\nplugin.version=1.0.0\n");
      entry(out, "classes/META-INF/extensions.idx", String.join("\n", extensions) + "\n");
      for (String resource : resources) {
        entry(out, "classes/" + resource, "");
      }
      for (Class<?> type : packaged) {
        for (Path file : classFiles(type)) {
          out.putNextEntry(new ZipEntry("classes/" + slashed(TEST_CLASSES.relativize(file))));
          Files.copy(file, out);
        }
      }
    }
    return zip;
  }

  private static List<Path> classFiles(Class<?> type) throws IOException {
    String name = type.getSimpleName();
    Path folder = TEST_CLASSES.resolve(type.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(name + "(\\$.*)?\\.class"))
          .toList();
    }
  }

  private static String slashed(Path path) {
    return path.toString().replace('\\', '/');
  }

  private static void entry(ZipOutputStream out, String name, String text) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
