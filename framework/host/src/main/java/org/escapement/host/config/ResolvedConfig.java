package org.escapement.host.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
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
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .stringQuotingChecker(new PlainText())
              .build());

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
    try {
      return YAML.writeValueAsString(OptionWriter.toNode(config));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values cannot be written", e);
    }
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
