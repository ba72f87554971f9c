package org.escapement.cuda;

import org.escapement.cuda.DevicePool.Block;
import org.escapement.engine.compute.MaximumPooling;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.compute.Window2d;

/** The places of the maxima stay on the device. */
final class CudaMaximumPooling implements MaximumPooling {
  private final Card card;
  private final Geometry geometry;
  private final int rows;
  private Block where;

  CudaMaximumPooling(Card card, Window2d window, int rows) {
    this.card = card;
    this.rows = rows;
    geometry = Geometry.of(window);
    where = card.take((long) rows * geometry.pooledColumns() * Integer.BYTES);
  }

  @Override
  public void choose(Tensor images, Tensor pooled) {
    require(images, pooled);
    geometry.launchOnWindows(
        card, "chooseMaxima", (CudaTensor) images, (CudaTensor) pooled, where.address());
  }

  @Override
  public void pick(Tensor images, Tensor pooled) {
    require(images, pooled);
    geometry.launchOnWindows(
        card, "pickMaxima", (CudaTensor) images, (CudaTensor) pooled, where.address());
  }

  @Override
  public void put(Tensor pooled, Tensor images) {
    require(images, pooled);
    geometry.launchOnEntries(
        card, "putMaxima", (CudaTensor) pooled, (CudaTensor) images, where.address());
  }

  private void require(Tensor images, Tensor pooled) {
    if (where == null) {
      throw new IllegalStateException("the pooling is closed");
    }
    geometry.requireImages(images, pooled);
    if (images.rows() > rows) {
      throw new IllegalArgumentException(images.rows() + " images, at most " + rows);
    }
  }

  @Override
  public void close() {
    if (where != null) {
      card.giveBack(where);
      where = null;
    }
  }
}
