package org.escapement.host.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhaseClockTest {
  private final List<String> heard = new ArrayList<>();

  private final PhaseClock clock =
      new PhaseClock(
          new Progress() {
            @Override
            public void phase(String name, long steps) {
              heard.add(name + " of " + steps);
            }

            @Override
            public void at(long step, String detail) {
              heard.add(step + " " + detail);
            }

            @Override
            public void done() {
              heard.add("done");
            }
          });

  @Test
  void everyPhaseHasATimeInOrder() {
    clock.phase("training", 3);
    clock.phase("curvature", 1);
    clock.phase("training", 3);
    assertThat(clock.seconds()).containsOnlyKeys("training", "curvature");
    assertThat(clock.seconds().values()).allMatch(seconds -> seconds >= 0);
  }

  @Test
  void everythingIsPassedOn() {
    clock.phase("training", 3);
    clock.at(2, "loss");
    clock.done();
    assertThat(heard).containsExactly("training of 3", "2 loss", "done");
  }
}
