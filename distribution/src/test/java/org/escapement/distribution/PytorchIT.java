package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Weights to PyTorch and back, and curvature recomputed there")
class PytorchIT extends DistributionTestCase {
  private static final int RECORD = 3073;
  private static final String TRAINED =
      """
      seed: 1
      data: %s
      model: %s
      train: {optimizer: {type: gd, learningRate: 0.01}, maxIterations: 3}
      """;
  private static final String CIFAR =
      "{type: cifar10, path: cifar, classes: [airplane, automobile], train: 20,"
          + " normalization: channel}";

  private static Pytorch pytorch;

  @BeforeAll
  static void find() throws IOException {
    pytorch = Pytorch.find();
    // noise with a tint that tells the two classes, and a third class to be passed over
    Random random = new Random(3);
    Files.createDirectory(work("cifar"));
    for (int batch = 1; batch <= 5; batch++) {
      byte[] records = new byte[9 * RECORD];
      random.nextBytes(records);
      for (int i = 0; i < records.length; i += RECORD) {
        records[i] = (byte) random.nextInt(3);
        for (int pixel = 1; pixel <= 1024; pixel++) {
          records[i + pixel] = (byte) ((records[i + pixel] & 0x7f) + 64 * records[i]);
        }
      }
      Files.write(work("cifar/data_batch_" + batch + ".bin"), records);
    }
  }

  private static void run(String name, String config) throws IOException {
    Files.writeString(work(name + ".yaml"), config);
    Installation.Outcome outcome = escapement("run", name + ".yaml", "--out", name);
    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isIn(0, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mlp, hidden: [7, 5], activation: tanh",
        "lenet, pooling: maximum",
        "vgg, stages: [[4, 4], [8]], hidden: [16]",
        "resnet, depth: 8, channels: 3",
        "resnet, depth: 14, channels: 2, normalization: none, shortcut: convolution",
      })
  void networksComeBackBitForBit(String model) throws IOException {
    String name = model.replaceAll("[^a-z0-9]", "");
    run(
        name,
        TRAINED.formatted(
            "{type: generated, train: 6, test: 0, size: 16}", "{type: " + model + "}"));

    assertComesBack(name);
    assertThat(results(name + "-back").get("curvature")).isEqualTo(results(name).get("curvature"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "toy; [\"x=1\"]",
        "quadratic, factors: [[[1, 0]], [[1, 1]], [[0, 2]]]; [origin]",
        "linear-regression, variances: [1, 2]; [teacher]",
        "one-hot-regression, counts: [2, 1], inputs: [1, 3]; [teacher]",
        "matrix-factorisation, rows: 4, columns: 2, singularValues: [4, 2]; [balanced]",
        "teacher-student, weights: [3, 2], copies: 2; [teacher]",
      })
  void problemsComeBackBitForBit(String model, String minima) throws IOException {
    String name = model.replaceAll("[^a-z0-9]", "");
    run(name, "model: {type: " + model + "}\nprecision: double\nminima: " + minima + "\n");

    assertComesBack(name);
  }

  /** Through PyTorch, and from there into an analysis, which writes its minimum again. */
  private static void assertComesBack(String name) throws IOException {
    Path there = work(name + "/minimum.safetensors");
    Path from = work(name + ".safetensors");
    pytorch.run("pytorch/convert.py", work(name), from);
    assertThat(tensors(from)).isEqualTo(tensors(there)).isNotEmpty();

    Installation.Outcome outcome =
        escapement(
            "analyze", name + ".yaml", "--parameters", from.toString(), "--out", name + "-back");

    assertCode(0, outcome);
    assertThat(tensors(work(name + "-back/minimum.safetensors"))).isEqualTo(tensors(there));
  }

  /** The bytes of every tensor as hexadecimal digits, behind its type and shape. */
  private static Map<String, String> tensors(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[Math.toIntExact(bytes.getLong())];
    bytes.get(header);
    Map<String, String> tensors = new TreeMap<>();
    JsonNode entries = new ObjectMapper().readTree(header);
    for (Map.Entry<String, JsonNode> entry : entries.properties()) {
      JsonNode at = entry.getValue().get("data_offsets");
      if (at != null) {
        byte[] values = new byte[at.get(1).asInt() - at.get(0).asInt()];
        bytes.get(Long.BYTES + header.length + at.get(0).asInt(), values);
        tensors.put(
            entry.getKey(),
            entry.getValue().get("dtype").asText()
                + entry.getValue().get("shape")
                + HexFormat.of().formatHex(values));
      }
    }
    return tensors;
  }

  @Test
  void whatPytorchTrainedIsAnalysed() throws IOException {
    run("given", TRAINED.formatted(CIFAR, "{type: vgg, stages: [[4], [4], [8]], hidden: [8]}"));
    String config = "given/config.resolved.yaml";
    Path weights = work("trained.safetensors");

    String said = pytorch.run("pytorch/train.py", cifarHere(config), weights, 5);

    assertCode(
        0, escapement("analyze", config, "--parameters", weights.toString(), "--out", "trained"));
    double loss = results("trained").at("/minimum/loss").asDouble();
    Matcher printed = Pattern.compile("loss (\\S+) after 5 steps").matcher(said);
    assertThat(printed.find()).as(said).isTrue();
    assertThat(Double.parseDouble(printed.group(1))).isCloseTo(loss, within(1e-5 * loss));
  }

  /** The same config for a process that runs in another folder. */
  private static Path cifarHere(String config) throws IOException {
    String text = Files.readString(work(config));
    return Files.writeString(
        work("here.yaml"), text.replace("path: cifar", "path: " + work("cifar")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mlp, hidden: [9], activation: gelu",
        "vgg, stages: [[4], [4], [8]], hidden: [8]",
        "resnet, depth: 8, channels: 2",
      })
  void curvatureAgrees(String model) throws IOException {
    String name = "curvature" + model.replaceAll("[^a-z0-9]", "");
    run(name, TRAINED.formatted(CIFAR, "{type: " + model + "}"));

    String said = pytorch.run("checks/curvature_pytorch.py", work(name), work("cifar"));

    assertThat(said.lines().filter(line -> line.contains("differs by"))).as(said).hasSize(3);
  }

  /** The script is a check only if it can fail. */
  @Test
  void curvatureOfOtherWeightsDoesNotAgree() throws IOException {
    run("other", TRAINED.formatted(CIFAR, "{type: mlp, hidden: [9]}"));
    Path file = work("other/minimum.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= (byte) 0x80; // the sign of the last bias
    Files.write(file, bytes);

    assertThatThrownBy(
            () -> pytorch.run("checks/curvature_pytorch.py", work("other"), work("cifar")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("sharpness");
  }
}
