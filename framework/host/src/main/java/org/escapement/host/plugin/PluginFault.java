package org.escapement.host.plugin;

import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;

/** What is wrong with one plugin file; it ends in the file's {@link PluginReport}. */
final class PluginFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  PluginFault(ErrorCode code, String message) {
    this(code, message, null);
  }

  PluginFault(ErrorCode code, String message, Throwable cause) {
    super(OneLine.of(message), cause);
    this.code = code;
  }

  ErrorCode code() {
    return code;
  }
}
