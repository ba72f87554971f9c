package org.escapement.host.plugin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.escapement.host.plugin.PluginReport.Fault;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.pf4j.PluginDescriptor;

/** A file on its way through loading: what is known of it so far, and what is wrong with it. */
final class PluginFile {
  private final Path path;
  private final List<Fault> faults = new ArrayList<>();
  private final List<PluginComponent<OptimizerFactory<?>>> optimizers = new ArrayList<>();
  private final List<PluginComponent<ModelFactory<?>>> models = new ArrayList<>();
  private Long bytes;
  private String sha256;
  private Path unpacked;
  private PluginDescriptor descriptor;
  private List<PluginOrigin> needs = List.of();

  PluginFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  String name() {
    return path.getFileName().toString();
  }

  void fault(ErrorCode code, String line) {
    faults.add(new Fault(code, OneLine.of(line)));
  }

  void fault(PluginFault fault) {
    fault(fault.code(), fault.getMessage());
  }

  boolean sound() {
    return faults.isEmpty();
  }

  /** Whether it is a file whose bytes can be counted. */
  boolean measured() {
    return bytes != null;
  }

  void measured(long size) {
    bytes = size;
  }

  long bytes() {
    return bytes;
  }

  void identified(String digest) {
    sha256 = digest;
  }

  String sha256() {
    return sha256;
  }

  void unpackedInto(Path folder) {
    unpacked = folder;
  }

  Path unpacked() {
    return unpacked;
  }

  void describedBy(PluginDescriptor read) {
    descriptor = read;
  }

  PluginDescriptor descriptor() {
    return descriptor;
  }

  boolean described() {
    return descriptor != null;
  }

  void needs(List<PluginOrigin> others) {
    needs = others;
  }

  PluginOrigin origin() {
    return new PluginOrigin(descriptor.getPluginId(), descriptor.getVersion(), sha256, path, needs);
  }

  List<PluginComponent<OptimizerFactory<?>>> optimizers() {
    return optimizers;
  }

  List<PluginComponent<ModelFactory<?>>> models() {
    return models;
  }

  Stream<PluginComponent<?>> components() {
    return Stream.concat(optimizers.stream(), models.stream());
  }

  /**
   * The outcome.
   *
   * @param usable which of the file's components can be looked up
   */
  PluginReport report(Predicate<PluginComponent<?>> usable) {
    Optional<PluginDescriptor> read = Optional.ofNullable(descriptor);
    return new PluginReport(
        path,
        Optional.ofNullable(bytes),
        Optional.ofNullable(sha256),
        read.map(PluginDescriptor::getPluginId),
        read.map(PluginDescriptor::getVersion),
        components()
            .filter(usable)
            .map(component -> component.kind() + " " + component.name())
            .toList(),
        faults);
  }
}
