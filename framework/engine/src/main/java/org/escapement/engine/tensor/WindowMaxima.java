package org.escapement.engine.tensor;

import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.escapement.engine.compute.Window2d;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Keeps where the greatest entry under each window of each image lies, and picks entries up and
 * puts them down there. Of equal entries the first in c order wins; padding never does; a NaN
 * always does.
 */
final class WindowMaxima {
  private final int[][] winners;
  private final Maxima[] workers;

  /**
   * @param window each covering an entry of the image
   * @param rows images
   * @param type float or double
   */
  public WindowMaxima(Window2d window, int rows, DataType type) {
    winners = new int[rows][(int) (window.channels() * window.positions())];
    workers =
        IntStream.range(0, Workers.count())
            .mapToObj(worker -> Maxima.of(type, window))
            .toArray(Maxima[]::new);
  }

  /**
   * Finds the greatest entries.
   *
   * @param images shape {@code [rows, inputs]}
   * @param pooled shape {@code [rows, channels · positions]}, overwritten
   */
  public void choose(INDArray images, INDArray pooled) {
    forEachRow(images, pooled, Maxima::choose);
  }

  /**
   * Picks the entries where the greatest were found.
   *
   * @param images shape {@code [rows, inputs]}
   * @param pooled shape {@code [rows, channels · positions]}, overwritten
   */
  public void pick(INDArray images, INDArray pooled) {
    forEachRow(images, pooled, Maxima::pick);
  }

  /**
   * The transpose of {@link #pick}: puts entries down where the greatest were found, added up, and
   * zeros elsewhere.
   *
   * @param pooled shape {@code [rows, channels · positions]}
   * @param images shape {@code [rows, inputs]}, overwritten
   */
  public void put(INDArray pooled, INDArray images) {
    forEachRow(images, pooled, (maxima, image, winner, row) -> maxima.put(row, winner, image));
  }

  /** What is done with one image and its row of pooled entries. */
  private interface RowWork {
    void run(Maxima maxima, Pointer image, int[] winner, Pointer pooled);
  }

  private void forEachRow(INDArray images, INDArray pooled, RowWork work) {
    Workers.run(
        workers.length,
        winners.length,
        (worker, from, to) -> {
          Rows input = new Rows(images);
          Rows output = new Rows(pooled);
          for (int i = from; i < to; i++) {
            work.run(workers[worker], input.at(i), winners[i], output.at(i));
          }
        });
  }
}
