package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.Test;

/** {@code escapement reproduce}, as packaged. */
class ReproduceIT extends SweepTestCase {
  private static final List<String> TARGETS =
      List.of("fig1", "fig2", "fig3", "fig5", "fig6", "fig7", "fig8", "fig9", "table2", "table3");

  /** Targets whose claims hold at any size; of the others, data this small decides. */
  private static final List<String> EXACT = List.of("fig2", "table2", "table3");

  @Test
  void everyTargetAtSmokeScale() throws IOException {
    Outcome outcome = escapement("reproduce", "all", "--scale", "smoke", "--out", "smoke");

    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isIn(0, 3);
    for (String target : TARGETS) {
      Path folder = work("smoke").resolve(target);
      assertThat(folder.resolve(target + ".png")).isNotEmptyFile();
      assertThat(folder.resolve(target + ".svg")).isNotEmptyFile();
      assertThat(table(folder.resolve("table.csv"))).as(target).isNotEmpty();
      List<Map<String, String>> claims = table(folder.resolve("claims.csv"));
      assertThat(claims).as(target).isNotEmpty();
      assertThat(table(folder.resolve("jobs.csv")))
          .as(target)
          .allSatisfy(job -> assertThat(job.get("status")).isEqualTo("done"));
      if (EXACT.contains(target)) {
        assertThat(claims).as(target).allSatisfy(c -> assertThat(c.get("holds")).isEqualTo("yes"));
      }
      assertThat(outcome.out()).contains("results in smoke/" + target);
    }
  }

  @Test
  void aFailedClaimEndsWithItsOwnCode() throws IOException {
    // far from any minimum the sharpness has not grown to the edge
    Path changed = Files.createDirectories(work("my")).resolve("table2.yaml");
    Files.writeString(
        changed,
        """
        data: {type: generated, train: 12, test: 6, classes: 2, size: 4}
        model: {type: mlp, hidden: [5], activation: relu}
        train: {optimizer: {type: gd, learningRate: 0.3}, until: {loss: 5.0e-2}, maxIterations: 300}
        scales: {smoke: {}}
        """);
    Outcome outcome =
        escapement("reproduce", "my/table2.yaml", "--scale", "smoke", "--out", "claims");

    assertCode(3, outcome);
    assertThat(table(work("claims").resolve("table2").resolve("claims.csv")))
        .anySatisfy(claim -> assertThat(claim.get("holds")).isEqualTo("no"));
  }

  @Test
  void oneTargetDoesNotStopTheOthers() throws IOException {
    Path broken = Files.createDirectories(work("broken")).resolve("table3.yaml");
    Files.writeString(broken, "seed: 1\n");

    Outcome outcome =
        escapement(
            "reproduce", "broken/table3.yaml", "fig2", "--scale", "smoke", "--out", "others");

    assertCode(2, outcome);
    assertThat(outcome.err()).contains("ESC-104");
    assertThat(work("others").resolve("fig2").resolve("claims.csv")).isNotEmptyFile();
  }

  @Test
  void whatIsNotThereIsRefused() {
    assertRefused(
        escapement("reproduce", "fig4"),
        "ESC-001",
        "no target 'fig4'; available: fig1 fig2 fig3 fig5 fig6 fig7 fig8 fig9 table2 table3 all");
    assertRefused(
        escapement("reproduce", "table2", "--scale", "huge", "--out", "huge"),
        "ESC-104",
        "must be one of full | cpu | smoke");
  }
}
