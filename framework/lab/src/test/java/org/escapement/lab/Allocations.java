package org.escapement.lab;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts what the current thread allocates on the heap. */
public final class Allocations {
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final long before = now();

  /** The bytes allocated since this object was made. */
  public long bytes() {
    return now() - before;
  }

  private long now() {
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
