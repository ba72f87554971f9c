package org.escapement.engine.tensor;

import org.bytedeco.javacpp.Pointer;
import org.escapement.engine.compute.Window2d;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The greatest entries under the windows of one image at a time; one worker's, with its scratch.
 */
interface Maxima {
  /** Writes where in the image each window's greatest entry lies, and the entry. */
  void choose(Pointer image, int[] winners, Pointer pooled);

  /** Picks the image's entries at the winners. */
  void pick(Pointer image, int[] winners, Pointer pooled);

  /** The transpose: puts entries down at the winners, added up, and zeros elsewhere. */
  void put(Pointer pooled, int[] winners, Pointer image);

  /** For images of a type. */
  static Maxima of(DataType type, Window2d window) {
    return type == DataType.FLOAT ? new FloatMaxima(window) : new DoubleMaxima(window);
  }
}
