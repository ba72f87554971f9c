package org.escapement.cuda;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What crosses the bus: arrays of ND4J and of Java. */
final class HostArrays {
  private final Card card;

  HostArrays(Card card) {
    this.card = card;
  }

  static long rows(INDArray array) {
    return array.rank() == 1 ? 1 : array.size(0);
  }

  static long columns(INDArray array) {
    return array.size(array.rank() - 1);
  }

  /** Whether rows can be copied as they lie. */
  private static boolean inRows(INDArray array) {
    if (array.rank() == 1) {
      return array.length() == 1 || array.stride(0) == 1;
    }
    boolean sideBySide = array.size(1) == 1 || array.stride(1) == 1;
    boolean ascending = array.size(0) == 1 || array.stride(0) >= array.size(1);
    return sideBySide && ascending;
  }

  private static long pitch(INDArray array) {
    long stride = array.rank() == 1 || array.size(0) == 1 ? array.size(-1) : array.stride(0);
    return stride * array.dataType().width();
  }

  /** Copies an array's entries into a tensor of its shape. */
  void upload(INDArray array, CudaTensor out) {
    if (!inRows(array)) {
      INDArray copy = array.dup('c');
      upload(copy, out);
      copy.close();
      return;
    }
    long width = out.columns() * out.type().width();
    long pitch = out.stride() * out.type().width();
    card.run(
        () ->
            card.device()
                .upload(
                    array.data().addressPointer(),
                    pitch(array),
                    out.address(),
                    pitch,
                    width,
                    out.rows()));
    Fence.keep(array, out);
  }

  /** Copies a tensor's entries into an array of its shape. */
  void download(CudaTensor tensor, INDArray out) {
    if (!inRows(out)) {
      INDArray copy = Nd4j.create(out.dataType(), out.shape(), 'c');
      download(tensor, copy);
      out.assign(copy);
      copy.close();
      return;
    }
    toHost(tensor, out.data().addressPointer(), pitch(out));
    Fence.keep(out, tensor);
  }

  /** Copies all entries out, row by row. */
  void read(CudaTensor tensor, double[] values) {
    if (tensor.type() == DataType.DOUBLE) {
      try (DoublePointer host = new DoublePointer(values.length)) {
        toHost(tensor, host, tensor.columns() * tensor.type().width());
        host.get(values);
      }
      return;
    }
    try (FloatPointer host = new FloatPointer(values.length)) {
      toHost(tensor, host, tensor.columns() * tensor.type().width());
      float[] floats = new float[values.length];
      host.get(floats);
      for (int i = 0; i < floats.length; i++) {
        values[i] = floats[i];
      }
    }
  }

  /** Copies all entries in, row by row, rounded to the type. */
  void write(double[] values, CudaTensor out) {
    if (out.type() == DataType.DOUBLE) {
      try (DoublePointer host = new DoublePointer(values)) {
        toDevice(host, out);
      }
      return;
    }
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    try (FloatPointer host = new FloatPointer(floats)) {
      toDevice(host, out);
    }
  }

  /** Copies numbers into a block that has room for them. */
  void write(int[] values, long address) {
    long bytes = (long) values.length * Integer.BYTES;
    try (IntPointer host = new IntPointer(values)) {
      card.run(() -> card.device().upload(host, bytes, address, bytes, bytes, 1));
    }
  }

  /** Copies doubles out of a block, once they are there. */
  double[] read(long address, int count) {
    long bytes = (long) count * Double.BYTES;
    double[] values = new double[count];
    try (DoublePointer host = new DoublePointer(count)) {
      card.run(() -> card.device().download(address, bytes, host, bytes, bytes, 1));
      host.get(values);
    }
    return values;
  }

  private void toHost(CudaTensor tensor, Pointer host, long hostPitch) {
    long width = tensor.columns() * tensor.type().width();
    long pitch = tensor.stride() * tensor.type().width();
    card.run(
        () ->
            card.device()
                .download(
                    tensor.address(),
                    tensor.rows() == 1 ? width : pitch,
                    host,
                    tensor.rows() == 1 ? width : hostPitch,
                    width,
                    tensor.rows()));
  }

  private void toDevice(Pointer host, CudaTensor out) {
    long width = out.columns() * out.type().width();
    long pitch = out.stride() * out.type().width();
    card.run(() -> card.device().upload(host, width, out.address(), pitch, width, out.rows()));
  }
}
