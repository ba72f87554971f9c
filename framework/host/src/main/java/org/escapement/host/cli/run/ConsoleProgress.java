package org.escapement.host.cli.run;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.escapement.host.run.Progress;

/** A progress bar on a terminal; elsewhere a plain line for every phase and every few seconds. */
public final class ConsoleProgress implements Progress, AutoCloseable {
  private static final long LINE_INTERVAL = TimeUnit.SECONDS.toNanos(10);

  private static final long MEGABYTE = 1_000_000;

  private final PrintWriter err;
  private final boolean terminal = System.console() != null;

  private ProgressBar bar;
  private String phase;
  private long steps;
  private boolean bytes;
  private long lastLine;

  /**
   * @param err where plain lines go
   */
  public ConsoleProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void phase(String name, long steps) {
    begin(name, steps, false);
  }

  /** Begins to bring so many bytes. */
  public void transfer(String name, long bytes) {
    begin(name, bytes, true);
  }

  private void begin(String name, long steps, boolean bytes) {
    done();
    phase = name;
    this.steps = steps;
    this.bytes = bytes;
    if (terminal) {
      ProgressBarBuilder builder =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setInitialMax(steps)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .setConsumer(new ConsoleProgressBarConsumer(System.err));
      bar = (bytes ? builder.setUnit(" MB", MEGABYTE).showSpeed() : builder).build();
    } else {
      lastLine = System.nanoTime();
      line(name);
    }
  }

  @Override
  public void at(long step, String detail) {
    if (bar != null) {
      bar.stepTo(step);
      bar.setExtraMessage(detail);
    } else if (System.nanoTime() - lastLine > LINE_INTERVAL) {
      lastLine = System.nanoTime();
      line(
          bytes
              ? String.format(
                  Locale.ROOT,
                  "%s: %.1f of %.1f MB%s",
                  phase,
                  (double) step / MEGABYTE,
                  (double) steps / MEGABYTE,
                  detail)
              : String.format(Locale.ROOT, "%s: %d of at most %d, %s", phase, step, steps, detail));
    }
  }

  /** Tells something besides, in a line of its own. */
  public void note(String text) {
    if (bar != null) {
      bar.pause();
      err.println();
    }
    line(text);
    if (bar != null) {
      bar.resume();
    }
  }

  private void line(String text) {
    err.println(text);
    err.flush();
  }

  @Override
  public void done() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public void close() {
    done();
  }
}
