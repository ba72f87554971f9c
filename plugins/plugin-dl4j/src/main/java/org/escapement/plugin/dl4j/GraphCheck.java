package org.escapement.plugin.dl4j;

import static org.escapement.plugin.dl4j.ModelFiles.malformed;
import static org.escapement.plugin.dl4j.ModelFiles.unsupported;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;

/** Whether a graph that a file describes is one: DL4J believes what a damaged file says of it. */
final class GraphCheck {
  private GraphCheck() {}

  /**
   * Checks a graph and forgets the order of its vertices that the file has, if they have no such.
   *
   * @throws org.escapement.spi.error.EscapementException DATA_MALFORMED for what is no graph,
   *     MODEL_UNSUPPORTED for several inputs or outputs
   */
  static void require(ComputationGraphConfiguration graph) {
    List<String> inputs = graph.getNetworkInputs();
    List<String> outputs = graph.getNetworkOutputs();
    Map<String, List<String>> sources = graph.getVertexInputs();
    if (inputs == null || outputs == null || sources == null || graph.getVertices() == null) {
      throw malformed("a graph without inputs, outputs or vertices");
    }
    if (inputs.size() != 1 || outputs.size() != 1) {
      throw unsupported(
          "a network of "
              + inputs.size()
              + " inputs and "
              + outputs.size()
              + " outputs, must have one of each");
    }
    if (!graph.getVertices().containsKey(outputs.get(0))
        || graph.getVertices().containsKey(inputs.get(0))) {
      throw malformed("a graph whose input or output is no vertex of its own");
    }
    graph
        .getVertices()
        .forEach(
            (name, vertex) -> {
              boolean empty =
                  vertex instanceof LayerVertex layer
                      && (layer.getLayerConf() == null || layer.getLayerConf().getLayer() == null);
              if (vertex == null || empty || sources.getOrDefault(name, List.of()).isEmpty()) {
                throw malformed("vertex '" + name + "' without layer or inputs");
              }
            });
    requireOrder(graph, inputs.get(0));
  }

  private static void requireOrder(ComputationGraphConfiguration graph, String input) {
    Map<String, List<String>> sources = graph.getVertexInputs();
    Set<String> reached = new HashSet<>(Set.of(input));
    Set<String> left = new HashSet<>(graph.getVertices().keySet());
    int before = -1;
    while (!left.isEmpty() && left.size() != before) {
      before = left.size();
      left.removeIf(name -> reached.containsAll(sources.get(name)) && reached.add(name));
    }
    if (!left.isEmpty()) {
      throw malformed("vertex '" + left.iterator().next() + "' depends on itself or on nothing");
    }
    int[] order = graph.getTopologicalOrder();
    if (order == null) {
      return;
    }
    Set<Integer> distinct = new HashSet<>();
    for (int vertex : order) {
      distinct.add(vertex);
    }
    int count = graph.getVertices().size() + 1;
    List<String> names = graph.getTopologicalOrderStr();
    if (order.length != count
        || distinct.size() != count
        || names == null
        || new HashSet<>(names).size() != count
        || !names.containsAll(graph.getVertices().keySet())) {
      throw malformed("an order of vertices that is none");
    }
  }
}
