package org.escapement.lab.result;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.escapement.lab.training.TrainingMetrics;

/**
 * The picture of a training as PNG: the loss over the iterations on a logarithmic axis and, where
 * it was measured, the sharpness below, with the limit it is to be compared with. Values that an
 * axis cannot show (NaN, infinities, zero on a logarithmic axis) leave a gap, and the legend counts
 * them.
 */
public final class TrainingFigure {
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 800;

  private TrainingFigure() {}

  /**
   * A horizontal line in the panel of the sharpness.
   *
   * @param label its name in the legend, such as {@code edge 2.0}
   * @param value where it lies
   */
  public record Limit(String label, double value) {}

  /**
   * Draws the figure into a file, which is there in full or not at all.
   *
   * @throws IOException if the file cannot be written, or if this machine cannot draw, for lack of
   *     fonts or of a desktop's libraries; a run is whole without its figure
   */
  public static void write(
      Path file, String title, List<TrainingMetrics> metrics, Optional<Limit> limit)
      throws IOException {
    FigureFile.writePng(file, FigureFile.draw(() -> paint(title, metrics, limit)));
  }

  private static BufferedImage paint(
      String title, List<TrainingMetrics> metrics, Optional<Limit> limit) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      double[] lossAt = metrics.stream().mapToDouble(TrainingMetrics::iteration).toArray();
      double[] losses = metrics.stream().mapToDouble(TrainingMetrics::loss).toArray();
      double last = Math.max(1, lossAt.length == 0 ? 1 : lossAt[lossAt.length - 1]);
      List<TrainingMetrics> measured =
          metrics.stream().filter(row -> row.sharpness().isPresent()).toList();
      int lossHeight = measured.isEmpty() ? HEIGHT : HEIGHT / 2;
      FigurePanel.logarithmic(title, last)
          .curve("loss", lossAt, losses)
          .paint(graphics, WIDTH, lossHeight);
      if (!measured.isEmpty()) {
        FigurePanel sharpness =
            FigurePanel.linear(last)
                .curve(
                    "sharpness",
                    measured.stream().mapToDouble(TrainingMetrics::iteration).toArray(),
                    measured.stream().mapToDouble(row -> row.sharpness().getAsDouble()).toArray());
        limit.ifPresent(line -> sharpness.line(line.label(), line.value()));
        graphics.translate(0, lossHeight);
        sharpness.paint(graphics, WIDTH, HEIGHT - lossHeight);
      }
      return image;
    } finally {
      graphics.dispose();
    }
  }
}
