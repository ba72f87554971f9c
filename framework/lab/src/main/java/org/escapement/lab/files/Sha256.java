package org.escapement.lab.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest that identifies a file's content. */
public final class Sha256 {
  private Sha256() {}

  /** The digest in lower case hexadecimal. */
  public static String of(Path file) throws IOException {
    return transfer(file, OutputStream.nullOutputStream());
  }

  /**
   * Copies a file.
   *
   * @param copy a file to make
   * @return the digest, in lower case hexadecimal, of the very bytes that the copy holds
   */
  public static String copy(Path file, Path copy) throws IOException {
    try (OutputStream out = Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW)) {
      return transfer(file, out);
    }
  }

  private static String transfer(Path file, OutputStream out) throws IOException {
    MessageDigest digest = digest();
    try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
      content.transferTo(out);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
