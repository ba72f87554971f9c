package org.escapement.lab.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.escapement.lab.Errors.assertFails;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.model.ParameterTensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ParameterFileTest {
  private static final List<ParameterTensor> LAYOUT =
      List.of(
          new ParameterTensor("layers.0.weight", List.of(2L, 3L), 0),
          new ParameterTensor("layers.0.bias", List.of(2L), 6),
          new ParameterTensor("scale", List.of(), 8));

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("minimum.safetensors");
  }

  @Test
  void aPointComesBackBitForBit() throws IOException {
    INDArray point =
        Nd4j.createFromArray(
            0.1, -0.0, Math.PI, Double.MAX_VALUE, Double.MIN_VALUE, 6.0, 7.0, 8.0, 9.0);

    ParameterFile.write(file, point, LAYOUT, Map.of("loss", "mse"));

    INDArray back = ParameterFile.read(file, LAYOUT, DataType.DOUBLE);
    assertThat(back.shape()).containsExactly(9);
    assertThat(back.data().asDouble()).containsExactly(point.data().asDouble());
    Safetensors.Contents contents = Safetensors.read(file);
    assertThat(contents.tensors()).containsOnlyKeys("layers.0.weight", "layers.0.bias", "scale");
    assertThat(contents.tensors().get("layers.0.weight").shape()).containsExactly(2, 3);
    assertThat(contents.tensors().get("layers.0.weight").getDouble(1, 0))
        .isEqualTo(Double.MAX_VALUE);
    assertThat(contents.tensors().get("scale").rank()).isZero();
    assertThat(contents.metadata()).containsExactly(Map.entry("loss", "mse"));
  }

  @Test
  void precisionIsConverted() throws IOException {
    INDArray point = Nd4j.createFromArray(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9);
    ParameterFile.write(file, point, LAYOUT, Map.of());

    INDArray floats = ParameterFile.read(file, LAYOUT, DataType.FLOAT);

    assertThat(floats.dataType()).isEqualTo(DataType.FLOAT);
    assertThat(floats.getFloat(0)).isEqualTo(0.1f);
    ParameterFile.write(file, floats, LAYOUT, Map.of());
    assertThat(ParameterFile.read(file, LAYOUT, DataType.DOUBLE).getDouble(8)).isEqualTo(0.9f);
  }

  @Test
  void theOrderInTheFileDoesNotMatter() throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    tensors.put("scale", Nd4j.scalar(9.0));
    tensors.put("layers.0.bias", Nd4j.createFromArray(7.0, 8.0));
    tensors.put("layers.0.weight", Nd4j.createFromArray(new double[][] {{1, 2, 3}, {4, 5, 6}}));
    Safetensors.write(file, tensors, Map.of());

    assertThat(ParameterFile.read(file, LAYOUT, DataType.DOUBLE).toDoubleVector())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void otherTensorsAreRefused() throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    tensors.put("scale", Nd4j.scalar(9.0));
    tensors.put("bias\n", Nd4j.createFromArray(7.0, 8.0));
    tensors.put("layers.0.weight", Nd4j.create(DataType.DOUBLE, 3, 2));
    Safetensors.write(file, tensors, Map.of());

    assertFails(ErrorCode.DATA_MISMATCH, () -> ParameterFile.read(file, LAYOUT, DataType.DOUBLE))
        .contains("lacks [layers.0.bias]")
        .contains("[bias\\n]");
    tensors.put("layers.0.bias", tensors.remove("bias\n"));
    Safetensors.write(file, tensors, Map.of());
    assertFails(ErrorCode.DATA_MISMATCH, () -> ParameterFile.read(file, LAYOUT, DataType.DOUBLE))
        .contains("'layers.0.weight' has shape [3, 2], the model's has [2, 3]");
  }

  @Test
  void whatIsNotFiniteIsRefused() throws IOException {
    for (double value : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, 1e39}) {
      INDArray point = Nd4j.createFromArray(1.0, 2, 3, 4, 5, 6, 7, value, 9);
      ParameterFile.write(file, point, LAYOUT, Map.of());

      assertFails(ErrorCode.DATA_MALFORMED, () -> ParameterFile.read(file, LAYOUT, DataType.FLOAT))
          .contains("tensor 'layers.0.bias' holds " + value + " at index 1, must be a number");
    }
    assertThat(ParameterFile.read(file, LAYOUT, DataType.DOUBLE).getDouble(7)).isEqualTo(1e39);
  }

  @Test
  void aPointOfAnotherLengthIsADefect() {
    assertThatThrownBy(
            () -> ParameterFile.write(file, Nd4j.createFromArray(1.0, 2.0), LAYOUT, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[2]");
    assertThat(file).doesNotExist();
  }
}
