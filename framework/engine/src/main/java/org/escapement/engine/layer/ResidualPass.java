package org.escapement.engine.layer;

import static org.escapement.engine.tensor.Tensors.matrix;

import java.util.Arrays;
import java.util.List;
import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The sweeps of a residual block: the body's, each derivative plus what came in. The body gets
 * copies, which it may overwrite or keep for a later sweep.
 */
final class ResidualPass implements LayerPass {
  private final LayerChain body;
  private final int[] counts;
  private final boolean first;
  private final INDArray output;

  // what came in, for the body
  private final INDArray delta;
  private final INDArray tangent;
  private final INDArray deltaTangent;
  private final INDArray second;
  private final INDArray deltaSecond;

  ResidualPass(List<Layer> body, Layer.PassSetting setting) {
    this.body = new LayerChain(body, setting);
    counts = body.stream().mapToInt(layer -> layer.parameters().size()).toArray();
    first = setting.first();
    DataType type = setting.type();
    int rows = setting.rows();
    long width = body.get(body.size() - 1).outputs();
    boolean curved = setting.secondOrder();
    output = matrix(type, rows, width);
    delta = matrix(type, rows, width);
    tangent = curved && !first ? matrix(type, rows, width) : null;
    deltaTangent = curved ? matrix(type, rows, width) : null;
    second = curved && !first ? matrix(type, rows, width) : null;
    deltaSecond = curved ? matrix(type, rows, width) : null;
  }

  @Override
  public INDArray forward(INDArray[] parameters, INDArray input) {
    body.forward(byLayer(parameters), input).add(input, output);
    return output;
  }

  @Override
  public INDArray backward(
      INDArray[] parameters, INDArray delta, INDArray[] gradient, double weight) {
    this.delta.assign(delta);
    return plus(body.backward(byLayer(parameters), this.delta, byLayer(gradient), weight), delta);
  }

  @Override
  public INDArray tangentForward(INDArray[] parameters, INDArray[] direction, INDArray tangent) {
    return plus(
        body.tangentForward(byLayer(parameters), byLayer(direction), copy(tangent, this.tangent)),
        tangent);
  }

  @Override
  public INDArray tangentBackward(
      INDArray[] parameters,
      INDArray[] direction,
      INDArray delta,
      INDArray[] product,
      double weight) {
    deltaTangent.assign(delta);
    return plus(
        body.tangentBackward(
            byLayer(parameters), byLayer(direction), deltaTangent, byLayer(product), weight),
        delta);
  }

  @Override
  public INDArray secondForward(INDArray[] parameters, INDArray[] shift, INDArray second) {
    return plus(
        body.secondForward(byLayer(parameters), byLayer(shift), copy(second, this.second)), second);
  }

  @Override
  public INDArray secondBackward(
      INDArray[] parameters, INDArray[] shift, INDArray delta, INDArray[] product, double weight) {
    deltaSecond.assign(delta);
    return plus(
        body.secondBackward(
            byLayer(parameters), byLayer(shift), deltaSecond, byLayer(product), weight),
        delta);
  }

  @Override
  public void addCurvature(INDArray[] direction, INDArray curvature) {
    body.addCurvature(byLayer(direction), curvature);
  }

  @Override
  public List<ExampleGradients> exampleGradients() {
    return body.exampleGradients();
  }

  /** The body's derivative and the shortcut's; either is missing where the input has none. */
  private static INDArray plus(INDArray ofBody, INDArray ofShortcut) {
    return ofBody == null || ofShortcut == null ? ofBody : ofBody.addi(ofShortcut);
  }

  private static INDArray copy(INDArray derivative, INDArray buffer) {
    return derivative == null ? null : buffer.assign(derivative);
  }

  private INDArray[][] byLayer(INDArray[] views) {
    if (views == null) {
      return null;
    }
    INDArray[][] byLayer = new INDArray[counts.length][];
    int from = 0;
    for (int i = 0; i < counts.length; i++) {
      byLayer[i] = Arrays.copyOfRange(views, from, from + counts[i]);
      from += counts[i];
    }
    return byLayer;
  }

  @Override
  public void close() {
    body.close();
    Tensors.free(output, delta, tangent, deltaTangent, second, deltaSecond);
  }
}
