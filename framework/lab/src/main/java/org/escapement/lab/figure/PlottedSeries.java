package org.escapement.lab.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Paint;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;
import org.escapement.lab.figure.ChartSeries.Kind;
import org.jfree.chart.LegendItem;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.data.xy.IntervalXYDataset;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** How JFreeChart draws one series. */
final class PlottedSeries {
  /** Two a pixel of the widest figure. */
  private static final int MOST_POINTS = 2400;

  private static final int POINTS_OF_REFERENCES = 200;

  /** Of a curve with more points only some are marked, and none if there is no other curve. */
  private static final int MOST_MARKS = 60;

  private static final int MARKS_OF_LONG_CURVES = 12;
  private static final double MARK = 5;
  private static final float WIDTH = 2;
  private static final float[][] DASHES = {{8, 5}, {2, 4}, {10, 4, 2, 4}};

  private final Chart chart;
  private final ChartSeries series;
  private final int index;
  private final PlotAxis colors;
  private final CurveStyle style;
  private final Shape mark;
  private final YIntervalSeriesCollection dataset = new YIntervalSeriesCollection();
  private final boolean alone;
  private final List<Double> thirds = new ArrayList<>();
  private int hidden;

  PlottedSeries(
      Chart chart, ChartSeries series, int index, PlotAxis across, PlotAxis up, PlotAxis colors) {
    this.chart = chart;
    this.series = series;
    this.index = index;
    this.colors = colors;
    this.alone = chart.series().stream().filter(other -> other.kind() == Kind.LINE).count() == 1;
    this.style = CurveStyle.of(index);
    this.mark = style.glyph().at(0, 0, MARK);
    YIntervalSeries points = new YIntervalSeries("", false, true);
    switch (series.kind()) {
      case REFERENCE -> addReference(points, across, up);
      case VERTICAL -> addVertical(points, up);
      default -> addMeasured(points);
    }
    dataset.addSeries(points);
  }

  private void addReference(YIntervalSeries points, PlotAxis across, PlotAxis up) {
    for (int i = 0; i <= POINTS_OF_REFERENCES; i++) {
      double x = across.at((double) i / POINTS_OF_REFERENCES);
      double y = series.reference().applyAsDouble(x);
      // far outside, not infinitely far, so that the plot's border cuts the curve where it must
      double drawn = chart.up().canShow(y) ? up.at(up.place(y)) : Double.NaN;
      points.add(x, drawn, drawn, drawn);
    }
  }

  private void addVertical(YIntervalSeries points, PlotAxis up) {
    if (chart.across().canShow(series.x()[0])) {
      points.add(series.x()[0], up.low(), up.low(), up.low());
      points.add(series.x()[0], up.high(), up.high(), up.high());
    }
  }

  private void addMeasured(YIntervalSeries points) {
    int count = series.x().length;
    double[] shown = new double[count];
    for (int i = 0; i < count; i++) {
      boolean isShown = series.isShown(i, chart.across(), chart.up(), chart.colors());
      shown[i] = isShown ? series.y()[i] : Double.NaN;
      hidden += isShown ? 0 : 1;
    }
    if (series.kind() == Kind.LINE && series.low() == null) {
      Polyline thin = Polyline.of(series.x(), shown).thinned(MOST_POINTS);
      for (int i = 0; i < thin.x().length; i++) {
        add(points, thin.x()[i], thin.y()[i], thin.y()[i], thin.y()[i]);
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      boolean bars = series.low() != null && !Double.isNaN(shown[i]);
      add(
          points,
          series.x()[i],
          shown[i],
          bars ? end(series.low()[i], shown[i]) : shown[i],
          bars ? end(series.high()[i], shown[i]) : shown[i]);
      if (series.color() != null && chart.across().canShow(series.x()[i])) {
        thirds.add(series.color()[i]);
      }
    }
  }

  private void add(YIntervalSeries points, double x, double y, double low, double high) {
    if (chart.across().canShow(x)) {
      points.add(x, y, low, high);
    }
  }

  /** The end of an error bar; one that the axis cannot show is left out. */
  private double end(double value, double middle) {
    return chart.up().canShow(value) ? value : middle;
  }

  IntervalXYDataset dataset() {
    return dataset;
  }

  /** How many values could not be shown. */
  int hidden() {
    return hidden;
  }

  private boolean joined() {
    return series.kind() != Kind.POINTS;
  }

  private boolean marked() {
    return series.kind() == Kind.LINE || series.kind() == Kind.POINTS;
  }

  private BasicStroke stroke() {
    if (marked()) {
      return new BasicStroke(WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
    }
    return new BasicStroke(
        WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, DASHES[index % DASHES.length], 0);
  }

  XYItemRenderer renderer() {
    Renderer renderer = new Renderer();
    renderer.setDefaultLinesVisible(joined());
    renderer.setDefaultShapesVisible(marked());
    renderer.setDrawSeriesLineAsPath(true);
    renderer.setDrawXError(false);
    renderer.setDrawYError(series.low() != null);
    renderer.setCapLength(6);
    renderer.setErrorStroke(new BasicStroke(1.4f));
    renderer.setErrorPaint(style.color());
    renderer.setSeriesPaint(0, style.color());
    renderer.setSeriesStroke(0, stroke());
    renderer.setSeriesShape(0, mark);
    renderer.setUseFillPaint(style.hollow() && series.color() == null);
    renderer.setSeriesFillPaint(0, Color.WHITE);
    renderer.setDrawOutlines(true);
    renderer.setUseOutlinePaint(!style.hollow());
    renderer.setSeriesOutlinePaint(0, Color.WHITE);
    renderer.setSeriesOutlineStroke(0, new BasicStroke(style.hollow() ? 1.6f : 0.8f));
    return renderer;
  }

  /** The name and how it is drawn, cut to a width. */
  LegendItem legend(double room) {
    String name = series.name();
    if (hidden > 0) {
      name += " (" + hidden + " of " + series.x().length + " values cannot be shown)";
    }
    Paint inside =
        series.color() != null ? FigureStyle.FRAME : style.hollow() ? Color.WHITE : style.color();
    return new LegendItem(
        Canvas.cut(name, FigureStyle.TICK, room),
        null,
        null,
        null,
        marked(),
        mark,
        true,
        inside,
        style.hollow(),
        style.color(),
        new BasicStroke(1.6f),
        joined(),
        new Line2D.Double(-16, 0, 16, 0),
        stroke(),
        style.color());
  }

  /** Marks some points of a long curve, and colours points by the third quantity. */
  private final class Renderer extends XYErrorRenderer {
    @Override
    public boolean getItemShapeVisible(int row, int item) {
      int count = dataset.getItemCount(0);
      int stride = count / MARKS_OF_LONG_CURVES;
      boolean chosen = count <= MOST_MARKS || !alone && item % stride == stride / 2;
      return chosen && super.getItemShapeVisible(row, item);
    }

    @Override
    public Paint getItemPaint(int row, int item) {
      return series.color() == null || item >= thirds.size()
          ? super.getItemPaint(row, item)
          : new ColorScale().getPaint(colors.place(thirds.get(item)));
    }
  }
}
