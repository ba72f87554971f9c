package org.escapement.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A state as bytes and back, as a run that is killed and resumed sees it. */
public final class StateBytes {
  private StateBytes() {}

  /** Writes every tensor and every number. */
  public static byte[] write(State state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(state.tensors().size());
      for (Map.Entry<String, INDArray> entry : state.tensors().entrySet()) {
        out.writeUTF(entry.getKey());
        write(entry.getValue(), out);
      }
      out.writeInt(state.scalars().size());
      for (Map.Entry<String, Double> entry : state.scalars().entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeDouble(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Every float and every integer up to 2⁵³ is a double. */
  private static void write(INDArray tensor, DataOutputStream out) throws IOException {
    out.writeUTF(tensor.dataType().name());
    out.writeInt(tensor.rank());
    for (long extent : tensor.shape()) {
      out.writeLong(extent);
    }
    try (INDArray copy = tensor.dup('c')) {
      for (double value : copy.data().asDouble()) {
        out.writeDouble(value);
      }
    }
  }

  /** Reads what {@link #write} wrote, into memory of its own. */
  public static State read(byte[] bytes) {
    State state = State.empty();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      for (int tensors = in.readInt(); tensors > 0; tensors--) {
        state = state.with(in.readUTF(), readTensor(in));
      }
      for (int scalars = in.readInt(); scalars > 0; scalars--) {
        state = state.with(in.readUTF(), in.readDouble());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return state;
  }

  private static INDArray readTensor(DataInputStream in) throws IOException {
    DataType type = DataType.valueOf(in.readUTF());
    long[] shape = new long[in.readInt()];
    long length = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = in.readLong();
      length *= shape[i];
    }
    double[] values = new double[Math.toIntExact(length)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readDouble();
    }
    return Nd4j.createFromArray(values).castTo(type).reshape('c', shape).dup();
  }
}
