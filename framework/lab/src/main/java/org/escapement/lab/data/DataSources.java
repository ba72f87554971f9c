package org.escapement.lab.data;

import java.util.List;
import org.escapement.lab.text.NearMiss;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** The data sources that a config can name. */
public final class DataSources {
  private final List<DataSource<?>> sources;

  private DataSources(List<DataSource<?>> sources) {
    this.sources = List.copyOf(sources);
  }

  /** The sources that come with the framework. */
  public static DataSources builtIn() {
    return new DataSources(
        List.of(
            new IdxSource(),
            new CifarSource(),
            new CsvSource(),
            new NpySource(),
            new GeneratedSource()));
  }

  /** Every source, in a fixed order. */
  public List<DataSource<?>> all() {
    return sources;
  }

  /**
   * The source of that name.
   *
   * @throws EscapementException COMPONENT_UNKNOWN listing the names there are
   */
  public DataSource<?> named(String name) {
    return sources.stream()
        .filter(source -> source.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new EscapementException(
                    ErrorCode.COMPONENT_UNKNOWN,
                    "no data source '"
                        + OneLine.quoted(name)
                        + "'"
                        + NearMiss.listing(name, "available", names())));
  }

  private List<String> names() {
    return sources.stream().map(DataSource::name).sorted().toList();
  }
}
