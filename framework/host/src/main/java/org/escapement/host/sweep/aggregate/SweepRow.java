package org.escapement.host.sweep.aggregate;

import java.util.Map;
import org.escapement.host.sweep.job.JobRecord;

/**
 * A job as averages and figures see it.
 *
 * @param swept the texts of the swept values, by key
 * @param record how it ended
 * @param numbers what was looked up in its results, by way; what is not there is left out
 */
record SweepRow(Map<String, String> swept, JobRecord record, Map<String, Double> numbers) {
  /** A swept key's value as a number, or a number of the results; NaN where there is none. */
  double number(String quantity) {
    Double number = numbers.get(quantity);
    if (number != null) {
      return number;
    }
    try {
      return Double.parseDouble(swept.getOrDefault(quantity, ""));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** The same as text. */
  String text(String quantity) {
    Double number = numbers.get(quantity);
    return number == null ? swept.getOrDefault(quantity, "") : number.toString();
  }
}
