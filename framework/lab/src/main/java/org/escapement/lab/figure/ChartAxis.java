package org.escapement.lab.figure;

import org.escapement.lab.text.OneLine;

/**
 * An axis of a {@link Chart}. Its range is that of what is drawn, with some room.
 *
 * @param label the quantity, and its unit in brackets if it has one
 * @param logarithmic whether equal lengths are equal ratios; values of 0 and below are then left
 *     out and counted in the legend
 * @param low where the axis starts, or NaN for where the values do
 * @param high where it ends, or NaN for where the values do
 */
public record ChartAxis(String label, boolean logarithmic, double low, double high) {
  /** Above this share of the largest value, the smallest is far enough from zero to start there. */
  private static final double FAR_FROM_ZERO = 0.5;

  private static final double ROOM = 0.06;

  /** Puts the label in one line. */
  public ChartAxis {
    label = OneLine.of(label);
  }

  /** Equal lengths are equal differences; it starts at 0 unless all values are far from it. */
  public static ChartAxis linear(String label) {
    return new ChartAxis(label, false, Double.NaN, Double.NaN);
  }

  /** Equal lengths are equal ratios. */
  public static ChartAxis logarithmic(String label) {
    return new ChartAxis(label, true, Double.NaN, Double.NaN);
  }

  /** The axis from one value to another, whatever is drawn. */
  public ChartAxis from(double lowest, double highest) {
    return new ChartAxis(label, logarithmic, lowest, highest);
  }

  /** Whether the axis has a place for a value. */
  boolean canShow(double value) {
    return Math.abs(value) <= FigureStyle.LARGEST_SHOWN
        && (!logarithmic || value >= FigureStyle.SMALLEST_SHOWN);
  }

  /** The scale for values between two; none where the second is smaller than the first. */
  PlotAxis scale(double lowest, double highest) {
    PlotAxis fitting = logarithmic ? ratios(lowest, highest) : differences(lowest, highest);
    return new PlotAxis(
        logarithmic,
        Double.isNaN(low) ? fitting.low() : low,
        Double.isNaN(high) ? fitting.high() : high);
  }

  private static PlotAxis ratios(double lowest, double highest) {
    if (lowest > highest) {
      return new PlotAxis(true, 0.1, 1);
    }
    double room = Math.max(Math.pow(highest / lowest, ROOM), 1.1);
    return new PlotAxis(true, lowest / room, highest * room);
  }

  private static PlotAxis differences(double lowest, double highest) {
    if (lowest > highest) {
      return new PlotAxis(false, 0, 1);
    }
    boolean fromZero = lowest >= 0 && lowest <= FAR_FROM_ZERO * highest;
    double from = fromZero ? 0 : lowest;
    double largest = Math.max(Math.abs(from), Math.abs(highest));
    double room = ROOM * (highest > from ? highest - from : largest);
    room = room < FigureStyle.SMALLEST_SHOWN ? 1 : room;
    return new PlotAxis(false, fromZero ? 0 : from - room, highest + room);
  }
}
