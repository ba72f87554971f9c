package org.escapement.engine.layer;

import static org.escapement.engine.tensor.Tensors.multiply;
import static org.escapement.engine.tensor.Tensors.ones;
import static org.escapement.engine.tensor.Tensors.scaleRows;

import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastSubOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arithmetic of rows that hold {@code [channels, positions]} with one number for each row and
 * channel, kept in matrices {@code [rows, channels]}. Such a number scales a stretch of memory;
 * ND4J's broadcast along the middle dimension takes twenty times as long.
 */
final class ChannelImages implements AutoCloseable {
  private final int rows;
  private final long channels;
  private final long positions;
  private final INDArray onesRow;
  private final INDArray onesPosition;

  ChannelImages(int rows, long channels, long positions, DataType type) {
    this.rows = rows;
    this.channels = channels;
    this.positions = positions;
    onesRow = ones(type, 1, rows);
    onesPosition = ones(type, positions, 1);
  }

  /** Numbers of each channel, shape {@code [1, channels]}, repeated for every row. */
  INDArray repeat(INDArray numbers, INDArray out) {
    multiply(onesRow, true, numbers, false, out, 1, 0);
    return out;
  }

  /** Adds weight · the sums over rows to {@code totals}, shape {@code [1, channels]}. */
  void addTotals(INDArray numbers, INDArray totals, double weight) {
    multiply(onesRow, false, numbers, false, totals, weight, 1);
  }

  /** Sums over positions, into {@code out}. */
  void sumPositions(INDArray images, INDArray out) {
    if (positions == 1) {
      out.assign(images);
    } else {
      multiply(stretches(images), false, onesPosition, false, column(out), 1, 0);
    }
  }

  /** Adds the sums over positions to {@code out}. */
  void addPositions(INDArray images, INDArray out) {
    if (positions == 1) {
      out.addi(images);
    } else {
      multiply(stretches(images), false, onesPosition, false, column(out), 1, 1);
    }
  }

  /** {@code out = factors · images}. */
  void scale(INDArray images, INDArray factors, INDArray out) {
    if (positions == 1) {
      images.mul(factors, out);
    } else {
      scaleRows(stretches(images), column(factors), stretches(out));
    }
  }

  /** {@code images = images + terms}. */
  void add(INDArray images, INDArray terms) {
    if (positions == 1) {
      images.addi(terms);
    } else {
      stretches(images).addiColumnVector(column(terms));
    }
  }

  /** {@code out = images − terms}. */
  void subtract(INDArray images, INDArray terms, INDArray out) {
    if (positions == 1) {
      images.sub(terms, out);
    } else {
      Nd4j.getExecutioner()
          .exec(new BroadcastSubOp(stretches(images), column(terms), stretches(out), 0));
    }
  }

  private INDArray stretches(INDArray images) {
    return images.reshape('c', rows * channels, positions);
  }

  private INDArray column(INDArray numbers) {
    return numbers.reshape('c', rows * channels, 1);
  }

  @Override
  public void close() {
    Tensors.free(onesRow, onesPosition);
  }
}
