package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Bad input ends in one line with a code, and leaves nothing behind")
class BadInputIT extends DistributionTestCase {
  private List<String> before;

  @BeforeEach
  void look() throws IOException {
    Files.createDirectories(work(".cache"));
    before = left();
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertThat(left()).isEqualTo(before);
  }

  private static Outcome run(String... overrides) {
    List<String> arguments = new ArrayList<>(List.of("run", "small.yaml", "--out", "bad"));
    Arrays.stream(overrides).forEach(override -> arguments.addAll(List.of("--set", override)));
    return escapement(arguments.toArray(String[]::new));
  }

  private Outcome runText(String text) throws IOException {
    Path config = Files.writeString(work("bad.yaml"), text);
    try {
      return escapement("run", "bad.yaml", "--out", "bad");
    } finally {
      Files.delete(config);
    }
  }

  @Test
  void aMisspeltKey() throws IOException {
    assertRefused(
        runText(SMALL.replace("maxIterations: 3000", "maxIteration: 3000")),
        "ESC-102",
        "bad.yaml:8: train.maxIteration: unknown key; did you mean 'maxIterations'? allowed: ");
  }

  @Test
  void learningRatesThatAreNone() {
    assertRefused(
        run("train.optimizer.learningRate=-1"), "ESC-201", "train.optimizer.learningRate = -1.0");
    assertRefused(
        run("train.optimizer.learningRate=.nan"), "ESC-201", "train.optimizer.learningRate = .nan");
  }

  @Test
  void unknownComponentsListThoseThereAre() throws IOException {
    assertRefused(
        runText(SMALL.replace("type: adam", "type: adma")),
        "ESC-301",
        "bad.yaml:13: analyze.optimizers[2].type: no optimizer 'adma'; did you mean 'adam'?"
            + " available: adabelief, ",
        "adam",
        "gd",
        "lbfgs",
        "sgd");
    assertRefused(
        runText(SMALL.replace("type: mlp", "type: mpl")),
        "ESC-301",
        "bad.yaml:3: model.type: no model 'mpl'; did you mean 'mlp'? available: ");
    assertRefused(
        runText(SMALL.replace("type: generated", "type: generate")),
        "ESC-301",
        "bad.yaml:2: data.type: no data source 'generate'; did you mean 'generated'? available: ");
  }

  @Test
  void anUnknownMinimum() throws IOException {
    assertRefused(
        runText("model: {type: toy}\nminima:\n- x=0\n- x=3\n"),
        "ESC-105",
        "bad.yaml:4: minima[1]: ",
        "available: x=0, x=1");
  }

  @Test
  void aStartBeyondTheEscapeDistance() throws IOException {
    assertRefused(
        runText(SMALL.replace("  trials: 2\n", "  distance: 1.0e-4\n")),
        "ESC-105",
        "bad.yaml:16: escape.perturbation: ");
  }

  @Test
  void batchesThatDoNotExist() throws IOException {
    assertRefused(
        run("analyze.batchSizes=[1, 100000]"),
        "ESC-105",
        "analyze.batchSizes[1]: a batch of 100000 examples without replacement, there are ");
    assertRefused(run("analyze.batchSizes=[0]"), "ESC-201", "analyze.batchSizes[0] = 0");
  }

  @Test
  void aModelLargerThanTheMachine() throws IOException {
    assertRefused(
        runText(SMALL.replace("hidden: [16]", "hidden: [100000, 100000]")),
        "ESC-602",
        "bad.yaml:3: model: ",
        "10,004,100,003 parameters");
  }

  @Test
  void moreMemoryThanIsAllowed() throws IOException {
    assertRefused(
        runText("memory: 64\n" + SMALL.replace("hidden: [16]", "hidden: [500, 500]")),
        "ESC-602",
        "bad.yaml:4: model: ",
        "memory = 64 MiB, must be at least ");
    assertRefused(
        escapement("run", "small.yaml", "--out", "bad", "--memory", "lots"),
        "ESC-001",
        "'lots', must be a whole number of MiB, or one with m or g behind it");
  }

  @Test
  void analyzeWithoutAMinimum() throws IOException {
    assertRefused(
        escapement("analyze", "small.yaml", "--out", "bad"),
        "ESC-001",
        "small.yaml: finds its minimum by training; give --parameters FILE");
    assertRefused(
        escapement("analyze", "small.yaml", "--out", "bad", "--parameters", "nowhere"),
        "ESC-401",
        "nowhere");
    Path wrong = Files.writeString(work("wrong.safetensors"), "not one of these");
    assertRefused(
        escapement("analyze", "small.yaml", "--out", "bad", "--parameters", wrong.toString()),
        "ESC-402",
        "wrong.safetensors");
    Files.delete(wrong);
  }

  @Test
  void escapeWithoutTrialsOrAMinimum() throws IOException {
    assertRefused(
        escapement("escape", "small.yaml", "--out", "bad"),
        "ESC-001",
        "small.yaml: finds its minimum by training; give --parameters FILE");
    Path config = Files.writeString(work("bad.yaml"), "model: {type: toy}\nminima: [x=1]\n");
    assertRefused(
        escapement("escape", "bad.yaml", "--out", "bad"), "ESC-104", "bad.yaml:1: escape: missing");
    Files.delete(config);
  }

  @Test
  void anUnknownLayer() throws IOException {
    assertRefused(
        runText(SMALL.replace("analyze:\n", "analyze:\n  layers: [layers.0, layers.1]\n")),
        "ESC-305",
        "bad.yaml:10: analyze.layers[1]: no layer 'layers.1'; the model has layers.0, layers.2");
    assertRefused(
        runText(SMALL.replace("analyze:\n", "analyze:\n  layers: [layers.0, layers.0]\n")),
        "ESC-105",
        "bad.yaml:10: analyze.layers[1]: 'layers.0' is named twice");
  }

  @Test
  void configsThatAreNone() throws IOException {
    assertRefused(runText("- a\n- b\n"), "ESC-103", "bad.yaml:1: found a list");
    assertRefused(runText("a: [1, 2\n"), "ESC-101", "bad.yaml:");
    assertRefused(
        escapement("run", "none.yaml", "--out", "bad"), "ESC-101", "none.yaml", "no such");
  }

  @Test
  void aTakenRunDirectory() throws IOException {
    Path taken = Files.createDirectory(work("taken"));
    Path file = Files.writeString(taken.resolve("notes.txt"), "mine");
    assertRefused(escapement("run", "small.yaml", "--out", "taken"), "ESC-601", "not empty");
    assertThat(taken).isDirectoryNotContaining(path -> !path.equals(file));
    assertThat(file).hasContent("mine");
    Files.delete(file);
    Files.delete(taken);
  }

  @Test
  void missingData() {
    assertRefused(
        run("data={type: idx, dir: nowhere}"), "ESC-401", "data: folder 'nowhere'", "is not there");
  }

  @Test
  void damagedData() throws IOException {
    Path folder = Files.createDirectory(work("idx"));
    images(folder.resolve("train-images-idx3-ubyte"), 4, 4);
    labels(folder.resolve("train-labels-idx1-ubyte"), 3);
    String data = "data={type: idx, dir: idx, train: 2}";
    assertRefused(run(data), "ESC-403", "4 images", "3 labels");

    images(folder.resolve("train-images-idx3-ubyte"), 3, 2);
    assertRefused(run(data), "ESC-402", "train-images-idx3-ubyte", "truncated");

    Files.writeString(folder.resolve("train-images-idx3-ubyte"), "<html>not found</html>");
    assertRefused(run(data), "ESC-402", "magic number");

    Files.delete(folder.resolve("train-images-idx3-ubyte"));
    assertRefused(run(data), "ESC-401", "train-images-idx3-ubyte.gz");
    Files.delete(folder.resolve("train-labels-idx1-ubyte"));
    Files.delete(folder);
  }

  /** What the sources need beside the framework has to be in the package too. */
  @Test
  void damagedDataOfEveryFormat() throws IOException {
    Path archive = work("cifar.tar.gz");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
      TarArchiveEntry entry = new TarArchiveEntry("cifar-10-batches-bin/data_batch_1.bin");
      entry.setSize(3073);
      tar.putArchiveEntry(entry);
      tar.write(new byte[3073]);
      tar.closeArchiveEntry();
    }
    assertRefused(
        run("data={type: cifar10, path: cifar.tar.gz, classes: [airplane, automobile]}"),
        "ESC-401",
        "cifar.tar.gz: holds no data_batch_2.bin");
    assertRefused(
        run("data={type: cifar10, path: cifar.tar.gz, classes: [cat, cat]}"),
        "ESC-201",
        "'classes' = [cat, cat]");
    Files.delete(archive);

    Path table = Files.writeString(work("table.csv"), "x,y\n1,a\nNaN,b\n");
    assertRefused(
        run("data={type: csv, file: table.csv}"), "ESC-402", "table.csv: line 3", "'NaN'");
    assertRefused(
        run("data={type: npy, features: table.csv, labels: table.csv}"),
        "ESC-402",
        "table.csv: is not in the npy format");
    Files.delete(table);
  }

  /** Images of 2 x 2 pixels. */
  private static void images(Path file, int promised, int held) throws IOException {
    write(file, new int[] {0x803, promised, 2, 2}, 4 * held);
  }

  private static void labels(Path file, int count) throws IOException {
    write(file, new int[] {0x801, count}, count);
  }

  private static void write(Path file, int[] header, int payload) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * header.length + payload);
    Arrays.stream(header).forEach(bytes::putInt);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(bytes.array());
    }
  }
}
