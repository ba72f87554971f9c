package org.escapement.lab.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Makes CIFAR-10 files for tests. */
final class CifarFiles {
  static final List<String> TRAINING =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin");
  static final String TEST = "test_batch.bin";

  /** The order in which the official archive packs them. */
  static final List<String> PACKED =
      List.of(
          "data_batch_1.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "test_batch.bin",
          "data_batch_5.bin",
          "data_batch_2.bin");

  private static final int RECORD = 3073;

  private CifarFiles() {}

  /** Records of these labels; pixel j of record i is {@code first + 7 i + j} modulo 256. */
  static byte[] batch(int first, int... labels) {
    byte[] bytes = new byte[labels.length * RECORD];
    for (int i = 0; i < labels.length; i++) {
      bytes[i * RECORD] = (byte) labels[i];
      for (int j = 0; j < RECORD - 1; j++) {
        bytes[i * RECORD + 1 + j] = (byte) (first + 7 * i + j);
      }
    }
    return bytes;
  }

  /** A tar archive of files in the official folder. */
  static byte[] tar(List<String> order, Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.putArchiveEntry(new TarArchiveEntry("cifar-10-batches-bin/"));
      tar.closeArchiveEntry();
      for (String name : order) {
        TarArchiveEntry entry = new TarArchiveEntry("cifar-10-batches-bin/" + name);
        entry.setSize(files.get(name).length);
        tar.putArchiveEntry(entry);
        tar.write(files.get(name));
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
