package org.escapement.engine.layer;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer whose parameters are constants: to the outside it has none. */
final class HeldLayer implements Layer {
  private final Layer layer;
  private final INDArray[] values;

  HeldLayer(Layer layer, INDArray[] values) {
    this.layer = layer;
    this.values = values;
  }

  @Override
  public long outputs() {
    return layer.outputs();
  }

  @Override
  public long bufferEntries() {
    return layer.bufferEntries();
  }

  @Override
  public boolean couplesExamples() {
    return layer.couplesExamples();
  }

  @Override
  public LayerPass pass(PassSetting setting) {
    INDArray[] typed =
        Arrays.stream(values).map(value -> value.castTo(setting.type())).toArray(INDArray[]::new);
    return new Pass(layer.pass(setting), typed);
  }

  private record Pass(LayerPass pass, INDArray[] values) implements LayerPass {
    @Override
    public INDArray forward(INDArray[] parameters, INDArray input) {
      return pass.forward(values, input);
    }

    @Override
    public INDArray backward(
        INDArray[] parameters, INDArray delta, INDArray[] gradient, double weight) {
      return pass.backward(values, delta, null, 0);
    }

    @Override
    public INDArray tangentForward(INDArray[] parameters, INDArray[] direction, INDArray tangent) {
      return pass.tangentForward(values, null, tangent);
    }

    @Override
    public INDArray tangentBackward(
        INDArray[] parameters,
        INDArray[] direction,
        INDArray delta,
        INDArray[] product,
        double weight) {
      return pass.tangentBackward(values, null, delta, null, 0);
    }

    @Override
    public INDArray secondForward(INDArray[] parameters, INDArray[] shift, INDArray second) {
      return pass.secondForward(values, null, second);
    }

    @Override
    public INDArray secondBackward(
        INDArray[] parameters,
        INDArray[] shift,
        INDArray delta,
        INDArray[] product,
        double weight) {
      return pass.secondBackward(values, null, delta, null, 0);
    }

    @Override
    public List<NormalizingPass> normalizing() {
      return pass.normalizing();
    }

    @Override
    public void close() {
      pass.close();
    }
  }
}
