package org.escapement.plugin.dl4j;

import static org.escapement.plugin.dl4j.ModelFiles.malformed;
import static org.escapement.plugin.dl4j.ModelFiles.unsupported;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Node;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.KerasLayer;
import org.deeplearning4j.nn.modelimport.keras.KerasModel;
import org.deeplearning4j.nn.modelimport.keras.KerasSequentialModel;
import org.deeplearning4j.nn.modelimport.keras.utils.KerasModelUtils;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * A whole model that Keras saved as HDF5. The architecture is read by DL4J's import, which also
 * hands the weights to its layers; the file itself is read by jHDF, since the native HDF5 that
 * DL4J's own reader uses can be crashed by a damaged file.
 */
final class KerasFile {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final String WEIGHTS = "model_weights";

  /** DL4J keeps statistics, scales and shifts of a normalisation, of which Keras may have half. */
  private static final int MOST_OF_HELD = 2;

  private KerasFile() {}

  static SavedNetwork read(Path file) throws Exception {
    if (!Arrays.equals(ModelFiles.begin(file, SIGNATURE.length), SIGNATURE)) {
      throw malformed("is no HDF5 file");
    }
    try (HdfFile hdf = new HdfFile(file)) {
      ObjectMapper mapper = new ObjectMapper();
      if (!(mapper.readTree(text(hdf, "model_config")) instanceof ObjectNode description)) {
        throw malformed("attribute model_config is no object of JSON");
      }
      String version = text(hdf, "keras_version");
      if (!version.startsWith("1.") && !version.startsWith("2.")) {
        throw unsupported("written by Keras " + version + ", DL4J's import reads Keras 1 and 2");
      }
      description.put("keras_version", version);
      if (hdf.getAttribute("backend") != null) {
        description.put("backend", text(hdf, "backend"));
      }
      String loss =
          hdf.getAttribute("training_config") == null
              ? null
              : lossName(mapper.readTree(text(hdf, "training_config")).path("loss"));
      KerasWeights weights = new KerasWeights(hdf.getChild(WEIGHTS), file.toFile().length());
      return build(file, mapper.writeValueAsString(description), weights, loss);
    }
  }

  private static String text(Node node, String attribute) {
    Attribute found = node.getAttribute(attribute);
    if (found == null) {
      throw malformed("has no attribute " + attribute + ", so it is no whole model of Keras");
    }
    if (found.getData() instanceof String text) {
      return text;
    }
    throw malformed("attribute " + attribute + " is no text");
  }

  /**
   * The loss with what its configuration changes of it: a name, or a class with its configuration,
   * alone or as the only one of a list or of an object by outputs.
   */
  static String lossName(JsonNode loss) {
    if (loss.isTextual()) {
      return loss.textValue();
    }
    if (loss.isMissingNode() || loss.isNull()) {
      return null;
    }
    if (!loss.has("class_name")) {
      return loss.size() == 1 ? lossName(loss.elements().next()) : "several losses";
    }
    JsonNode configuration = loss.path("config");
    return loss.path("class_name").asText()
        + (configuration.path("from_logits").asBoolean() ? " of logits" : "")
        + (configuration.path("label_smoothing").asDouble() == 0 ? "" : " with label smoothing");
  }

  private static SavedNetwork build(
      Path file, String description, KerasWeights weights, String loss) throws Exception {
    boolean sequential = description.contains("\"class_name\":\"Sequential\"");
    KerasModel keras =
        sequential
            ? new KerasModel().modelBuilder().modelJson(description).buildSequential()
            : new KerasModel().modelBuilder().modelJson(description).buildModel();
    Map<String, KerasLayer> layers = keras.getLayers();
    ComputationGraphConfiguration graph;
    Model model;
    if (keras instanceof KerasSequentialModel chain) {
      MultiLayerConfiguration configuration = chain.getMultiLayerConfiguration();
      graph = Dl4jZip.chain(configuration.clone());
      requireHeld(graph, weights);
      MultiLayerNetwork network = new MultiLayerNetwork(configuration);
      network.init();
      model = network;
    } else {
      graph = keras.getComputationGraphConfiguration();
      requireHeld(graph, weights);
      ComputationGraph network = new ComputationGraph(graph.clone());
      network.init();
      model = network;
    }
    weights.handTo(layers);
    KerasModelUtils.copyWeightsToModel(model, layers);
    TrainingParts training = new TrainingParts();
    graph.getVertices().forEach(training::remove);
    double[] values = model.params().reshape(model.params().length()).toDoubleVector();
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw malformed("a weight is " + value);
      }
    }
    return new SavedNetwork(file.toString(), graph, values, loss, training.notes());
  }

  /** Of the file's tensors none has been read here, so a file of far too many costs nothing. */
  private static void requireHeld(ComputationGraphConfiguration graph, KerasWeights weights) {
    GraphCheck.require(graph);
    long count = GraphNetwork.countParameters(graph);
    ModelFiles.requireMemory(weights.entries());
    if (count > MOST_OF_HELD * weights.entries() || weights.entries() > MOST_OF_HELD * count) {
      throw malformed(
          "the layers have " + count + " parameters, the file holds " + weights.entries());
    }
  }
}
