package org.escapement.engine.layer;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;

/**
 * Arithmetic of rows that hold {@code [channels, positions]} with one number for each row and
 * channel, kept in matrices {@code [rows, channels]}. Such a number scales a stretch of memory;
 * ND4J's broadcast along the middle dimension takes twenty times as long.
 */
final class ChannelImages {
  private final Compute compute;
  private final int rows;
  private final long channels;
  private final long positions;

  ChannelImages(Compute compute, int rows, long channels, long positions) {
    this.compute = compute;
    this.rows = rows;
    this.channels = channels;
    this.positions = positions;
  }

  /** Numbers of each channel, shape {@code [1, channels]}, repeated for every row. */
  Tensor repeat(Tensor numbers, Tensor out) {
    compute.repeatRow(numbers, out);
    return out;
  }

  /** Adds weight · the sums over rows to {@code totals}, shape {@code [1, channels]}. */
  void addTotals(Tensor numbers, Tensor totals, double weight) {
    compute.addColumnSums(weight, numbers, totals);
  }

  /** Sums over positions, into {@code out}. */
  void sumPositions(Tensor images, Tensor out) {
    if (positions == 1) {
      compute.copy(images, out);
    } else {
      compute.rowSums(stretches(images), column(out), 0);
    }
  }

  /** Adds the sums over positions to {@code out}. */
  void addPositions(Tensor images, Tensor out) {
    if (positions == 1) {
      compute.add(out, 1, images, out);
    } else {
      compute.rowSums(stretches(images), column(out), 1);
    }
  }

  /** {@code out = factors · images}. */
  void scale(Tensor images, Tensor factors, Tensor out) {
    if (positions == 1) {
      compute.multiplyEntries(images, factors, out);
    } else {
      compute.scaleRows(stretches(images), column(factors), stretches(out));
    }
  }

  /** {@code images = images + terms}. */
  void add(Tensor images, Tensor terms) {
    if (positions == 1) {
      compute.add(images, 1, terms, images);
    } else {
      compute.addColumn(stretches(images), 1, column(terms), stretches(images));
    }
  }

  /** {@code out = images − terms}. */
  void subtract(Tensor images, Tensor terms, Tensor out) {
    if (positions == 1) {
      compute.add(images, -1, terms, out);
    } else {
      compute.addColumn(stretches(images), -1, column(terms), stretches(out));
    }
  }

  private Tensor stretches(Tensor images) {
    return images.reshaped(rows * channels, positions);
  }

  private Tensor column(Tensor numbers) {
    return numbers.reshaped(rows * channels, 1);
  }
}
