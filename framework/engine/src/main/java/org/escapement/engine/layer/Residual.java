package org.escapement.engine.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.escapement.engine.compute.Tensor;

/**
 * A block with a shortcut, y = shortcut(x) + body(x). Its parameters are the body's, named {@code
 * body.I.weight} and so on, then the shortcut's, {@code shortcut.I.weight}. The usual shortcuts are
 * the identity, a {@link PaddedSubsampling2d}, and a convolution with kernel 1 and a stride, alone
 * or with batch normalisation after it.
 */
public final class Residual implements Layer {
  private final long inputs;
  private final List<Layer> body;
  private final List<Layer> shortcut;

  /**
   * A block whose shortcut is the identity.
   *
   * @param inputs entries of an input row
   * @param body at least one layer, each fitting the one before, from {@code inputs} back to as
   *     many
   */
  public Residual(long inputs, List<Layer> body) {
    this(inputs, body, List.of());
  }

  /**
   * @param inputs entries of an input row
   * @param body at least one layer, each fitting the one before
   * @param shortcut each layer fitting the one before, from {@code inputs} to as many outputs as
   *     the body's; empty for the identity
   */
  public Residual(long inputs, List<Layer> body, List<Layer> shortcut) {
    if (body.isEmpty()) {
      throw new IllegalArgumentException("a residual block needs a body");
    }
    long ofBody = body.get(body.size() - 1).outputs();
    long ofShortcut = shortcut.isEmpty() ? inputs : shortcut.get(shortcut.size() - 1).outputs();
    if (ofBody != ofShortcut) {
      throw new IllegalArgumentException(
          "the body of a residual block has "
              + ofBody
              + " outputs, its shortcut has "
              + ofShortcut);
    }
    this.inputs = inputs;
    this.body = List.copyOf(body);
    this.shortcut = List.copyOf(shortcut);
  }

  @Override
  public long outputs() {
    return body.get(body.size() - 1).outputs();
  }

  @Override
  public long bufferEntries() {
    return Layer.super.bufferEntries()
        + ResidualPass.INPUT_BUFFERS * inputs
        + LayerChain.bufferEntries(body)
        + LayerChain.bufferEntries(shortcut);
  }

  @Override
  public boolean couplesExamples() {
    return layers().stream().anyMatch(Layer::couplesExamples);
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    addParameters("body", body, parameters);
    addParameters("shortcut", shortcut, parameters);
    return parameters;
  }

  private static void addParameters(String part, List<Layer> layers, List<Parameter> parameters) {
    for (int i = 0; i < layers.size(); i++) {
      for (Parameter parameter : layers.get(i).parameters()) {
        parameters.add(
            new Parameter(
                part + "." + i + "." + parameter.name(), parameter.shape(), parameter.role()));
      }
    }
  }

  @Override
  public Optional<Layer> restrictedTo(Predicate<String> variable, Tensor[] values) {
    List<Layer> ofBody = restrict("body", body, variable, values, 0);
    int begin = body.stream().mapToInt(layer -> layer.parameters().size()).sum();
    List<Layer> ofShortcut = restrict("shortcut", shortcut, variable, values, begin);
    return ofBody.size() < body.size() || ofShortcut.size() < shortcut.size()
        ? Optional.empty()
        : Optional.of(new Residual(inputs, ofBody, ofShortcut));
  }

  /** The layers restricted, up to the first that cannot be. */
  private static List<Layer> restrict(
      String part, List<Layer> layers, Predicate<String> variable, Tensor[] values, int begin) {
    List<Layer> restricted = new ArrayList<>();
    int from = begin;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      int to = from + layer.parameters().size();
      String prefix = part + "." + i + ".";
      Optional<Layer> result =
          layer.restrictedTo(
              name -> variable.test(prefix + name), Arrays.copyOfRange(values, from, to));
      if (result.isEmpty()) {
        return restricted;
      }
      restricted.add(result.get());
      from = to;
    }
    return restricted;
  }

  @Override
  public LayerPass pass(PassSetting setting) {
    return new ResidualPass(inputs, body, shortcut, setting);
  }

  /** The body's layers, then the shortcut's: the order of the parameters. */
  private List<Layer> layers() {
    List<Layer> layers = new ArrayList<>(body);
    layers.addAll(shortcut);
    return layers;
  }
}
