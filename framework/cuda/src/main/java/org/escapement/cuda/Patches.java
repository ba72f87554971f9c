package org.escapement.cuda;

import org.escapement.cuda.Device.MatrixAt;
import org.escapement.cuda.DevicePool.Block;
import org.escapement.cuda.Product.Shape;
import org.escapement.engine.compute.DeviceMemoryException;
import org.escapement.engine.compute.Window2d;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Products of kernels with images as matrices A_i of patches, one an image, all of a chunk in one
 * call. Images go through in chunks as large as there is room for: a chunk that finds none is
 * halved, down to one image, and so are all after it. Below a few images products are slow: work
 * that can be divided itself is left to do so first.
 */
final class Patches {
  /** Images that keep a card busy in one call. */
  private static final int FEW = 16;

  private final Card card;
  private final Geometry geometry;
  private final long outputs;
  private final DataType type;

  /**
   * @param outputs channels of the kernels
   */
  Patches(Card card, Window2d window, long outputs, DataType type) {
    this.card = card;
    this.outputs = outputs;
    this.type = type;
    geometry = Geometry.of(window);
  }

  /** The entries of an image's patches. */
  long entries() {
    return geometry.patchEntries();
  }

  /** The entries of a kernel. */
  long kernelEntries() {
    return outputs * geometry.window().patch();
  }

  /** What is done with a chunk of images. */
  interface Work {
    /**
     * @param from the first image
     * @param count how many
     * @param scratch addresses, one for each size that was asked for
     */
    void on(long from, long count, long[] scratch);
  }

  /**
   * Goes through images in chunks.
   *
   * @param entries how many entries each piece of scratch has for one image
   * @throws DeviceMemoryException where there is not even room for one image, or, within work that
   *     can be divided, for a few
   */
  void inChunks(long images, long[] entries, Work work) {
    long each = 0;
    for (long size : entries) {
      each += size * type.width();
    }
    long imageBytes = each;
    long least = card.withinDivisibleWork() ? FEW : 1;
    card.asOneShortage(
        () -> false,
        () -> {
          long from = 0;
          while (from < images) {
            long most = Math.max(1, card.scratchBytes() / imageBytes);
            long count = Math.min(most, images - from);
            Block[] blocks = take(entries, count, least);
            if (blocks == null) {
              card.limitScratch(imageBytes * Math.max(least, (count + 1) / 2));
            } else {
              work(work, from, count, blocks);
              from += count;
            }
          }
          return null;
        });
  }

  private void work(Work work, long from, long count, Block[] blocks) {
    try {
      long[] scratch = new long[blocks.length];
      for (int i = 0; i < blocks.length; i++) {
        scratch[i] = blocks[i].address();
      }
      work.on(from, count, scratch);
    } finally {
      for (Block block : blocks) {
        card.giveBack(block);
      }
    }
  }

  /** Scratch for a chunk; null if there is no room and the chunk can be smaller. */
  private Block[] take(long[] entries, long count, long least) {
    Block[] blocks = new Block[entries.length];
    for (int i = 0; i < blocks.length; i++) {
      try {
        blocks[i] = card.take(Math.multiplyExact(entries[i] * type.width(), count));
      } catch (DeviceMemoryException e) {
        for (int taken = 0; taken < i; taken++) {
          card.giveBack(blocks[taken]);
        }
        if (count <= least) {
          throw e;
        }
        return null;
      }
    }
    return blocks;
  }

  /**
   * {@code out_i = W_i A_i + beta · out_i}.
   *
   * @param kernels W_i, or the same one for all
   * @param scratch where the images' patches go
   */
  void multiply(MatrixAt kernels, CudaTensor images, long scratch, double beta, CudaTensor out) {
    unfold(images, scratch);
    Window2d window = geometry.window();
    card.multiply(
        type,
        new Product(
            new Shape(false, false, outputs, window.positions(), window.patch()),
            1,
            kernels,
            matrices(scratch),
            beta,
            channels(out),
            images.rows()));
  }

  /** {@code images_i = W_iᵀ δ_i}, added up where patches overlap, or added to what is there. */
  void multiplyTransposed(
      MatrixAt kernels, CudaTensor deltas, long scratch, CudaTensor images, boolean add) {
    Window2d window = geometry.window();
    card.multiply(
        type,
        new Product(
            new Shape(true, false, window.patch(), window.positions(), outputs),
            1,
            kernels,
            channels(deltas),
            0,
            matrices(scratch),
            images.rows()));
    card.launch(
        type,
        "foldPatches",
        images.rows(),
        window.inputs(),
        Arguments.of(
            new long[] {scratch, images.rows()},
            geometry.numbers(),
            new long[] {images.address(), images.stride(), add ? 1 : 0}));
  }

  /** {@code kernels_i = δ_i A_iᵀ + beta · kernels_i}. */
  void outer(CudaTensor deltas, CudaTensor images, long scratch, double beta, MatrixAt kernels) {
    unfold(images, scratch);
    Window2d window = geometry.window();
    card.multiply(
        type,
        new Product(
            new Shape(false, true, outputs, window.patch(), window.positions()),
            1,
            channels(deltas),
            matrices(scratch),
            beta,
            kernels,
            images.rows()));
  }

  /** Kernels side by side at an address. */
  MatrixAt kernels(long address) {
    return new MatrixAt(address, geometry.window().patch(), kernelEntries());
  }

  /** Lays images out as patches, at an address. */
  private void unfold(CudaTensor images, long patches) {
    card.launch(
        type,
        "patches",
        images.rows(),
        geometry.patchEntries(),
        Arguments.of(
            new long[] {images.address(), images.stride(), images.rows()},
            geometry.numbers(),
            new long[] {patches}));
  }

  /** The matrices of patches at an address. */
  private MatrixAt matrices(long patches) {
    return new MatrixAt(patches, geometry.window().positions(), geometry.patchEntries());
  }

  /** Rows of a tensor as matrices {@code [channels, positions]}. */
  private MatrixAt channels(CudaTensor rows) {
    return new MatrixAt(rows.address(), geometry.window().positions(), rows.stride());
  }
}
