package org.escapement.engine.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A block with an identity shortcut, y = x + body(x). Its parameters are the body's, named {@code
 * body.I.weight} and so on.
 */
public final class Residual implements Layer {
  private final List<Layer> body;

  /**
   * @param inputs entries of an input row
   * @param body at least one layer, each fitting the one before, from {@code inputs} back to as
   *     many
   */
  public Residual(long inputs, List<Layer> body) {
    if (body.isEmpty() || body.get(body.size() - 1).outputs() != inputs) {
      throw new IllegalArgumentException(
          "the body of a residual block must return to its " + inputs + " inputs");
    }
    this.body = List.copyOf(body);
  }

  @Override
  public long outputs() {
    return body.get(body.size() - 1).outputs();
  }

  @Override
  public long bufferEntries() {
    return Layer.super.bufferEntries() + body.stream().mapToLong(Layer::bufferEntries).sum();
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < body.size(); i++) {
      for (Parameter parameter : body.get(i).parameters()) {
        parameters.add(new Parameter("body." + i + "." + parameter.name(), parameter.shape()));
      }
    }
    return parameters;
  }

  @Override
  public void initialise(int index, double[] values, RandomGenerator random) {
    int inLayer = index;
    for (Layer layer : body) {
      int count = layer.parameters().size();
      if (inLayer < count) {
        layer.initialise(inLayer, values, random);
        return;
      }
      inLayer -= count;
    }
    throw new IllegalArgumentException("no parameter " + index);
  }

  @Override
  public LayerPass pass(PassSetting setting) {
    return new ResidualPass(body, setting);
  }
}
