package org.escapement.spi.error;

/**
 * Stable codes of everything that a user can cause. The number is printed in front of the message,
 * written into documentation and asserted in tests; it never changes its meaning.
 */
public enum ErrorCode {
  /** The command line cannot be understood. */
  COMMAND_LINE("ESC-001"),

  /** The config file cannot be read or is not YAML. */
  CONFIG_UNREADABLE("ESC-101"),
  /** A key that no component declares. */
  CONFIG_UNKNOWN_KEY("ESC-102"),
  /** A value of the wrong type or shape. */
  CONFIG_WRONG_TYPE("ESC-103"),
  /** A key without a default was left out. */
  CONFIG_MISSING_KEY("ESC-104"),
  /** Keys that cannot stand together, or need one another. */
  CONFIG_CONFLICT("ESC-105"),

  /** A value outside its declared range. */
  OPTION_OUT_OF_RANGE("ESC-201"),
  /**
   * A component's option record is declared wrongly (the author's fault, found when it is loaded).
   */
  OPTION_DECLARATION("ESC-202"),

  /** No loaded plugin offers the name. */
  COMPONENT_UNKNOWN("ESC-301"),
  /** Two plugins offer the same name. */
  COMPONENT_DUPLICATE("ESC-302"),
  /** The folder of plugins cannot be read. */
  PLUGIN_FOLDER("ESC-303"),
  /** A plugin broke its contract while running. */
  PLUGIN_CONTRACT("ESC-304"),
  /** The model has no layer or tensor of that name, or cannot vary it alone. */
  PARAMETERS_UNKNOWN("ESC-305"),
  /** A file among the plugins is no sound zip: unreadable, damaged, too large, or dangerous. */
  PLUGIN_FILE("ESC-306"),
  /** A plugin's descriptor is missing or malformed, or asks for what is not there. */
  PLUGIN_DESCRIPTOR("ESC-307"),
  /** The allow-list of a folder of plugins does not hold a file, or cannot be read itself. */
  PLUGIN_NOT_ALLOWED("ESC-308"),
  /** A plugin kept control for longer than a call may take. */
  PLUGIN_TIME_LIMIT("ESC-309"),

  /** A data file or folder is not there. */
  DATA_MISSING("ESC-401"),
  /** A data file is not in its format: truncated, wrong magic number, impossible counts. */
  DATA_MALFORMED("ESC-402"),
  /** Data sets that do not fit together, or do not fit the model. */
  DATA_MISMATCH("ESC-403"),
  /** No published data set of that name is known, or the list of them cannot be read. */
  DATA_UNKNOWN("ESC-404"),
  /** A data set cannot be downloaded now. */
  DATA_DOWNLOAD("ESC-405"),
  /** A file, downloaded or there before, is not the published one. */
  DATA_CHECKSUM("ESC-406"),
  /** The folder of a data set cannot be written. */
  DATA_FOLDER("ESC-407"),
  /** The network in a file is sound, but none that can be analysed. */
  MODEL_UNSUPPORTED("ESC-408"),

  /** A gradient, state or point that has to be finite is not. */
  NON_FINITE("ESC-501"),
  /** The optimizer's step cannot be differentiated at this point. */
  NOT_DIFFERENTIABLE("ESC-502"),

  /** The run directory cannot be made or written. */
  OUTPUT("ESC-601"),
  /** The machine has not the memory that the run needs. */
  MEMORY("ESC-602"),
  /** The numerical library computes wrongly on this machine, or fails. */
  BACKEND("ESC-603"),
  /** There is no graphics card that can be computed on: none at all, none visible, or no driver. */
  DEVICE_MISSING("ESC-604"),
  /** The driver of the graphics card is older than the backend needs. */
  DEVICE_DRIVER("ESC-605"),
  /** Libraries that a backend needs are not there, or have no code for the card. */
  DEVICE_LIBRARIES("ESC-606"),
  /** The graphics card has not the memory that the work needs. */
  DEVICE_MEMORY("ESC-607");

  private final String code;

  ErrorCode(String code) {
    this.code = code;
  }

  /** The printed form, such as {@code ESC-102}. */
  public String code() {
    return code;
  }
}
