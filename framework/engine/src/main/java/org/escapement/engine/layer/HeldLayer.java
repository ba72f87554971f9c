package org.escapement.engine.layer;

import java.util.Arrays;
import java.util.List;
import org.escapement.engine.compute.Tensor;

/** A layer whose parameters are constants: to the outside it has none. */
final class HeldLayer implements Layer {
  private final Layer layer;
  private final Tensor[] values;

  HeldLayer(Layer layer, Tensor[] values) {
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
    Tensor[] typed =
        Arrays.stream(values)
            .map(value -> value.type() == setting.type() ? value : cast(value, setting))
            .toArray(Tensor[]::new);
    return new Pass(layer.pass(setting), values, typed);
  }

  private static Tensor cast(Tensor value, PassSetting setting) {
    double[] entries = new double[Math.toIntExact(value.length())];
    setting.compute().read(value, entries);
    Tensor cast = setting.buffer(value.rows(), value.columns());
    setting.compute().write(entries, cast);
    return cast;
  }

  private record Pass(LayerPass pass, Tensor[] held, Tensor[] values) implements LayerPass {
    @Override
    public Tensor forward(Tensor[] parameters, Tensor input) {
      return pass.forward(values, input);
    }

    @Override
    public Tensor backward(Tensor[] parameters, Tensor delta, Tensor[] gradient, double weight) {
      return pass.backward(values, delta, null, 0);
    }

    @Override
    public Tensor tangentForward(Tensor[] parameters, Tensor[] direction, Tensor tangent) {
      return pass.tangentForward(values, null, tangent);
    }

    @Override
    public Tensor tangentBackward(
        Tensor[] parameters, Tensor[] direction, Tensor delta, Tensor[] product, double weight) {
      return pass.tangentBackward(values, null, delta, null, 0);
    }

    @Override
    public Tensor secondForward(Tensor[] parameters, Tensor[] shift, Tensor second) {
      return pass.secondForward(values, null, second);
    }

    @Override
    public Tensor secondBackward(
        Tensor[] parameters, Tensor[] shift, Tensor delta, Tensor[] product, double weight) {
      return pass.secondBackward(values, null, delta, null, 0);
    }

    @Override
    public List<NormalizingPass> normalizing() {
      return pass.normalizing();
    }

    @Override
    public void close() {
      pass.close();
      for (int i = 0; i < values.length; i++) {
        if (values[i] != held[i]) {
          values[i].close();
        }
      }
    }
  }
}
