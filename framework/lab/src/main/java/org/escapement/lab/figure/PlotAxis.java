package org.escapement.lab.figure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The scale of an axis.
 *
 * @param logarithmic whether equal lengths are equal ratios
 * @param low the value at its start, positive if it is logarithmic
 * @param high the value at its end
 */
record PlotAxis(boolean logarithmic, double low, double high) {
  /** Up to so many decades 2 and 5 have labels too; up to the next number all digits have ticks. */
  private static final double LABELS_WITHIN = 2.2;

  private static final double TICKS_WITHIN = 6;

  /** Powers of ten with larger exponents are written as such. */
  private static final int PLAIN_EXPONENT = 4;

  private static final int MOST_LABELS = 8;

  /** How far beyond its ends, in lengths of the axis, a value is placed at most. */
  private static final double FARTHEST = 2;

  private static final double ROUNDING = 1e-9;

  /**
   * A mark on the axis.
   *
   * @param value where it lies
   * @param label empty for a short mark without a number
   */
  record Tick(double value, String label) {}

  /** From 0 to a little more than the largest value. */
  static PlotAxis linear(double largest) {
    return new PlotAxis(false, 0, 1.1 * largest);
  }

  /** With room below the smallest of the values and above the largest. */
  static PlotAxis logarithmic(double smallest, double largest) {
    return new PlotAxis(true, smallest / 6, 2 * largest);
  }

  /** 0 at the start, 1 at the end; what lies far outside is placed outside, not so far. */
  double place(double value) {
    double place =
        logarithmic
            ? (Math.log(Math.max(value, 0)) - Math.log(low)) / (Math.log(high) - Math.log(low))
            : (value - low) / (high - low);
    return Math.max(-FARTHEST, Math.min(1 + FARTHEST, place));
  }

  /** The value at a place: 0 at the start, 1 at the end. */
  double at(double place) {
    return logarithmic
        ? Math.exp(Math.log(low) + place * (Math.log(high) - Math.log(low)))
        : low + place * (high - low);
  }

  /** The marks within the axis, ascending. */
  List<Tick> ticks() {
    return logarithmic ? logarithmicTicks() : linearTicks();
  }

  private List<Tick> linearTicks() {
    double rough = (high - low) / MOST_LABELS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power * (rough <= 2 * power ? 2 : rough <= 5 * power ? 5 : 10);
    List<Tick> ticks = new ArrayList<>();
    for (int i = (int) Math.ceil(low / step); i * step <= high * (1 + ROUNDING); i++) {
      ticks.add(new Tick(i * step, plain(i * step)));
    }
    return ticks;
  }

  private static String plain(double value) {
    double magnitude = Math.abs(value);
    if (magnitude != 0 && (magnitude >= 1e5 || magnitude < 1e-4)) {
      return String.format(Locale.ROOT, "%.3g", value);
    }
    BigDecimal decimal = new BigDecimal(String.format(Locale.ROOT, "%.10f", value));
    return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
  }

  private List<Tick> logarithmicTicks() {
    double decades = Math.log10(high) - Math.log10(low);
    int stride = (int) Math.ceil(decades / MOST_LABELS);
    List<Tick> ticks = new ArrayList<>();
    int last = (int) Math.floor(Math.log10(high));
    for (int exponent = (int) Math.floor(Math.log10(low)); exponent <= last; exponent++) {
      for (int digit = 1; digit <= (decades <= TICKS_WITHIN ? 9 : 1); digit++) {
        double value = digit * Math.pow(10, exponent);
        if (value < low * (1 - ROUNDING) || value > high * (1 + ROUNDING)) {
          continue;
        }
        boolean labelled =
            digit == 1
                ? exponent % stride == 0
                : decades <= LABELS_WITHIN && (digit == 2 || digit == 5);
        ticks.add(new Tick(value, labelled ? label(digit, exponent) : ""));
      }
    }
    return ticks;
  }

  private static String label(int digit, int exponent) {
    if (Math.abs(exponent) <= PLAIN_EXPONENT) {
      return BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent).toPlainString();
    }
    StringBuilder power = new StringBuilder(digit == 1 ? "10" : digit + "·10");
    for (char sign : Integer.toString(exponent).toCharArray()) {
      power.append(sign == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(sign - '0'));
    }
    return power.toString();
  }
}
