package org.escapement.host.cli.backend;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.escapement.host.backend.Backend;
import org.escapement.host.backend.Decision;
import org.escapement.host.backend.Diagnosis;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code escapement doctor}: what this machine can compute with, and what stands in the way. */
@Command(
    name = "doctor",
    description = "Tell what this machine can compute with; exit code 2 if no card can be used.",
    mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
  private static final int NO_CARD = 2;

  private final Supplier<Diagnosis> examination;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(names = "--choose", hidden = true, description = "For the launcher: backend, folders.")
  private boolean choose;

  public DoctorCommand() {
    this(Diagnosis::ofThisMachine);
  }

  DoctorCommand(Supplier<Diagnosis> examination) {
    this.examination = examination;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    Diagnosis diagnosis = examination.get();
    Decision cuda = diagnosis.cuda();
    PrintWriter out = spec.commandLine().getOut();
    if (choose) {
      printForLauncher(out, diagnosis);
      return 0;
    }
    if (json) {
      out.println(DiagnosisJson.of(diagnosis));
    } else {
      new DiagnosisPrinter(out).print(diagnosis);
    }
    out.flush();
    if (cuda.backend() == null && !cpuIsEnough()) {
      spec.commandLine().getErr().println(cuda.code().code() + " " + cuda.problem());
      return NO_CARD;
    }
    return 0;
  }

  /** Two lines: the folder of lib whose jars come first, and where CUDA's libraries are. */
  private static void printForLauncher(PrintWriter out, Diagnosis diagnosis) {
    Backend backend = diagnosis.cuda().require();
    out.println(backend.id());
    out.println(
        backend == Backend.CUDA
            ? diagnosis.libraries().folders().stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator))
            : "");
    out.flush();
  }

  private boolean cpuIsEnough() {
    return spec.root().mixins().get(BackendOption.MIXIN).userObject()
            instanceof BackendOption option
        && option.cpu();
  }
}
