package org.escapement.plugin.networks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.escapement.host.config.ConfigDocument;
import org.escapement.host.config.OptionBinder;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.model.ParameterTensor;
import org.escapement.spi.option.OptionSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The sizes of the published networks, as PyTorch counts them: {@code parameter_counts.py} prints
 * them. VGG-11 on 224 × 224 and ResNet-20 and -110 are known from elsewhere too.
 */
class ParameterCountTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; 1x28x28; 10; 61706",
        "{}; 3x32x32; 10; 83126",
        "{padding: 0, pooling: maximum, activation: relu}; 3x32x32; 10; 62006",
      })
  void lenet(String options, String input, int outputs, long count) {
    assertThat(model(new LeNetFactory(), options, input, outputs).dimension()).isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; 3x32x32; 2; 71410",
        "{}; 3x32x32; 10; 72442",
        "{}; 1x64x64; 2; 95698",
        "{stages: [[64], [128], [256, 256], [512, 512], [512, 512]], hidden: []}; 3x32x32; 10;"
            + " 9225610",
        "{stages: [[64], [128], [256, 256], [512, 512], [512, 512]], hidden: [4096, 4096]};"
            + " 3x224x224; 1000; 132863336",
      })
  void vgg(String options, String input, int outputs, long count) {
    assertThat(model(new VggFactory(), options, input, outputs).dimension()).isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{depth: 8}; 3x32x32; 10; 75290",
        "{}; 3x32x32; 2; 171986",
        "{normalization: none}; 3x32x32; 2; 171522",
        "{shortcut: convolution}; 3x32x32; 10; 175258",
        "{shortcut: convolution, normalization: none}; 3x32x32; 10; 174698",
        "{depth: 20}; 3x32x32; 10; 269722",
        "{depth: 20, channels: 32}; 1x28x28; 10; 1073386",
        "{depth: 110}; 3x32x32; 10; 1727962",
      })
  void resnet(String options, String input, int outputs, long count) {
    assertThat(model(new ResNetFactory(), options, input, outputs).dimension()).isEqualTo(count);
  }

  @Test
  void tensorsAreNamedAsInASequentialOfPytorch() {
    List<ParameterTensor> tensors = model(new VggFactory(), "{}", "3x32x32", 2).parameters();
    assertThat(tensors.stream().map(ParameterTensor::name))
        .containsExactly(
            "layers.0.weight",
            "layers.0.bias",
            "layers.3.weight",
            "layers.3.bias",
            "layers.6.weight",
            "layers.6.bias",
            "layers.9.weight",
            "layers.9.bias",
            "layers.12.weight",
            "layers.12.bias",
            "layers.15.weight",
            "layers.15.bias",
            "layers.17.weight",
            "layers.17.bias");
    assertThat(tensors.get(0).shape()).containsExactly(16L, 3L, 3L, 3L);
    assertThat(tensors.get(10).shape()).containsExactly(128L, 64L);
  }

  static <O extends Record> Model model(
      ModelFactory<O> factory, String options, String input, int outputs) {
    return factory.create(
        options(factory, options),
        new ModelSetting(
            List.of(input.split("x")).stream().map(Long::valueOf).toList(),
            outputs,
            Loss.MEAN_SQUARED_ERROR,
            DataType.FLOAT));
  }

  static <O extends Record> O options(ModelFactory<O> factory, String options) {
    return OptionBinder.bind(
        ConfigDocument.parse("options", options), OptionSchema.of(factory.options()));
  }
}
