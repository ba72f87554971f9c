package org.escapement.plugin.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.escapement.plugin.dl4j.NetworkOptions.Gradients;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.Objective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * Files in the layout of Keras, beside what NumPy makes of the same weights: {@code
 * keras_files.py}.
 */
class KerasFileTest {
  /** NumPy computed in double from weights in float, as the plugin does; ε = 0.001 was a float. */
  private static final double TOLERANCE = 1e-6;

  @TempDir Path folder;

  static Path file(Path folder, String name) {
    try (InputStream in = KerasFileTest.class.getResourceAsStream(name)) {
      Path file = folder.resolve(name);
      Files.write(file, in.readAllBytes());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Model model(Path file, List<Long> shape, Loss loss) {
    return TestModels.of(new KerasFactory(), file, shape, loss, Gradients.AUTO, false);
  }

  private static INDArray matrix(JsonNode rows) {
    double[][] values = new double[rows.size()][rows.get(0).size()];
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < values[i].length; j++) {
        values[i][j] = rows.get(i).get(j).doubleValue();
      }
    }
    return Nd4j.createFromArray(values);
  }

  private static JsonNode answers(String network) throws IOException {
    try (InputStream in = KerasFileTest.class.getResourceAsStream("keras_answers.json")) {
      return new ObjectMapper().readTree(in).get(network);
    }
  }

  @Test
  void aConvolutionalNetworkWithChannelsLastAnswersAsItShould() throws IOException {
    JsonNode answers = answers("sequential");
    INDArray outputs = matrix(answers.get("outputs"));
    INDArray targets = Nd4j.zeros(DataType.DOUBLE, 5, 3);
    for (int i = 0; i < 5; i++) {
      targets.putScalar(i, i % 3, 1);
    }
    Model model = model(file(folder, "sequential.h5"), List.of(2L, 4L, 4L), Loss.CROSS_ENTROPY);
    assertThat(model.dimension()).isEqualTo(54 + 3 + 6 + 36 + 3);
    Objective objective = model.objective(new Examples(matrix(answers.get("features")), targets));
    INDArray x = TestModels.trained(model);
    for (int i = 0; i < 5; i++) {
      assertThat(objective.loss(x, Batch.of(i)))
          .isCloseTo(-Math.log(outputs.getDouble(i, i % 3)), within(TOLERANCE));
    }
    TestModels.assertMethod(objective, x, Curvature.Method.EXACT);
    assertThat(model.notes())
        .containsExactly(
            "'batch_normalization' normalises by the means and variances of the file, which are constants, in"
                + " training too");
  }

  @Test
  void aFunctionalModelWithASumAnswersAsItShould() throws IOException {
    JsonNode answers = answers("functional");
    Model model = model(file(folder, "functional.h5"), List.of(4L), Loss.MEAN_SQUARED_ERROR);
    Objective objective =
        model.objective(
            new Examples(matrix(answers.get("features")), matrix(answers.get("outputs"))));
    INDArray x = TestModels.trained(model);
    assertThat(objective.loss(x, Batch.all(5))).isLessThan(TOLERANCE * TOLERANCE);
    TestModels.assertMethod(objective, x, Curvature.Method.EXACT);
    assertThat(model.parameters())
        .anyMatch(tensor -> tensor.name().equals("layers.2.body.0.weight"));
  }

  @Test
  void theLossOfTheFileIsTheConfigs() {
    assertThatThrownBy(
            () ->
                model(file(folder, "sequential.h5"), List.of(2L, 4L, 4L), Loss.MEAN_SQUARED_ERROR))
        .isInstanceOfSatisfying(
            EscapementException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_CONFLICT);
              assertThat(e).hasMessageContaining("the file's loss is categorical_crossentropy");
              assertThat(e).hasMessageEndingWith("set 'loss: cross-entropy'");
            });
  }

  private static String lossName(String json) throws IOException {
    return KerasFile.lossName(new ObjectMapper().readTree(json));
  }

  @Test
  void aSingleLossIsThatLossHoweverItIsWritten() throws IOException {
    for (String json : List.of("'mse'", "['mse']", "{'out': 'mse'}", "{'out': ['mse']}")) {
      assertThat(lossName(json.replace('\'', '"'))).as(json).isEqualTo("mse");
    }
    assertThat(lossName("[\"mse\", \"mae\"]")).isEqualTo("several losses");
    assertThat(lossName("{}")).isEqualTo("several losses");
    assertThat(lossName("null")).isNull();
  }

  @Test
  void smoothedLabelsAreAnotherLoss() throws IOException {
    String loss =
        "{\"class_name\": \"CategoricalCrossentropy\","
            + " \"config\": {\"from_logits\": %s, \"label_smoothing\": %s}}";
    assertThat(lossName(loss.formatted(false, 0))).isEqualTo("CategoricalCrossentropy");
    assertThat(lossName(loss.formatted(true, 0.0))).isEqualTo("CategoricalCrossentropy of logits");
    String smoothed = lossName(loss.formatted(false, 0.1));
    assertThat(smoothed).isEqualTo("CategoricalCrossentropy with label smoothing");
    SavedNetwork file = ModelFiles.read(file(folder, "sequential.h5").toString(), KerasFile::read);
    LossHead head =
        new LossHead(
            new SavedNetwork(file.source(), file.graph(), file.weights(), smoothed, file.notes()));
    assertThat(head.kind()).isEqualTo(LossHead.Kind.OTHER);
  }
}
