package org.escapement.plugin.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.escapement.engine.initialization.Initialization;
import org.escapement.engine.network.Network;
import org.escapement.plugin.dl4j.NetworkOptions.Start;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.model.Objective;
import org.escapement.spi.model.ParameterTensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network that the engine computes, exactly to second order, with the file's weights. */
final class ConvertedModel implements Model {
  /** The minimum that the file holds, by its name in configs. */
  static final String TRAINED = "trained";

  private final SavedNetwork saved;
  private final Network network;
  private final Piece chain;
  private final DataType precision;
  private final Start start;
  private final ConversionCheck check;

  /**
   * @param chain the converted network
   * @param head the network's end, as DL4J has it
   */
  ConvertedModel(
      SavedNetwork saved, Piece chain, LossHead head, ModelSetting setting, Start start) {
    this.saved = saved;
    this.start = start;
    precision = setting.precision();
    this.chain = chain;
    if (chain.index().length == 0) {
      throw ModelFiles.unsupported("a network without parameters that may vary");
    }
    network =
        new Network(
            setting.inputs(),
            chain.layers(),
            setting.loss(),
            precision,
            setting.passBytes(),
            Initialization.standard());
    check = new ConversionCheck(saved, chain, head, setting);
  }

  @Override
  public List<ParameterTensor> parameters() {
    return network.parameters();
  }

  @Override
  public INDArray initialPoint(RandomGenerator random) {
    return start == Start.FILE
        ? trained()
        : gathered(GraphNetwork.random(saved.graph(), precision, random).toDoubleVector());
  }

  @Override
  public Map<String, INDArray> knownMinima() {
    return Map.of(TRAINED, trained());
  }

  private INDArray trained() {
    return gathered(saved.weights());
  }

  private INDArray gathered(double[] all) {
    return Nd4j.createFromArray(chain.gathered(all)).castTo(precision);
  }

  /**
   * The loss, after outputs and gradients on some of the examples have agreed with DL4J's.
   *
   * @throws EscapementException PLUGIN_CONTRACT if they do not
   */
  @Override
  public Objective objective(Examples examples) {
    Objective objective = network.objective(examples);
    try {
      check.require(examples);
    } catch (EscapementException e) {
      throw new EscapementException(e.code(), saved.source() + ": " + e.getMessage(), e);
    }
    return objective;
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>(saved.notes());
    saved
        .graph()
        .getVertices()
        .forEach(
            (name, vertex) -> {
              if (vertex instanceof LayerVertex layer) {
                if (NetworkModels.normalizes(layer.getLayerConf().getLayer())) {
                  notes.add(
                      "'"
                          + name
                          + "' normalises by the means and variances of the file, which are"
                          + " constants, in training too");
                }
                if (layer.getLayerConf().getLayer() instanceof FrozenLayer) {
                  notes.add("'" + name + "' is frozen: its parameters are constants");
                }
              }
            });
    return notes;
  }
}
