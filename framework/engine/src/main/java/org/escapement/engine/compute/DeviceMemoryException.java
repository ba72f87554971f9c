package org.escapement.engine.compute;

import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** There is no room for a tensor where the compute keeps them; fewer examples may fit. */
public final class DeviceMemoryException extends EscapementException {
  private static final long serialVersionUID = 1;

  /**
   * @param message how much was asked for, and how much there is
   */
  public DeviceMemoryException(String message) {
    super(ErrorCode.DEVICE_MEMORY, message);
  }

  /** The same where nothing smaller can be tried, with what is so small already. */
  public DeviceMemoryException with(String least) {
    return new DeviceMemoryException(getMessage() + "; " + least);
  }
}
