package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Optimizers that somebody drops in, and that tell nothing but their step")
class ThirdPartyOptimizersIT extends DistributionTestCase {
  private static final String SOURCE =
      """
      package acme;

      import org.escapement.spi.optimizer.*;
      import org.escapement.spi.option.Option;
      import org.nd4j.linalg.api.ndarray.INDArray;

      public class Own {
        static Sampling sampling(int batchSize) {
          return batchSize == 0 ? Sampling.fullBatch() : Sampling.withoutReplacement(batchSize);
        }

        public static class Clipped implements OptimizerFactory<Clipped.Options> {
          public record Options(
              @Option(value = "0.1", description = "step size") double learningRate,
              @Option(value = "0", description = "examples, 0 for all") int batchSize) {}
          public String name() { return "clipped"; }
          public String description() { return "steps along gradients no longer than 1"; }
          public Class<Options> options() { return Options.class; }
          public Optimizer create(Options options) {
            return new Optimizer() {
              public Sampling sampling() { return Own.sampling(options.batchSize()); }
              public State init(INDArray x) { return State.empty(); }
              public StepResult step(INDArray x, State state, BatchObjective objective) {
                INDArray g = objective.gradient(x);
                double clip = Math.max(1, g.norm2Number().doubleValue());
                return new StepResult(g.muli(-options.learningRate() / clip).addi(x), state);
              }
            };
          }
        }

        public static class LookAhead implements OptimizerFactory<LookAhead.Options> {
          public record Options(
              @Option(value = "0.1", description = "step size") double learningRate,
              @Option(value = "0", description = "examples, 0 for all") int batchSize,
              @Option(value = "0.5", description = "slow towards fast") double pull,
              @Option(value = "1", description = "fast towards slow") double mix,
              @Option(value = "1", description = "steps between pulls") int period) {}
          public String name() { return "look-ahead"; }
          public String description() { return "steps whose slow weights follow"; }
          public Class<Options> options() { return Options.class; }
          public Optimizer create(Options options) {
            return new Optimizer() {
              public Sampling sampling() { return Own.sampling(options.batchSize()); }
              public State init(INDArray x) {
                return State.empty().with("slow", x.dup()).with("step", 0);
              }
              public StepResult step(INDArray x, State state, BatchObjective objective) {
                INDArray fast = objective.gradient(x).muli(-options.learningRate()).addi(x);
                double step = (state.scalar("step") + 1) % options.period();
                State next = state.with("step", step);
                if (step != 0) { return new StepResult(fast, next); }
                INDArray slow = state.tensor("slow");
                slow = slow.add(fast.sub(slow).muli(options.pull()));
                INDArray point = fast.add(slow.sub(fast).muli(options.mix()));
                return new StepResult(point, next.with("slow", slow));
              }
            };
          }
        }
      }
      """;

  private static final String CONFIG =
      """
      seed: 1
      precision: double
      model:
        type: quadratic
        factors: [[[1, 0]], [[1, 1]], [[0, 2]]]
      minima: [origin]
      analyze:
        tolerance: 1.0e-10
        optimizers:
          - {type: sgd, learningRate: 0.5, batchSize: 1}
          - {type: clipped, learningRate: 0.5, batchSize: 1}
          - {type: clipped, learningRate: 0.65, batchSize: 1}
          - {type: clipped, learningRate: 0.5}
          - {type: look-ahead, learningRate: 0.5, pull: 0.5, mix: 0.5}
          - {type: look-ahead, learningRate: 0.5, batchSize: 1, pull: 0.5}
          - {type: look-ahead, learningRate: 0.5, batchSize: 1, pull: 0.5, period: 5}
      """;

  /** 2/λmax of the three examples' mean. */
  private static final double FULL_BATCH = 1.1314829082;

  private static JsonNode stability;

  @BeforeAll
  static void analyze(@TempDir Path folder) throws IOException {
    ThirdPartyPlugin.write(
        installation,
        SOURCE,
        "Own",
        List.of("acme.Own$Clipped", "acme.Own$LookAhead"),
        folder,
        installation.home().resolve("plugins/acme.zip"));
    Files.writeString(work("own.yaml"), CONFIG);
    Outcome outcome = escapement("analyze", "own.yaml", "--json", "--out", "own");
    assertCode(0, outcome);
    stability = new ObjectMapper().readTree(outcome.out()).get("stability");
  }

  private static double lower(int optimizer) {
    return stability.at("/" + optimizer + "/criticalLearningRate/lower").asDouble();
  }

  private static double upper(int optimizer) {
    return stability.at("/" + optimizer + "/criticalLearningRate/upper").asDouble();
  }

  private static String text(int optimizer, String field) {
    return stability.get(optimizer).get(field).asText();
  }

  /** Near the minimum nothing is clipped. */
  @Test
  void clippedStepsAreThoseOfSgd() {
    assertThat(lower(1)).isCloseTo(lower(0), within(1e-6 * lower(0)));
    assertThat(upper(1)).isCloseTo(upper(0), within(1e-6 * upper(0)));
    assertThat(text(1, "verdict")).isEqualTo(text(0, "verdict")).isEqualTo("stable");
    assertThat(text(1, "reason")).contains("differences of the step");
    assertThat(lower(3)).isCloseTo(FULL_BATCH, within(1e-6));
    assertThat(upper(3)).isCloseTo(FULL_BATCH, within(1e-6));
  }

  /** Enumeration of all batches of one: 0.5760394922. */
  @Test
  void noiseOfClippedStepsIsDecidedExactly() {
    assertThat(lower(1)).isCloseTo(0.5760394922, within(1e-5));
    assertThat(upper(1)).isCloseTo(0.5760394922, within(1e-5));
    assertThat(text(2, "verdict")).isEqualTo("intermittent");
  }

  /** With pull α and mix γ: (2k + 2 − 2α)/(2k − α) over λmax, k = 1 − γ(1 − α). */
  @Test
  void fullBatchEdgeOfLookAhead() {
    double kept = 0.75;
    double expected = (2 * kept + 2 - 1) / (2 * kept - 0.5) / 2 * FULL_BATCH;
    assertThat(lower(4)).isCloseTo(expected, within(1e-6));
    assertThat(upper(4)).isCloseTo(expected, within(1e-6));
    assertThat(text(4, "verdict")).isEqualTo("stable");
  }

  /** Mixed fully, the point is the slow one: steps of α times the rate. */
  @Test
  void noiseOfLookAheadIsThatOfSlowerSteps() {
    assertThat(lower(5)).isCloseTo(0.5760394922 / 0.5, within(1e-5));
    assertThat(upper(5)).isCloseTo(0.5760394922 / 0.5, within(1e-5));
    assertThat(text(5, "verdict")).isEqualTo("stable");
  }

  /**
   * It pulls at every fifth step, so that there is no one recurrence and no critical rate is made
   * up. Its live step scales with the distance from the minimum: -0.1090 a step, by 2 million steps
   * in a program of its own.
   */
  @Test
  void periodicLookAheadHasAnExponentOnly() {
    assertThat(text(6, "verdict")).as("in mean square it may still grow").isEqualTo("undecided");
    assertThat(text(6, "reason")).contains("exponent of the live step");
    double error = stability.at("/6/liveExponent/standardError").asDouble();
    assertThat(error).isBetween(0.0, 0.002);
    assertThat(stability.at("/6/liveExponent/value").asDouble())
        .isCloseTo(-0.1090, within(4 * error));
    assertThat(stability.at("/6/criticalLearningRate/upper").isNumber()).isFalse();
  }
}
