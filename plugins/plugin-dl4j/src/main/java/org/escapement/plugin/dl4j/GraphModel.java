package org.escapement.plugin.dl4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.escapement.plugin.dl4j.GraphNetwork.Tensor;
import org.escapement.plugin.dl4j.NetworkOptions.Start;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.model.Objective;
import org.escapement.spi.model.ParameterTensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network that DL4J computes: its gradients are DL4J's, and second derivatives are differences of
 * them. Points are DL4J's flat vector.
 */
final class GraphModel implements Model {
  private final SavedNetwork saved;
  private final ComputationGraphConfiguration withLoss;
  private final String convention;
  private final double scale;
  private final List<ParameterTensor> parameters;
  private final List<String> reasons;
  private final NetworkOptions options;
  private final ModelSetting setting;

  /**
   * @param head the network's end
   * @param tensors of the network
   * @param reasons why it was not converted
   */
  GraphModel(
      SavedNetwork saved,
      LossHead head,
      List<Tensor> tensors,
      List<String> reasons,
      NetworkOptions options,
      ModelSetting setting) {
    this.saved = saved;
    this.reasons = List.copyOf(reasons);
    this.options = options;
    this.setting = setting;
    withLoss = options.ownLoss() ? saved.graph() : head.with(setting.loss());
    convention =
        options.ownLoss()
            ? "1/n sum over n examples of DL4J's " + head.fileLoss()
            : setting.loss().convention();
    scale = options.ownLoss() ? 1 : LossHead.share(setting.loss());
    parameters = parameters(tensors, saved.weights().length);
  }

  /** The tensors as others know them: matrices [outputs, inputs], weight and bias. */
  private static List<ParameterTensor> parameters(List<Tensor> tensors, long dimension) {
    List<ParameterTensor> parameters = new ArrayList<>();
    long offset = 0;
    for (Tensor tensor : tensors) {
      String name =
          switch (tensor.name()) {
            case "W" -> "weight";
            case "b" -> "bias";
            default -> tensor.name();
          };
      List<Long> shape = new ArrayList<>(tensor.shape());
      if (tensor.order() == 'f') {
        Collections.reverse(shape); // the same memory in c order
      }
      if (shape.size() == 2 && tensor.shape().get(0) == 1 && !tensor.name().equals("W")) {
        shape = List.of(shape.get(0) * shape.get(1));
      }
      ParameterTensor parameter =
          new ParameterTensor(tensor.layer() + "." + name, shape, tensor.offset());
      if (parameter.offset() != offset) {
        return List.of(new ParameterTensor("parameters", List.of(dimension), 0));
      }
      parameters.add(parameter);
      offset += parameter.length();
    }
    return offset == dimension
        ? parameters
        : List.of(new ParameterTensor("parameters", List.of(dimension), 0));
  }

  @Override
  public List<ParameterTensor> parameters() {
    return parameters;
  }

  @Override
  public INDArray initialPoint(RandomGenerator random) {
    return options.start() == Start.FILE
        ? trained()
        : GraphNetwork.random(saved.graph(), setting.precision(), random);
  }

  @Override
  public Map<String, INDArray> knownMinima() {
    return Map.of(ConvertedModel.TRAINED, trained());
  }

  private INDArray trained() {
    return Nd4j.createFromArray(saved.weights()).castTo(setting.precision());
  }

  @Override
  public Objective objective(Examples examples) {
    if (examples.count() == 0) {
      throw new EscapementException(
          ErrorCode.DATA_MISMATCH, "a network needs examples, and there are none");
    }
    GraphNetwork network = new GraphNetwork(withLoss, setting.inputShape(), setting.precision());
    return new GraphObjective(network, examples, setting, convention, scale, dimension());
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add(
        "gradients are DL4J's and second derivatives central differences of them, because "
            + (options.ownLoss() || options.gradients() == NetworkOptions.Gradients.DL4J
                ? String.join(", ", reasons)
                : "there is no exact counterpart of " + String.join(", ", reasons)));
    notes.addAll(saved.notes());
    return notes;
  }
}
