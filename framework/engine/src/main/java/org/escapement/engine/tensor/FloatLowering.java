package org.escapement.engine.tensor;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** {@link Lowering} of floats. */
final class FloatLowering implements Lowering {
  private final LoweredShape shape;
  private final WindowColumns columns;
  private final int[] lines;
  private final int width;
  private final int size;
  private final int stride;
  private final int kernel;
  private final float[] image;

  /** Its padding is never written, so it stays zero. */
  private final float[] lowered;

  private final float[] sums;

  FloatLowering(LoweredShape shape) {
    this.shape = shape;
    columns = shape.columns();
    lines = shape.lines();
    width = (int) shape.window().width();
    size = (int) shape.window().height() * width;
    stride = (int) shape.window().stride();
    kernel = (int) shape.window().kernel();
    image = new float[(int) shape.window().inputs()];
    lowered = new float[shape.length()];
    sums = new float[shape.length()];
    Arrays.fill(lowered, shape.rows() * shape.rowLength(), shape.length(), 1);
  }

  @Override
  public void lower(Pointer image, Pointer lowered) {
    ((FloatPointer) image).get(this.image);
    for (int row = 0; row < shape.rows(); row++) {
      int x = row % kernel;
      int begin = row * shape.rowLength() + columns.begin()[x];
      int count = columns.end()[x] - columns.begin()[x];
      int from = row / kernel * size + columns.source()[x];
      for (int i = 0; i < lines.length; i++) {
        int to = begin + lines[i];
        if (lines[i] < 0 || count == 0) {
          continue;
        }
        if (stride == 1) {
          System.arraycopy(this.image, from + i * width, this.lowered, to, count);
        } else {
          for (int j = 0; j < count; j++) {
            this.lowered[to + j] = this.image[from + i * width + j * stride];
          }
        }
      }
    }
    ((FloatPointer) lowered).put(this.lowered);
  }

  @Override
  public void raise(Pointer lowered, Pointer image, boolean add) {
    ((FloatPointer) lowered).get(sums, 0, shape.rows() * shape.rowLength());
    if (add) {
      ((FloatPointer) image).get(this.image);
    } else {
      Arrays.fill(this.image, 0);
    }
    for (int row = 0; row < shape.rows(); row++) {
      int x = row % kernel;
      int begin = row * shape.rowLength() + columns.begin()[x];
      int count = columns.end()[x] - columns.begin()[x];
      int to = row / kernel * size + columns.source()[x];
      for (int i = 0; i < lines.length; i++) {
        int from = begin + lines[i];
        if (lines[i] < 0 || count == 0) {
          continue;
        }
        for (int j = 0; j < count; j++) {
          this.image[to + i * width + j * stride] += sums[from + j];
        }
      }
    }
    ((FloatPointer) image).put(this.image);
  }
}
