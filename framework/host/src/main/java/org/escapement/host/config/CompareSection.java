package org.escapement.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.option.Option;

/** Several optimizers that train from the same starts, to compare the minima that they select. */
public record CompareSection(
    @Option(
            description =
                "the optimizers to compare: each trains, and is asked whether it would stay at the"
                    + " others' minima; ratios are to the first")
        List<Component> optimizers,
    @Option(
            value = "[1, 2, 3]",
            range = "[0, inf)",
            description =
                "each seed gives one start and one order of the data, the same for all optimizers")
        List<Long> seeds,
    @Option(value = "{}", description = "when training has reached a minimum") UntilSection until,
    @Option(
            value = "60000",
            range = "[1, inf)",
            description = "most iterations before a training gives up")
        int maxIterations,
    @Option(
            value = "0",
            range = "[0, inf)",
            description =
                "iterations between evaluations of the full loss when batches are drawn; 0 chooses"
                    + " one epoch")
        int evaluateEvery) {
  private static final String KEY = "compare";

  public CompareSection {
    optimizers = List.copyOf(optimizers);
    seeds = List.copyOf(seeds);
  }

  /** Refuses what makes no comparison, and what a comparison has no place for. */
  void check(ConfigDocument document) {
    ConfigNode section = document.root().child(KEY);
    if (optimizers.isEmpty()) {
      throw section.child("optimizers").outOfRange("[]", "a list of at least one optimizer");
    }
    if (seeds.isEmpty()) {
      throw section.child("seeds").outOfRange("[]", "a list of at least one seed");
    }
    for (int i = 0; i < seeds.size(); i++) {
      int first = seeds.indexOf(seeds.get(i));
      if (first < i) {
        throw section
            .child("seeds")
            .child(i)
            .error(
                ErrorCode.CONFIG_CONFLICT,
                seeds.get(i) + " is the same as " + KEY + ".seeds[" + first + "]");
      }
    }
    refuse(document.root().child("escape"));
    refuse(document.root().child("analyze").child("optimizers"));
  }

  private static void refuse(ConfigNode other) {
    JsonNode value = other.value();
    if (!value.isMissingNode() && !value.isNull() && !value.isEmpty()) {
      throw other.error(
          ErrorCode.CONFIG_CONFLICT,
          "cannot stand beside '" + KEY + "', whose optimizers are analysed at every minimum");
    }
  }

  /** The same with every option of every optimizer written out; two must not be the same. */
  CompareSection resolve(ComponentSchemas schemas) {
    List<Component> resolved = new ArrayList<>();
    for (Component optimizer : optimizers) {
      Component whole = optimizer.resolve(schemas.optimizer(optimizer));
      int first = resolved.indexOf(whole);
      if (first >= 0) {
        throw optimizer.error(
            ErrorCode.CONFIG_CONFLICT, "is the same as " + resolved.get(first).path());
      }
      resolved.add(whole);
    }
    return new CompareSection(resolved, seeds, until, maxIterations, evaluateEvery);
  }
}
