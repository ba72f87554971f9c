package org.escapement.lab.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.escapement.lab.figure.Canvas.Anchor;
import org.escapement.lab.text.OneLine;

/**
 * Charts in rows, as PNG (two pixels a unit) and SVG.
 *
 * @param title above all of them; may be empty
 * @param columns how many stand side by side
 * @param charts at least one
 * @param chartWidth the width of each
 * @param chartHeight the height of each, legend included
 */
public record Figure(
    String title, int columns, List<Chart> charts, double chartWidth, double chartHeight) {
  private static final double TITLE_HEIGHT = 44;
  private static final double WIDTH = 700;
  private static final double HEIGHT = 500;

  /** Checks that there is something to draw. */
  public Figure {
    if (charts.isEmpty() || columns < 1) {
      throw new IllegalArgumentException(charts.size() + " charts in " + columns + " columns");
    }
    title = OneLine.of(title);
    charts = List.copyOf(charts);
  }

  /** Charts of the usual size. */
  public static Figure of(String title, int columns, List<Chart> charts) {
    return new Figure(title, columns, charts, WIDTH, HEIGHT);
  }

  /** The same with charts of another size. */
  public Figure withCharts(double width, double height) {
    return new Figure(title, columns, charts, width, height);
  }

  /**
   * Draws the figure into a PNG file, which is there in full or not at all.
   *
   * @throws IOException if the file cannot be written, or if this machine cannot draw, for lack of
   *     fonts or of a desktop's libraries; results are whole without figures
   */
  public void writePng(Path file) throws IOException {
    Drawing.writePng(file, () -> new Layout(this));
  }

  /**
   * Draws the figure into an SVG file, which is there in full or not at all.
   *
   * @throws IOException as for PNG
   */
  public void writeSvg(Path file) throws IOException {
    Drawing.writeSvg(file, () -> new Layout(this));
  }

  private record Layout(Figure figure) implements Drawing {
    private double above() {
      return figure.title.isEmpty() ? 0 : TITLE_HEIGHT;
    }

    @Override
    public String title() {
      return figure.title.isEmpty() ? figure.charts.get(0).title() : figure.title;
    }

    @Override
    public double width() {
      return Math.min(figure.columns, figure.charts.size()) * figure.chartWidth;
    }

    @Override
    public double height() {
      int rows = (figure.charts.size() + figure.columns - 1) / figure.columns;
      return above() + rows * figure.chartHeight;
    }

    @Override
    public void draw(Graphics2D graphics) {
      new Canvas(graphics).text(figure.title, width() / 2, 30, FigureStyle.TITLE, Anchor.MIDDLE);
      for (int i = 0; i < figure.charts.size(); i++) {
        double x = i % figure.columns * figure.chartWidth;
        double y = above() + i / figure.columns * figure.chartHeight;
        ChartPlot.of(figure.charts.get(i), figure.chartWidth)
            .draw(graphics, new Rectangle2D.Double(x, y, figure.chartWidth, figure.chartHeight));
      }
    }
  }
}
