package org.escapement.lab.data.fetch;

import java.util.regex.Pattern;

/**
 * A file as its authors published it.
 *
 * @param name its name, at its addresses and on disk
 * @param bytes its length
 * @param sha256 its digest in lower case hexadecimal
 */
public record PublishedFile(String name, long bytes, String sha256) {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  /** Checks that the name is no path, and that there can be a file like that. */
  public PublishedFile {
    PublishedSet.checkName(name);
    if (bytes < 1 || sha256 == null || !DIGEST.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "file '" + name + "' must have bytes > 0 and a sha256 of 64 lower case hex digits");
    }
  }
}
