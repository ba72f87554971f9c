package org.escapement.plugin.dl4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.escapement.engine.layer.Residual;

/**
 * Turns a network of DL4J into a chain of the engine's layers, sums of two branches into residual
 * blocks. What has no exact counterpart is told, all of it, and the network is then not converted.
 */
final class GraphConversion {
  private final ComputationGraphConfiguration graph;
  private final String input;
  private final String output;
  private final double[] weights;
  private final Map<String, Integer> offsets;
  private final boolean withoutSoftmax;

  private final Map<String, Flow> flows = new HashMap<>();
  private final Map<String, Piece> pieces = new HashMap<>();
  private final Set<String> reasons = new LinkedHashSet<>();
  private final Set<String> used = new HashSet<>();
  private final Map<String, String> forks = new HashMap<>();
  private Piece chain;

  /**
   * Converts a network.
   *
   * @param offsets where the parameters of each vertex lie among the weights
   * @param flow of the examples
   * @param withoutSoftmax whether a last softmax belongs to the loss
   */
  GraphConversion(
      ComputationGraphConfiguration graph,
      double[] weights,
      Map<String, Integer> offsets,
      Flow flow,
      boolean withoutSoftmax) {
    this.graph = graph;
    this.weights = weights;
    this.offsets = offsets;
    this.withoutSoftmax = withoutSoftmax;
    input = graph.getNetworkInputs().get(0);
    output = graph.getNetworkOutputs().get(0);
    flows.put(input, flow);
    graph.getVertices().keySet().forEach(this::convert);
    if (reasons.isEmpty()) {
      try {
        chain = chain(output, input);
      } catch (NoCounterpart e) {
        reasons.add(e.getMessage());
      }
    }
    if (reasons.isEmpty() && used.size() < graph.getVertices().size()) {
      reasons.add("a graph that is no chain of layers and residual blocks");
    }
  }

  /** What has no exact counterpart; empty if the network was converted. */
  List<String> reasons() {
    return List.copyOf(reasons);
  }

  /** The converted network. */
  Piece chain() {
    return chain;
  }

  /** Converts a vertex, after those before it; once. */
  private void convert(String name) {
    if (pieces.containsKey(name) || name.equals(input)) {
      return;
    }
    pieces.put(name, new Piece());
    List<String> inputs = graph.getVertexInputs().get(name);
    inputs.forEach(this::convert);
    if (inputs.stream().anyMatch(each -> !flows.containsKey(each))) {
      tellUnknown(name);
      return;
    }
    try {
      GraphVertex vertex = graph.getVertices().get(name);
      if (isSum(vertex, inputs)) {
        Flow flow = flows.get(inputs.get(0));
        if (!flow.matches(flows.get(inputs.get(1)))) {
          throw new NoCounterpart("a sum of different shapes");
        }
        flows.put(name, flow);
        return;
      }
      LayerConversion conversion = new LayerConversion(weights, flows.get(inputs.get(0)));
      convert(vertex, name, inputs, conversion);
      flows.put(name, conversion.flow());
      pieces.put(name, conversion.piece());
    } catch (NoCounterpart e) {
      reasons.add("'" + name + "' (" + e.getMessage() + ")");
    } catch (IllegalArgumentException e) { // a layer of the engine that cannot be
      reasons.add("'" + name + "' (" + ModelFiles.reason(e) + ")");
    }
  }

  private void convert(
      GraphVertex vertex, String name, List<String> inputs, LayerConversion conversion)
      throws NoCounterpart {
    if (inputs.size() == 1 && vertex instanceof LayerVertex layer) {
      conversion.convert(layer.getPreProcessor());
      conversion.convert(
          layer.getLayerConf().getLayer(),
          offsets.getOrDefault(name, 0),
          withoutSoftmax && name.equals(output));
    } else if (inputs.size() == 1 && vertex instanceof PreprocessorVertex only) {
      conversion.convert(only.getPreProcessor());
    } else {
      throw unknown(vertex, inputs);
    }
  }

  /** Behind a vertex without counterpart shapes are unknown; classes still tell. */
  private void tellUnknown(String name) {
    GraphVertex vertex = graph.getVertices().get(name);
    List<String> inputs = graph.getVertexInputs().get(name);
    try {
      if (inputs.size() == 1 && vertex instanceof LayerVertex layer) {
        LayerConversion.requireKnown(layer.getLayerConf().getLayer());
      } else if (!isSum(vertex, inputs) && !(vertex instanceof PreprocessorVertex)) {
        throw unknown(vertex, inputs);
      }
    } catch (NoCounterpart e) {
      reasons.add("'" + name + "' (" + e.getMessage() + ")");
    }
  }

  private static NoCounterpart unknown(GraphVertex vertex, List<String> inputs) {
    return new NoCounterpart(
        vertex.getClass().getSimpleName()
            + (inputs.size() == 1 ? "" : " of " + inputs.size() + " inputs"));
  }

  private static boolean isSum(GraphVertex vertex, List<String> inputs) {
    return inputs.size() == 2
        && vertex instanceof ElementWiseVertex sum
        && sum.getOp() == ElementWiseVertex.Op.Add;
  }

  /** The layers from a vertex, exclusive, to another. */
  private Piece chain(String to, String from) throws NoCounterpart {
    List<Piece> backwards = new ArrayList<>();
    String at = to;
    while (!at.equals(from)) {
      if (!used.add(at) || at.equals(input)) {
        throw new NoCounterpart("a graph that is no chain of layers and residual blocks");
      }
      List<String> inputs = graph.getVertexInputs().get(at);
      if (inputs.size() == 1) {
        backwards.add(pieces.get(at));
        at = inputs.get(0);
      } else {
        String fork = fork(at);
        backwards.add(residual(inputs, fork));
        at = fork;
      }
    }
    Piece piece = new Piece();
    for (int i = backwards.size() - 1; i >= 0; i--) {
      piece.append(backwards.get(i));
    }
    return piece;
  }

  private Piece residual(List<String> inputs, String fork) throws NoCounterpart {
    Piece first = chain(inputs.get(0), fork);
    Piece second = chain(inputs.get(1), fork);
    boolean swapped = first.layers().isEmpty();
    Piece body = swapped ? second : first;
    Piece shortcut = swapped ? first : second;
    if (body.layers().isEmpty()) {
      throw new NoCounterpart("the sum of something with itself");
    }
    Piece block = new Piece();
    Piece both = new Piece();
    both.append(body);
    both.append(shortcut);
    block.add(
        new Residual(flows.get(fork).width(), body.layers(), shortcut.layers()), both.index());
    return block;
  }

  /** Where the branches of a sum part: the last vertex that all ways to both go through. */
  private String fork(String sum) {
    String known = forks.get(sum);
    if (known != null) {
      return known;
    }
    List<String> inputs = graph.getVertexInputs().get(sum);
    Set<String> others = new HashSet<>(dominators(inputs.get(1)));
    // the input is on all ways
    String fork = dominators(inputs.get(0)).stream().filter(others::contains).findFirst().get();
    forks.put(sum, fork);
    return fork;
  }

  /** What all ways from the input to a vertex go through, from there back, itself first. */
  private List<String> dominators(String vertex) {
    List<String> through = new ArrayList<>();
    String at = vertex;
    through.add(at);
    while (!at.equals(input)) {
      List<String> inputs = graph.getVertexInputs().get(at);
      at = inputs.size() == 1 ? inputs.get(0) : fork(at);
      through.add(at);
    }
    return through;
  }
}
