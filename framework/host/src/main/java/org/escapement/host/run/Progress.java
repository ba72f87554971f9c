package org.escapement.host.run;

/** Hears how far a run is. */
public interface Progress {
  /**
   * A phase begins; the one before has ended.
   *
   * @param name what is done, such as {@code training}
   * @param steps how many steps it may take
   */
  void phase(String name, long steps);

  /**
   * The phase has come this far.
   *
   * @param step steps done
   * @param detail a few words about the present state
   */
  void at(long step, String detail);

  /** The last phase has ended. */
  void done();
}
