package org.escapement.lab.figure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.escapement.lab.text.OneLine;

/**
 * A chart of curves and points, drawn by JFreeChart, to be written as PNG and SVG or to stand in a
 * {@link Figure} beside others:
 *
 * <pre>{@code
 * Chart.of("Sharpness of minima", ChartAxis.logarithmic("learning rate"), ChartAxis.logarithmic("sharpness a"))
 *     .points("gd", rates, sharpness, lowest, highest)
 *     .reference("2/η", rate -> 2 / rate)
 *     .writeSvg(file);
 * }</pre>
 *
 * <p>Every series has its own colour, of a palette that the colour-blind can tell apart, and its
 * own mark. The legend stands below the plot. What an axis cannot show (NaN, infinities, zero on a
 * logarithmic axis) leaves a gap, and the legend counts it.
 */
public final class Chart {
  private final String title;
  private final ChartAxis across;
  private final ChartAxis up;
  private final List<ChartSeries> series = new ArrayList<>();
  private ChartAxis colors;

  private Chart(String title, ChartAxis across, ChartAxis up) {
    this.title = OneLine.of(title);
    this.across = across;
    this.up = up;
  }

  /**
   * An empty chart.
   *
   * @param title above the plot; may be empty
   * @param across the axis of x
   * @param up the axis of y
   */
  public static Chart of(String title, ChartAxis across, ChartAxis up) {
    return new Chart(title, across, up);
  }

  /**
   * Adds a curve through points, with marks where they are few.
   *
   * @param name for the legend
   * @param x ascending
   * @param y as many; NaN leaves a gap
   */
  public Chart line(String name, double[] x, double[] y) {
    return add(ChartSeries.of(name, ChartSeries.Kind.LINE, x, y));
  }

  /**
   * Adds a curve with error bars.
   *
   * @param low the lower ends of the bars, as many as points
   * @param high the upper ends
   */
  public Chart line(String name, double[] x, double[] y, double[] low, double[] high) {
    return add(ChartSeries.of(name, ChartSeries.Kind.LINE, x, y).withErrors(low, high));
  }

  /**
   * Adds a dashed line through points, without marks: where a region ends.
   *
   * @param y as many as x
   */
  public Chart boundary(String name, double[] x, double[] y) {
    return add(ChartSeries.of(name, ChartSeries.Kind.BOUNDARY, x, y));
  }

  /** Adds points that nothing joins, in any order. */
  public Chart points(String name, double[] x, double[] y) {
    return add(ChartSeries.of(name, ChartSeries.Kind.POINTS, x, y));
  }

  /**
   * Adds points with error bars.
   *
   * @param low the lower ends of the bars, as many as points
   * @param high the upper ends
   */
  public Chart points(String name, double[] x, double[] y, double[] low, double[] high) {
    return add(ChartSeries.of(name, ChartSeries.Kind.POINTS, x, y).withErrors(low, high));
  }

  /**
   * Adds points coloured by a third quantity, which a bar beside the plot explains. All coloured
   * points of a chart share it.
   *
   * @param color the third quantity, as many values
   * @param bar its name and scale
   */
  public Chart points(String name, double[] x, double[] y, double[] color, ChartAxis bar) {
    if (colors != null && !colors.equals(bar)) {
      throw new IllegalArgumentException("two colour bars, " + colors + " and " + bar);
    }
    colors = bar;
    return add(ChartSeries.of(name, ChartSeries.Kind.POINTS, x, y).colored(color));
  }

  /** Adds a dashed curve over the whole axis, such as {@code x -> 2 / x}. */
  public Chart reference(String name, DoubleUnaryOperator function) {
    return add(ChartSeries.reference(name, function));
  }

  /** Adds a dashed horizontal line, which the axis of y is made to reach. */
  public Chart horizontal(String name, double y) {
    return add(
        new ChartSeries(
            name,
            ChartSeries.Kind.REFERENCE,
            new double[] {Double.NaN},
            new double[] {y},
            null,
            null,
            null,
            x -> y));
  }

  /** Adds a dashed vertical line, which the axis of x is made to reach. */
  public Chart vertical(String name, double x) {
    return add(ChartSeries.vertical(name, x));
  }

  private Chart add(ChartSeries added) {
    series.add(added);
    return this;
  }

  /** Draws the chart into a PNG file, which is there in full or not at all. */
  public void writePng(Path file) throws IOException {
    Figure.of("", 1, List.of(this)).writePng(file);
  }

  /** Draws the chart into an SVG file, which is there in full or not at all. */
  public void writeSvg(Path file) throws IOException {
    Figure.of("", 1, List.of(this)).writeSvg(file);
  }

  String title() {
    return title;
  }

  ChartAxis across() {
    return across;
  }

  ChartAxis up() {
    return up;
  }

  /** The axis of the third quantity, or null without one. */
  ChartAxis colors() {
    return colors;
  }

  List<ChartSeries> series() {
    return series;
  }
}
