package org.escapement.cuda;

import org.escapement.engine.compute.MaximumPooling;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.compute.Window2d;
import org.nd4j.linalg.api.buffer.DataType;

/** The places of the maxima stay on the device, as a tensor, which nobody has to close. */
final class CudaMaximumPooling implements MaximumPooling {
  private final Card card;
  private final Geometry geometry;
  private final int rows;
  private final CudaTensor where;

  CudaMaximumPooling(Card card, Window2d window, int rows) {
    this.card = card;
    this.rows = rows;
    geometry = Geometry.of(window);
    where = card.tensor(DataType.INT, rows, geometry.pooledColumns());
  }

  @Override
  public void choose(Tensor images, Tensor pooled) {
    require(images, pooled);
    geometry.launchOnWindows(
        card, "chooseMaxima", (CudaTensor) images, (CudaTensor) pooled, where.address());
    Fence.keep(images, pooled, where);
  }

  @Override
  public void pick(Tensor images, Tensor pooled) {
    require(images, pooled);
    geometry.launchOnWindows(
        card, "pickMaxima", (CudaTensor) images, (CudaTensor) pooled, where.address());
    Fence.keep(images, pooled, where);
  }

  @Override
  public void put(Tensor pooled, Tensor images) {
    require(images, pooled);
    geometry.launchOnEntries(
        card, "putMaxima", (CudaTensor) pooled, (CudaTensor) images, where.address());
    Fence.keep(images, pooled, where);
  }

  private void require(Tensor images, Tensor pooled) {
    geometry.requireImages(images, pooled);
    if (images.rows() > rows) {
      throw new IllegalArgumentException(images.rows() + " images, at most " + rows);
    }
  }

  @Override
  public void close() {
    where.close();
  }
}
