package org.escapement.cuda;

import static org.escapement.cuda.Card.bits;

import org.escapement.cuda.Device.MatrixAt;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Convolution;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.compute.Window2d;
import org.nd4j.linalg.api.buffer.DataType;

/** Convolutions as products with patches, a product an image, all of a chunk in one call. */
final class CudaConvolution implements Convolution {
  private final Card card;
  private final Patches patches;
  private final Window2d window;
  private final long outputs;
  private final DataType type;

  CudaConvolution(Card card, Window2d window, long outputs, DataType type) {
    this.card = card;
    this.window = window;
    this.outputs = outputs;
    this.type = type;
    patches = new Patches(card, window, outputs, type);
  }

  @Override
  public void apply(Tensor[] kernel, Tensor images, Tensor out) {
    times(kernel[0], images, out, 0);
    if (kernel.length > 1) {
      CudaTensor to = (CudaTensor) out;
      card.launch(
          type,
          "addChannels",
          out.rows(),
          out.columns(),
          to.address(),
          to.stride(),
          out.rows(),
          outputs,
          window.positions(),
          ((CudaTensor) kernel[1]).address());
    }
    Fence.keep(kernel, images, out);
  }

  @Override
  public void addLinear(Tensor[] kernel, Tensor images, Tensor out) {
    times(kernel[0], images, out, 1);
    Fence.keep(kernel, images, out);
  }

  private void times(Tensor weights, Tensor images, Tensor out, double beta) {
    require(images, out);
    Compute.requireShape(weights, outputs, window.patch());
    patches.inChunks(
        images.rows(),
        new long[] {patches.entries()},
        (from, count, scratch) ->
            patches.multiply(
                weights(weights),
                rows(images, from, count),
                scratch[0],
                beta,
                rows(out, from, count)));
  }

  @Override
  public void applyTransposed(Tensor[] kernel, Tensor deltas, Tensor images, boolean add) {
    require(images, deltas);
    Compute.requireShape(kernel[0], outputs, window.patch());
    patches.inChunks(
        images.rows(),
        new long[] {patches.entries()},
        (from, count, scratch) ->
            patches.multiplyTransposed(
                weights(kernel[0]),
                rows(deltas, from, count),
                scratch[0],
                rows(images, from, count),
                add));
    Fence.keep(kernel, deltas, images);
  }

  @Override
  public void addOuter(Tensor deltas, Tensor images, Tensor[] sum, boolean bias, double weight) {
    require(images, deltas);
    Compute.requireShape(sum[0], outputs, window.patch());
    CudaTensor weights = (CudaTensor) sum[0];
    patches.inChunks(
        images.rows(),
        new long[] {patches.entries(), patches.kernelEntries()},
        (from, count, scratch) -> {
          patches.outer(
              rows(deltas, from, count),
              rows(images, from, count),
              scratch[0],
              0,
              patches.kernels(scratch[1]));
          card.launch(
              type,
              "addParts",
              outputs,
              window.patch(),
              scratch[1],
              count,
              outputs,
              window.patch(),
              weights.address(),
              weights.stride(),
              bits(weight));
        });
    if (bias && sum.length > 1) {
      card.launchBlocks(
          type,
          "addChannelSums",
          outputs,
          ((CudaTensor) deltas).address(),
          ((CudaTensor) deltas).stride(),
          deltas.rows(),
          outputs,
          window.positions(),
          ((CudaTensor) sum[1]).address(),
          bits(weight));
    }
    Fence.keep(deltas, images, sum);
  }

  @Override
  public void outers(Tensor deltas, Tensor images, boolean bias, Tensor out) {
    require(images, deltas);
    long weights = outputs * window.patch();
    Compute.requireShape(out, images.rows(), weights + (bias ? outputs : 0));
    patches.inChunks(
        images.rows(),
        new long[] {patches.entries()},
        (from, count, scratch) -> {
          CudaTensor to = rows(out, from, count);
          patches.outer(
              rows(deltas, from, count),
              rows(images, from, count),
              scratch[0],
              0,
              new MatrixAt(to.address(), window.patch(), to.stride()));
        });
    if (bias) {
      CudaTensor sums = ((CudaTensor) out).columns(weights, weights + outputs);
      card.launchBlocks(
          type,
          "channelSums",
          out.rows() * outputs,
          ((CudaTensor) deltas).address(),
          ((CudaTensor) deltas).stride(),
          out.rows(),
          outputs,
          window.positions(),
          sums.address(),
          sums.stride());
    }
    Fence.keep(deltas, images, out);
  }

  private void require(Tensor images, Tensor out) {
    Compute.requireShape(images, images.rows(), window.inputs());
    Compute.requireShape(out, images.rows(), outputs * window.positions());
  }

  private static CudaTensor rows(Tensor tensor, long from, long count) {
    return ((CudaTensor) tensor).rows(from, from + count);
  }

  private static MatrixAt weights(Tensor weights) {
    return new MatrixAt(((CudaTensor) weights).address(), ((CudaTensor) weights).stride(), 0);
  }

  @Override
  public void close() {
    // scratch is the pool's
  }
}
