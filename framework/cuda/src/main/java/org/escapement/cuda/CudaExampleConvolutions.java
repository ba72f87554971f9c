package org.escapement.cuda;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.ExampleConvolutions;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.compute.Window2d;
import org.nd4j.linalg.api.buffer.DataType;

/** The kernels of the examples of a chunk are formed, used and forgotten. */
final class CudaExampleConvolutions implements ExampleConvolutions {
  private final Card card;
  private final Patches patches;
  private final Window2d window;
  private final long outputs;
  private final boolean bias;
  private final DataType type;

  CudaExampleConvolutions(Card card, Window2d window, long outputs, boolean bias, DataType type) {
    this.card = card;
    this.window = window;
    this.outputs = outputs;
    this.bias = bias;
    this.type = type;
    patches = new Patches(card, window, outputs, type);
  }

  @Override
  public void apply(
      Tensor images,
      Tensor tangents,
      Tensor deltas,
      Tensor deltaTangents,
      Tensor[] shift,
      Tensor out,
      Tensor back) {
    long columns = outputs * window.positions();
    Compute.requireShape(images, images.rows(), window.inputs());
    Compute.requireShape(deltas, images.rows(), columns);
    Compute.requireShape(deltaTangents, images.rows(), columns);
    Compute.requireShape(out, images.rows(), columns);
    patches.inChunks(
        images.rows(),
        new long[] {patches.entries(), patches.kernelEntries()},
        (from, count, scratch) -> {
          Chunk chunk = new Chunk(from, count, scratch[0], scratch[1]);
          formKernels(chunk, images, tangents, deltas, deltaTangents, shift);
          forward(chunk, images, deltaTangents, shift, out);
          if (back != null) { // U_iᵀ δ_i
            patches.multiplyTransposed(
                patches.kernels(chunk.kernels),
                chunk.of(deltas),
                chunk.patches,
                chunk.of(back),
                false);
          }
        });
    Fence.keep(images, tangents, deltas, deltaTangents, shift, out, back);
  }

  /** U_i = Rδ_i A_iᵀ + δ_i RA_iᵀ − S. */
  private void formKernels(
      Chunk chunk,
      Tensor images,
      Tensor tangents,
      Tensor deltas,
      Tensor deltaTangents,
      Tensor[] shift) {
    outer(chunk, deltaTangents, images, 0);
    if (tangents != null) {
      Compute.requireShape(tangents, images.rows(), window.inputs());
      outer(chunk, deltas, tangents, 1);
    }
    if (shift != null) {
      CudaTensor shared = (CudaTensor) shift[0];
      Compute.requireShape(shared, outputs, window.patch());
      card.launch(
          type,
          "subtractShared",
          chunk.count * outputs,
          window.patch(),
          chunk.kernels,
          chunk.count,
          outputs,
          window.patch(),
          shared.address(),
          shared.stride());
    }
  }

  private void outer(Chunk chunk, Tensor left, Tensor images, double beta) {
    patches.outer(
        chunk.of(left), chunk.of(images), chunk.patches, beta, patches.kernels(chunk.kernels));
  }

  /** out_i = U_i A_i with its bias part. */
  private void forward(
      Chunk chunk, Tensor images, Tensor deltaTangents, Tensor[] shift, Tensor out) {
    CudaTensor to = chunk.of(out);
    patches.multiply(patches.kernels(chunk.kernels), chunk.of(images), chunk.patches, 0, to);
    if (bias) {
      CudaTensor left = chunk.of(deltaTangents);
      card.launchBlocks(
          type,
          "addExampleBiases",
          chunk.count * outputs,
          left.address(),
          left.stride(),
          shift == null ? 0 : ((CudaTensor) shift[1]).address(),
          chunk.count,
          outputs,
          window.positions(),
          to.address(),
          to.stride());
    }
  }

  /** Some of the examples, with the addresses of their scratch. */
  private record Chunk(long from, long count, long patches, long kernels) {
    CudaTensor of(Tensor tensor) {
      return ((CudaTensor) tensor).rows(from, from + count);
    }
  }

  @Override
  public void close() {
    // scratch is the pool's
  }
}
