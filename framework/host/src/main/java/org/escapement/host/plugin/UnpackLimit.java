package org.escapement.host.plugin;

import org.escapement.spi.error.ErrorCode;

/**
 * How large a plugin may become when it is unpacked.
 *
 * @param bytes the most bytes of all its files
 * @param entries the most files and folders
 */
record UnpackLimit(long bytes, int entries) {
  /** 2 GiB in 100,000 entries: ten times the largest plugin that is known. */
  static final UnpackLimit DEFAULT = new UnpackLimit(2L << 30, 100_000);

  /**
   * Refuses a zip that is too large itself, before it is read.
   *
   * @throws PluginFault if it is
   */
  void check(PluginFile file) throws PluginFault {
    if (file.bytes() > bytes) {
      throw new PluginFault(
          ErrorCode.PLUGIN_FILE,
          "has " + file.bytes() + " bytes, at most " + bytes + " are allowed");
    }
  }
}
