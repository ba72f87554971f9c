package org.escapement.plugin.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Data and options that a network cannot be made of are refused with what it needs. */
class RefusedSettingsTest {
  private static final List<ModelFactory<?>> OF_IMAGES =
      List.of(new LeNetFactory(), new VggFactory(), new ResNetFactory());

  @Test
  void flatExamplesAreNoImages() {
    for (ModelFactory<?> factory : OF_IMAGES) {
      EscapementException refused = refusal(factory, "{}", List.of(784L));
      assertThat(refused.code()).isEqualTo(ErrorCode.DATA_MISMATCH);
      assertThat(refused)
          .hasMessage(
              factory.name()
                  + " needs images [channels, height, width], the examples have the shape [784];"
                  + " flat ones suit the model mlp");
    }
  }

  @Test
  void matricesAreNoImages() {
    for (ModelFactory<?> factory : OF_IMAGES) {
      assertThat(refusal(factory, "{}", List.of(28L, 28L)))
          .hasMessage(
              factory.name()
                  + " needs images [channels, height, width], the examples have the shape [28,"
                  + " 28]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "vgg;   {}; 28; vgg with 5 stages needs images of 32 x 32 at least, the examples have 28 x"
            + " 28",
        "vgg;   {stages: [[1], [2]]}; 3; vgg with 2 stages needs images of 4 x 4 at least, the"
            + " examples have 3 x 3",
        "lenet; {}; 11; lenet with 2 convolutions and padding 2 needs images of 12 x 12 at least,"
            + " the examples have 11 x 11",
        "lenet; {padding: 0}; 15; lenet with 2 convolutions and padding 0 needs images of 16 x 16"
            + " at least, the examples have 15 x 15",
      })
  void imagesMayBeTooSmall(String name, String options, long side, String message) {
    EscapementException refused = refusal(factory(name), options, List.of(1L, side, side));
    assertThat(refused.code()).isEqualTo(ErrorCode.DATA_MISMATCH);
    assertThat(refused).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "vgg; {}; 32",
        "vgg; {stages: [[1], [2]]}; 4",
        "lenet; {}; 12",
        "lenet; {padding: 0}; 16",
        "resnet; {depth: 8}; 1",
      })
  void theLeastImagesFit(String name, String options, long side) {
    String input = "1x" + side + "x" + side;
    assertThat(ParameterCountTest.model(factory(name), options, input, 3).dimension()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "resnet; {depth: 15}; must be 6 m + 2; the nearest are 14 and 20",
        "resnet; {depth: 19}; must be 6 m + 2; the nearest are 14 and 20",
        "resnet; {depth: 2};  must be an integer in [8, 6002]",
        "resnet; {normalization: layer}; none | batch",
        "resnet; {shortcut: identity}; padding | convolution",
        "resnet; {initialization: {type: kaiming}}; uniform | he | xavier | lecun | orthogonal",
        "resnet; {initialization: {scale: 0}}; initialization.scale = 0.0, must be a number in (0,"
            + " inf)",
        "vgg;    {stages: []}; option 'stages' = [], must hold a stage, and each stage a"
            + " convolution",
        "vgg;    {stages: [[16], []]}; must hold a stage, and each stage a convolution",
        "vgg;    {stages: [16, 16]}; must be a list of an integer in [1, 10000]",
        "lenet;  {channels: []}; must hold a convolution",
      })
  void optionsAreRefusedWithWhatIsAllowed(String name, String options, String message) {
    assertThat(
            catchThrowableOfType(
                () -> ParameterCountTest.options(factory(name), options),
                EscapementException.class))
        .hasMessageContaining(message);
  }

  private static ModelFactory<?> factory(String name) {
    return OF_IMAGES.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private static <O extends Record> EscapementException refusal(
      ModelFactory<O> factory, String options, List<Long> shape) {
    ModelSetting setting = new ModelSetting(shape, 10, Loss.MEAN_SQUARED_ERROR, DataType.FLOAT);
    return catchThrowableOfType(
        () -> factory.create(ParameterCountTest.options(factory, options), setting),
        EscapementException.class);
  }
}
