package org.escapement.plugin.dl4j;

/** Why something of a network has no exact counterpart in the engine. */
final class NoCounterpart extends Exception {
  private static final long serialVersionUID = 1L;

  NoCounterpart(String why) {
    super(why, null, false, false);
  }

  static void require(boolean holds, String otherwise) throws NoCounterpart {
    if (!holds) {
      throw new NoCounterpart(otherwise);
    }
  }
}
