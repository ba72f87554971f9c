package org.escapement.lab.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The batch files of CIFAR-10, wherever they lie. */
interface CifarBatches {
  /** The bytes of a record: a label and the red, green and blue planes. */
  int RECORD = 1 + 3 * 32 * 32;

  /** Takes the content of one batch. */
  @FunctionalInterface
  interface Reader {
    /**
     * @param batch its place in the list of names
     * @param in its content; it ends where the batch ends
     */
    void read(int batch, InputStream in) throws IOException;
  }

  /**
   * Reads each of these batches once, in any order, and checks that nothing is missing or damaged.
   *
   * @throws org.escapement.spi.error.EscapementException DATA_MISSING for a batch that is not
   *     there, DATA_MALFORMED for damage
   */
  void read(List<String> names, Reader reader);

  /** Where a batch is, for messages. */
  Path locate(String name);

  /**
   * The batches in that archive, or in that folder: unpacked in a folder of their usual name, in
   * the archive as it is downloaded, or as they are.
   */
  static CifarBatches at(Path path) {
    if (!Files.isDirectory(path)) {
      return new CifarArchive(path);
    }
    Path inside = path.resolve("cifar-10-batches-bin");
    if (Files.isDirectory(inside)) {
      return new CifarFolder(inside);
    }
    Path archive = path.resolve("cifar-10-binary.tar.gz");
    return Files.exists(archive) && !Files.exists(path.resolve("data_batch_1.bin"))
        ? new CifarArchive(archive)
        : new CifarFolder(path);
  }
}
