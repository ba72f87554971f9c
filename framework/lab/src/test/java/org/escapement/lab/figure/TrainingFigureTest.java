package org.escapement.lab.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.escapement.lab.figure.Pictures.BLUE;
import static org.escapement.lab.figure.Pictures.VERMILION;
import static org.escapement.lab.figure.Pictures.count;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.escapement.lab.training.TrainingMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TrainingFigureTest {
  private static final double EDGE = 2;

  @TempDir Path folder;

  private static TrainingMetrics at(long iteration, double loss) {
    return TrainingMetrics.ofLoss(iteration, loss);
  }

  /** Of a method without a preconditioner. */
  private static TrainingMetrics at(long iteration, double loss, double sharpness) {
    return at(iteration, loss, sharpness, sharpness, EDGE);
  }

  private static TrainingMetrics at(
      long iteration, double loss, double sharpness, double preconditioned, double edge) {
    return new TrainingMetrics(
        iteration,
        loss,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.of(sharpness),
        OptionalDouble.of(preconditioned),
        OptionalDouble.of(edge));
  }

  /** A figure of panels, below a title. */
  private BufferedImage draw(List<TrainingMetrics> metrics) throws IOException {
    Path file = folder.resolve("training.png");
    TrainingFigure.of("a title", metrics).writePng(file);
    BufferedImage image = Pictures.png(file);
    assertThat(image.getWidth()).isEqualTo(2 * 900);
    assertThat((image.getHeight() - panel(0)) % (2 * 320)).isZero();
    return image;
  }

  /** The row at which a panel begins. */
  private static int panel(int index) {
    return 2 * (44 + 320 * index);
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void aLongTrainingHasBothCurvesAndTheLimit() throws IOException {
    List<TrainingMetrics> metrics = new ArrayList<>();
    for (int i = 0; i <= 60_000; i++) {
      double loss = 0.1 * Math.exp(-i / 8000.0);
      metrics.add(i % 100 == 0 ? at(i, loss, 2 - 1.5 * Math.exp(-i / 9000.0)) : at(i, loss));
    }

    BufferedImage image = draw(metrics);

    assertThat(count(image, BLUE, panel(0), panel(1))).isGreaterThan(500);
    assertThat(count(image, VERMILION, panel(0), panel(1))).isZero();
    assertThat(count(image, BLUE, panel(1), panel(2))).isGreaterThan(500);
    assertThat(count(image, VERMILION, panel(1), panel(2))).isGreaterThan(500);
  }

  @Test
  void withoutSharpnessThereIsTheLossAlone() throws IOException {
    BufferedImage image = draw(List.of(at(0, 1), at(1, 0.1), at(2, 0.01)));

    assertThat(count(image, BLUE, panel(0), panel(1))).isGreaterThan(200);
    assertThat(count(image, VERMILION, 0, image.getHeight())).isZero();
  }

  @Test
  void aSinglePointIsMarked() throws IOException {
    assertThat(count(draw(List.of(at(0, 0.1, 3))), BLUE, panel(0), panel(1))).isGreaterThan(10);
  }

  @Test
  void divergenceLeavesAGapAndIsCounted() throws IOException {
    List<TrainingMetrics> metrics = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      double loss = i < 30 ? Math.pow(3, i) : i < 35 ? Double.POSITIVE_INFINITY : Double.NaN;
      metrics.add(at(i, loss, Math.pow(10, i)));
    }

    assertThat(count(draw(metrics), BLUE, panel(0), panel(1))).isGreaterThan(200);
  }

  @Test
  void anythingCanBeDrawn() throws IOException {
    double[] odd = Pictures.oddNumbers();
    draw(List.of());
    for (double value : odd) {
      for (double edge : new double[] {EDGE, value}) {
        TrainingMetrics first = at(0, value, value, value, edge);
        draw(List.of(first));
        draw(List.of(first, at(1, value, value, value, edge), at(2, 1, 1)));
        draw(List.of(at(0, 1, 1), at(Long.MAX_VALUE, value, 1, value, edge)));
      }
    }
    List<TrainingMetrics> all = new ArrayList<>();
    for (double value : odd) {
      all.add(at(all.size(), value, value));
    }
    draw(all);
  }

  @Test
  void aPreconditionedMethodHasAPanelOfItsOwnForTheEdge() throws IOException {
    List<TrainingMetrics> metrics = new ArrayList<>();
    for (int i = 0; i <= 100; i++) {
      metrics.add(at(i, 1.0 / (1 + i), 3, 1e4 * (4 - 0.03 * i), 3.8e4));
    }

    BufferedImage image = draw(metrics);

    assertThat(count(image, BLUE, panel(1), panel(2))).as("sharpness").isGreaterThan(500);
    assertThat(count(image, VERMILION, panel(1), panel(2))).as("no edge there").isZero();
    assertThat(count(image, VERMILION, panel(2), panel(3))).as("edge").isGreaterThan(500);
  }

  @Test
  void anEdgeThatChangesIsComparedAtEachTime() throws IOException {
    BufferedImage image = draw(List.of(at(0, 1, 1, 1, 2), at(1, 1, 1, 1, 4)));

    assertThat(count(image, VERMILION, panel(1), panel(2))).isZero();
    assertThat(count(image, VERMILION, panel(2), panel(3))).isGreaterThan(500);
  }

  @Test
  void withoutAFolderItIsAnIOException() {
    Path file = folder.resolve("none").resolve("a.png");

    assertThatThrownBy(() -> TrainingFigure.of("", List.of(at(0, 1))).writePng(file))
        .isInstanceOf(IOException.class);
  }
}
