package org.escapement.cuda;

import org.escapement.cuda.Device.MatrixAt;
import org.escapement.cuda.Product.Shape;
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
    patches = new Patches(card, window, type);
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
        new long[] {patches.geometry().patchEntries(), outputs * window.patch()},
        (from, count, scratch) -> {
          Chunk chunk = new Chunk(from, count, scratch[0], scratch[1]);
          formKernels(chunk, images, tangents, deltas, deltaTangents, shift);
          forward(chunk, images, deltaTangents, shift, out);
          if (back != null) {
            backward(chunk, deltas, back);
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
    patches.unfold(chunk.of(images), chunk.patches);
    card.multiply(
        type,
        new Product(
            new Shape(false, true, outputs, window.patch(), window.positions()),
            1,
            patches.channels(chunk.of(left)),
            patches.matrices(chunk.patches),
            beta,
            kernels(chunk),
            chunk.count));
  }

  /** out_i = U_i A_i with its bias part. */
  private void forward(
      Chunk chunk, Tensor images, Tensor deltaTangents, Tensor[] shift, Tensor out) {
    CudaTensor to = chunk.of(out);
    patches.unfold(chunk.of(images), chunk.patches);
    card.multiply(
        type,
        new Product(
            new Shape(false, false, outputs, window.positions(), window.patch()),
            1,
            kernels(chunk),
            patches.matrices(chunk.patches),
            0,
            patches.channels(to),
            chunk.count));
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

  /** back_i = U_iᵀ δ_i. */
  private void backward(Chunk chunk, Tensor deltas, Tensor back) {
    card.multiply(
        type,
        new Product(
            new Shape(true, false, window.patch(), window.positions(), outputs),
            1,
            kernels(chunk),
            patches.channels(chunk.of(deltas)),
            0,
            patches.matrices(chunk.patches),
            chunk.count));
    patches.fold(chunk.patches, chunk.of(back), false);
  }

  private MatrixAt kernels(Chunk chunk) {
    return new MatrixAt(chunk.kernels, window.patch(), outputs * window.patch());
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
