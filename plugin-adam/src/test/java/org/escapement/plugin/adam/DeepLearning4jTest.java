package org.escapement.plugin.adam;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.testkit.Snapshot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** A network that DL4J trains, beside our steps on the gradients that DL4J gives. */
class DeepLearning4jTest {
  private static final int STEPS = 60;
  private static final int EXAMPLES = 8;

  private final DataSet data = data();

  /** Not AdaBelief, whose updater no network of DL4J can make. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ADABELIEF")
  void trainingIsThatOfDeepLearning4j(Method method) {
    MultiLayerNetwork trained = network(method.updater.clone());
    MultiLayerNetwork differentiated = network(new NoOp());
    Optimizer optimizer = method.optimizer();
    INDArray x = trained.params().dup().reshape('c', new long[] {trained.numParams()});
    StepResult run = new StepResult(x, optimizer.init(x));
    for (int step = 0; step < STEPS; step++) {
      trained.fit(data);
      run = optimizer.step(run.point(), run.state(), gradientsOf(differentiated));
      INDArray expected = trained.params().reshape('c', new long[] {trained.numParams()});
      assertThat(Snapshot.of(run.point())).as("step %d", step).isEqualTo(Snapshot.of(expected));
    }
  }

  /** DL4J's gradient is a sum over examples, which its own updaters first divide. */
  private BatchObjective gradientsOf(MultiLayerNetwork network) {
    return new BatchObjective() {
      @Override
      public double loss(INDArray x) {
        throw new UnsupportedOperationException();
      }

      @Override
      public INDArray gradient(INDArray x) {
        network.setParams(x.reshape('c', 1, x.length()));
        network.setInput(data.getFeatures());
        network.setLabels(data.getLabels());
        network.computeGradientAndScore();
        INDArray gradient = network.gradient().gradient().dup();
        return gradient.divi(EXAMPLES).reshape('c', x.shape());
      }
    };
  }

  private static DataSet data() {
    return new DataSet(
        Nd4j.linspace(DataType.DOUBLE, -1, 0.09, EXAMPLES * 3L).reshape('c', EXAMPLES, 3),
        Nd4j.linspace(DataType.DOUBLE, 1, -0.13, EXAMPLES * 2L).reshape('c', EXAMPLES, 2));
  }

  private static MultiLayerNetwork network(IUpdater updater) {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .dataType(DataType.DOUBLE)
            .updater(updater)
            .list()
            .layer(new DenseLayer.Builder().nIn(3).nOut(5).activation(new ActivationTanH()).build())
            .layer(
                new OutputLayer.Builder(new LossMSE())
                    .nIn(5)
                    .nOut(2)
                    .activation(new ActivationIdentity())
                    .build())
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }
}
