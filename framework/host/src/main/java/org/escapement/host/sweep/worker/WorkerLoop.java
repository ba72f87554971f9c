package org.escapement.host.sweep.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.escapement.host.plugin.PluginCatalog;
import org.escapement.host.sweep.job.SweepDirectory;

/**
 * Carries out jobs one after another, as its standard input orders. When that ends, because the
 * sweep is over or was killed, the process ends too, in the middle of a job if need be.
 */
public final class WorkerLoop {
  /** How long the end of the process may take in which half a run directory is removed. */
  private static final long LAST_MILLIS = 2000;

  private final BlockingQueue<String> orders = new LinkedBlockingQueue<>();
  private final PrintWriter out;

  /**
   * @param in where orders come from
   * @param out where answers go
   */
  public WorkerLoop(InputStream in, PrintWriter out) {
    this.out = out;
    Thread reader = new Thread(() -> listen(in), "orders");
    reader.setDaemon(true);
    reader.start();
  }

  private void listen(InputStream in) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        orders.add(line);
      }
    } catch (IOException e) {
      // as good as its end
    }
    Thread watch = new Thread(WorkerLoop::halt, "end");
    watch.setDaemon(true);
    watch.start();
    Runtime.getRuntime().exit(0);
  }

  private static void halt() {
    try {
      Thread.sleep(LAST_MILLIS);
    } catch (InterruptedException e) {
      // then at once
    }
    Runtime.getRuntime().halt(0);
  }

  /** Carries out orders for as long as the process lives. */
  public void run(SweepDirectory directory, PluginCatalog catalog) throws InterruptedException {
    print(WorkerLines.READY);
    while (true) {
      JobOrder order = WorkerLines.order(orders.take());
      print(WorkerLines.answer(JobRun.of(order, directory, catalog)));
    }
  }

  /** In a line of its own, whatever a library left in the present one. */
  private void print(String line) {
    out.println();
    out.println(line);
    out.flush();
  }
}
