package org.escapement.host.reproduce.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.escapement.host.reproduce.Claim;
import org.escapement.host.reproduce.JobResult;
import org.escapement.host.reproduce.Target;
import org.escapement.spi.error.EscapementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claims hold where they should, and fail on what contradicts them. */
class ClaimsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private static JobResult minimum(
      double rate, Integer batch, double sharpness, double nonUniformity, double accuracy)
      throws IOException {
    String optimizer =
        batch == null
            ? "{\"type\":\"gd\",\"learningRate\":" + rate + "}"
            : "{\"type\":\"sgd\",\"learningRate\":" + rate + ",\"batchSize\":" + batch + "}";
    return new JobResult(
        Path.of("none"),
        JSON.readTree("{\"train\":{\"optimizer\":" + optimizer + "}}"),
        JSON.readTree(
            "{\"minimum\":{\"testAccuracy\":"
                + accuracy
                + ",\"trainAccuracy\":1},\"curvature\":{\"sharpness\":{\"value\":"
                + sharpness
                + "},\"nonUniformity\":{\"value\":"
                + nonUniformity
                + "}},\"provenance\":{\"examples\":101,\"seed\":1}}"));
  }

  private static List<Boolean> holds(Target target, JobResult... jobs) throws IOException {
    return target.findings(List.of(jobs)).claims().stream().map(Claim::holds).toList();
  }

  @Test
  void gradientDescentEndsJustUnderItsEdge() throws IOException {
    Target table = Targets.of("table2");
    assertThat(holds(table, minimum(1, null, 1.9, 7, 0.7), minimum(5, null, 0.4, 2, 0.7)))
        .containsExactly(true, true, true);
    // a fifth below the edge is not "within 10 %"
    assertThat(holds(table, minimum(1, null, 1.6, 7, 0.7))).containsExactly(true, false);
    // above it, the bound fails too
    assertThat(holds(table, minimum(1, null, 2.1, 7, 0.7))).containsExactly(false, false);
    // one seed that misses is enough
    assertThat(holds(table, minimum(1, null, 1.9, 7, 0.7), minimum(1, null, 1.5, 7, 0.7)))
        .containsExactly(true, false);
    // slow rates stop before the edge: only the bound is claimed
    assertThat(holds(table, minimum(0.01, null, 53, 90, 0.7))).containsExactly(true);
  }

  @Test
  void theBatchSizeMovesSharpnessAndNonUniformityUpwards() throws IOException {
    List<JobResult> growing = new ArrayList<>();
    List<JobResult> falling = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      growing.add(minimum(0.5, 10 * i, i * 0.5, i, 0.7));
      falling.add(minimum(0.5, 50 - 10 * i, i * 0.5, i, 0.7));
    }
    Target figure = Targets.of("fig5");
    assertThat(holds(figure, growing.toArray(JobResult[]::new))).containsExactly(true, true, true);
    assertThat(holds(figure, falling.toArray(JobResult[]::new)))
        .containsExactly(false, false, true);
  }

  @Test
  void theLearningRateMovesThemDownwards() throws IOException {
    Target figure = Targets.of("fig6");
    assertThat(
            holds(
                figure,
                minimum(0.1, 10, 9, 9, 0.7),
                minimum(0.5, 10, 3, 4, 0.7),
                minimum(1, 10, 1, 1, 0.7)))
        .containsExactly(true, true, true);
    assertThat(
            holds(
                figure,
                minimum(0.1, 10, 1, 9, 0.7),
                minimum(0.5, 10, 3, 4, 0.7),
                minimum(1, 10, 5, 1, 0.7)))
        .containsExactly(false, true, false);
  }

  @Test
  void boundsOfConditionNine() throws IOException {
    // B(n − 1)/(n − B) with n = 101: for B = 1 it is 1, for B = 51 it is 102
    assertThat(Jobs.bound(minimum(0.5, 1, 1, 1, 1))).isEqualTo(2);
    assertThat(Jobs.bound(minimum(2, 51, 1, 1, 1))).isEqualTo(Math.sqrt(102) / 2);
    assertThat(Jobs.bound(minimum(0.5, null, 1, 1, 1))).isInfinite();
  }

  @Test
  void scattersAreJudgedByRank() throws IOException {
    JobResult[] along = {
      minimum(1, null, 1, 2, 0.9), minimum(1, 10, 2, 4, 0.8), minimum(1, 20, 3, 5, 0.7)
    };
    JobResult[] against = {
      minimum(1, null, 1, 5, 0.7), minimum(1, 10, 2, 4, 0.8), minimum(1, 20, 3, 2, 0.9)
    };
    assertThat(holds(Targets.of("fig7"), along)).containsExactly(true);
    assertThat(holds(Targets.of("fig7"), against)).containsExactly(false);
    assertThat(holds(Targets.of("fig8"), along)).containsExactly(true);
    assertThat(holds(Targets.of("fig8"), against)).containsExactly(false);
  }

  @Test
  void gradientDescentsMinimaLieBeyondTheRegionOfSmallBatches() throws IOException {
    // 1/(η√p) for B = 1 and η = 0.5 is 2
    assertThat(
            holds(
                Targets.of("fig3"), minimum(0.5, null, 3.9, 9, 0.7), minimum(0.5, 1, 1, 1.5, 0.7)))
        .containsExactly(true, true, true);
    assertThat(
            holds(
                Targets.of("fig3"), minimum(0.5, null, 1, 1.8, 0.7), minimum(0.5, 1, 3, 1.9, 0.7)))
        .containsExactly(false, false, false);
  }

  private JobResult switched(String gradientDescent, String sgd) throws IOException {
    Files.writeString(
        folder.resolve("escape.csv"),
        "minimum,optimizer,control,trial,iteration,loss,distance,trainAccuracy,testAccuracy,"
            + "sharpness,sharpnessResidual,sharpnessProducts\n"
            + gradientDescent
            + sgd);
    return new JobResult(
        folder,
        JSON.readTree("{}"),
        JSON.readTree(
            "{\"escape\":[{\"label\":\"gd\",\"options\":{\"learningRate\":0.5}},"
                + "{\"label\":\"sgd\",\"options\":{\"learningRate\":0.5}}],"
                + "\"provenance\":{\"seed\":1}}"));
  }

  private static String rows(String label, double... sharpness) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < sharpness.length; i++) {
      rows.append("," + label + ",false,0," + 100 * i + ",1e-4,0,1,0.7," + sharpness[i] + ",0,3\n");
    }
    return rows.toString();
  }

  @Test
  void sgdLeavesAndGradientDescentStays() throws IOException {
    Target figure = Targets.of("fig1");
    assertThat(holds(figure, switched(rows("gd", 3.9, 3.9, 3.8), rows("sgd", 3.9, 3, 1.5))))
        .containsExactly(true, true);
    assertThat(holds(figure, switched(rows("gd", 3.9, 3, 2), rows("sgd", 3.9, 3, 2.5, 1.5))))
        .containsExactly(false, false);
  }

  @Test
  void gradientDescentLeavesWhatIsSharperThanItsEdge() throws IOException {
    Target figure = Targets.of("fig9");
    assertThat(holds(figure, switched(rows("gd", 9, 5, 3.8), rows("sgd", 9, 3, 1.5))))
        .containsExactly(true, true);
    assertThat(holds(figure, switched(rows("gd", 3, 3, 3), rows("sgd", 3, 3, 3))))
        .containsExactly(false, false);
    assertThat(holds(figure, switched(rows("gd", 9, 8, 7), rows("sgd", 9, 9, 9))))
        .containsExactly(false, false);
  }

  @Test
  void anUnknownTargetIsToldWhatThereIs() {
    assertThatThrownBy(() -> Targets.of("fig4"))
        .isInstanceOf(EscapementException.class)
        .hasMessageContaining("fig1 fig2 fig3 fig5 fig6 fig7 fig8 fig9 table2 table3 all");
  }
}
