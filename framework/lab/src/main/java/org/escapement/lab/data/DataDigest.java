package org.escapement.lab.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over numbers in big-endian order. */
final class DataDigest {
  private final MessageDigest sha256;

  DataDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  void update(int... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Integer.BYTES);
    bytes.asIntBuffer().put(numbers);
    sha256.update(bytes);
  }

  void update(double[] numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Double.BYTES);
    bytes.asDoubleBuffer().put(numbers);
    sha256.update(bytes);
  }

  void update(byte[] bytes, int length) {
    sha256.update(bytes, 0, length);
  }

  /** The digest in hexadecimal; ends its use. */
  String hex() {
    return HexFormat.of().formatHex(sha256.digest());
  }
}
