package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/** A plugin as somebody else makes it: compiled against what the distribution brings. */
final class ThirdPartyPlugin {
  private ThirdPartyPlugin() {}

  /**
   * Compiles one class of package {@code acme} and zips it as plugin {@code acme@1.0.0}.
   *
   * @param source the class
   * @param name its name
   * @param extensions the binary names of the factories in it
   * @param folder for the files in between
   * @param zip the plugin
   */
  static void write(
      Installation installation,
      String source,
      String name,
      List<String> extensions,
      Path folder,
      Path zip)
      throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    Path classes = Files.createDirectory(folder.resolve("classes"));
    String libraries;
    try (Stream<Path> jars = Files.list(installation.home().resolve("lib"))) {
      libraries =
          String.join(System.getProperty("path.separator"), jars.map(Path::toString).toList());
    }
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                "-proc:none",
                "-cp",
                libraries,
                "-d",
                classes.toString(),
                file.toString());
    assertThat(code).as("compilation of\n" + source).isZero();
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
        Stream<Path> files = Files.walk(classes)) {
      entry(out, "plugin.properties", "plugin.id=acme\nplugin.version=1.0.0\n");
      entry(out, "classes/META-INF/extensions.idx", String.join("\n", extensions) + "\n");
      for (Path compiled : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry("classes/acme/" + compiled.getFileName()));
        Files.copy(compiled, out);
      }
    }
  }

  private static void entry(ZipOutputStream out, String name, String text) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
