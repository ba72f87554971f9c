package org.escapement.host.cli.backend;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.escapement.host.backend.Backend;
import org.escapement.host.backend.Card;
import org.escapement.host.backend.CudaLibraries;
import org.escapement.host.backend.Decision;
import org.escapement.host.backend.Diagnosis;
import org.escapement.host.cli.text.TextTable;

/** A diagnosis for people. */
final class DiagnosisPrinter {
  private static final String INDENT = "  ";
  private static final String MISSING = "not found";

  private final PrintWriter out;

  DiagnosisPrinter(PrintWriter out) {
    this.out = out;
  }

  void print(Diagnosis diagnosis) {
    out.println("backends");
    TextTable backends = new TextTable();
    backends.row(Backend.CPU.id(), "installed", "ND4J on the processor");
    backends.row(
        Backend.CUDA.id(),
        installed(diagnosis.parts().cuda()),
        "direct CUDA: cuBLAS and kernels compiled for the card");
    backends.row(
        Backend.ND4J_CUDA.id(),
        installed(diagnosis.parts().nd4jCuda()),
        "ND4J's own, for compute capability 3.7 to 8.9");
    backends.print(out, INDENT);

    out.println("NVIDIA cards");
    if (diagnosis.cards().problem() != null) {
      out.println(INDENT + diagnosis.cards().problem());
    } else {
      cards(diagnosis).print(out, INDENT);
    }

    out.println("CUDA 13");
    TextTable libraries = new TextTable();
    for (String name : CudaLibraries.NAMES) {
      Path folder = diagnosis.libraries().found().get(name);
      libraries.row(name, folder == null ? MISSING : folder.toString());
    }
    libraries.print(out, INDENT);

    Decision cuda = diagnosis.cuda();
    out.println("used");
    out.println(INDENT + "by default, and with --backend cpu: " + Backend.CPU.id());
    out.println(
        INDENT
            + "with --backend cuda: "
            + (cuda.backend() == null
                ? "nothing, " + cuda.code().code()
                : cuda.backend().id() + ", because " + cuda.reason()));
  }

  private static TextTable cards(Diagnosis diagnosis) {
    TextTable cards = new TextTable();
    for (Card card : diagnosis.cards().cards()) {
      cards.row(
          String.valueOf(card.index()),
          card.name(),
          "compute capability " + card.capability(),
          "driver " + card.driver(),
          card.totalMebibytes() < 0
              ? "memory shared with the processor"
              : card.freeMebibytes() + " of " + card.totalMebibytes() + " MiB free");
    }
    return cards;
  }

  private static String installed(boolean there) {
    return there ? "installed" : "not installed";
  }
}
