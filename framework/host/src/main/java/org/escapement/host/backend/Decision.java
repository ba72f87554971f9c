package org.escapement.host.backend;

import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * What a graphics card can be computed on with, or why not.
 *
 * @param backend the one to use, or null
 * @param reason why that one
 * @param code what kind of obstacle there is, or null
 * @param problem the obstacle and the way out of it, in one line, or null
 */
public record Decision(Backend backend, String reason, ErrorCode code, String problem) {
  /** The end of every refusal: how to go on. */
  public static final String WAY_OUT = "; to go on without a card: --backend cpu";

  static Decision use(Backend backend, String reason) {
    return new Decision(backend, reason, null, null);
  }

  static Decision refuse(ErrorCode code, String problem) {
    return new Decision(null, null, code, problem + WAY_OUT);
  }

  /**
   * The backend to use.
   *
   * @throws EscapementException DEVICE_MISSING, DEVICE_DRIVER, DEVICE_LIBRARIES or DEVICE_MEMORY
   *     where there is none
   */
  public Backend require() {
    if (backend == null) {
      throw new EscapementException(code, problem);
    }
    return backend;
  }
}
