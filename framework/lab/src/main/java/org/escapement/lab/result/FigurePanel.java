package org.escapement.lab.result;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * One chart of a quantity over the iterations. Panels of equal width have their plots in line. The
 * ranges of the axes are computed here: XChart's own fail on constant, empty and huge data.
 */
final class FigurePanel {
  private static final int MOST_MARKERS = 60;

  /** Two a pixel of the figure's width; XChart takes seconds for 60,000. */
  private static final int MOST_POINTS = 2400;

  /** A logarithmic axis of more has more lines than room; the logarithms are drawn instead. */
  private static final double MOST_DECADES = 10;

  private static final double ROOM = 0.08;
  private static final int MARKER_SIZE = 6;
  private static final int LABELS_WIDTH = 80;

  private static final BasicStroke DASHES =
      new BasicStroke(
          2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, new float[] {9f, 6f}, 0f);

  private final XYChart chart;
  private final double lastIteration;
  private boolean logarithmic;
  private boolean showsLogarithms;
  private double lowest = Double.POSITIVE_INFINITY;
  private double highest = Double.NEGATIVE_INFINITY;

  private FigurePanel(String title, boolean logarithmic, double lastIteration) {
    this.chart = new XYChart(1, 1);
    this.logarithmic = logarithmic;
    this.lastIteration = lastIteration;
    chart.setTitle(title);
    style(chart.getStyler(), !title.isEmpty());
  }

  /** A panel with a title and a logarithmic axis of values. */
  static FigurePanel logarithmic(String title, double lastIteration) {
    return new FigurePanel(title, true, lastIteration);
  }

  /** A panel with a linear axis of values that contains 0. */
  static FigurePanel linear(double lastIteration) {
    FigurePanel panel = new FigurePanel("", false, lastIteration);
    panel.lowest = 0;
    panel.highest = 0;
    return panel;
  }

  private void style(XYStyler styler, boolean titled) {
    styler
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBackgroundColor(Color.WHITE)
        .setPlotBorderColor(FigureStyle.FRAME)
        .setChartTitleVisible(titled)
        .setChartTitleFont(FigureStyle.TITLE)
        .setChartPadding(14)
        .setLegendPosition(LegendPosition.OutsideS)
        .setLegendLayout(LegendLayout.Horizontal)
        .setLegendFont(FigureStyle.LABEL)
        .setLegendBorderColor(Color.WHITE)
        .setLegendBackgroundColor(Color.WHITE)
        .setLegendSeriesLineLength(36)
        .setLocale(Locale.ROOT)
        .setMarkerSize(MARKER_SIZE)
        .setAntiAlias(true);
    styler
        .setAxisTitleFont(FigureStyle.LABEL)
        .setAxisTickLabelsFont(FigureStyle.TICK)
        .setPlotGridLinesColor(FigureStyle.GRID)
        .setXAxisTickMarkSpacingHint(110)
        .setXAxisMin(0.0)
        .setXAxisMax(lastIteration)
        .setYAxisLeftWidthHint(LABELS_WIDTH);
  }

  /**
   * Draws values as a line, with markers where they are few, and names the axes.
   *
   * @param name what the values are
   * @param iterations where they were measured, ascending
   * @param values one an iteration
   */
  FigurePanel curve(String name, double[] iterations, double[] values) {
    double[] shown =
        Arrays.stream(values).map(value -> canShow(value) ? value : Double.NaN).toArray();
    int hidden = (int) Arrays.stream(shown).filter(Double::isNaN).count();
    chart.setXAxisTitle("iteration");
    if (hidden == shown.length) {
      chart.setYAxisTitle(name + ": no value to show");
      return this;
    }
    chart.setYAxisTitle(name);
    if (logarithmic && decades(shown) > MOST_DECADES) {
      logarithmic = false;
      showsLogarithms = true;
      chart.setYAxisTitle("log10 of " + name);
      shown = Arrays.stream(shown).map(Math::log10).toArray();
    }
    Polyline thin = Polyline.of(iterations, shown).thinned(MOST_POINTS).withUnevenEnd();
    boolean few = shown.length - hidden <= MOST_MARKERS;
    add(counted(name, hidden, shown.length), thin.x(), thin.y(), FigureStyle.BLUE)
        .setMarker(few ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE)
        .setMarkerColor(FigureStyle.BLUE);
    chart.getStyler().setLegendVisible(hidden > 0);
    return this;
  }

  private static String counted(String name, int hidden, int all) {
    return hidden == 0 ? name : name + " (" + hidden + " of " + all + " values cannot be shown)";
  }

  private static double decades(double[] values) {
    DoubleSummaryStatistics range =
        Arrays.stream(values).filter(value -> !Double.isNaN(value)).summaryStatistics();
    return Math.log10(range.getMax()) - Math.log10(range.getMin());
  }

  /** Draws a horizontal line, dashed. */
  FigurePanel line(String name, double level) {
    double value = showsLogarithms ? Math.log10(level) : level;
    if (canShow(value)) {
      chart.getStyler().setLegendVisible(true);
      double[] ends = {0, lastIteration};
      add(name, ends, new double[] {value, value}, FigureStyle.VERMILION)
          .setMarker(SeriesMarkers.NONE)
          .setLineStyle(DASHES);
    }
    return this;
  }

  private XYSeries add(String label, double[] iterations, double[] values, Color color) {
    for (double value : values) {
      if (!Double.isNaN(value)) {
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
      }
    }
    String unique = Integer.toString(chart.getSeriesCollection().size());
    XYSeries series = chart.addSeries(unique, iterations, values);
    series.setLineColor(color).setLineWidth(2f).setLabel(label);
    return series;
  }

  private boolean canShow(double value) {
    return Math.abs(value) <= FigureStyle.LARGEST_SHOWN
        && (!logarithmic || value >= FigureStyle.SMALLEST_SHOWN);
  }

  /** Paints the panel into the upper left corner. */
  void paint(Graphics2D graphics, int width, int height) {
    XYStyler styler = chart.getStyler();
    if (logarithmic) {
      boolean empty = lowest > highest;
      double from = Math.floor(Math.log10(empty ? 0.1 : lowest));
      double to = Math.max(from + 1, Math.ceil(Math.log10(empty ? 1 : highest)));
      styler
          .setYAxisLogarithmic(true)
          .setYAxisLogarithmicDecadeOnly(true)
          .setYAxisMin(Math.pow(10, from))
          .setYAxisMax(Math.pow(10, to));
    } else {
      double room = highest == lowest ? 1 : ROOM * (highest - lowest);
      styler.setYAxisMin(lowest == 0 ? 0 : lowest - room).setYAxisMax(highest + room);
    }
    chart.paint(graphics, width, height);
  }
}
