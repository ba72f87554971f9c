package org.escapement.host.backend;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the libraries of CUDA 13 lie that direct CUDA is built on.
 *
 * @param found the folder of each library that is there, in the order of {@link #NAMES}
 */
public record CudaLibraries(Map<String, Path> found) {
  /** On Linux; libcublas needs the library after it. */
  public static final List<String> NAMES =
      List.of("libcudart.so.13", "libcublas.so.13", "libcublasLt.so.13", "libnvrtc.so.13");

  private static final List<String> USUAL =
      List.of(
          "/usr/local/cuda/lib64",
          "/usr/lib/x86_64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/usr/lib64",
          "/usr/lib",
          "/opt/cuda/lib64");

  /** Looks where the environment points, then where CUDA is usually installed. */
  static CudaLibraries ofThisMachine() {
    List<Path> folders = new ArrayList<>();
    String path = System.getenv("LD_LIBRARY_PATH");
    if (path != null) {
      Stream.of(path.split(":"))
          .filter(name -> !name.isEmpty())
          .map(Path::of)
          .forEach(folders::add);
    }
    for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
      if (System.getenv(variable) != null) {
        folders.add(Path.of(System.getenv(variable), "lib64"));
      }
    }
    folders.addAll(matching(Path.of("/usr/local"), "cuda-13*", "lib64"));
    USUAL.stream().map(Path::of).forEach(folders::add);
    return in(folders);
  }

  /** The first of some folders that holds each library. */
  static CudaLibraries in(List<Path> folders) {
    Map<String, Path> found = new LinkedHashMap<>();
    for (String name : NAMES) {
      folders.stream()
          .filter(folder -> Files.isRegularFile(folder.resolve(name)))
          .findFirst()
          .ifPresent(folder -> found.put(name, folder));
    }
    return new CudaLibraries(found);
  }

  /** Those that are not there. */
  public List<String> missing() {
    return NAMES.stream().filter(name -> !found.containsKey(name)).toList();
  }

  /** The folders that hold them, each once. */
  public Set<Path> folders() {
    return found.values().stream().collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static List<Path> matching(Path parent, String pattern, String child) {
    List<Path> folders = new ArrayList<>();
    if (Files.isDirectory(parent)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, pattern)) {
        entries.forEach(entry -> folders.add(entry.resolve(child)));
      } catch (IOException e) {
        return List.of(); // a folder that cannot be read holds nothing for us
      }
    }
    folders.sort((first, second) -> second.compareTo(first)); // the newest release first
    return folders;
  }
}
