package org.escapement.lab.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.escapement.lab.text.OneLine;

/**
 * What an npy file says of itself, in its versions 1 to 3.
 *
 * @param length the bytes of the header
 * @param kind b, i, u or f
 * @param itemSize the bytes of a number
 * @param order of those bytes
 * @param columnMajor whether the first index runs fastest
 * @param shape the lengths of all axes
 */
record NpyHeader(
    int length, char kind, int itemSize, ByteOrder order, boolean columnMajor, int[] shape) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST = 1 << 16;
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<>|=])([a-zA-Z])(\\d+)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9L,\\s]*)\\)");
  private static final Set<String> READABLE =
      Set.of("b1", "u1", "u2", "u4", "i1", "i2", "i4", "i8", "f4", "f8");

  /**
   * Reads the header and checks what it promises against the file's size.
   *
   * @throws org.escapement.spi.error.EscapementException DATA_MALFORMED
   */
  static NpyHeader read(ArrayFile file, InputStream in) throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
      throw file.malformed("is not in the npy format");
    }
    if (start[6] < 1 || start[6] > 3) {
      throw file.malformed("npy version " + Byte.toUnsignedInt(start[6]) + ", must be 1 to 3");
    }
    int lengthSize = start[6] == 1 ? 2 : 4;
    byte[] lengthBytes = Arrays.copyOf(in.readNBytes(lengthSize), 4);
    long length =
        Integer.toUnsignedLong(
            ByteBuffer.wrap(lengthBytes).order(ByteOrder.LITTLE_ENDIAN).getInt());
    if (length > LONGEST || 8 + lengthSize + length > file.size()) {
      throw file.malformed("impossible length of its header, " + length + " bytes");
    }
    String text = new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
    NpyHeader header = parse(file, text, 8 + lengthSize + (int) length);
    header.checkSize(file);
    return header;
  }

  private static NpyHeader parse(ArrayFile file, String text, int length) {
    Matcher type = TYPE.matcher(text);
    Matcher order = ORDER.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!type.find() || !READABLE.contains(type.group(2) + type.group(3))) {
      throw file.malformed(
          "holds neither integers nor single or double precision numbers: '"
              + OneLine.quoted(text.strip())
              + "'");
    }
    if (!order.find() || !shape.find()) {
      throw file.malformed("header '" + OneLine.quoted(text.strip()) + "' lacks shape or order");
    }
    boolean bigEndian =
        type.group(1).equals(">")
            || type.group(1).equals("=") && ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;
    return new NpyHeader(
        length,
        type.group(2).charAt(0),
        Integer.parseInt(type.group(3)),
        bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        order.group(1).equals("True"),
        axes(file, shape.group(1)));
  }

  private static int[] axes(ArrayFile file, String text) {
    try {
      return Arrays.stream(text.replace("L", "").split(","))
          .map(String::strip)
          .filter(axis -> !axis.isEmpty())
          .mapToInt(Integer::parseInt)
          .toArray();
    } catch (NumberFormatException e) {
      throw file.malformed("impossible shape (" + OneLine.quoted(text) + ")");
    }
  }

  private void checkSize(ArrayFile file) {
    long promised = itemSize;
    for (int axis : shape) {
      try {
        promised = Math.multiplyExact(promised, (long) axis);
      } catch (ArithmeticException e) {
        throw file.malformed("impossible shape " + Arrays.toString(shape));
      }
    }
    long held = file.size() - length;
    if (promised != held) {
      throw file.malformed(
          (promised > held ? "truncated: " : "")
              + "its header promises "
              + promised
              + " bytes of numbers, it holds "
              + held);
    }
  }

  /** A number at the place of a buffer in this header's byte order. */
  double number(ByteBuffer bytes, int at) {
    return switch ("" + kind + itemSize) {
      case "b1" -> bytes.get(at) == 0 ? 0 : 1;
      case "u1" -> Byte.toUnsignedInt(bytes.get(at));
      case "u2" -> Short.toUnsignedInt(bytes.getShort(at));
      case "u4" -> Integer.toUnsignedLong(bytes.getInt(at));
      case "i1" -> bytes.get(at);
      case "i2" -> bytes.getShort(at);
      case "i4" -> bytes.getInt(at);
      case "i8" -> bytes.getLong(at);
      case "f4" -> bytes.getFloat(at);
      default -> bytes.getDouble(at);
    };
  }

  /** Whether the numbers are pixels by the look of them. */
  boolean unsignedBytes() {
    return kind == 'u' && itemSize == 1;
  }
}
