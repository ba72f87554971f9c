package org.escapement.engine.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.escapement.engine.compute.ActiveCompute;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.initialization.Initialization;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.model.Objective;
import org.escapement.spi.model.ParameterTensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A chain of layers with exact first and second derivatives. Parameter tensors are named {@code
 * layers.I.weight} and so on, I counting layers with and without parameters as PyTorch's {@code
 * nn.Sequential} does.
 */
public final class Network implements Model {
  private final Compute compute;
  private final long inputs;
  private final List<Layer> layers;
  private final Loss loss;
  private final DataType precision;
  private final PassBudget memory;
  private final Initialization initialization;

  /**
   * A network that starts as {@link Initialization#standard} says, with the default memory.
   *
   * @param inputs entries of an input row
   * @param layers one with parameters at least, each fitting the one before
   * @param loss what to train with
   * @param precision float or double
   */
  public Network(long inputs, List<Layer> layers, Loss loss, DataType precision) {
    this(
        inputs,
        layers,
        loss,
        precision,
        ModelSetting.DEFAULT_PASS_BYTES,
        Initialization.standard());
  }

  /**
   * @param inputs entries of an input row
   * @param layers one with parameters at least, each fitting the one before
   * @param loss what to train with
   * @param precision float or double
   * @param passBytes the memory that the buffers of one pass over examples may take; more examples
   *     go through in pieces
   * @param initialization where it starts
   */
  public Network(
      long inputs,
      List<Layer> layers,
      Loss loss,
      DataType precision,
      long passBytes,
      Initialization initialization) {
    this(ActiveCompute.get(), inputs, layers, loss, precision, passBytes, initialization);
  }

  /** As the other; where it computes is chosen. */
  public Network(
      Compute compute,
      long inputs,
      List<Layer> layers,
      Loss loss,
      DataType precision,
      long passBytes,
      Initialization initialization) {
    if (layers.stream().allMatch(layer -> layer.parameters().isEmpty())) {
      throw new IllegalArgumentException("a network needs a layer with parameters");
    }
    this.compute = compute;
    this.inputs = inputs;
    this.layers = List.copyOf(layers);
    this.loss = loss;
    this.precision = precision;
    this.memory = new PassBudget(compute, passBytes);
    this.initialization = initialization;
  }

  @Override
  public List<ParameterTensor> parameters() {
    List<ParameterTensor> tensors = new ArrayList<>();
    long offset = 0;
    for (int i = 0; i < layers.size(); i++) {
      for (Layer.Parameter parameter : layers.get(i).parameters()) {
        tensors.add(
            new ParameterTensor("layers." + i + "." + parameter.name(), parameter.shape(), offset));
        offset += parameter.length();
      }
    }
    return tensors;
  }

  @Override
  public INDArray initialPoint(RandomGenerator random) {
    double[] point = new double[Math.toIntExact(dimension())];
    int from = 0;
    for (Layer layer : layers) {
      for (Layer.Parameter parameter : layer.parameters()) {
        double[] values = new double[Math.toIntExact(parameter.length())];
        initialization.fill(parameter, values, random);
        System.arraycopy(values, 0, point, from, values.length);
        from += values.length;
      }
    }
    return Tensors.vector(precision, point);
  }

  @Override
  public Objective objective(Examples examples) {
    if (examples.count() == 0) {
      throw new EscapementException(
          ErrorCode.DATA_MISMATCH, "a network needs examples, and there are none");
    }
    long outputs = layers.get(layers.size() - 1).outputs();
    if (examples.features().size(1) != inputs || examples.targets().size(1) != outputs) {
      throw new EscapementException(
          ErrorCode.DATA_MISMATCH,
          String.format(
              Locale.ROOT,
              "the network maps %d inputs to %d outputs, the data have %d and %d",
              inputs,
              outputs,
              examples.features().size(1),
              examples.targets().size(1)));
    }
    if (loss == Loss.CROSS_ENTROPY) {
      Probabilities.check(examples.targets());
    }
    return new NetworkObjective(compute, layers, loss, precision, dimension(), examples, memory);
  }
}
