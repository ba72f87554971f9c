package org.escapement.host.cli.backend;

import java.util.Locale;
import org.escapement.host.backend.Backend;
import org.escapement.host.backend.Diagnosis;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code --backend}, which every command takes. The launcher reads it too, because the backend
 * decides the class path: it asks {@code doctor --choose} and starts Java with the answer.
 */
public final class BackendOption {
  /** The name of this mixin in the program's command. */
  public static final String MIXIN = "backend";

  /** What a user asks for. */
  public enum Wanted {
    CPU,
    CUDA
  }

  @Option(
      names = "--backend",
      paramLabel = "cpu|cuda",
      converter = Names.class,
      scope = ScopeType.INHERIT,
      description = "What computes: the processor (default) or an NVIDIA card.")
  private Wanted wanted;

  /** Whether the command line asks for the processor. */
  boolean cpu() {
    return wanted == Wanted.CPU;
  }

  /**
   * Refuses to go on where a card was asked for and this process cannot compute on one. The command
   * that tells why not is let through, and so is help.
   *
   * @throws ExecutionException of DEVICE_MISSING, DEVICE_DRIVER, DEVICE_LIBRARIES or DEVICE_MEMORY
   */
  public void requireWhatWasAskedFor(ParseResult parsed) {
    CommandLine command = parsed.asCommandLineList().get(parsed.asCommandLineList().size() - 1);
    if (wanted != Wanted.CUDA
        || System.getProperty(Backend.STARTED_WITH) != null
        || command.getCommand() instanceof DoctorCommand
        || command.isUsageHelpRequested()
        || command.isVersionHelpRequested()) {
      return;
    }
    try {
      Backend backend = Diagnosis.ofThisMachine().cuda().require();
      throw new EscapementException(
          ErrorCode.DEVICE_LIBRARIES,
          "backend "
              + backend.id()
              + " is not on the class path: start Escapement by bin/escapement");
    } catch (EscapementException e) {
      throw new ExecutionException(command, "no backend", e);
    }
  }

  static final class Names implements ITypeConverter<Wanted> {
    @Override
    public Wanted convert(String text) {
      for (Wanted wanted : Wanted.values()) {
        if (wanted.name().toLowerCase(Locale.ROOT).equals(text)) {
          return wanted;
        }
      }
      throw new TypeConversionException("'" + text + "', must be cpu or cuda");
    }
  }
}
