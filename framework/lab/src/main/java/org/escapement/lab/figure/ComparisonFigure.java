package org.escapement.lab.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.escapement.lab.figure.Canvas.Anchor;
import org.escapement.lab.result.ComparisonResults;
import org.escapement.lab.result.ComparisonResults.ComparedOptimizer;
import org.escapement.lab.result.ComparisonResults.ComparedTraining;
import org.escapement.lab.result.RunResults.CurvatureResult;
import org.escapement.lab.text.OneLine;

/**
 * The picture of a comparison, as PNG and SVG: sharpness, non-uniformity, sharpness against each
 * optimizer's own edge and test accuracy of the minima found, a mark for each, and who would stay
 * at whose.
 */
public final class ComparisonFigure {
  private ComparisonFigure() {}

  /**
   * Draws the figure into a PNG file, which is there in full or not at all.
   *
   * @throws IOException if the file cannot be written, or if this machine cannot draw
   */
  public static void writePng(Path file, String title, ComparisonResults results)
      throws IOException {
    Drawing.writePng(file, () -> Layout.of(title, results));
  }

  /**
   * Draws the figure into an SVG file, which is there in full or not at all.
   *
   * @throws IOException if the file cannot be written, or if this machine has no fonts
   */
  public static void writeSvg(Path file, String title, ComparisonResults results)
      throws IOException {
    Drawing.writeSvg(file, () -> Layout.of(title, results));
  }

  /** Panels in two columns, the matrix below, then what the short names stand for. */
  private record Layout(
      String title, List<DotPanel> panels, VerdictMatrix matrix, List<ComparedOptimizer> optimizers)
      implements Drawing {
    private static final double MARGIN = 16;
    private static final double TITLE_HEIGHT = 40;
    private static final double PANEL_HEIGHT = 330;
    private static final double LEAST_WIDTH = 1200;
    private static final double CELL_WIDTH = 150;
    private static final double NAME_HEIGHT = 26;
    private static final double GAP = 20;
    private static final String NOTE =
        "marks: one for each seed, in order; bars: their mean; in the matrix the mean multiple of"
            + " the asked optimizer's own edge";

    static Layout of(String title, ComparisonResults results) {
      List<String> ids = results.optimizers().stream().map(ComparedOptimizer::id).toList();
      List<DotPanel> panels = new ArrayList<>();
      panels.add(panel("sharpness a", results, measured(found -> found.sharpness().value()), null));
      panels.add(
          panel(
              "non-uniformity s", results, measured(found -> found.nonUniformity().value()), null));
      panels.add(
          panel(
              "(preconditioned) sharpness / own edge of stability",
              results,
              found -> found.edge() == null ? null : found.edge().share(),
              1.0));
      panels.add(
          panel(
              "test accuracy in percent",
              results,
              found ->
                  found.minimum().testAccuracy() == null
                      ? null
                      : 100 * found.minimum().testAccuracy(),
              null));
      panels.removeIf(DotPanel::isEmpty);
      return new Layout(
          OneLine.of(title),
          panels,
          new VerdictMatrix(ids, results.verdicts()),
          results.optimizers());
    }

    private static Function<ComparedTraining, Double> measured(
        Function<CurvatureResult, Double> number) {
      return found -> found.curvature() == null ? null : number.apply(found.curvature());
    }

    private static DotPanel panel(
        String title,
        ComparisonResults results,
        Function<ComparedTraining, Double> number,
        Double limit) {
      return new DotPanel(
          title,
          results.optimizers().stream().map(ComparedOptimizer::id).toList(),
          results.optimizers().stream().map(of -> numbers(results, of.id(), number)).toList(),
          limit == null ? OptionalDouble.empty() : OptionalDouble.of(limit));
    }

    private static double[] numbers(
        ComparisonResults results, String id, Function<ComparedTraining, Double> number) {
      return results.trainings().stream()
          .filter(training -> training.id().equals(id) && training.found())
          .map(number)
          .filter(Objects::nonNull)
          .mapToDouble(Double::doubleValue)
          .toArray();
    }

    @Override
    public double width() {
      return Math.max(LEAST_WIDTH, CELL_WIDTH * (optimizers.size() + 1)) + 2 * MARGIN;
    }

    @Override
    public double height() {
      int rows = (panels.size() + 1) / 2;
      int names = (optimizers.size() + 1) / 2;
      return Math.ceil(
          2 * MARGIN
              + TITLE_HEIGHT
              + rows * PANEL_HEIGHT
              + matrix.height()
              + 2 * GAP
              + (names + 1) * NAME_HEIGHT);
    }

    @Override
    public void draw(Graphics2D graphics) {
      Canvas canvas = new Canvas(graphics);
      canvas.text(title, width() / 2, MARGIN + TITLE_HEIGHT / 2, FigureStyle.TITLE, Anchor.MIDDLE);
      double top = MARGIN + TITLE_HEIGHT;
      double column = (width() - 2 * MARGIN) / 2;
      for (int i = 0; i < panels.size(); i++) {
        double y = top + i / 2 * PANEL_HEIGHT;
        panels
            .get(i)
            .draw(canvas, new Rectangle2D.Double(MARGIN + i % 2 * column, y, column, PANEL_HEIGHT));
      }
      top += (panels.size() + 1) / 2 * PANEL_HEIGHT + GAP;
      matrix.draw(canvas, MARGIN, top, width() - 2 * MARGIN);
      top += matrix.height() + GAP;
      for (int i = 0; i < optimizers.size(); i++) {
        double x = MARGIN + i % 2 * column;
        double y = top + (i / 2 + 0.5) * NAME_HEIGHT;
        ComparedOptimizer optimizer = optimizers.get(i);
        CurveStyle.of(i).drawGlyph(canvas, x + 12, y);
        canvas.text(
            Canvas.cut(
                optimizer.id() + ": " + OneLine.of(optimizer.label()),
                FigureStyle.TICK,
                column - 40),
            x + 28,
            y + 5,
            FigureStyle.TICK,
            Anchor.START);
      }
      canvas.text(NOTE, width() / 2, height() - MARGIN - 4, FigureStyle.TICK, Anchor.MIDDLE);
    }
  }
}
