package org.escapement.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kernels as CUDA C, in the resources beside this class. */
final class KernelSource {
  private static final List<String> FILES =
      List.of("common.cu", "entries.cu", "sums.cu", "images.cu");
  private static final Pattern NAME = Pattern.compile("^KERNEL (\\w+)\\(", Pattern.MULTILINE);

  private KernelSource() {}

  /** All of it as one text. */
  static String text() {
    StringBuilder text = new StringBuilder();
    for (String name : FILES) {
      try (InputStream file = KernelSource.class.getResourceAsStream(name)) {
        text.append(new String(file.readAllBytes(), StandardCharsets.UTF_8)).append('\n');
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return text.toString();
  }

  /** The names of the kernels in a text. */
  static List<String> names(String text) {
    List<String> names = new ArrayList<>();
    Matcher matcher = NAME.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }
}
