package org.escapement.host.plugin;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.escapement.spi.error.ErrorCode;

/**
 * A daemon thread for work in which code of plugins runs. It keeps account of the calls that it is
 * in; who waits for it gives it up when one of them takes too long. A thread that was given up ends
 * at its next call into a plugin, or return from one, so that it cannot disturb what goes on.
 */
final class SupervisedThread extends Thread {
  private static final long POLL_MILLISECONDS = 100;

  /** A call that evaluates more often than this is measured with its callbacks: it may circle. */
  private static final long MANY_EVALUATIONS = 1000;

  private final Callable<?> work;
  private final AtomicBoolean decided = new AtomicBoolean();
  private volatile boolean abandoned;
  private volatile boolean inArithmetic;
  private volatile Frame innermost;
  private Object result;
  private Throwable failure;

  private SupervisedThread(Callable<?> work) {
    super("plugins");
    this.work = work;
    setDaemon(true);
  }

  /** Ends a thread that nobody waits for any more. */
  static final class Abandoned extends Error {
    private static final long serialVersionUID = 1L;

    Abandoned() {
      super("nobody waits for this call any more", null, false, false);
    }
  }

  /** One call into a plugin, from inside another one or not. */
  private static final class Frame {
    private final String doing;
    private final PluginOrigin origin;
    private final Duration limit;
    private final Frame outer;
    private final long entered = System.nanoTime();
    private volatile long inControlSince = entered;
    private volatile long evaluations;

    Frame(String doing, PluginOrigin origin, Duration limit, Frame outer) {
      this.doing = doing;
      this.origin = origin;
      this.limit = limit;
      this.outer = outer;
    }

    boolean keepsControl(long now) {
      return now - inControlSince > limit.toNanos();
    }

    boolean circles(long now) {
      return evaluations > MANY_EVALUATIONS && now - entered > limit.toNanos();
    }

    PluginFailure failure() {
      return new PluginFailure(
          ErrorCode.PLUGIN_TIME_LIMIT,
          doing
              + ": no return within "
              + limit.toSeconds()
              + " s, the longest that such a call may take (system property "
              + CallLimits.PROPERTY
              + ")",
          origin,
          null);
    }
  }

  /**
   * Does the work on such a thread: a new one, unless this is one.
   *
   * @throws PluginFailure PLUGIN_TIME_LIMIT if a call into a plugin takes too long
   * @throws Exception as the work throws
   */
  @SuppressWarnings("unchecked")
  static <T> T run(Callable<T> work) throws Exception {
    if (Thread.currentThread() instanceof SupervisedThread) {
      return work.call();
    }
    SupervisedThread thread = new SupervisedThread(work);
    thread.start();
    thread.await();
    if (thread.failure instanceof Error error) {
      throw error;
    }
    if (thread.failure != null) {
      throw (Exception) thread.failure;
    }
    return (T) thread.result;
  }

  /** Does the work, which is a call into a plugin, on the present thread, which must be one. */
  static <T> T inFrame(String doing, PluginOrigin origin, Duration limit, Callable<T> call)
      throws Exception {
    SupervisedThread thread = (SupervisedThread) Thread.currentThread();
    thread.requireWanted();
    Frame outer = thread.innermost;
    thread.innermost = new Frame(doing, origin, limit, outer);
    try {
      return call.call();
    } finally {
      thread.innermost = outer;
      if (outer != null) {
        outer.evaluations++;
        outer.inControlSince = System.nanoTime();
      }
      thread.requireWanted();
    }
  }

  /** Ends the present thread if it is one that was given up. */
  static void requirePresentWanted() {
    if (Thread.currentThread() instanceof SupervisedThread thread) {
      thread.requireWanted();
    }
  }

  /**
   * Does short work of the host's for the plugin that the present thread is in, unless the thread
   * was given up. Whoever gives it up waits for the end of such work.
   */
  static <T> T whileWanted(Supplier<T> work) {
    if (!(Thread.currentThread() instanceof SupervisedThread thread)) {
      return work.get();
    }
    thread.inArithmetic = true;
    try {
      thread.requireWanted();
      return work.get();
    } finally {
      thread.inArithmetic = false;
    }
  }

  private void requireWanted() {
    if (abandoned) {
      throw new Abandoned();
    }
  }

  @Override
  public void run() {
    try {
      result = work.call();
    } catch (Throwable e) {
      failure = e;
    }
    decided.set(true);
  }

  private void await() throws InterruptedException {
    for (join(POLL_MILLISECONDS); isAlive(); join(POLL_MILLISECONDS)) {
      Frame late = late(System.nanoTime());
      if (late != null && decided.compareAndSet(false, true)) {
        abandoned = true;
        while (isAlive() && (inArithmetic || isInCallbackOf(late))) { // one thread at a time there
          join(POLL_MILLISECONDS);
        }
        interrupt();
        throw late.failure();
      }
    }
  }

  private boolean isInCallbackOf(Frame late) {
    Frame frame = innermost;
    boolean inside = frame != late;
    while (frame != null && frame != late) {
      frame = frame.outer;
    }
    return inside && frame != null;
  }

  private Frame late(long now) {
    Frame frame = innermost;
    if (frame != null && frame.keepsControl(now)) {
      return frame;
    }
    while (frame != null && !frame.circles(now)) {
      frame = frame.outer;
    }
    return frame;
  }
}
