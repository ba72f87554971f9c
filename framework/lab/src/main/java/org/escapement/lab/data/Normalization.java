package org.escapement.lab.data;

import java.util.Arrays;
import java.util.Locale;

/**
 * What is done to features before they are used. Means and standard deviations (divided by n, not n
 * − 1) are those of the training examples in use, computed in double; test examples are treated
 * with the same numbers. A feature that is constant over the training examples is only centred.
 */
public enum Normalization {
  /** Features stay as the source gives them. */
  NONE,
  /** Every feature minus its mean. */
  CENTER,
  /** Every feature minus its mean, over its standard deviation. */
  STANDARD,
  /** As {@link #STANDARD}, but with one mean and one deviation for all features of a channel. */
  CHANNEL;

  static final String DESCRIPTION =
      "what is done to features, by the training examples in use: center subtracts each one's mean,"
          + " standard also divides by its standard deviation, channel does so with one mean and one"
          + " deviation a channel";

  /** The name in a config. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Rewrites features.
   *
   * @param train those of the training examples, at least one row
   * @param test those of the test examples, or null
   * @param channels a divisor of the number of columns
   * @param digest receives means and deviations, if there are any
   */
  void apply(RowBuffer train, RowBuffer test, int channels, DataDigest digest) {
    if (this == NONE) {
      return;
    }
    int groups = this == CHANNEL ? channels : train.columns();
    double[] means = means(train, groups);
    double[] deviations = deviations(train, means);
    digest.update(means);
    digest.update(deviations);
    rewrite(train, means, deviations);
    if (test != null) {
      rewrite(test, means, deviations);
    }
  }

  private static double[] means(RowBuffer rows, int groups) {
    double[] means = new double[groups];
    double[] least = new double[groups];
    double[] largest = new double[groups];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    double members = (double) rows.length() / groups;
    for (int i = 0; i < rows.length(); i++) {
      int group = group(rows, i, groups);
      double number = rows.get(i);
      means[group] += number / members;
      least[group] = Math.min(least[group], number);
      largest[group] = Math.max(largest[group], number);
    }
    for (int group = 0; group < groups; group++) {
      // exactly, so that a constant is recognized as one
      means[group] = least[group] == largest[group] ? least[group] : means[group];
    }
    return means;
  }

  private double[] deviations(RowBuffer rows, double[] means) {
    double[] deviations = new double[means.length];
    double members = (double) rows.length() / means.length;
    for (int i = 0; i < rows.length() && this != CENTER; i++) {
      int group = group(rows, i, means.length);
      double distance = rows.get(i) - means[group];
      deviations[group] += distance * distance / members;
    }
    for (int group = 0; group < means.length; group++) {
      deviations[group] = deviations[group] == 0 ? 1 : Math.sqrt(deviations[group]);
    }
    return deviations;
  }

  private static void rewrite(RowBuffer rows, double[] means, double[] deviations) {
    for (int i = 0; i < rows.length(); i++) {
      int group = group(rows, i, means.length);
      rows.set(i, (rows.get(i) - means[group]) / deviations[group]);
    }
  }

  private static int group(RowBuffer rows, int index, int groups) {
    return index % rows.columns() / (rows.columns() / groups);
  }
}
