package org.escapement.host.run;

import java.util.LinkedHashMap;
import java.util.Map;

/** Passes progress on, and measures the wall time of every phase. */
public final class PhaseClock implements Progress {
  private final Progress listener;
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private String phase;
  private long begin;

  /**
   * @param listener hears what this does
   */
  public PhaseClock(Progress listener) {
    this.listener = listener;
  }

  @Override
  public void phase(String name, long steps) {
    end();
    phase = name;
    begin = System.nanoTime();
    listener.phase(name, steps);
  }

  @Override
  public void at(long step, String detail) {
    listener.at(step, detail);
  }

  @Override
  public void done() {
    end();
    listener.done();
  }

  private void end() {
    if (phase != null) {
      seconds.merge(phase, Math.round((System.nanoTime() - begin) / 1e6) / 1e3, Double::sum);
      phase = null;
    }
  }

  /** The phases that have ended, the present one included, in order. */
  public Map<String, Double> seconds() {
    end();
    return new LinkedHashMap<>(seconds);
  }
}
