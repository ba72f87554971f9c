package org.escapement.host.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/**
 * A chart, as the page's script reads it, and the same as a table.
 *
 * @param id of its element
 * @param title above it
 * @param description in words, for those who do not see it
 * @param x the axis to the right
 * @param y the axis upwards
 * @param series what it shows
 * @param table the same as numbers
 */
record Chart(
    String id,
    String title,
    String description,
    Axis x,
    Axis y,
    List<Series> series,
    @JsonIgnore Table table) {
  /** Within this ratio of the largest to the smallest an axis need not be logarithmic. */
  static final double LINEAR_WITHIN = 6;

  static Chart of(String id, String title, String description, Axis x, Axis y, Table table) {
    return new Chart(id, title, description, x, y, new ArrayList<>(), table);
  }

  Chart add(Series added) {
    series.add(added);
    return this;
  }

  /**
   * The same with logarithmic axes around what is shown; linear ones where that is of one
   * magnitude.
   */
  Chart fitted() {
    return new Chart(id, title, description, fitted(x, 0), fitted(y, 1), series, table);
  }

  private Axis fitted(Axis axis, int coordinate) {
    DoubleSummaryStatistics range =
        series.stream()
            .flatMap(of -> of.data().stream())
            .mapToDouble(point -> point[coordinate])
            .summaryStatistics();
    if (!axis.log() || range.getCount() == 0) {
      return axis;
    }
    return range.getMax() <= LINEAR_WITHIN * range.getMin()
        ? Axis.linear(axis.name())
        : Axis.logarithmic(axis.name(), range.getMin(), range.getMax());
  }

  /**
   * An axis.
   *
   * @param name the quantity
   * @param log whether it is logarithmic
   * @param min where it starts, or null for the smallest value
   * @param max where it ends, or null for the largest value
   */
  record Axis(String name, boolean log, Double min, Double max) {
    /** So that no mark lies on the frame. */
    private static final double ROOM = 1.05;

    static Axis linear(String name) {
      return new Axis(name, false, null, null);
    }

    static Axis logarithmic(String name) {
      return new Axis(name, true, null, null);
    }

    /** A logarithmic axis that ends beyond what is shown, at round numbers. */
    static Axis logarithmic(String name, double smallest, double largest) {
      return smallest > 0 && smallest <= largest
          ? new Axis(
              name,
              true,
              oneDigit(smallest / ROOM, RoundingMode.FLOOR),
              oneDigit(largest * ROOM, RoundingMode.CEILING))
          : logarithmic(name);
    }

    private static double oneDigit(double value, RoundingMode towards) {
      return new BigDecimal(value).round(new MathContext(1, towards)).doubleValue();
    }

    boolean shows(double value) {
      return Double.isFinite(value) && (!log || value > 0);
    }
  }

  /**
   * Points of one kind.
   *
   * @param name for the legend
   * @param kind line, points, region (all below a line), box (a dashed line) or reference (dashed)
   * @param style which of the page's colours and marks
   * @param data places
   * @param labels what each point is, as many, or none
   */
  record Series(String name, String kind, int style, List<double[]> data, List<String> labels) {
    static Series of(String name, String kind, int style) {
      return new Series(name, kind, style, new ArrayList<>(), new ArrayList<>());
    }

    Series at(double x, double y) {
      data.add(new double[] {x, y});
      return this;
    }

    Series at(double x, double y, String label) {
      labels.add(label);
      return at(x, y);
    }
  }
}
