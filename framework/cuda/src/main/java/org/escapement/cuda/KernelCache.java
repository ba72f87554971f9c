package org.escapement.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.escapement.lab.files.ScratchFile;

/**
 * Compiled kernels on disk, by architecture and by a hash of all that they are compiled from. An
 * entry ends in the digest of what is before it; one that does not is compiled again. A folder that
 * cannot be written costs time and nothing else.
 */
final class KernelCache {
  private static final int DIGEST = 32;

  private final Path folder;

  KernelCache(Path folder) {
    this.folder = folder;
  }

  /**
   * The compiled kernels, from the cache if they are there.
   *
   * @param architecture such as {@code sm_90}
   */
  byte[] get(String architecture, String source, String definition, KernelCompiler compiler) {
    String key = architecture + '\n' + definition + '\n' + compiler.version() + '\n' + source;
    String hash =
        HexFormat.of().formatHex(sha256(key.getBytes(StandardCharsets.UTF_8))).substring(0, 32);
    Path file = folder.resolve(architecture + "-" + hash + ".cubin");
    byte[] kept = read(file);
    if (kept != null) {
      return kept;
    }
    byte[] compiled = compiler.compile(source, definition);
    write(file, compiled);
    return compiled;
  }

  /** The entry; null if there is none or it is damaged. */
  private static byte[] read(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        return null;
      }
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length <= DIGEST) {
        return null;
      }
      byte[] content = Arrays.copyOf(bytes, bytes.length - DIGEST);
      byte[] digest = Arrays.copyOfRange(bytes, content.length, bytes.length);
      return MessageDigest.isEqual(sha256(content), digest) ? content : null;
    } catch (IOException e) {
      return null;
    }
  }

  private void write(Path file, byte[] content) {
    Path scratch = null;
    try {
      Files.createDirectories(folder);
      byte[] entry = Arrays.copyOf(content, content.length + DIGEST);
      System.arraycopy(sha256(content), 0, entry, content.length, DIGEST);
      scratch = Files.createTempFile(folder, "kernels", ".part");
      Files.write(scratch, entry);
      move(scratch, file);
    } catch (IOException e) {
      ScratchFile.delete(scratch);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
