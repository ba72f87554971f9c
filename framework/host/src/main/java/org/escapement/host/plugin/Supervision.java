package org.escapement.host.plugin;

import java.util.function.Supplier;

/** Work that calls into plugins many times. Single calls are supervised without it. */
public final class Supervision {
  private Supervision() {}

  /**
   * Does the work on a thread of its own, which is given up when a call into a plugin keeps control
   * for too long.
   *
   * @throws PluginFailure PLUGIN_TIME_LIMIT in that case
   */
  public static <T> T of(Supplier<T> work) {
    try {
      return SupervisedThread.run(work::get);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("interrupted while plugins were at work", e);
    }
  }
}
