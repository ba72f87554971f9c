package org.escapement.lab.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** Batches as files of a folder. */
record CifarFolder(Path folder) implements CifarBatches {
  private static final int CHUNK = 1 << 16;

  @Override
  public void read(List<String> names, Reader reader) {
    for (int i = 0; i < names.size(); i++) {
      Path file = locate(names.get(i));
      if (!Files.exists(file)) {
        throw new EscapementException(
            ErrorCode.DATA_MISSING, OneLine.path(folder) + ": holds no " + names.get(i));
      }
      DataFiles.regular(file);
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file), CHUNK)) {
        reader.read(i, in);
      } catch (IOException e) {
        throw DataFiles.unreadable(file, e);
      }
    }
  }

  @Override
  public Path locate(String name) {
    return folder.resolve(name);
  }
}
