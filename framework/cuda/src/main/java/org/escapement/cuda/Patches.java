package org.escapement.cuda;

import org.escapement.cuda.Device.MatrixAt;
import org.escapement.cuda.DevicePool.Block;
import org.escapement.engine.compute.DeviceMemoryException;
import org.escapement.engine.compute.Window2d;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Images as matrices of patches, and back. Images go through in chunks as large as there is room
 * for: a chunk that finds none is halved, down to one image, and so are all after it.
 */
final class Patches {
  private final Card card;
  private final Geometry geometry;
  private final DataType type;

  Patches(Card card, Window2d window, DataType type) {
    this.card = card;
    this.type = type;
    geometry = Geometry.of(window);
  }

  Geometry geometry() {
    return geometry;
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
   * @throws DeviceMemoryException where there is not even room for one image
   */
  void inChunks(long images, long[] entries, Work work) {
    long each = 0;
    for (long size : entries) {
      each += size * type.width();
    }
    long imageBytes = each;
    card.asOneShortage(
        () -> {
          long from = 0;
          while (from < images) {
            long most = Math.max(1, card.scratchBytes() / imageBytes);
            long count = Math.min(most, images - from);
            Block[] blocks = take(entries, count);
            if (blocks == null) {
              card.limitScratch(imageBytes * ((count + 1) / 2));
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
  private Block[] take(long[] entries, long count) {
    Block[] blocks = new Block[entries.length];
    for (int i = 0; i < blocks.length; i++) {
      try {
        blocks[i] = card.take(Math.multiplyExact(entries[i] * type.width(), count));
      } catch (DeviceMemoryException e) {
        for (int taken = 0; taken < i; taken++) {
          card.giveBack(blocks[taken]);
        }
        if (count == 1) {
          throw e;
        }
        return null;
      }
    }
    return blocks;
  }

  /** Lays images out as patches, at an address. */
  void unfold(CudaTensor images, long patches) {
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

  /** Adds patches up to images. */
  void fold(long patches, CudaTensor images, boolean add) {
    card.launch(
        type,
        "foldPatches",
        images.rows(),
        geometry.window().inputs(),
        Arguments.of(
            new long[] {patches, images.rows()},
            geometry.numbers(),
            new long[] {images.address(), images.stride(), add ? 1 : 0}));
  }

  /** The matrices of patches at an address. */
  MatrixAt matrices(long patches) {
    return new MatrixAt(patches, geometry.window().positions(), geometry.patchEntries());
  }

  /** Rows of a tensor as matrices {@code [channels, positions]}. */
  MatrixAt channels(CudaTensor rows) {
    return new MatrixAt(rows.address(), geometry.window().positions(), rows.stride());
  }
}
