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
final class ConsoleProgress implements Progress, AutoCloseable {
  private static final long LINE_INTERVAL = TimeUnit.SECONDS.toNanos(10);

  private final PrintWriter err;
  private final boolean terminal = System.console() != null;

  private ProgressBar bar;
  private String phase;
  private long steps;
  private long lastLine;

  ConsoleProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void phase(String name, long steps) {
    done();
    phase = name;
    this.steps = steps;
    if (terminal) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setInitialMax(steps)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .setConsumer(new ConsoleProgressBarConsumer(System.err))
              .build();
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
      line(String.format(Locale.ROOT, "%s: %d of at most %d, %s", phase, step, steps, detail));
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
