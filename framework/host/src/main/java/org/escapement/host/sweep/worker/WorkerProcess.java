package org.escapement.host.sweep.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.escapement.host.sweep.job.Job;
import org.escapement.host.sweep.job.JobRecord;
import org.escapement.host.sweep.job.JobStatus;
import org.escapement.lab.text.OneLine;

/** A process that carries out jobs, seen from the sweep. */
public final class WorkerProcess implements AutoCloseable {
  private static final Optional<String> END = Optional.empty();
  private static final long LAST_SECONDS = 5;

  /** What a process ends with that was killed. */
  private static final int KILLED = 128 + 9;

  /** What a process ends with that was told to end: SIGHUP, SIGINT, SIGTERM. */
  private static final Set<Integer> INTERRUPTED = Set.of(128 + 1, 128 + 2, 128 + 15);

  private final Process process;
  private final Writer orders;
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
  private final Path log;
  private boolean forced;

  private WorkerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    orders = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::listen, "answers of worker " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts one and waits until it takes orders.
   *
   * @param builder the process as it is to be
   * @param log a file for what it says besides
   * @param patience how long that may take
   * @throws IOException if it cannot be started, ended first or took longer
   */
  static WorkerProcess start(ProcessBuilder builder, Path log, Duration patience)
      throws IOException, InterruptedException {
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    WorkerProcess worker = new WorkerProcess(builder.start(), log);
    try {
      worker.awaitReady(patience);
      return worker;
    } catch (IOException | InterruptedException e) {
      worker.kill();
      throw e;
    }
  }

  private void awaitReady(Duration patience) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (true) {
      Optional<String> line = next(start, patience);
      if (line == null) {
        throw new IOException(
            "it took no orders within " + patience.toMillis() / 1e3 + " s" + lastWords());
      }
      if (line.isEmpty()) {
        throw new IOException("it ended at once, " + end());
      }
      if (line.get().equals(WorkerLines.READY)) {
        return;
      }
    }
  }

  /** The next line that it says, nothing at its end; null where it says none in time. */
  private Optional<String> next(long start, Duration limit) throws InterruptedException {
    long left = limit == null ? Long.MAX_VALUE : limit.toNanos() - (System.nanoTime() - start);
    return lines.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
  }

  private void listen() {
    try (BufferedReader answers =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        lines.add(Optional.of(line));
      }
    } catch (IOException e) {
      // as good as its end
    }
    lines.add(END);
  }

  /**
   * Has a job carried out. After a job that failed or did not end the process is not to be used
   * again. A job is pending still where the process was told to end.
   *
   * @param limit the most that it may take, or null
   */
  JobRecord run(Job job, Duration limit) throws InterruptedException {
    long start = System.nanoTime();
    try {
      orders.write(WorkerLines.order(new JobOrder(job.id(), job.config())) + "\n");
      orders.flush();
    } catch (IOException e) {
      return crashed(job, start); // its end, if it has one, is told below
    }
    while (true) {
      Optional<String> line = next(start, limit);
      if (line == null) {
        kill();
        process.waitFor();
        return record(
            job,
            JobStatus.TIMED_OUT,
            start,
            "ended after the limit of " + limit.toMillis() / 1e3 + " s (sweep.timeLimit)");
      }
      if (line.isEmpty()) {
        return crashed(job, start);
      }
      Optional<JobRecord> answer;
      try {
        answer = WorkerLines.answer(line.get());
      } catch (IllegalStateException e) { // native libraries print there as well
        kill();
        process.waitFor();
        return record(job, JobStatus.CRASHED, start, e.getMessage());
      }
      if (answer.isPresent()) {
        return answer.get();
      }
    }
  }

  private JobRecord crashed(Job job, long start) throws InterruptedException {
    String how = "its process ended " + end();
    return INTERRUPTED.contains(process.exitValue())
        ? record(job, JobStatus.PENDING, start, how)
        : record(job, JobStatus.CRASHED, start, how);
  }

  /** How the process ended, and its last words. */
  private String end() throws InterruptedException {
    if (!process.waitFor(LAST_SECONDS, TimeUnit.SECONDS)) {
      kill();
      process.waitFor();
    }
    int code = process.exitValue();
    String why = "";
    if (code == KILLED) {
      why = ", killed from outside, as for lack of memory";
    } else if (INTERRUPTED.contains(code)) {
      why = ", told to end from outside";
    }
    return "with exit code " + code + why + lastWords();
  }

  private void kill() {
    forced = true;
    process.destroyForcibly();
  }

  /** Whether it has ended by a signal that was not the sweep's own. */
  boolean endedFromOutside() {
    return !process.isAlive()
        && !forced
        && (process.exitValue() == KILLED || INTERRUPTED.contains(process.exitValue()));
  }

  private String lastWords() {
    String last = LogTail.of(log);
    return last.isEmpty() ? "" : "; last said: " + last;
  }

  private JobRecord record(Job job, JobStatus status, long start, String message) {
    return new JobRecord(
        job.id(),
        status,
        process.exitValue(),
        false,
        Math.round((System.nanoTime() - start) / 1e6) / 1e3,
        OneLine.of(message));
  }

  /** Has the process end. */
  @Override
  public void close() {
    try {
      orders.close();
    } catch (IOException e) {
      // it has ended already
    }
    try {
      if (!process.waitFor(LAST_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }
}
