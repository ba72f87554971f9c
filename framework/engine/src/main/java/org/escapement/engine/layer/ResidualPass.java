package org.escapement.engine.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;

/**
 * The sweeps of a residual block: the sums of the body's and the shortcut's. Both may overwrite
 * what comes in or keep it for a later sweep, so the body gets copies.
 */
final class ResidualPass implements LayerPass {
  /** Buffers as wide as the input: the copies of R and Q. */
  static final int INPUT_BUFFERS = 2;

  private final Compute compute;
  private final Branch body;
  private final Branch shortcut;
  private final boolean first;
  private final Tensor output;

  // what came in, for the body
  private final Tensor delta;
  private final Tensor tangent;
  private final Tensor deltaTangent;
  private final Tensor second;
  private final Tensor deltaSecond;

  ResidualPass(long inputs, List<Layer> body, List<Layer> shortcut, Layer.PassSetting setting) {
    compute = setting.compute();
    this.body = new Branch(body, 0, setting);
    this.shortcut = new Branch(shortcut, this.body.end(), setting);
    first = setting.first();
    long width = body.get(body.size() - 1).outputs();
    boolean curved = setting.secondOrder();
    output = setting.buffer(width);
    delta = setting.buffer(width);
    tangent = curved && !first ? setting.buffer(inputs) : null;
    deltaTangent = curved ? setting.buffer(width) : null;
    second = curved && !first ? setting.buffer(inputs) : null;
    deltaSecond = curved ? setting.buffer(width) : null;
  }

  /** One of the two chains, and where its parameters lie among the block's. */
  private static final class Branch {
    final LayerChain chain;
    private final int[] ends;
    private final int begin;

    Branch(List<Layer> layers, int begin, Layer.PassSetting setting) {
      chain = new LayerChain(layers, setting);
      this.begin = begin;
      ends = new int[layers.size()];
      int end = begin;
      for (int i = 0; i < ends.length; i++) {
        end += layers.get(i).parameters().size();
        ends[i] = end;
      }
    }

    int end() {
      return ends.length == 0 ? begin : ends[ends.length - 1];
    }

    /** The chain's among the block's parameters, directions or sums. */
    Tensor[][] of(Tensor[] views) {
      if (views == null) {
        return null;
      }
      Tensor[][] byLayer = new Tensor[ends.length][];
      int from = begin;
      for (int i = 0; i < ends.length; i++) {
        byLayer[i] = Arrays.copyOfRange(views, from, ends[i]);
        from = ends[i];
      }
      return byLayer;
    }
  }

  @Override
  public Tensor forward(Tensor[] parameters, Tensor input) {
    Tensor ofBody = body.chain.forward(body.of(parameters), input);
    compute.add(ofBody, 1, shortcut.chain.forward(shortcut.of(parameters), input), output);
    return output;
  }

  @Override
  public Tensor backward(Tensor[] parameters, Tensor delta, Tensor[] gradient, double weight) {
    compute.copy(delta, this.delta);
    return inputDelta(
        body.chain.backward(body.of(parameters), this.delta, body.of(gradient), weight),
        shortcut.chain.backward(shortcut.of(parameters), delta, shortcut.of(gradient), weight));
  }

  @Override
  public Tensor tangentForward(Tensor[] parameters, Tensor[] direction, Tensor tangent) {
    return sum(
        body.chain.tangentForward(
            body.of(parameters), body.of(direction), copy(tangent, this.tangent)),
        shortcut.chain.tangentForward(shortcut.of(parameters), shortcut.of(direction), tangent));
  }

  @Override
  public Tensor tangentBackward(
      Tensor[] parameters, Tensor[] direction, Tensor delta, Tensor[] product, double weight) {
    compute.copy(delta, deltaTangent);
    return inputDelta(
        body.chain.tangentBackward(
            body.of(parameters), body.of(direction), deltaTangent, body.of(product), weight),
        shortcut.chain.tangentBackward(
            shortcut.of(parameters), shortcut.of(direction), delta, shortcut.of(product), weight));
  }

  @Override
  public Tensor secondForward(Tensor[] parameters, Tensor[] shift, Tensor second) {
    return sum(
        body.chain.secondForward(body.of(parameters), body.of(shift), copy(second, this.second)),
        shortcut.chain.secondForward(shortcut.of(parameters), shortcut.of(shift), second));
  }

  @Override
  public Tensor secondBackward(
      Tensor[] parameters, Tensor[] shift, Tensor delta, Tensor[] product, double weight) {
    compute.copy(delta, deltaSecond);
    return inputDelta(
        body.chain.secondBackward(
            body.of(parameters), body.of(shift), deltaSecond, body.of(product), weight),
        shortcut.chain.secondBackward(
            shortcut.of(parameters), shortcut.of(shift), delta, shortcut.of(product), weight));
  }

  @Override
  public void addCurvature(Tensor[] direction, Tensor curvature) {
    body.chain.addCurvature(body.of(direction), curvature);
    shortcut.chain.addCurvature(shortcut.of(direction), curvature);
  }

  @Override
  public List<ExampleGradients> exampleGradients() {
    List<ExampleGradients> gradients = new ArrayList<>(body.chain.exampleGradients());
    gradients.addAll(shortcut.chain.exampleGradients());
    return gradients;
  }

  @Override
  public List<NormalizingPass> normalizing() {
    List<NormalizingPass> passes = new ArrayList<>(body.chain.normalizing());
    passes.addAll(shortcut.chain.normalizing());
    return passes;
  }

  /** A branch without parameters hands the delta of a first block back, where it has no meaning. */
  private Tensor inputDelta(Tensor ofBody, Tensor ofShortcut) {
    return first ? null : added(ofBody, ofShortcut);
  }

  /** The sum of derivatives, of which that of a first block's branch without parameters is zero. */
  private Tensor sum(Tensor ofBody, Tensor ofShortcut) {
    if (ofBody == null || ofShortcut == null) {
      return ofBody == null ? ofShortcut : ofBody;
    }
    return added(ofBody, ofShortcut);
  }

  /** The body's, onto which the shortcut's is added. */
  private Tensor added(Tensor ofBody, Tensor ofShortcut) {
    compute.add(ofBody, 1, ofShortcut, ofBody);
    return ofBody;
  }

  private Tensor copy(Tensor derivative, Tensor buffer) {
    if (derivative == null) {
      return null;
    }
    compute.copy(derivative, buffer);
    return buffer;
  }

  @Override
  public void close() {
    body.chain.close();
    shortcut.chain.close();
    Tensor.close(output, delta, tangent, deltaTangent, second, deltaSecond);
  }
}
