package org.escapement.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays that nobody may write from now on. */
public final class Guard {
  private record Watched(String name, INDArray array, Snapshot before) {}

  private final List<Watched> watched = new ArrayList<>();

  /** Watches an array; the name is for the message. */
  public Guard watch(String name, INDArray array) {
    watched.add(new Watched(name, array, Snapshot.of(array)));
    return this;
  }

  /** Watches every tensor of a state. */
  public Guard watch(String name, State state) {
    state.tensors().forEach((tensor, array) -> watch(name + "." + tensor, array));
    return this;
  }

  /** Fails if any watched array has changed. */
  public void check() {
    for (Watched entry : watched) {
      assertThat(entry.array().wasClosed()).as("%s was closed", entry.name()).isFalse();
      entry
          .before()
          .difference(Snapshot.of(entry.array()))
          .ifPresent(found -> fail("%s was written: before and after, %s", entry.name(), found));
    }
  }
}
