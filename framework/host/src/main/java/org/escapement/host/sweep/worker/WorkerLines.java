package org.escapement.host.sweep.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import org.escapement.host.sweep.job.JobRecord;

/**
 * What a worker writes on its standard output. Native libraries may print there as well, so its own
 * lines carry a mark.
 */
final class WorkerLines {
  /** The worker takes orders from now on. */
  static final String READY = "@escapement-worker ready";

  private static final String ANSWER = "@escapement-worker answer ";
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private WorkerLines() {}

  /** A line that tells how a job ended. */
  static String answer(JobRecord record) {
    return ANSWER + json(record);
  }

  /** How a job ended, if a line tells that. */
  static Optional<JobRecord> answer(String line) {
    return line.startsWith(ANSWER)
        ? Optional.of(read(line.substring(ANSWER.length()), JobRecord.class))
        : Optional.empty();
  }

  static String order(JobOrder order) {
    return json(order);
  }

  static JobOrder order(String line) {
    return read(line, JobOrder.class);
  }

  private static String json(Record record) {
    try {
      return JSON.writeValueAsString(record);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of plain values cannot be written", e);
    }
  }

  private static <R extends Record> R read(String json, Class<R> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a line between sweep and worker is damaged: " + json, e);
    }
  }
}
