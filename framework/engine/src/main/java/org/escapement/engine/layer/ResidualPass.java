package org.escapement.engine.layer;

import static org.escapement.engine.tensor.Tensors.matrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The sweeps of a residual block: the sums of the body's and the shortcut's. Both may overwrite
 * what comes in or keep it for a later sweep, so the body gets copies.
 */
final class ResidualPass implements LayerPass {
  /** Buffers as wide as the input: the copies of R and Q. */
  static final int INPUT_BUFFERS = 2;

  private final Branch body;
  private final Branch shortcut;
  private final boolean first;
  private final INDArray output;

  // what came in, for the body
  private final INDArray delta;
  private final INDArray tangent;
  private final INDArray deltaTangent;
  private final INDArray second;
  private final INDArray deltaSecond;

  ResidualPass(long inputs, List<Layer> body, List<Layer> shortcut, Layer.PassSetting setting) {
    this.body = new Branch(body, 0, setting);
    this.shortcut = new Branch(shortcut, this.body.end(), setting);
    first = setting.first();
    DataType type = setting.type();
    int rows = setting.rows();
    long width = body.get(body.size() - 1).outputs();
    boolean curved = setting.secondOrder();
    output = matrix(type, rows, width);
    delta = matrix(type, rows, width);
    tangent = curved && !first ? matrix(type, rows, inputs) : null;
    deltaTangent = curved ? matrix(type, rows, width) : null;
    second = curved && !first ? matrix(type, rows, inputs) : null;
    deltaSecond = curved ? matrix(type, rows, width) : null;
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
    INDArray[][] of(INDArray[] views) {
      if (views == null) {
        return null;
      }
      INDArray[][] byLayer = new INDArray[ends.length][];
      int from = begin;
      for (int i = 0; i < ends.length; i++) {
        byLayer[i] = Arrays.copyOfRange(views, from, ends[i]);
        from = ends[i];
      }
      return byLayer;
    }
  }

  @Override
  public INDArray forward(INDArray[] parameters, INDArray input) {
    INDArray ofBody = body.chain.forward(body.of(parameters), input);
    return ofBody.add(shortcut.chain.forward(shortcut.of(parameters), input), output);
  }

  @Override
  public INDArray backward(
      INDArray[] parameters, INDArray delta, INDArray[] gradient, double weight) {
    this.delta.assign(delta);
    return inputDelta(
        body.chain.backward(body.of(parameters), this.delta, body.of(gradient), weight),
        shortcut.chain.backward(shortcut.of(parameters), delta, shortcut.of(gradient), weight));
  }

  @Override
  public INDArray tangentForward(INDArray[] parameters, INDArray[] direction, INDArray tangent) {
    return sum(
        body.chain.tangentForward(
            body.of(parameters), body.of(direction), copy(tangent, this.tangent)),
        shortcut.chain.tangentForward(shortcut.of(parameters), shortcut.of(direction), tangent));
  }

  @Override
  public INDArray tangentBackward(
      INDArray[] parameters,
      INDArray[] direction,
      INDArray delta,
      INDArray[] product,
      double weight) {
    deltaTangent.assign(delta);
    return inputDelta(
        body.chain.tangentBackward(
            body.of(parameters), body.of(direction), deltaTangent, body.of(product), weight),
        shortcut.chain.tangentBackward(
            shortcut.of(parameters), shortcut.of(direction), delta, shortcut.of(product), weight));
  }

  @Override
  public INDArray secondForward(INDArray[] parameters, INDArray[] shift, INDArray second) {
    return sum(
        body.chain.secondForward(body.of(parameters), body.of(shift), copy(second, this.second)),
        shortcut.chain.secondForward(shortcut.of(parameters), shortcut.of(shift), second));
  }

  @Override
  public INDArray secondBackward(
      INDArray[] parameters, INDArray[] shift, INDArray delta, INDArray[] product, double weight) {
    deltaSecond.assign(delta);
    return inputDelta(
        body.chain.secondBackward(
            body.of(parameters), body.of(shift), deltaSecond, body.of(product), weight),
        shortcut.chain.secondBackward(
            shortcut.of(parameters), shortcut.of(shift), delta, shortcut.of(product), weight));
  }

  @Override
  public void addCurvature(INDArray[] direction, INDArray curvature) {
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
  private INDArray inputDelta(INDArray ofBody, INDArray ofShortcut) {
    return first ? null : ofBody.addi(ofShortcut);
  }

  /** The sum of derivatives, of which that of a first block's branch without parameters is zero. */
  private static INDArray sum(INDArray ofBody, INDArray ofShortcut) {
    if (ofBody == null || ofShortcut == null) {
      return ofBody == null ? ofShortcut : ofBody;
    }
    return ofBody.addi(ofShortcut);
  }

  private static INDArray copy(INDArray derivative, INDArray buffer) {
    return derivative == null ? null : buffer.assign(derivative);
  }

  @Override
  public void close() {
    body.chain.close();
    shortcut.chain.close();
    Tensors.free(output, delta, tangent, deltaTangent, second, deltaSecond);
  }
}
