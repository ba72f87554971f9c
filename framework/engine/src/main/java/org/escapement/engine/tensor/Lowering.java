package org.escapement.engine.tensor;

import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;

/** Lowers one image at a time, as {@link LoweredShape} says; one worker's, with its scratch. */
interface Lowering {
  /** Lowers the image at the pointer; the row of ones is written as well. */
  void lower(Pointer image, Pointer lowered);

  /**
   * The transpose: every entry of an image becomes the sum of what the lowered image holds for it.
   * The row of ones is not read.
   *
   * @param add whether to add to the image rather than overwrite it
   */
  void raise(Pointer lowered, Pointer image, boolean add);

  /** For images of a type. */
  static Lowering of(DataType type, LoweredShape shape) {
    return type == DataType.FLOAT ? new FloatLowering(shape) : new DoubleLowering(shape);
  }
}
