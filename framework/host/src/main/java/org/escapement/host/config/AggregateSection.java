package org.escapement.host.config;

import java.util.List;
import org.escapement.spi.option.Option;

/** How the results of a sweep's jobs are summed up. */
public record AggregateSection(
    @Option(
            value = Option.ABSENT,
            description =
                "swept keys; jobs that agree in all of them make a row. Left out: every swept key"
                    + " but the one that is averaged over")
        List<String> by,
    @Option(
            value = "seed",
            description = "the swept key that rows are averaged over where 'by' is left out")
        String over,
    @Option(
            value = "[]",
            description =
                "numbers in results.json to average, such as minimum.testAccuracy or"
                    + " stability[sgd].criticalLearningRate.upper; left out: minimum.loss,"
                    + " minimum.testAccuracy, curvature.sharpness and curvature.nonUniformity"
                    + " where they are")
        List<String> values,
    @Option(
            value = "false",
            description =
                "whether jobs are averaged too that ended, unlike diverged ones, at a point, but"
                    + " not at what they were asked for")
        boolean notConverged,
    @Option(value = "[]", description = "figures of one quantity against another")
        List<ScatterSection> scatter) {
  public AggregateSection {
    by = by == null ? null : List.copyOf(by);
    values = List.copyOf(values);
    scatter = List.copyOf(scatter);
  }
}
