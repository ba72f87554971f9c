package org.escapement.host.cli.data;

import java.nio.file.Path;
import java.util.Locale;
import org.escapement.lab.data.fetch.DataStore;
import org.escapement.lab.data.fetch.PublishedSets;
import org.escapement.spi.error.EscapementException;

/** The data sets that there are for commands. */
final class Catalog {
  /** The system property that names a catalogue in place of the built-in one. */
  private static final String PROPERTY = "escapement.data.catalog";

  private static final double MEGABYTE = 1e6;

  private Catalog() {}

  /**
   * The built-in data sets, or those of the catalogue that a system property names.
   *
   * @throws EscapementException DATA_UNKNOWN if that one cannot be read
   */
  static PublishedSets sets() {
    String file = System.getProperty(PROPERTY);
    return file == null ? PublishedSets.builtIn() : PublishedSets.of(Path.of(file));
  }

  /** The store in that folder, or the user's own where it is null. */
  static DataStore store(Path folder) {
    return folder == null ? DataStore.ofUser() : new DataStore(folder);
  }

  /** So many bytes, for people. */
  static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE);
  }
}
