package org.escapement.lab.figure;

import java.util.function.DoubleUnaryOperator;
import org.escapement.lab.text.OneLine;

/**
 * Something that a chart draws.
 *
 * @param name for the legend
 * @param kind how it is drawn
 * @param x as many as y; empty for a reference
 * @param y NaN is a gap
 * @param low the lower ends of the error bars, or null without any
 * @param high the upper ends
 * @param color a third quantity, as many values, or null
 * @param reference y as a function of x, or null
 */
record ChartSeries(
    String name,
    Kind kind,
    double[] x,
    double[] y,
    double[] low,
    double[] high,
    double[] color,
    DoubleUnaryOperator reference) {
  enum Kind {
    LINE,
    BOUNDARY,
    POINTS,
    REFERENCE,
    VERTICAL
  }

  ChartSeries {
    name = OneLine.of(name);
    for (double[] other : new double[][] {y, low, high, color}) {
      if (other != null && other.length != x.length) {
        throw new IllegalArgumentException(
            "'" + name + "': " + x.length + " values of x, but " + other.length + " others");
      }
    }
  }

  static ChartSeries of(String name, Kind kind, double[] x, double[] y) {
    return new ChartSeries(name, kind, x.clone(), y.clone(), null, null, null, null);
  }

  ChartSeries withErrors(double[] lower, double[] upper) {
    return new ChartSeries(name, kind, x, y, lower.clone(), upper.clone(), null, null);
  }

  ChartSeries colored(double[] third) {
    return new ChartSeries(name, kind, x, y, low, high, third.clone(), null);
  }

  static ChartSeries reference(String name, DoubleUnaryOperator function) {
    double[] none = {};
    return new ChartSeries(name, Kind.REFERENCE, none, none, null, null, null, function);
  }

  static ChartSeries vertical(String name, double x) {
    double[] at = {x};
    return new ChartSeries(name, Kind.VERTICAL, at, new double[1], null, null, null, null);
  }

  /** Whether the axes have a place for a point. */
  boolean isShown(int i, ChartAxis across, ChartAxis up, ChartAxis colors) {
    boolean colored = color == null || colors.canShow(color[i]);
    return colored && across.canShow(x[i]) && up.canShow(y[i]);
  }
}
