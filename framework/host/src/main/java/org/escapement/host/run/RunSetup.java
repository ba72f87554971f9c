package org.escapement.host.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.escapement.engine.compute.ActiveCompute;
import org.escapement.engine.random.RandomStreams;
import org.escapement.host.config.Component;
import org.escapement.host.config.ConfigDocument;
import org.escapement.host.config.Precision;
import org.escapement.host.config.ResolvedConfig;
import org.escapement.host.config.RunConfig;
import org.escapement.host.plugin.PluginOrigin;
import org.escapement.lab.data.DataContext;
import org.escapement.lab.data.DataSet;
import org.escapement.lab.files.Sha256;
import org.escapement.lab.result.ParameterFile;
import org.escapement.lab.text.NearMiss;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.model.Objective;
import org.escapement.spi.model.ParameterSubset;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.Sampling.Kind;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A config with everything that it names made and checked: what is wrong in it is found before the
 * first step, not after hours of training.
 */
public final class RunSetup {
  private final ResolvedConfig resolved;
  private final RandomStreams streams;
  private final MemoryPlan memory;
  private final DataSet data;
  private final Model model;
  private final Objective training;
  private final Objective test;
  private final Map<String, INDArray> knownMinima;
  private final INDArray point;
  private final String pointSha256;
  private final Map<String, ParameterSubset> layers;
  private final NamedOptimizer trainer;
  private final List<NamedOptimizer> analysed;
  private final List<NamedOptimizer> escaping;
  private final List<NamedOptimizer> compared;
  private final List<PluginOrigin> plugins;

  private final ComponentRegistry registry;

  private RunSetup(ConfigDocument document, ComponentRegistry registry) {
    this.registry = registry;
    RunConfig config = RunConfig.of(document);
    resolved = ResolvedConfig.of(config, registry);
    streams = RandomStreams.of(config.seed());
    checkData(config, registry);
    trainer = config.train() == null ? null : registry.createOptimizer(config.train().optimizer());
    analysed = config.analyze().optimizers().stream().map(registry::createOptimizer).toList();
    escaping =
        config.escape() == null
            ? List.of()
            : config.escape().optimizers().stream().map(registry::createOptimizer).toList();
    compared =
        config.compare() == null
            ? List.of()
            : config.compare().optimizers().stream().map(registry::createOptimizer).toList();
    DataType precision = config.precision() == Precision.DOUBLE ? DataType.DOUBLE : DataType.FLOAT;
    data =
        config.data() == null
            ? null
            : registry.loadData(config.data(), new DataContext(streams, precision));
    memory = new MemoryPlan(config.memory(), ActiveCompute.get().memoryBytes());
    model =
        registry.createModel(
            config.model(),
            new ModelSetting(
                data == null ? List.of() : data.inputShape(),
                data == null ? 0 : data.outputs(),
                config.loss(),
                precision,
                memory.passBytes()));
    memory
        .problem(model.dimension(), precision)
        .ifPresent(
            problem -> {
              throw config.model().error(ErrorCode.MEMORY, problem);
            });
    memory
        .cardProblem(model.dimension(), precision)
        .ifPresent(
            problem -> {
              throw config.model().error(ErrorCode.DEVICE_MEMORY, problem);
            });
    memory
        .spectrumProblem(config.analyze().spectrum(), model.dimension(), precision)
        .ifPresent(
            shortage -> {
              throw document.error(shortage.code(), shortage.text(), "analyze", "spectrum");
            });
    knownMinima = model.knownMinima();
    checkMinima(document, config);
    point = config.parameters() == null ? null : readPoint(document, config, precision);
    pointSha256 = config.parameters() == null ? null : digest(document, config);
    layers = findLayers(document, config);
    training = model.objective(data == null ? Examples.none() : data.train());
    checkBatchSizes(document, config);
    Stream.of(Stream.ofNullable(trainer), analysed.stream(), escaping.stream(), compared.stream())
        .flatMap(Function.identity())
        .forEach(this::checkSampling);
    test = data == null || data.test().count() == 0 ? null : model.objective(data.test());
    plugins = registry.used();
  }

  /**
   * Makes everything that a config names.
   *
   * @throws org.escapement.spi.error.EscapementException for the first thing that is wrong
   */
  public static RunSetup of(ConfigDocument document, ComponentRegistry registry) {
    return new RunSetup(document, registry);
  }

  private static void checkData(RunConfig config, ComponentRegistry registry) {
    Component model = config.model();
    boolean needed = registry.needsData(model);
    if (needed && config.data() == null) {
      throw model.error(
          ErrorCode.CONFIG_CONFLICT,
          "type",
          "the model '" + model.type() + "' needs data, and there is no section 'data'");
    }
    if (!needed && config.data() != null) {
      throw config
          .data()
          .error(
              ErrorCode.CONFIG_CONFLICT,
              "type",
              "the model '"
                  + model.type()
                  + "' brings its own examples; remove the section 'data'");
    }
  }

  private void checkMinima(ConfigDocument document, RunConfig config) {
    if (config.minima() == null) {
      return;
    }
    for (int i = 0; i < config.minima().size(); i++) {
      String name = config.minima().get(i);
      if (!knownMinima.containsKey(name)) {
        throw document.error(
            ErrorCode.CONFIG_CONFLICT,
            "the model '"
                + config.model().type()
                + "' knows no minimum '"
                + OneLine.quoted(name)
                + "'"
                + NearMiss.listing(name, "available", knownMinima.keySet()),
            "minima",
            i);
      }
    }
  }

  /** Without replacement a batch holds no more than all examples. */
  private void checkBatchSizes(ConfigDocument document, RunConfig config) {
    List<Integer> sizes = config.analyze().batchSizes();
    for (int i = 0; i < sizes.size() && !config.analyze().withReplacement(); i++) {
      if (sizes.get(i) > training.examples()) {
        throw document.error(
            ErrorCode.CONFIG_CONFLICT,
            "a batch of "
                + sizes.get(i)
                + " examples without replacement, there are "
                + training.examples(),
            "analyze",
            "batchSizes",
            i);
      }
    }
  }

  /** Batches of distinct examples, likewise, whoever chose their size. */
  private void checkSampling(NamedOptimizer optimizer) {
    Sampling sampling = optimizer.optimizer().sampling();
    boolean distinct =
        sampling.kind() == Kind.WITHOUT_REPLACEMENT || sampling.kind() == Kind.RESHUFFLED;
    if (distinct && sampling.batchSize() > training.examples()) {
      throw optimizer
          .component()
          .error(
              ErrorCode.CONFIG_CONFLICT,
              optimizer.optimizer()
                  + " draws batches of "
                  + sampling.batchSize()
                  + " distinct examples, there are "
                  + training.examples());
    }
  }

  private INDArray readPoint(ConfigDocument document, RunConfig config, DataType precision) {
    try {
      return ParameterFile.read(Path.of(config.parameters()), model.parameters(), precision);
    } catch (EscapementException e) {
      throw document.error(e.code(), e.getMessage(), "parameters");
    }
  }

  private static String digest(ConfigDocument document, RunConfig config) {
    try {
      return Sha256.of(Path.of(config.parameters()));
    } catch (IOException e) {
      throw document.error(ErrorCode.DATA_MISSING, OneLine.reason(e), "parameters");
    }
  }

  private Map<String, ParameterSubset> findLayers(ConfigDocument document, RunConfig config) {
    List<String> names = config.analyze().layers();
    Map<String, ParameterSubset> found = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (found.containsKey(names.get(i))) {
        throw document.error(
            ErrorCode.CONFIG_CONFLICT,
            "'" + OneLine.quoted(names.get(i)) + "' is named twice",
            "analyze",
            "layers",
            i);
      }
      try {
        found.put(names.get(i), ParameterSubset.of(model.parameters(), List.of(names.get(i))));
      } catch (EscapementException e) {
        throw document.error(e.code(), e.getMessage(), "analyze", "layers", i);
      }
    }
    return found;
  }

  /** The config, every option of every component written out. */
  public RunConfig config() {
    return resolved.config();
  }

  /** The same with its text. */
  public ResolvedConfig resolved() {
    return resolved;
  }

  RandomStreams streams() {
    return streams;
  }

  MemoryPlan memory() {
    return memory;
  }

  /** The data, or null where the model brings its own. */
  DataSet data() {
    return data;
  }

  /** The model. */
  public Model model() {
    return model;
  }

  /** The loss on training examples. */
  public Objective training() {
    return training;
  }

  /** The loss on test examples, or null. */
  public Objective test() {
    return test;
  }

  Map<String, INDArray> knownMinima() {
    return knownMinima;
  }

  /** The point that was read from a file, or null. */
  INDArray point() {
    return point;
  }

  /** The digest of that file, or null. */
  String pointSha256() {
    return pointSha256;
  }

  /** The known minima that are to be analysed, in the config's order. */
  Map<String, INDArray> chosenMinima() {
    Map<String, INDArray> chosen = new LinkedHashMap<>();
    config().minima().forEach(name -> chosen.put(name, knownMinima.get(name)));
    return chosen;
  }

  /** The layers whose curvature is measured by itself, by name, in the config's order. */
  Map<String, ParameterSubset> layers() {
    return layers;
  }

  /** The optimizer that trains, or null where nothing is trained. */
  NamedOptimizer trainer() {
    return trainer;
  }

  List<NamedOptimizer> analysed() {
    return analysed;
  }

  List<NamedOptimizer> escaping() {
    return escaping;
  }

  /** An optimizer that differs from one of the config's in one option. */
  NamedOptimizer variant(NamedOptimizer optimizer, String option, double number) {
    return registry.createOptimizer(optimizer.component().with(option, number));
  }

  /** The optimizers whose minima are compared. */
  public List<NamedOptimizer> compared() {
    return compared;
  }

  List<PluginOrigin> plugins() {
    return plugins;
  }
}
