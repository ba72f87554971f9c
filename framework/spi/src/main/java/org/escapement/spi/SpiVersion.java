package org.escapement.spi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of the SPI, which a plugin's {@code plugin.requires} is compared with. */
public final class SpiVersion {
  private static final String RESOURCE = "version.properties";

  private SpiVersion() {}

  /**
   * The version as major.minor.patch. A qualifier such as {@code -SNAPSHOT} is left out: a
   * pre-release sorts below its release, so plugins built for the release would be refused.
   */
  public static String current() {
    return withoutQualifier(build());
  }

  /** The version as it was built, qualifier included: what results are pinned to. */
  public static String build() {
    try (InputStream resource = SpiVersion.class.getResourceAsStream(RESOURCE)) {
      Properties properties = new Properties();
      properties.load(resource);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String withoutQualifier(String version) {
    return version.replaceFirst("[-+].*", "");
  }
}
