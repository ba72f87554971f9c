package org.escapement.host.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.escapement.engine.network.Network;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.pf4j.ExtensionPoint;

/** A plugin zip under construction, its classes compiled from source on the spot. */
public final class PluginZip {
  private static final String CLASSES = "classes/";

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private PluginZip() {}

  /** A zip without anything in it. */
  public static PluginZip empty() {
    return new PluginZip();
  }

  /** A zip with a valid descriptor. */
  public static PluginZip of(String id, String version) {
    return empty().text("plugin.properties", descriptor(id, version));
  }

  /** A sound plugin with one optimizer of class {@code acme.<id>.Factory}. */
  public static PluginZip sound(String id, String version, String optimizer) {
    String className = "acme." + id.replace('-', '_') + ".Factory";
    return of(id, version).source(optimizer(className, optimizer)).index(className);
  }

  static String descriptor(String id, String version) {
    return "plugin.id=" + id + "\nplugin.version=" + version + "\n";
  }

  /** The source of an optimizer's factory; tests change it by replacing text. */
  public static String optimizer(String className, String name) {
    int dot = className.lastIndexOf('.');
    return """
        package %s;

        import org.escapement.spi.optimizer.*;
        import org.escapement.spi.option.Option;
        import org.nd4j.linalg.api.ndarray.INDArray;

        @org.pf4j.Extension
        public class %s implements OptimizerFactory<Options> {
          public String name() { return "%s"; }
          public String description() { return "a test"; }
          public Class<Options> options() { return Options.class; }
          public Optimizer create(Options options) { return new Still(); }
        }

        record Options(
            @Option(value = "0.1", range = "(0, inf)", description = "step size")
            double learningRate) {}

        class Still implements Optimizer {
          public State init(INDArray x) { return null; }
          public StepResult step(INDArray x, State state, BatchObjective objective) { return null; }
        }
        """
        .formatted(className.substring(0, dot), className.substring(dot + 1), name);
  }

  /** The source of a model's factory. */
  public static String model(String className, String name) {
    int dot = className.lastIndexOf('.');
    return """
        package %s;

        import org.escapement.spi.model.*;

        public class %s implements ModelFactory<%2$s.Options> {
          public record Options() {}
          public String name() { return "%s"; }
          public String description() { return "a test"; }
          public Class<Options> options() { return Options.class; }
          public boolean needsData() { return false; }
          public Model create(Options options, ModelSetting setting) { return null; }
        }
        """
        .formatted(className.substring(0, dot), className.substring(dot + 1), name);
  }

  PluginZip bytes(String entry, byte[] content) {
    entries.put(entry, content);
    return this;
  }

  public PluginZip text(String entry, String content) {
    return bytes(entry, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Compiles the sources together and adds their classes. */
  public PluginZip source(String... sources) {
    compile(List.of("-proc:none"), sources).forEach(this::bytes);
    return this;
  }

  /** Compiles with PF4J's annotation processor, which writes the index. */
  PluginZip processedSource(String... sources) {
    compile(List.of("-processor", "org.pf4j.processor.ExtensionAnnotationProcessor"), sources)
        .forEach(this::bytes);
    return this;
  }

  /** Compiles a source into a jar in {@code lib/}. */
  PluginZip library(String jar, String source) {
    PluginZip library = empty();
    compile(List.of("-proc:none"), source)
        .forEach((path, content) -> library.bytes(path.substring(CLASSES.length()), content));
    return bytes("lib/" + jar, library.bytes());
  }

  PluginZip without(String entry) {
    if (entries.remove(entry) == null) {
      throw new IllegalArgumentException(entry + " is none of " + entries.keySet());
    }
    return this;
  }

  byte[] content(String entry) {
    return entries.get(entry);
  }

  public PluginZip index(String... classNames) {
    return text(CLASSES + "META-INF/extensions.idx", String.join("\n", classNames) + "\n");
  }

  public Path write(Path zip) {
    try {
      return Files.write(zip, bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry header = new ZipEntry(entry.getKey());
        // equal content gives equal zips, so that runs of the tests share a cache
        header.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
        out.putNextEntry(header);
        out.write(entry.getValue());
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Map<String, byte[]> compile(List<String> options, String... sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null)) {
      MemoryFiles files = new MemoryFiles(standard);
      List<String> all =
          Stream.concat(Stream.of("--release", "17", "-classpath", classPath()), options.stream())
              .toList();
      boolean compiled =
          compiler.getTask(messages, files, null, all, null, MemoryFiles.sources(sources)).call();
      if (!compiled) {
        throw new IllegalArgumentException(messages.toString());
      }
      return files.written(CLASSES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String classPath() {
    return Stream.of(OptimizerFactory.class, Network.class, ExtensionPoint.class, INDArray.class)
        .map(PluginZip::location)
        .collect(Collectors.joining(System.getProperty("path.separator")));
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
