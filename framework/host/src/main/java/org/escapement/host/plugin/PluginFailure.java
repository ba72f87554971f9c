package org.escapement.host.plugin;

import java.util.Optional;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** A failure that is some plugin's, which its line names. */
public final class PluginFailure extends EscapementException {
  private static final long serialVersionUID = 1L;

  private final transient PluginOrigin origin;

  PluginFailure(ErrorCode code, String message, PluginOrigin origin, Throwable cause) {
    super(code, message, cause);
    this.origin = origin;
  }

  /** The plugin; empty while it is still being loaded. */
  public Optional<PluginOrigin> origin() {
    return Optional.ofNullable(origin);
  }
}
