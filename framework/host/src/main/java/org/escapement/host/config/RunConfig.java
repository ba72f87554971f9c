package org.escapement.host.config;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Loss;
import org.escapement.spi.option.Option;
import org.escapement.spi.option.OptionSchema;

/**
 * What a run is to do. The minimum comes from training, from the model, which may know some, or
 * from a file; a comparison finds several. Exactly one of {@code train}, {@code minima}, {@code
 * parameters} and {@code compare} is present in a config that was read.
 */
public record RunConfig(
    @Option(
            value = "1",
            range = "[0, inf)",
            description = "the number from which every random choice of the run is derived")
        long seed,
    @Option(value = "float", description = "the floating-point type of all tensors")
        Precision precision,
    @Option(
            value = "4096",
            range = "[64, 16777216]",
            description =
                "the memory in MiB that buffers and solver vectors may take, beside the data and"
                    + " about 400 MiB of program; with less, examples go through in more pieces and"
                    + " solvers restart sooner, which changes results by rounding only")
        long memory,
    @Option(
            value = Option.ABSENT,
            description = "the data set, with its options; left out for a model that needs none")
        Component data,
    @Option(description = "the model, with its options") Component model,
    @Option(value = "mse", description = "the loss that is minimized, and its scaling") Loss loss,
    @Option(
            value = Option.ABSENT,
            description =
                "how to find the minimum; give either this, minima, parameters or compare")
        TrainSection train,
    @Option(
            value = Option.ABSENT,
            description =
                "known minima of the model to analyse, by name, instead of training; the first is"
                    + " the main one")
        List<String> minima,
    @Option(
            value = Option.ABSENT,
            description =
                "a safetensors file with the model's tensors at the minimum to analyse, instead of"
                    + " training")
        String parameters,
    @Option(
            value = Option.ABSENT,
            description =
                "optimizers whose minima are compared, for the command compare, instead of"
                    + " training by one")
        CompareSection compare,
    @Option(value = "{}", description = "the stability analysis at the minimum")
        AnalyzeSection analyze,
    @Option(
            value = Option.ABSENT,
            description = "runs that try to leave the minimum; left out, there are none")
        EscapeSection escape) {

  public RunConfig {
    minima = minima == null ? null : List.copyOf(minima);
  }

  /**
   * Reads a config file.
   *
   * @param overrides values to replace, in order, as {@link ConfigDocument#with} takes them
   * @throws EscapementException a CONFIG or OPTION code, with the place of the first offender
   */
  public static RunConfig read(Path file, List<String> overrides) {
    return of(ConfigDocument.read(file, overrides));
  }

  /**
   * Binds a document.
   *
   * @throws EscapementException a CONFIG or OPTION code, with the place of the first offender
   */
  public static RunConfig of(ConfigDocument document) {
    RunConfig config = OptionBinder.bind(document, OptionSchema.of(RunConfig.class));
    checkOrigin(document, config);
    ConfigNode minima = document.root().child("minima");
    if (config.minima != null && config.minima.isEmpty()) {
      throw minima.outOfRange("[]", "a list of at least one name");
    }
    if (config.compare != null) {
      config.compare.check(document);
    }
    if (config.escape != null) {
      config.escape.check(document);
    }
    return config;
  }

  /** Exactly one of the keys that tell where the minimum comes from. */
  private static void checkOrigin(ConfigDocument document, RunConfig config) {
    Map<String, Object> origins = new LinkedHashMap<>();
    origins.put("train", config.train);
    origins.put("minima", config.minima);
    origins.put("parameters", config.parameters);
    origins.put("compare", config.compare);
    origins.values().removeIf(Objects::isNull);
    Iterator<String> given = origins.keySet().iterator();
    if (!given.hasNext()) {
      throw document
          .root()
          .error(
              ErrorCode.CONFIG_CONFLICT,
              "one of 'train', 'minima', 'parameters' and 'compare' is needed, found none");
    }
    String first = given.next();
    if (given.hasNext()) {
      throw document
          .root()
          .child(given.next())
          .error(
              ErrorCode.CONFIG_CONFLICT,
              "cannot stand beside '"
                  + first
                  + "' ("
                  + document.root().child(first).origin().where()
                  + "); keep one of them");
    }
  }

  /**
   * The same config with every option of every component written out.
   *
   * @throws EscapementException COMPONENT_UNKNOWN, or a CONFIG or OPTION code for a component's
   *     option
   */
  public RunConfig resolve(ComponentSchemas schemas) {
    return new RunConfig(
        seed,
        precision,
        memory,
        data == null ? null : data.resolve(schemas.data(data)),
        model.resolve(schemas.model(model)),
        loss,
        train == null ? null : resolve(train, schemas),
        minima,
        parameters,
        compare == null ? null : compare.resolve(schemas),
        resolve(analyze, schemas),
        escape == null ? null : escape.resolve(schemas));
  }

  private static TrainSection resolve(TrainSection train, ComponentSchemas schemas) {
    return new TrainSection(
        train.optimizer().resolve(schemas.optimizer(train.optimizer())),
        train.until(),
        train.maxIterations(),
        train.evaluateEvery(),
        train.sharpnessEvery(),
        train.sharpnessTolerance());
  }

  private static AnalyzeSection resolve(AnalyzeSection analyze, ComponentSchemas schemas) {
    return new AnalyzeSection(
        resolve(analyze.optimizers(), schemas),
        analyze.tolerance(),
        analyze.maxProducts(),
        analyze.warmup(),
        analyze.batchSizes(),
        analyze.withReplacement(),
        analyze.modes(),
        analyze.exponentSteps(),
        analyze.perturbation(),
        analyze.layers(),
        analyze.spectrum());
  }

  private static List<Component> resolve(List<Component> optimizers, ComponentSchemas schemas) {
    return optimizers.stream()
        .map(optimizer -> optimizer.resolve(schemas.optimizer(optimizer)))
        .toList();
  }
}
