package org.escapement.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpiVersionTest {
  @Test
  void pluginsAreComparedWithoutQualifierAndResultsPinnedWithIt() {
    assertThat(SpiVersion.withoutQualifier("1.2.3-SNAPSHOT")).isEqualTo("1.2.3");
    assertThat(SpiVersion.withoutQualifier("1.2.3-rc.1+5")).isEqualTo("1.2.3");
    assertThat(SpiVersion.withoutQualifier("1.2.3")).isEqualTo("1.2.3");
    assertThat(SpiVersion.build()).startsWith(SpiVersion.current());
  }
}
