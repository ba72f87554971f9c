package org.escapement.plugin.dl4j;

import static org.escapement.plugin.dl4j.ModelFiles.malformed;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.modelimport.keras.KerasLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The weights of a Keras file: a group for each layer, which lists the paths of its tensors. Only
 * what lies in the file is followed, no links.
 */
final class KerasWeights {
  /** How much smaller than its entries a compressed tensor can be. */
  private static final long DEFLATE_LIMIT = 1100;

  private final Map<String, Map<String, Dataset>> layers = new LinkedHashMap<>();
  private final long fileBytes;
  private long entries;

  /**
   * Finds the tensors.
   *
   * @param root the group of all layers
   * @param fileBytes the length of the file
   */
  KerasWeights(Node root, long fileBytes) {
    this.fileBytes = fileBytes;
    if (!(root instanceof Group group)) {
      throw malformed("has no group of weights");
    }
    for (Node child : group.getChildren().values()) {
      if (child instanceof Group layer) {
        layers.put(layer.getName(), tensors(layer));
      }
    }
  }

  private Map<String, Dataset> tensors(Group layer) {
    Map<String, Dataset> tensors = new HashMap<>();
    Attribute names = layer.getAttribute("weight_names");
    Object listed = names == null ? null : names.getData();
    if (!(listed instanceof String[] paths)) {
      return tensors; // none: an empty list has no type of text
    }
    for (String path : paths) {
      Dataset dataset = dataset(layer, path);
      long size = 1;
      for (int length : dataset.getDimensions()) {
        size = Math.multiplyExact(size, Math.max(0, (long) length));
      }
      entries = Math.addExact(entries, size);
      if (entries > DEFLATE_LIMIT * fileBytes) {
        throw malformed("weights of " + entries + " entries in " + fileBytes + " bytes");
      }
      if (tensors.put(parameter(layer.getName(), path), dataset) != null) {
        throw malformed("layer '" + layer.getName() + "' lists a weight twice, or nested layers");
      }
    }
    return tensors;
  }

  private static Dataset dataset(Group layer, String path) {
    Node node = layer;
    for (String step : path.split("/")) {
      node = node instanceof Group group ? group.getChild(step) : null;
    }
    if (node instanceof Dataset dataset) {
      return dataset;
    }
    throw malformed("layer '" + layer.getName() + "' lists a weight that is not there: " + path);
  }

  /** {@code dense_1/kernel:0} and, of Keras 1, {@code dense_1_W} without layer and number. */
  private static String parameter(String layer, String path) {
    String name = path.substring(path.lastIndexOf('/') + 1).replaceFirst(":\\d+$", "");
    String own = layer.substring(layer.lastIndexOf('/') + 1) + "_";
    return name.startsWith(own) ? name.substring(own.length()) : name;
  }

  /** The entries of all tensors. */
  long entries() {
    return entries;
  }

  /** Hands all tensors to DL4J's import, which knows their order and layout for each layer. */
  void handTo(Map<String, KerasLayer> receivers) throws Exception {
    for (Map.Entry<String, Map<String, Dataset>> layer : layers.entrySet()) {
      if (layer.getValue().isEmpty()) {
        continue;
      }
      KerasLayer receiver = receivers.get(layer.getKey());
      if (receiver == null) {
        throw malformed("weights of a layer that the model has not: '" + layer.getKey() + "'");
      }
      Map<String, INDArray> arrays = new HashMap<>();
      layer.getValue().forEach((name, dataset) -> arrays.put(name, array(dataset)));
      receiver.setWeights(arrays);
    }
  }

  private static INDArray array(Dataset dataset) {
    int[] shape = dataset.getDimensions();
    long[] sizes = new long[shape.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = shape[i];
    }
    Object values = dataset.getDataFlat();
    if (values instanceof float[] floats) {
      return Nd4j.createFromArray(floats).reshape('c', sizes);
    }
    if (values instanceof double[] doubles) {
      return Nd4j.createFromArray(doubles).reshape('c', sizes);
    }
    throw malformed("weights that are neither float nor double: " + dataset.getPath());
  }
}
