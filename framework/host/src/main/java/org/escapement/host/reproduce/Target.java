package org.escapement.host.reproduce;

import java.io.IOException;
import java.util.List;

/** A figure or table of the paper: what is read from its runs, and what they are to show. */
public interface Target {
  /** As in the paper: {@code fig1}, {@code table2}. Its config is {@code NAME.yaml}. */
  String name();

  /** What it shows, in a few words. */
  String title();

  /**
   * Sums the runs up.
   *
   * @param jobs those that ended as they should, in the order of the config; at least one
   * @throws IOException if a record of theirs cannot be read
   */
  Findings findings(List<JobResult> jobs) throws IOException;
}
