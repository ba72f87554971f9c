package org.escapement.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.escapement.lab.statistics.KaplanMeier.Observation;
import org.junit.jupiter.api.Test;

class KaplanMeierTest {
  /** The 6-MP arm of Freireich et al. 1963, negative where cut short. */
  private static final int[] REMISSIONS = {
    6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35
  };

  /** S(6) = 0.857, S(7) = 0.807, S(10) = 0.753, S(13) = 0.690, S(16) = 0.627, S(22) = 0.538. */
  @Test
  void textbookExample() {
    List<Observation> observations = new ArrayList<>();
    for (int time : REMISSIONS) {
      observations.add(new Observation(Math.abs(time), time > 0));
    }
    KaplanMeier times = new KaplanMeier(observations);
    assertThat(times.quantile(0.142)).hasValue(6);
    assertThat(times.quantile(0.144)).hasValue(7);
    assertThat(times.quantile(0.192)).hasValue(7);
    assertThat(times.quantile(0.194)).hasValue(10);
    assertThat(times.quantile(0.246)).hasValue(10);
    assertThat(times.quantile(0.309)).hasValue(13);
    assertThat(times.quantile(0.372)).hasValue(16);
    assertThat(times.quantile(0.461)).hasValue(22);
    assertThat(times.quantile(0.5)).hasValue(23);
    assertThat(times.quantile(0.55)).hasValue(23);
    assertThat(times.quantile(0.56)).isEmpty();
  }

  @Test
  void cutShortAtOneTimeItIsTheShareOfEvents() {
    List<Observation> observations = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      observations.add(new Observation(Math.min(i, 7), i <= 7));
    }
    KaplanMeier times = new KaplanMeier(observations);
    for (int i = 1; i <= 7; i++) {
      assertThat(times.quantile(i / 10.0)).hasValue(i);
    }
    assertThat(times.quantile(0.71)).isEmpty();
  }

  @Test
  void withoutEventsThereIsNoQuantile() {
    assertThat(new KaplanMeier(List.of(new Observation(5, false))).quantile(0.1)).isEmpty();
  }
}
