package org.escapement.host.plugin;

import org.escapement.lab.text.OneLine;

/** What is wrong with one plugin file, in one line; it ends in the file's {@link PluginReport}. */
final class PluginFault extends Exception {
  private static final long serialVersionUID = 1L;

  PluginFault(String message) {
    this(message, null);
  }

  PluginFault(String message, Throwable cause) {
    super(OneLine.of(message), cause);
  }
}
