package org.escapement.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.escapement.lab.Errors.assertFails;

import org.escapement.engine.random.RandomStreams;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.option.Option;
import org.escapement.spi.option.OptionDescription;
import org.escapement.spi.option.OptionSchema;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class DataSourcesTest {
  @Test
  void findsBuiltInsByName() {
    DataSources sources = DataSources.builtIn();

    assertThat(sources.named("idx")).isInstanceOf(IdxSource.class);
    assertThat(sources.named("generated")).isInstanceOf(GeneratedSource.class);
    assertThat(sources.all())
        .extracting(DataSource::name)
        .containsExactly("idx", "cifar10", "csv", "npy", "generated");
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    assertFails(ErrorCode.COMPONENT_UNKNOWN, () -> DataSources.builtIn().named("Idx\n"))
        .contains(
            "no data source 'Idx\\n'; did you mean 'idx'? available: cifar10, csv, generated, idx, npy");
  }

  @Test
  void everyOptionIsDeclaredAndDescribed() {
    for (DataSource<?> source : DataSources.builtIn().all()) {
      assertThat(source.description()).isNotBlank();
      assertThat(OptionSchema.of(source.options()).options())
          .isNotEmpty()
          .extracting(OptionDescription::description)
          .noneMatch(String::isBlank);
    }
  }

  /** Defaults are part of what a config means; changing one changes results. */
  @Test
  void defaultsArePinned() {
    assertThat(OptionSchema.of(IdxOptions.class).options())
        .extracting(OptionDescription::defaultText)
        .containsExactly(Option.REQUIRED, "1000", "0", "0", "none");
    assertThat(OptionSchema.of(GeneratedOptions.class).options())
        .extracting(OptionDescription::defaultText)
        .containsExactly("1000", "500", "10", "0.3", "28", "0", "none");
  }

  @Test
  void onlyFloatAndDoubleArePrecisions() {
    assertThatThrownBy(() -> new DataContext(RandomStreams.of(1), DataType.HALF))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HALF");
  }
}
