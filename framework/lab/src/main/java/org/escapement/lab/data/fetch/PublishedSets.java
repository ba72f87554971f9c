package org.escapement.lab.data.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.escapement.lab.text.NearMiss;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** The data sets that can be fetched. */
public final class PublishedSets {
  private static final String BUILT_IN = "catalog.json";

  private final List<PublishedSet> sets;

  private PublishedSets(List<PublishedSet> sets) {
    this.sets = sets;
  }

  /** The sets that Escapement knows. */
  public static PublishedSets builtIn() {
    try (InputStream in = PublishedSets.class.getResourceAsStream(BUILT_IN)) {
      return new PublishedSets(parse(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The sets of a catalogue in the form of the built-in one: a JSON list of {@link PublishedSet}s.
   *
   * @throws EscapementException DATA_UNKNOWN if it cannot be read or is malformed
   */
  public static PublishedSets of(Path catalog) {
    try (InputStream in = Files.newInputStream(catalog)) {
      return new PublishedSets(parse(in));
    } catch (JsonProcessingException e) {
      throw unreadable(catalog, e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw unreadable(catalog, OneLine.reason(e), e);
    }
  }

  private static List<PublishedSet> parse(InputStream in) throws IOException {
    PublishedSet[] sets = new ObjectMapper().readValue(in, PublishedSet[].class);
    if (sets == null || Arrays.asList(sets).contains(null)) {
      throw new IOException("must be a list of data sets");
    }
    return List.of(sets);
  }

  private static EscapementException unreadable(Path catalog, String why, IOException cause) {
    return new EscapementException(
        ErrorCode.DATA_UNKNOWN,
        OneLine.path(catalog) + ": is no catalogue of data sets: " + OneLine.joined(why),
        cause);
  }

  /** Every set, in a fixed order. */
  public List<PublishedSet> all() {
    return sets;
  }

  /** Their names, in the same order. */
  public List<String> names() {
    return sets.stream().map(PublishedSet::name).toList();
  }

  /**
   * The set of that name.
   *
   * @throws EscapementException DATA_UNKNOWN listing the names there are
   */
  public PublishedSet named(String name) {
    return sets.stream()
        .filter(set -> set.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new EscapementException(
                    ErrorCode.DATA_UNKNOWN,
                    "no data set '"
                        + OneLine.quoted(name)
                        + "'"
                        + NearMiss.listing(name, "available", names())));
  }
}
