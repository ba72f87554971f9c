package org.escapement.lab.data;

import java.util.random.RandomGenerator;
import org.escapement.engine.random.RandomStreams;

/** Random labels, as in experiments on memorizing: learnt by heart or not at all. */
final class LabelCorruption {
  static final String DESCRIPTION =
      "more training examples, which follow the others and whose labels are drawn at random from"
          + " all classes";

  private LabelCorruption() {}

  /** Replaces the labels from a row on; each class is as likely as any other, the true one too. */
  static void draw(byte[] labels, int from, int classes, RandomStreams streams) {
    RandomGenerator random = streams.stream("data/corrupted-labels");
    for (int i = from; i < labels.length; i++) {
      labels[i] = (byte) random.nextInt(classes);
    }
  }
}
