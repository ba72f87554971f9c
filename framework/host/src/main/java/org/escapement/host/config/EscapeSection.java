package org.escapement.host.config;

import java.util.List;
import org.escapement.lab.escape.Direction;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.option.Option;

/** Runs that start beside the minimum, to see whether and when each optimizer leaves it. */
public record EscapeSection(
    @Option(
            value = "1.0e-5",
            range = "[0, inf)",
            description =
                "length of the displacement from the minimum; 0 for none, a mere switch of"
                    + " optimizer")
        double perturbation,
    @Option(
            value = "random",
            description =
                "direction of the displacement: another one for each trial, or along the leading"
                    + " eigenvector of the Hessian, its largest entry in size positive"
                    + " (both-top-modes: along it and against it by turns)")
        Direction direction,
    @Option(
            value = "20",
            range = "[1, inf)",
            description = "runs of each optimizer, with batches of their own")
        int trials,
    @Option(
            value = Option.ABSENT,
            range = "[1, inf)",
            description =
                "iterations after which a run that has not escaped ends; left out, it is what the"
                    + " prediction asks for, at most 20,000: the mean time of escape and three"
                    + " times its spread, or where an optimizer is not expected to escape the most"
                    + " that another one of the list needs, or 1,500")
        Long maxIterations,
    @Option(
            value = Option.ABSENT,
            range = "(0, inf)",
            description =
                "distance from the minimum that counts as escaped; left out, it is a tenth of the"
                    + " minimum's norm, but at least 0.1")
        Double distance,
    @Option(
            value = "true",
            description =
                "whether each optimizer's stability is analysed first, to predict what its trials"
                    + " will show")
        boolean predict,
    @Option(
            value = Option.ABSENT,
            range = "(0, 1)",
            description =
                "a control: the same trials with the learning rate at this share of the critical"
                    + " one, such as 0.7; left out, there is none")
        Double control,
    @Option(
            value = "0",
            range = "[0, inf)",
            description =
                "iterations between records of loss, accuracy, distance and sharpness in"
                    + " escape.csv; runs then go on after escape. 0 for no records")
        long recordEvery,
    @Option(
            value = "true",
            description = "whether the records have the sharpness, which costs most")
        boolean recordSharpness,
    @Option(description = "the optimizers that try to leave the minimum")
        List<Component> optimizers) {
  public EscapeSection {
    optimizers = List.copyOf(optimizers);
  }

  /** The same with every option of every optimizer written out. */
  EscapeSection resolve(ComponentSchemas schemas) {
    return new EscapeSection(
        perturbation,
        direction,
        trials,
        maxIterations,
        distance,
        predict,
        control,
        recordEvery,
        recordSharpness,
        optimizers.stream()
            .map(optimizer -> optimizer.resolve(schemas.optimizer(optimizer)))
            .toList());
  }

  /** Refuses what contradicts itself. */
  void check(ConfigDocument document) {
    if (distance != null && perturbation >= distance) {
      throw document.error(
          ErrorCode.CONFIG_CONFLICT,
          "found " + perturbation + ", must be less than escape.distance = " + distance,
          "escape",
          "perturbation");
    }
    if (control != null && !predict) {
      throw document.error(
          ErrorCode.CONFIG_CONFLICT,
          "needs the critical learning rate, which escape.predict = false leaves unknown",
          "escape",
          "control");
    }
  }
}
