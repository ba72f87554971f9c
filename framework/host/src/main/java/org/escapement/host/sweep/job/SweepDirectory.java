package org.escapement.host.sweep.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.escapement.host.config.SweepSection;
import org.escapement.lab.files.Disk;
import org.escapement.lab.files.Trees;
import org.escapement.lab.result.AtomicFiles;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * The folder of a sweep. A job counts as ended once its record is there, which is written after its
 * run directory is complete: whatever a kill leaves without a record is removed before the job runs
 * again.
 *
 * @param path of the folder
 */
public record SweepDirectory(Path path) {
  private static final String CONFIG = "sweep.yaml";
  private static final String SETTING = "setting.json";
  private static final String JOBS = "jobs";
  private static final String RECORDS = "records";
  private static final String LOGS = "logs";
  private static final String PARTIAL = ".partial-";
  private static final String TEMPORARY = "\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp";
  private static final Pattern UNFINISHED_FILE =
      Pattern.compile(
          "\\.(sweep\\.yaml|setting\\.json|jobs\\.csv|aggregate\\.csv|values\\.csv|summary\\.json)"
              + TEMPORARY);
  private static final Pattern UNFINISHED_RECORD =
      Pattern.compile("\\.[0-9a-f]{16}\\.json" + TEMPORARY);
  private static final Pattern UNFINISHED_JOB = Pattern.compile("\\.[0-9a-f]{16}\\.partial-.*");
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** The sweep's config, overrides and defaults of its section written out. */
  public Path config() {
    return path.resolve(CONFIG);
  }

  /** Where a job's results are. */
  public Path job(String id) {
    return path.resolve(JOBS).resolve(id);
  }

  /** The results of a job that has some. */
  public Path results(String id) {
    return job(id).resolve("results.json");
  }

  /** The table of jobs. */
  public Path table() {
    return file("jobs.csv");
  }

  /** A file at the top of the folder. */
  public Path file(String name) {
    return path.resolve(name);
  }

  /** Where worker processes write what they and their libraries have to say. */
  public Path logs() {
    return path.resolve(LOGS);
  }

  /** Whether a sweep was begun here. */
  public boolean begun() {
    return Files.isRegularFile(config());
  }

  /**
   * Makes sure that the place is free for a new sweep.
   *
   * @throws EscapementException OUTPUT if it is not
   */
  public void requireFree() {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (begun()) {
      throw failure("holds a sweep; give --resume to go on with it, or choose another --out", null);
    }
    if (!Files.isDirectory(path)) {
      throw failure("is there and is not a folder; choose another --out or remove it", null);
    }
    try (Stream<Path> entries = Files.list(path)) {
      if (entries.findAny().isPresent()) {
        throw failure("is there and is not empty; choose another --out or remove it", null);
      }
    } catch (IOException e) {
      throw failure("cannot be listed (" + OneLine.reason(e) + ")", e);
    }
  }

  /**
   * Makes sure that a sweep can go on here, or start. What a kill left of a start is free too.
   *
   * @throws EscapementException OUTPUT if something else is here
   */
  public void requireFreeOrSweep() {
    if (begun() && Files.isRegularFile(path.resolve(SETTING))) {
      return;
    }
    if (!Files.isDirectory(path)) {
      requireFree();
      return;
    }
    try {
      for (Path entry : entries(path)) {
        String name = entry.getFileName().toString();
        boolean ours = Set.of(SETTING, LOGS).contains(name) || SweepLock.isLock(name);
        boolean unused = Set.of(JOBS, RECORDS).contains(name) && isEmptyFolder(entry);
        if (!ours && !unused && !isUnfinishedFile(name)) {
          throw failure(
              "holds no sweep that could go on, and is not empty; choose another --out", null);
        }
      }
    } catch (IOException e) {
      throw failure("cannot be listed (" + OneLine.reason(e) + ")", e);
    }
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && entries(folder).isEmpty();
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  /** Makes the folder and those in it. */
  public void create() {
    try {
      for (String folder : List.of(JOBS, RECORDS, LOGS)) {
        Disk.createFolders(path.resolve(folder));
      }
    } catch (IOException e) {
      throw failure("cannot be made (" + OneLine.reason(e) + "); choose another --out", e);
    }
  }

  /**
   * Writes what the sweep is, or checks that it goes on as it was begun.
   *
   * @throws EscapementException CONFIG_CONFLICT if results would depend on something else now
   */
  public void begin(SweepPlan plan, SweepSetting setting) {
    Path file = path.resolve(SETTING);
    try {
      SweepSetting all = setting;
      if (Files.exists(file)) {
        SweepSetting before = JSON.readValue(file.toFile(), SweepSetting.class);
        before.requireSame(OneLine.path(path), setting);
        all = before.and(setting);
      }
      byte[] json = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(all);
      AtomicFiles.write(file, out -> out.write(json));
      byte[] config =
          plan.document().text(SweepSection.KEY, plan.section()).getBytes(StandardCharsets.UTF_8);
      AtomicFiles.write(config(), out -> out.write(config));
    } catch (IOException e) {
      throw failure("cannot be written (" + OneLine.reason(e) + ")", e);
    }
  }

  /** How a job ended; pending where that is not known. */
  public JobRecord record(String id) {
    Path file = recordFile(id);
    if (!Files.isRegularFile(file)) {
      return JobRecord.pending(id);
    }
    try {
      JobRecord record = JSON.readValue(file.toFile(), JobRecord.class);
      boolean whole = !record.results() || Files.isRegularFile(results(id));
      return whole ? record : JobRecord.pending(id);
    } catch (IOException e) {
      return JobRecord.pending(id); // not one of ours any more: the job runs again
    }
  }

  /** Writes down how a job ended. */
  public void write(JobRecord record) {
    try {
      byte[] json = JSON.writeValueAsBytes(record);
      AtomicFiles.write(recordFile(record.id()), out -> out.write(json));
    } catch (IOException e) {
      throw failure("cannot be written (" + OneLine.reason(e) + ")", e);
    }
  }

  /** Removes what there is of a job: first its record, so that it counts as not run meanwhile. */
  public void forget(String id) {
    try {
      Files.deleteIfExists(recordFile(id));
      Path folder = job(id);
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        Path leftover = folder.resolveSibling("." + id + PARTIAL + UUID.randomUUID());
        Files.move(folder, leftover);
        Trees.delete(leftover);
      }
      for (Path entry : entries(path.resolve(JOBS))) {
        if (entry.getFileName().toString().startsWith("." + id + PARTIAL)) {
          Trees.delete(entry);
        }
      }
    } catch (IOException e) {
      throw failure("cannot be cleared (" + OneLine.reason(e) + ")", e);
    }
  }

  /** Removes what killed processes left, while no other process works here. */
  public void removeLeftovers() {
    removeLeftovers(path, UNFINISHED_FILE);
    removeLeftovers(path.resolve(JOBS), UNFINISHED_JOB);
    removeLeftovers(path.resolve(RECORDS), UNFINISHED_RECORD);
  }

  private void removeLeftovers(Path folder, Pattern name) {
    try {
      for (Path entry : entries(folder)) {
        if (name.matcher(entry.getFileName().toString()).matches()) {
          Trees.delete(entry);
        }
      }
    } catch (IOException e) {
      throw failure("cannot be cleared (" + OneLine.reason(e) + ")", e);
    }
  }

  private static boolean isUnfinishedFile(String name) {
    return UNFINISHED_FILE.matcher(name).matches();
  }

  private Path recordFile(String id) {
    return path.resolve(RECORDS).resolve(id + ".json");
  }

  private EscapementException failure(String what, IOException cause) {
    return new EscapementException(ErrorCode.OUTPUT, OneLine.path(path) + ": " + what, cause);
  }
}
