package org.escapement.plugin.dl4j;

import static org.escapement.plugin.dl4j.ModelFiles.malformed;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * DL4J's {@code coefficients.bin}: an ND4J array as it is written, which is a buffer with its shape
 * and one with its entries, each after a header of mode, length and type, big-endian. It is read
 * here and not by ND4J, which allocates whatever a damaged header asks for.
 */
final class Coefficients {
  /** Written before lengths became long. */
  private static final Set<String> OLD_MODES = Set.of("DIRECT", "HEAP", "JAVACPP");

  private static final Set<String> MODES = Set.of("LONG_SHAPE", "MIXED_DATA_TYPES");

  /** Rank, two lists of at most 32 entries, extras, stride, order. */
  private static final long LONGEST_SHAPE = 2 * 32 + 4;

  private Coefficients() {}

  private record Header(long length, String type) {}

  /**
   * Reads the array.
   *
   * @param expected how many entries the network's layers ask for
   */
  static double[] read(InputStream stream, long expected) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    Header shape = header(in, "shape");
    if (shape.length < 1 || shape.length > LONGEST_SHAPE) {
      throw malformed("coefficients.bin: a shape of " + shape.length + " numbers");
    }
    for (long i = 0; i < shape.length; i++) {
      integer(in, shape.type);
    }
    Header data = header(in, "data");
    if (data.length != expected) {
      throw malformed(
          "coefficients.bin holds "
              + data.length
              + " parameters, the layers of configuration.json have "
              + expected);
    }
    ModelFiles.requireMemory(expected);
    double[] values = new double[(int) expected];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(in, data.type);
      if (!Double.isFinite(values[i])) {
        throw malformed("coefficients.bin: parameter " + i + " is " + values[i]);
      }
    }
    return values;
  }

  private static Header header(DataInputStream in, String what) throws IOException {
    String mode = in.readUTF();
    if (!OLD_MODES.contains(mode) && !MODES.contains(mode)) {
      throw malformed("coefficients.bin: the header of its " + what + " is none of ND4J's");
    }
    long length = OLD_MODES.contains(mode) ? in.readInt() : in.readLong();
    return new Header(length, in.readUTF());
  }

  private static void integer(DataInputStream in, String type) throws IOException {
    switch (type) {
      case "LONG" -> in.readLong();
      case "INT" -> in.readInt();
      default -> throw malformed("coefficients.bin: a shape of type " + type);
    }
  }

  private static double number(DataInputStream in, String type) throws IOException {
    return switch (type) {
      case "FLOAT" -> in.readFloat();
      case "DOUBLE" -> in.readDouble();
      default ->
          throw malformed(
              "coefficients.bin: parameters of type " + type + ", must be FLOAT or DOUBLE");
    };
  }
}
