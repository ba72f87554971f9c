package org.escapement.host.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.escapement.host.config.ConfigDocument;
import org.escapement.lab.result.EscapeCsv;

/**
 * A finished run.
 *
 * @param folder its run directory
 * @param config its resolved config
 * @param results its results.json
 */
public record JobResult(Path folder, JsonNode config, JsonNode results) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** Reads a run directory. */
  public static JobResult read(Path folder) throws IOException {
    return new JobResult(
        folder,
        ConfigDocument.read(folder.resolve("config.resolved.yaml")).tree(),
        JSON.readTree(folder.resolve("results.json").toFile()));
  }

  /** λmax(H) at the minimum. */
  public double sharpness() {
    return number("/curvature/sharpness/value");
  }

  /** The non-uniformity at the minimum. */
  public double nonUniformity() {
    return number("/curvature/nonUniformity/value");
  }

  /** The share of test examples classified rightly at the minimum. */
  public double testAccuracy() {
    return number("/minimum/testAccuracy");
  }

  /** The learning rate that the minimum was found with. */
  public double learningRate() {
    return config.at("/train/optimizer/learningRate").asDouble(Double.NaN);
  }

  /** The number of training examples. */
  public int examples() {
    return results.at("/provenance/examples").asInt();
  }

  /** The batch size that the minimum was found with; all examples where no batches were drawn. */
  public int batchSize() {
    return config.at("/train/optimizer/batchSize").asInt(examples());
  }

  /** The optimizer that found the minimum, by name. */
  public String optimizer() {
    return config.at("/train/optimizer/type").asText();
  }

  /**
   * A number of results.json.
   *
   * @param pointer a JSON pointer
   * @return NaN if it is null or not there
   */
  public double number(String pointer) {
    JsonNode node = results.at(pointer);
    return node.isTextual() ? Double.parseDouble(node.asText()) : node.asDouble(Double.NaN);
  }

  /** The entry of {@code escape} of an optimizer, by its place in the config. */
  public JsonNode escape(int index) {
    return results.at("/escape/" + index);
  }

  /** The records of one trial from the main minimum of an optimizer, by its place in the config. */
  public Trace trace(int index, int trial) throws IOException {
    return Trace.read(
        folder.resolve(EscapeCsv.FILE),
        results.at("/minimum/name").asText(""),
        escape(index).path("label").asText(),
        trial);
  }
}
