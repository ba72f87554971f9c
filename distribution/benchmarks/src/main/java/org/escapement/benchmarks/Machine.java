package org.escapement.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.factory.Nd4j;

/** What the figures were measured on. */
final class Machine {
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  private Machine() {}

  static Map<String, String> facts() throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("processor", processor());
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("nd4j", archive(Nd4j.class));
    facts.put("openblas", archive(openblas.class));
    return facts;
  }

  /** The model's name with family and model numbers, since virtual machines shorten the name. */
  private static String processor() throws IOException {
    if (!Files.isReadable(PROCESSOR)) {
      return System.getProperty("os.arch");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : Files.readAllLines(PROCESSOR)) {
      String[] parts = line.split(":", 2);
      if (parts.length == 2) {
        fields.putIfAbsent(parts[0].strip(), parts[1].strip());
      }
    }
    String name = fields.getOrDefault("model name", System.getProperty("os.arch"));
    return fields.containsKey("cpu family")
        ? name + ", family " + fields.get("cpu family") + " model " + fields.get("model")
        : name;
  }

  /** The name of the archive that a class comes from, which holds the version. */
  private static String archive(Class<?> type) {
    String path = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return path.substring(path.lastIndexOf('/') + 1).replace(".jar", "");
  }
}
