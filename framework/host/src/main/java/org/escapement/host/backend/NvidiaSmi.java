package org.escapement.host.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.escapement.lab.files.ScratchFile;
import org.escapement.lab.text.OneLine;

/**
 * The cards of this machine, asked of {@code nvidia-smi}, which comes with every driver. No CUDA
 * library is loaded, so that a machine without any can be asked as well.
 */
final class NvidiaSmi implements Driver {
  private static final String FIELDS =
      "index,uuid,name,compute_cap,driver_version,memory.total,memory.free";
  private static final int FIELD_COUNT = 7;
  private static final long PATIENCE_SECONDS = 60; // a driver that is not resident loads first

  // lines of -L: "GPU 0: NVIDIA X (UUID: GPU-…)", then "  MIG 1g.10gb  Device  0: (UUID: MIG-…)"
  private static final Pattern CARD = Pattern.compile("^GPU (\\d{1,4}):");
  private static final Pattern INSTANCE =
      Pattern.compile("^\\s+MIG (\\S+)\\s.*\\(UUID: (MIG-[^)\\s]+)\\)");

  private final String command;
  private final Path driverFolder;

  /**
   * @param command the program to ask
   * @param driverFolder there while the driver is loaded, on Linux
   */
  NvidiaSmi(String command, Path driverFolder) {
    this.command = command;
    this.driverFolder = driverFolder;
  }

  static NvidiaSmi ofThisMachine() {
    return new NvidiaSmi("nvidia-smi", Path.of("/proc/driver/nvidia"));
  }

  /** What it printed, or why there is nothing. */
  private record Answer(List<String> lines, String problem) {
    static Answer none(String problem) {
      return new Answer(List.of(), problem);
    }
  }

  @Override
  public Cards cards() {
    Answer answer = ask("--query-gpu=" + FIELDS, "--format=csv,noheader,nounits");
    return answer.problem() == null ? read(answer.lines()) : Cards.none(answer.problem());
  }

  @Override
  public List<MigInstance> instances() {
    List<MigInstance> instances = new ArrayList<>();
    int card = -1;
    for (String line : ask("-L").lines()) {
      Matcher ofCard = CARD.matcher(line);
      Matcher ofInstance = INSTANCE.matcher(line);
      if (ofCard.find()) {
        card = Integer.parseInt(ofCard.group(1));
      } else if (ofInstance.find()) {
        instances.add(new MigInstance(card, ofInstance.group(1), ofInstance.group(2)));
      }
    }
    return instances;
  }

  private Answer ask(String... arguments) {
    Path answer = null;
    try {
      answer = Files.createTempFile("escapement-nvidia-smi", ".txt");
      List<String> line = new ArrayList<>(List.of(command));
      line.addAll(List.of(arguments));
      Process process;
      try {
        process =
            new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start();
      } catch (IOException e) {
        return Answer.none(withoutTool());
      }
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Answer.none("nvidia-smi gave no answer within " + PATIENCE_SECONDS + " s");
      }
      List<String> told =
          Files.readAllLines(answer).stream().filter(each -> !each.isBlank()).toList();
      int exit = process.exitValue();
      if (exit != 0) {
        String words = told.isEmpty() ? "exit code " + exit : OneLine.joined(told.get(0));
        return Answer.none("nvidia-smi says: " + words);
      }
      return new Answer(told, null);
    } catch (IOException e) {
      return Answer.none("nvidia-smi cannot be asked: " + OneLine.reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.none("nvidia-smi could not be waited for");
    } finally {
      ScratchFile.delete(answer);
    }
  }

  private String withoutTool() {
    return Files.isDirectory(driverFolder)
        ? "an NVIDIA driver is loaded, but its program nvidia-smi is not to be found"
        : "no NVIDIA driver: there is no nvidia-smi and no " + driverFolder;
  }

  private static Cards read(List<String> told) {
    List<Card> cards = new ArrayList<>();
    for (String line : told) {
      Optional<Card> card = card(line);
      if (card.isEmpty()) {
        return Cards.none("nvidia-smi says: " + OneLine.joined(line));
      }
      cards.add(card.get());
    }
    return cards.isEmpty() ? Cards.none("the NVIDIA driver finds no card") : Cards.of(cards);
  }

  private static Optional<Card> card(String line) {
    String[] fields = line.split(",");
    if (fields.length != FIELD_COUNT) {
      return Optional.empty();
    }
    for (int i = 0; i < FIELD_COUNT; i++) {
      fields[i] = OneLine.joined(fields[i]);
    }
    Optional<ComputeCapability> capability = ComputeCapability.parse(fields[3]);
    if (capability.isEmpty() || !fields[0].matches("\\d{1,4}")) {
      return Optional.empty();
    }
    return Optional.of(
        new Card(
            Integer.parseInt(fields[0]),
            fields[1],
            fields[2],
            capability.get(),
            fields[4],
            mebibytes(fields[5]),
            mebibytes(fields[6])));
  }

  /** Cards that share the host's memory tell none of their own: -1. */
  private static long mebibytes(String text) {
    return text.matches("\\d{1,12}") ? Long.parseLong(text) : -1;
  }
}
