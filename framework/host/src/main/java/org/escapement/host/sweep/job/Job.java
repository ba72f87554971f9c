package org.escapement.host.sweep.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.escapement.host.config.KeyValues;

/**
 * One run of a sweep.
 *
 * @param id the first 16 digits of the SHA-256 of its resolved config, in hexadecimal
 * @param swept what it replaces in the sweep's config
 * @param config its resolved config, as YAML
 * @param memory the limit on its buffers and vectors, in MiB
 */
public record Job(String id, KeyValues swept, String config, long memory) {
  private static final int DIGITS = 16;

  /** A job with the identity that its resolved config gives it. */
  public static Job of(KeyValues swept, String config, long memory) {
    return new Job(identity(config), swept, config, memory);
  }

  private static String identity(String config) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(config.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
