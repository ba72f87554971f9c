package org.escapement.plugin.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.escapement.plugin.dl4j.NetworkOptions.Gradients;
import org.escapement.plugin.dl4j.NetworkOptions.Start;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Models of networks with three outputs, in double, and what is seen at the file's weights. */
final class TestModels {
  private TestModels() {}

  static Model of(
      ModelFactory<NetworkOptions> factory,
      Path file,
      List<Long> shape,
      Loss loss,
      Gradients gradients,
      boolean ownLoss) {
    return factory.create(
        new NetworkOptions(file.toString(), Start.FILE, gradients, ownLoss),
        new ModelSetting(shape, 3, loss, DataType.DOUBLE));
  }

  /** Of a file of DL4J's, with the config's loss. */
  static Model of(Path file, List<Long> shape, Loss loss, Gradients gradients) {
    return of(new Dl4jFactory(), file, shape, loss, gradients, false);
  }

  static INDArray trained(Model model) {
    return model.knownMinima().get(ConvertedModel.TRAINED);
  }

  /** The loss at the file's weights is the one that DL4J's own network has. */
  static Objective assertLoss(Model model, INDArray rows, INDArray targets, double expected) {
    Objective objective = model.objective(new Examples(rows, targets));
    assertThat(objective.loss(trained(model), Batch.all(objective.examples())))
        .isCloseTo(expected, within(1e-12));
    return objective;
  }

  static void assertMethod(Objective objective, INDArray x, Curvature.Method method) {
    try (Curvature curvature = objective.curvature(x)) {
      assertThat(curvature.method()).isEqualTo(method);
    }
  }
}
