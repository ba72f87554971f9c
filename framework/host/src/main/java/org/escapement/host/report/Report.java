package org.escapement.host.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.escapement.lab.result.AtomicFiles;
import org.escapement.lab.result.RunDirectory;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The report of a run, a comparison or a sweep: one HTML file, made of what is in the directory and
 * of nothing else, so that the same results give the same report, byte for byte.
 */
public final class Report {
  /** The file in the directory. */
  public static final String FILE = "report.html";

  private static final Logger LOG = LoggerFactory.getLogger(Report.class);

  private Report() {}

  /**
   * Writes the report into the directory that it is about, in full or not at all.
   *
   * @param directory of a run, a comparison or a sweep
   * @return the file
   * @throws EscapementException COMMAND_LINE if there are no results, DATA_MALFORMED if they cannot
   *     be read
   * @throws IOException if the file cannot be written
   */
  public static Path write(Path directory) throws IOException {
    byte[] html =
        PageWriter.html(page(new ResultFolder(directory))).getBytes(StandardCharsets.UTF_8);
    Path file = directory.resolve(FILE);
    AtomicFiles.write(file, out -> out.write(html));
    return file;
  }

  /**
   * Writes the report of results just made; a failure is a warning, as they are whole without it.
   */
  public static void writeOrWarn(Path directory) {
    try {
      write(directory);
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "the report cannot be made: {}; 'escapement report DIR' tries again", OneLine.reason(e));
    }
  }

  private static Page page(ResultFolder folder) throws IOException {
    if (folder.has(SweepPage.JOBS)) {
      return SweepPage.of(folder);
    }
    if (folder.has(RunDirectory.COMPARISON)) {
      return ComparisonPage.of(folder);
    }
    if (folder.has("results.json")) {
      return RunPage.of(folder);
    }
    throw new EscapementException(
        ErrorCode.COMMAND_LINE,
        OneLine.path(folder.folder())
            + ": has neither results.json nor jobs.csv; must be the directory of a run, a"
            + " comparison or a sweep");
  }
}
