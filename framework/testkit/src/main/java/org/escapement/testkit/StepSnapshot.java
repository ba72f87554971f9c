package org.escapement.testkit;

import static org.assertj.core.api.Assertions.fail;

import java.util.Optional;
import org.escapement.spi.optimizer.StepResult;

/**
 * What a step returned, to be compared bit for bit.
 *
 * @param point the next point
 * @param state the next state
 */
public record StepSnapshot(Snapshot point, StateSnapshot state) {
  /** Point and state as they are now. */
  public static StepSnapshot of(StepResult result) {
    return new StepSnapshot(Snapshot.of(result.point()), StateSnapshot.of(result.state()));
  }

  /**
   * Fails if another step returned anything else, and says which array differs by how much.
   *
   * @param occasion how the other one was taken, for the message
   */
  public void assertSameAs(StepResult other, String occasion) {
    StepSnapshot now = of(other);
    Optional<String> difference =
        point
            .difference(now.point)
            .map(found -> "the point, " + found)
            .or(() -> state.difference(now.state));
    difference.ifPresent(found -> fail("%s differs in %s", occasion, found));
  }
}
