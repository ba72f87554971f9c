package org.escapement.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compiles the kernels' sources for the processor by g++. */
public final class Emulator {
  private static final long PATIENCE_SECONDS = 300;
  private static final List<String> CARD_LIBRARIES =
      List.of(
          "libcuda.so.1",
          "libcudart.so.13",
          "libcublas.so.13",
          "libcublasLt.so.13",
          "libnvrtc.so.13");

  private static Boolean loaded;

  private Emulator() {}

  /**
   * Makes {@link EmulatedDevice} usable in this process. Skips the test, aloud, where there is no
   * g++ or no JDK to compile against.
   */
  static synchronized void load() {
    assumePossible();
    if (loaded == null) {
      Path headers = Path.of(System.getProperty("java.home"), "include");
      Path library =
          compile(
              Path.of("target", "emulator"),
              "emulator.cpp",
              List.of("-I" + headers, "-I" + headers.resolve("linux")));
      System.load(library.toString());
      loaded = true;
    }
  }

  /**
   * Makes a folder of libraries under the names of CUDA's, on an emulated card. Skips like {@link
   * #load}.
   */
  public static Path cardLibraries(Path folder) {
    assumePossible();
    Path library =
        compile(
            folder,
            "libraries.cpp",
            List.of("-Wl,--version-script=" + folder.resolve("libraries.map")));
    try {
      for (String name : CARD_LIBRARIES) {
        Path link = folder.resolve(name);
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, library);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder.toAbsolutePath();
  }

  private static void assumePossible() {
    Path header = Path.of(System.getProperty("java.home"), "include", "jni.h");
    assumeTrue(
        Programs.find("g++").isPresent() && Files.isRegularFile(header),
        "the kernels are not emulated: g++ or the JDK's jni.h is missing");
  }

  private static Path compile(Path folder, String name, List<String> more) {
    Optional<Path> compiler = Programs.find("g++");
    try {
      Files.createDirectories(folder);
      String source = KernelSource.text();
      Files.writeString(folder.resolve("kernels.inc"), source);
      Files.writeString(
          folder.resolve("names.inc"),
          KernelSource.names(source).stream()
              .map(kernel -> "ENTRY(" + kernel + "),")
              .collect(Collectors.joining("\n")));
      for (String file : List.of("emulator.h", "libraries.map", name)) {
        try (InputStream text = Emulator.class.getResourceAsStream(file)) {
          Files.write(folder.resolve(file), text.readAllBytes());
        }
      }
      Path library = folder.resolve("lib" + name.replace(".cpp", ".so")).toAbsolutePath();
      Programs.run(
          Stream.of(
                  List.of(compiler.orElseThrow().toString(), "-std=c++17", "-O2", "-shared"),
                  // contracted products would differ from the plain loops
                  List.of("-fPIC", "-ffp-contract=off", "-U_FORTIFY_SOURCE", "-Wall", "-Werror"),
                  List.of("-Wno-unused-function", "-Wno-sign-compare", "-I" + folder),
                  more,
                  List.of("-o", library.toString(), folder.resolve(name).toString()))
              .flatMap(List::stream)
              .toList(),
          PATIENCE_SECONDS);
      return library;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
