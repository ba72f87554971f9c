package org.escapement.lab.data;

/**
 * Where examples come from: files in a format, or a generator. It has no state.
 *
 * @param <O> the record of its options
 */
public interface DataSource<O extends Record> {
  /** The name in a config, such as {@code idx}; stable, since results carry it. */
  String name();

  /** What it reads or makes, in one sentence. */
  String description();

  /** The record whose components declare its options. */
  Class<O> options();

  /**
   * Loads the examples.
   *
   * @throws org.escapement.spi.error.EscapementException OPTION_OUT_OF_RANGE for options that their
   *     declaration forbids; DATA_MISSING for a file that is absent or unreadable; DATA_MALFORMED
   *     for one that is not in its format; DATA_MISMATCH for files that do not fit together or hold
   *     fewer examples than asked for
   */
  DataSet load(O options, DataContext context);
}
