package org.escapement.lab.data.fetch;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A data set that its authors published.
 *
 * @param name what it is fetched by, and the name of its folder
 * @param description what it holds, in one line
 * @param licence the terms that its authors give
 * @param page where they describe it
 * @param type the data source that reads it
 * @param option the option of that source that names its folder
 * @param addresses where its files can be had, in the order in which they are tried; a file's name
 *     is appended
 * @param files what it consists of
 */
public record PublishedSet(
    String name,
    String description,
    String licence,
    String page,
    String type,
    String option,
    List<URI> addresses,
    List<PublishedFile> files) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/~.][A-Za-z0-9/._~+-]*");

  /** Checks names and addresses, and that nothing is left out. */
  public PublishedSet {
    checkName(name);
    for (String text : new String[] {description, licence, page, type, option}) {
      if (text == null || text.isBlank()) {
        throw new IllegalArgumentException(
            "data set '" + name + "' must have a description, licence, page, type and option");
      }
    }
    if (addresses == null
        || addresses.isEmpty()
        || addresses.stream().anyMatch(Objects::isNull)
        || files == null
        || files.isEmpty()
        || files.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("data set '" + name + "' must have addresses and files");
    }
    addresses = addresses.stream().map(PublishedSet::address).toList();
    files = List.copyOf(files);
  }

  static void checkName(String name) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' must be a name of letters, digits, '.', '_' and '-'");
    }
  }

  /**
   * The address that names of files are appended to.
   *
   * @throws IllegalArgumentException for one that is not http or https, or has a query
   */
  public static URI address(URI base) {
    boolean http = "http".equalsIgnoreCase(base.getScheme());
    if (!http && !"https".equalsIgnoreCase(base.getScheme())
        || base.getHost() == null
        || base.getRawQuery() != null
        || base.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "address '" + base + "' must be http(s)://HOST/PATH, without a query");
    }
    return base.toString().endsWith("/") ? base : URI.create(base + "/");
  }

  /** The bytes of all files together. */
  public long bytes() {
    return files.stream().mapToLong(PublishedFile::bytes).sum();
  }

  /**
   * The line of a config that uses it.
   *
   * @param place its name or the folder that it lies in
   */
  public String configLine(String place) {
    String value = PLAIN.matcher(place).matches() ? place : "'" + place.replace("'", "''") + "'";
    return "data: {type: " + type + ", " + option + ": " + value + ", train: 1000, test: 1000}";
  }
}
