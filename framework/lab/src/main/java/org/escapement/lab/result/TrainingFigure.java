package org.escapement.lab.result;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.escapement.lab.training.TrainingMetrics;

/**
 * The picture of a training as PNG: the loss over the iterations on a logarithmic axis and, where
 * it was measured, the sharpness below. The edge of stability is a line there, as long as it is one
 * number that the sharpness is to be compared with. For a method with a preconditioner, or with a
 * rate that changes, a third panel has the preconditioned sharpness as a multiple of the edge that
 * the method had at the time. Values that an axis cannot show (NaN, infinities, zero on a
 * logarithmic axis) leave a gap, and the legend counts them.
 */
public final class TrainingFigure {
  private static final int WIDTH = 1200;
  private static final int PANEL_HEIGHT = 400;
  private static final int LEAST_PANELS = 2;

  private TrainingFigure() {}

  /**
   * Draws the figure into a file, which is there in full or not at all.
   *
   * @throws IOException if the file cannot be written, or if this machine cannot draw, for lack of
   *     fonts or of a desktop's libraries; a run is whole without its figure
   */
  public static void write(Path file, String title, List<TrainingMetrics> metrics)
      throws IOException {
    FigureFile.writePng(file, FigureFile.draw(() -> paint(title, metrics)));
  }

  private static BufferedImage paint(String title, List<TrainingMetrics> metrics) {
    List<FigurePanel> panels = panels(title, metrics);
    int height = PANEL_HEIGHT * Math.max(LEAST_PANELS, panels.size());
    BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      for (FigurePanel panel : panels) {
        panel.paint(graphics, WIDTH, height / panels.size());
        graphics.translate(0, height / panels.size());
      }
      return image;
    } finally {
      graphics.dispose();
    }
  }

  private static List<FigurePanel> panels(String title, List<TrainingMetrics> metrics) {
    double last = Math.max(1, metrics.isEmpty() ? 1 : metrics.get(metrics.size() - 1).iteration());
    List<FigurePanel> panels = new ArrayList<>();
    panels.add(curve(FigurePanel.logarithmic(title, last), "loss", metrics, TrainingMetrics::loss));
    List<TrainingMetrics> measured =
        metrics.stream().filter(row -> row.sharpness().isPresent()).toList();
    if (!measured.isEmpty()) {
      FigurePanel sharpness =
          curve(
              FigurePanel.linear(last),
              "sharpness",
              measured,
              row -> row.sharpness().getAsDouble());
      commonEdge(measured)
          .ifPresent(
              edge ->
                  sharpness.line(String.format(Locale.ROOT, "edge of stability %.4g", edge), edge));
      panels.add(sharpness);
    }
    List<TrainingMetrics> compared =
        metrics.stream().filter(row -> row.shareOfEdge().isPresent()).toList();
    if (commonEdge(measured).isEmpty() && !compared.isEmpty()) {
      panels.add(
          curve(
                  FigurePanel.logarithmic("", last),
                  "preconditioned sharpness / edge",
                  compared,
                  row -> row.shareOfEdge().getAsDouble())
              .line("edge of stability", 1));
    }
    return panels;
  }

  private static FigurePanel curve(
      FigurePanel panel,
      String name,
      List<TrainingMetrics> rows,
      ToDoubleFunction<TrainingMetrics> value) {
    return panel.curve(
        name,
        rows.stream().mapToDouble(TrainingMetrics::iteration).toArray(),
        rows.stream().mapToDouble(value).toArray());
  }

  /** The edge that the sharpness itself was to be compared with all the time. */
  private static OptionalDouble commonEdge(List<TrainingMetrics> measured) {
    OptionalDouble first = measured.isEmpty() ? OptionalDouble.empty() : measured.get(0).edge();
    boolean common =
        measured.stream()
            .allMatch(
                row ->
                    row.edge().equals(first)
                        && row.preconditionedSharpness().equals(row.sharpness()));
    return common ? first : OptionalDouble.empty();
  }
}
