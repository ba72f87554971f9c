package org.escapement.host.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * A config with every default filled in, as the record of what a run did: reading its text gives an
 * equal config, and running that the same results.
 */
public final class ResolvedConfig {
  private final RunConfig config;

  private ResolvedConfig(RunConfig config) {
    this.config = config;
  }

  /**
   * Fills in every default.
   *
   * @throws EscapementException as {@link RunConfig#resolve} does
   */
  public static ResolvedConfig of(RunConfig config, ComponentSchemas schemas) {
    return new ResolvedConfig(config.resolve(schemas));
  }

  /** The config, its components with every option. */
  public RunConfig config() {
    return config;
  }

  /** The config as YAML, keys in the order in which they are declared. */
  public String text() {
    return ConfigText.of(OptionWriter.toNode(config));
  }

  /**
   * Writes the text to a file.
   *
   * @throws EscapementException OUTPUT if it cannot be written
   */
  public void write(Path file) {
    try {
      Files.writeString(file, text());
    } catch (IOException e) {
      throw new EscapementException(
          ErrorCode.OUTPUT, file + ": cannot be written: " + e.getMessage(), e);
    }
  }
}
