package org.escapement.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays as bare 32-bit floats, little-endian and in c order, which NumPy reads in one call. */
final class VectorFile {
  private VectorFile() {}

  static void write(Path file, INDArray array) throws IOException {
    float[] values = array.reshape('c', new long[] {array.length()}).toFloatVector();
    ByteBuffer bytes = buffer(values.length);
    bytes.asFloatBuffer().put(values);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes.array());
  }

  static INDArray read(Path file, DataType type) throws IOException {
    FloatBuffer buffer =
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return Nd4j.createFromArray(values).castTo(type);
  }

  private static ByteBuffer buffer(int floats) {
    return ByteBuffer.allocate(floats * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}
