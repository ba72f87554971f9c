package org.escapement.plugin.dl4j;

import static org.escapement.plugin.dl4j.ModelFiles.malformed;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * A zip that DL4J's {@code ModelSerializer} wrote. Of its entries {@code configuration.json} and
 * {@code coefficients.bin} are read. The others are not opened: the optimizer's state is no part of
 * the network, and normalizer and preprocessor are serialized Java objects, which can run code.
 */
final class Dl4jZip {
  private static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";
  private static final List<String> NORMALIZERS = List.of("normalizer.bin", "preprocessor.bin");

  /** Far more than any network's: it grows with the number of layers, not of parameters. */
  private static final int LONGEST_CONFIGURATION = 4 << 20;

  private static final String INPUT = "input";

  private Dl4jZip() {}

  static SavedNetwork read(Path file) throws IOException {
    byte[] begin = ModelFiles.begin(file, 4);
    if (begin.length < 4 || begin[0] != 'P' || begin[1] != 'K') {
      throw malformed("is no zip file");
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ComputationGraphConfiguration graph = graph(text(zip));
      GraphCheck.require(graph);
      TrainingParts training = new TrainingParts();
      graph.getVertices().forEach(training::remove);
      for (String entry : NORMALIZERS) {
        if (zip.getEntry(entry) != null) {
          training.add(
              "the file's " + entry + " is not applied: the data have to come as it leaves them");
        }
      }
      long expected = GraphNetwork.countParameters(graph);
      try (InputStream in = new BufferedInputStream(zip.getInputStream(entry(zip, COEFFICIENTS)))) {
        double[] weights = Coefficients.read(in, expected);
        return new SavedNetwork(file.toString(), graph, weights, null, training.notes());
      }
    }
  }

  private static ZipEntry entry(ZipFile zip, String name) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw malformed("has no " + name + ", so it is no network that DL4J saved");
    }
    return entry;
  }

  private static String text(ZipFile zip) throws IOException {
    try (InputStream in = zip.getInputStream(entry(zip, CONFIGURATION))) {
      byte[] bytes = in.readNBytes(LONGEST_CONFIGURATION + 1);
      if (bytes.length > LONGEST_CONFIGURATION) {
        throw malformed(CONFIGURATION + " is longer than " + LONGEST_CONFIGURATION + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static ComputationGraphConfiguration graph(String json) throws IOException {
    JsonNode tree = new ObjectMapper().readTree(json);
    if (tree != null && tree.has("vertices")) {
      return ComputationGraphConfiguration.fromJson(json);
    }
    if (tree != null && tree.has("confs")) {
      return chain(MultiLayerConfiguration.fromJson(json));
    }
    throw malformed(CONFIGURATION + " is neither of a MultiLayerNetwork nor of a ComputationGraph");
  }

  /** Layers one after the other as a graph, which lays its parameters out in the same order. */
  static ComputationGraphConfiguration chain(MultiLayerConfiguration layers) {
    var builder = new NeuralNetConfiguration.Builder().graphBuilder().addInputs(INPUT);
    Set<String> names = new HashSet<>(Set.of(INPUT));
    boolean named =
        layers.getConfs().stream()
            .map(each -> each.getLayer().getLayerName())
            .allMatch(name -> name != null && names.add(name));
    String last = INPUT;
    for (int i = 0; i < layers.getConfs().size(); i++) {
      Layer layer = layers.getConf(i).getLayer();
      String name = named ? layer.getLayerName() : Integer.toString(i);
      builder.addLayer(name, layer, layers.getInputPreProcess(i), last);
      last = name;
    }
    return builder.setOutputs(last).validateOutputLayerConfig(false).build();
  }
}
