package org.escapement.testkit;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Whether writing one array changes another. */
public final class SharedMemory {
  private SharedMemory() {}

  /** Tries it out; both arrays hold afterwards what they held before. */
  public static boolean between(INDArray written, INDArray observed) {
    Snapshot before = Snapshot.of(observed);
    INDArray content = written.dup();
    written.assign(1);
    boolean changed = !Snapshot.of(observed).equals(before);
    written.assign(2);
    changed |= !Snapshot.of(observed).equals(before);
    written.assign(content);
    content.close();
    return changed;
  }
}
