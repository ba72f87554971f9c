package org.escapement.lab.result;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Named tensors in the safetensors format: a little-endian 64-bit length, a JSON header of that
 * length, then the values in c order and little-endian. Tensors are F32 and F64.
 */
public final class Safetensors {
  private static final long LARGEST_HEADER = 100_000_000;
  private static final long LARGEST_JAVA_ARRAY = Integer.MAX_VALUE - 8L;
  private static final int CHUNK = 1 << 16;

  private Safetensors() {}

  /**
   * What a file holds.
   *
   * @param tensors in the order of the header, each of its file's type, in c order
   * @param metadata free text
   */
  public record Contents(Map<String, INDArray> tensors, Map<String, String> metadata) {}

  /**
   * Writes a file, which is there in full or not at all.
   *
   * @param tensors float or double, of any shape and order, written in the order of the map
   * @param metadata free text, written under {@code __metadata__} unless empty
   */
  public static void write(Path file, Map<String, INDArray> tensors, Map<String, String> metadata)
      throws IOException {
    byte[] header = header(tensors, metadata).toBytes();
    AtomicFiles.write(
        file,
        out -> {
          out.write(littleEndian(Long.BYTES).putLong(header.length).array());
          out.write(header);
          for (INDArray tensor : tensors.values()) {
            writeValues(tensor, out);
          }
        });
  }

  private static SafetensorsHeader header(
      Map<String, INDArray> tensors, Map<String, String> metadata) {
    List<SafetensorsHeader.Entry> entries = new ArrayList<>();
    long end = 0;
    for (Map.Entry<String, INDArray> named : tensors.entrySet()) {
      INDArray tensor = named.getValue();
      DataType type = tensor.dataType();
      if (type != DataType.FLOAT && type != DataType.DOUBLE
          || named.getKey().equals(SafetensorsHeader.METADATA)) {
        throw new IllegalArgumentException(
            "tensor '" + named.getKey() + "' of type " + type + " cannot be written");
      }
      long begin = end;
      end += tensor.length() * type.width();
      List<Long> shape = Arrays.stream(tensor.shape()).boxed().toList();
      entries.add(new SafetensorsHeader.Entry(named.getKey(), type, shape, begin, end));
    }
    return new SafetensorsHeader(entries, metadata);
  }

  private static void writeValues(INDArray tensor, OutputStream out) throws IOException {
    if (tensor.length() == 0) {
      return;
    }
    // a copy, because the buffer of a view holds more than the view, in another order
    try (INDArray copy = tensor.dup('c')) {
      ByteBuffer chunk = littleEndian(CHUNK);
      if (copy.dataType() == DataType.FLOAT) {
        for (float value : copy.data().asFloat()) {
          drainIfFull(chunk, out);
          chunk.putFloat(value);
        }
      } else {
        for (double value : copy.data().asDouble()) {
          drainIfFull(chunk, out);
          chunk.putDouble(value);
        }
      }
      out.write(chunk.array(), 0, chunk.position());
    }
  }

  private static void drainIfFull(ByteBuffer chunk, OutputStream out) throws IOException {
    if (!chunk.hasRemaining()) {
      out.write(chunk.array());
      chunk.clear();
    }
  }

  /**
   * Reads a file.
   *
   * @throws EscapementException DATA_MISSING if it is not there or cannot be read; DATA_MALFORMED
   *     if it is truncated, has bytes that no tensor owns or two own, or a header that is not as
   *     the format says
   */
  public static Contents read(Path file) {
    if (!Files.exists(file)) {
      throw new EscapementException(
          ErrorCode.DATA_MISSING,
          OneLine.path(file)
              + ": is not there (looked at "
              + OneLine.path(file.toAbsolutePath().normalize())
              + ")");
    }
    if (!Files.isRegularFile(file)) {
      throw SafetensorsHeader.malformed(file, "is not a regular file");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return read(file, channel);
    } catch (IOException e) {
      throw new EscapementException(
          ErrorCode.DATA_MISSING, OneLine.path(file) + ": cannot be read: " + OneLine.reason(e), e);
    }
  }

  private static Contents read(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < Long.BYTES) {
      throw SafetensorsHeader.malformed(
          file, "truncated: holds " + size + " bytes, its header's length alone takes 8");
    }
    ByteBuffer length = littleEndian(Long.BYTES);
    fill(file, channel, length, 0);
    long headerLength = length.getLong();
    long longest = Math.min(LARGEST_HEADER, size - Long.BYTES);
    if (headerLength < 0 || headerLength > longest) {
      throw SafetensorsHeader.malformed(
          file,
          "claims a header of "
              + Long.toUnsignedString(headerLength)
              + " bytes, can be at most "
              + longest);
    }
    ByteBuffer header = ByteBuffer.allocate((int) headerLength);
    fill(file, channel, header, Long.BYTES);
    long dataStart = Long.BYTES + headerLength;
    SafetensorsHeader parsed = SafetensorsHeader.parse(file, header.array(), size - dataStart);
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    for (SafetensorsHeader.Entry entry : parsed.entries()) {
      tensors.put(entry.name(), tensor(file, channel, dataStart, entry));
    }
    return new Contents(Collections.unmodifiableMap(tensors), parsed.metadata());
  }

  private static INDArray tensor(
      Path file, FileChannel channel, long dataStart, SafetensorsHeader.Entry entry)
      throws IOException {
    long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
    if (entry.length() == 0) {
      return Nd4j.create(entry.type(), shape);
    }
    if (entry.length() > LARGEST_JAVA_ARRAY) {
      throw SafetensorsHeader.malformed(
          file,
          "tensor '"
              + OneLine.quoted(entry.name())
              + "' has "
              + entry.length()
              + " values, at most "
              + LARGEST_JAVA_ARRAY
              + " can be read");
    }
    int count = (int) entry.length();
    boolean single = entry.type() == DataType.FLOAT;
    float[] floats = single ? new float[count] : null;
    double[] doubles = single ? null : new double[count];
    ByteBuffer chunk = littleEndian(CHUNK);
    int perChunk = CHUNK / entry.type().width();
    for (long done = 0; done < count; done += perChunk) {
      int values = (int) Math.min(perChunk, count - done);
      chunk.clear().limit(values * entry.type().width());
      fill(file, channel, chunk, dataStart + entry.begin() + done * entry.type().width());
      if (single) {
        chunk.asFloatBuffer().get(floats, (int) done, values);
      } else {
        chunk.asDoubleBuffer().get(doubles, (int) done, values);
      }
    }
    INDArray flat = single ? Nd4j.createFromArray(floats) : Nd4j.createFromArray(doubles);
    return flat.reshape('c', shape);
  }

  /** Fills the buffer up to its limit from a position of the file, then flips it. */
  private static void fill(Path file, FileChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, position + buffer.position());
      if (read < 0) {
        throw SafetensorsHeader.malformed(file, "truncated while it was read");
      }
    }
    buffer.flip();
  }

  private static ByteBuffer littleEndian(int capacity) {
    return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }
}
