package org.escapement.engine.network;

import java.util.ArrayList;
import java.util.List;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.Activations;
import org.escapement.engine.layer.AveragePooling2d;
import org.escapement.engine.layer.Convolution2d;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.FixedBatchNormalization;
import org.escapement.engine.layer.GlobalAveragePooling2d;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.layer.MaxPooling2d;
import org.escapement.engine.layer.PaddedSubsampling2d;
import org.escapement.engine.layer.Residual;
import org.escapement.engine.network.NetworkContract.Normalization;
import org.escapement.spi.model.Loss;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer, in a small network around it, keeps {@link NetworkContract}. */
class LayerContractTest {
  private static final List<NetworkContract> NORMALIZING = normalizingNetworks();
  private static final List<NetworkContract> NETWORKS = networks();

  private static List<NetworkContract> networks() {
    List<NetworkContract> networks = new ArrayList<>();
    for (Activations activation : Activations.values()) {
      networks.add(new NetworkContract("dense, " + activation, 4, perceptron(activation)));
    }
    for (Loss loss : Loss.values()) {
      networks.add(new NetworkContract("dense, " + loss, 4, perceptron(Activations.TANH), loss));
    }
    networks.add(
        new NetworkContract(
            "activation on the data",
            4,
            List.of(activation(Activations.SOFTPLUS, 4), new Dense(4, 5), tanh(5))));
    networks.add(
        new NetworkContract(
            "convolution first, dense after",
            18,
            List.of(new Convolution2d(2, 3, 3, 2, 2, 1, 0), tanh(8), new Dense(8, 2))));
    networks.add(
        new NetworkContract(
            "convolution between, padded",
            4,
            List.of(
                new Dense(4, 9),
                tanh(9),
                new Convolution2d(1, 3, 3, 2, 3, 1, 1),
                tanh(18),
                new Dense(18, 2))));
    networks.add(
        new NetworkContract(
            "two convolutions, strides that leave a rest",
            12,
            List.of(
                new Convolution2d(1, 3, 4, 3, 2, 1, 1),
                tanh(60),
                new Convolution2d(3, 4, 5, 2, 3, 2, 1),
                activation(Activations.SOFTPLUS, 12),
                new Dense(12, 2))));
    networks.add(
        new NetworkContract(
            "convolutions of images so narrow that columns of the kernel see padding alone",
            1,
            List.of(
                new Dense(1, 2),
                tanh(2),
                new Convolution2d(1, 2, 1, 1, 5, 1, 2),
                tanh(2),
                new Dense(2, 4),
                new Convolution2d(1, 2, 2, 1, 7, 1, 3))));
    networks.add(
        new NetworkContract(
            "convolution last, one position",
            9,
            List.of(
                new Convolution2d(1, 3, 3, 1, 1, 1, 0),
                tanh(9),
                new Convolution2d(1, 3, 3, 2, 3, 1, 0))));
    networks.addAll(withoutBias());
    networks.addAll(pooling("maximum, 2 by 2", new MaxPooling2d(2, 4, 4, 2, 2, 0)));
    networks.addAll(pooling("maximum, overlapping", new MaxPooling2d(2, 4, 4, 3, 2, 1)));
    networks.addAll(pooling("average, 2 by 2", new AveragePooling2d(2, 4, 4, 2, 2, 0)));
    networks.addAll(pooling("average, overlapping", new AveragePooling2d(2, 4, 4, 3, 2, 1)));
    networks.add(
        new NetworkContract(
            "average of each channel, after a convolution",
            6,
            List.of(
                new Convolution2d(1, 2, 3, 3, 3, 1, 1),
                tanh(18),
                new GlobalAveragePooling2d(3, 6),
                new Dense(3, 2))));
    networks.add(
        new NetworkContract(
            "average of each channel, last, and on the data",
            6,
            List.of(
                new GlobalAveragePooling2d(3, 2),
                new Dense(3, 8),
                tanh(8),
                new GlobalAveragePooling2d(2, 4))));
    double[] means = {0.3, -0.2};
    double[] variances = {0.5, 2};
    networks.add(
        new NetworkContract(
            "batch normalisation by given statistics, after a convolution and on the data",
            18,
            List.of(
                new FixedBatchNormalization(9, means, variances, 1e-3),
                new Convolution2d(2, 3, 3, 2, 2, 1, 0),
                new FixedBatchNormalization(4, means, variances, 1e-5),
                tanh(8),
                new Dense(8, 2),
                new FixedBatchNormalization(1, means, variances, 0))));
    networks.add(
        new NetworkContract(
            "residual on the data, its body beginning with an activation",
            4,
            List.of(new Residual(4, List.of(tanh(4), new Dense(4, 4))), new Dense(4, 2))));
    networks.add(
        new NetworkContract(
            "residual of an activation alone, on the data",
            4,
            List.of(new Residual(4, List.of(tanh(4))), new Dense(4, 3), tanh(3))));
    networks.add(
        new NetworkContract(
            "residual between, its body beginning and ending with activations",
            3,
            List.of(
                new Dense(3, 4),
                new Residual(
                    4, List.of(tanh(4), new Dense(4, 3), tanh(3), new Dense(3, 4), tanh(4))),
                new Dense(4, 2))));
    networks.add(
        new NetworkContract(
            "residual of convolutions, and one within one, last",
            9,
            List.of(
                new Residual(
                    9,
                    List.of(
                        new Convolution2d(1, 3, 3, 2, 3, 1, 1),
                        tanh(18),
                        new Residual(18, List.of(new Convolution2d(2, 3, 3, 2, 1, 1, 0), tanh(18))),
                        new Convolution2d(2, 3, 3, 1, 3, 1, 1))),
                new Residual(9, List.of(activation(Activations.GELU, 9))))));
    networks.addAll(shortcut("a strided convolution", new Convolution2d(1, 3, 3, 2, 1, 2, 0)));
    networks.addAll(shortcut("padded subsampling", new PaddedSubsampling2d(1, 3, 3, 2, 2)));
    networks.add(
        new NetworkContract(
            "residual with a shortcut that begins and ends with activations",
            2,
            List.of(
                new Dense(2, 3),
                new Residual(
                    3, List.of(new Dense(3, 4)), List.of(tanh(3), new Dense(3, 4), tanh(4))))));
    networks.add(
        new NetworkContract(
            "residual on the data with parameters in its shortcut alone",
            16,
            List.of(
                new Residual(
                    16,
                    List.of(new AveragePooling2d(1, 4, 4, 2, 2, 0)),
                    List.of(new Convolution2d(1, 4, 4, 1, 1, 2, 0))),
                tanh(4),
                new Dense(4, 2))));
    networks.add(
        new NetworkContract(
            "residual without parameters on the data, its shortcut padded unevenly",
            12,
            List.of(
                new Residual(
                    12,
                    List.of(tanh(12), new PaddedSubsampling2d(1, 3, 4, 4, 3)),
                    List.of(new PaddedSubsampling2d(1, 3, 4, 4, 3))),
                new Dense(8, 2))));
    networks.addAll(NORMALIZING);
    return networks;
  }

  /** Dense layers and convolutions at every place, beside ones with a bias. */
  private static List<NetworkContract> withoutBias() {
    return List.of(
        new NetworkContract(
            "dense without bias",
            4,
            List.of(
                new Dense(4, 5, false),
                tanh(5),
                new Dense(5, 6, false),
                tanh(6),
                new Dense(6, 3, false))),
        new NetworkContract(
            "dense without bias between",
            3,
            List.of(new Dense(3, 4), new Dense(4, 5, false), tanh(5), new Dense(5, 2))),
        new NetworkContract(
            "convolutions without bias",
            12,
            List.of(
                new Convolution2d(1, 3, 4, 3, 2, 1, 1, false),
                tanh(60),
                new Convolution2d(3, 4, 5, 2, 3, 2, 1, false),
                activation(Activations.SOFTPLUS, 12),
                new Dense(12, 2, false))),
        new NetworkContract(
            "convolution without bias between, padded",
            4,
            List.of(
                new Dense(4, 9),
                tanh(9),
                new Convolution2d(1, 3, 3, 2, 3, 1, 1, false),
                tanh(18),
                new Convolution2d(2, 3, 3, 1, 3, 1, 0))),
        new NetworkContract(
            "residual without biases, last",
            9,
            List.of(
                new Convolution2d(1, 3, 3, 1, 3, 1, 1, false),
                tanh(9),
                new Residual(
                    9,
                    List.of(new Convolution2d(1, 3, 3, 2, 2, 1, 0, false), tanh(8)),
                    List.of(new Convolution2d(1, 3, 3, 2, 1, 2, 0, false))))));
  }

  /** A block that takes an image of 3 by 3 to two of 2 by 2, at three places. */
  private static List<NetworkContract> shortcut(String name, Layer shortcut) {
    Layer block =
        new Residual(
            9, List.of(new Convolution2d(1, 3, 3, 2, 2, 1, 0), tanh(8)), List.of(shortcut));
    Layer after = new Convolution2d(2, 2, 2, 1, 2, 1, 0);
    String residual = "residual with " + name + " as shortcut, ";
    return List.of(
        new NetworkContract(residual + "first", 9, List.of(block, tanh(8), after)),
        new NetworkContract(
            residual + "between", 1, List.of(new Dense(1, 9), tanh(9), block, tanh(8), after)),
        new NetworkContract(residual + "last", 1, List.of(new Dense(1, 9), tanh(9), block)));
  }

  private static List<NetworkContract> normalizingNetworks() {
    return List.of(
        new NetworkContract(
            "batch normalisation after layers without bias",
            9,
            normalization ->
                List.of(
                    new Convolution2d(1, 3, 3, 2, 2, 1, 0, false),
                    normalization.of(2, 4),
                    tanh(8),
                    new Dense(8, 4, false),
                    normalization.of(4, 1),
                    tanh(4),
                    new Dense(4, 2))),
        new NetworkContract(
            "batch normalisation after a dense layer",
            3,
            normalization ->
                List.of(new Dense(3, 4), normalization.of(4, 1), tanh(4), new Dense(4, 2))),
        new NetworkContract(
            "batch normalisation after a convolution",
            9,
            normalization ->
                List.of(
                    new Convolution2d(1, 3, 3, 2, 2, 1, 0),
                    normalization.of(2, 4),
                    tanh(8),
                    new Dense(8, 2))),
        new NetworkContract(
            "batch normalisation first",
            8,
            normalization -> List.of(normalization.of(2, 4), tanh(8), new Dense(8, 2))),
        new NetworkContract(
            "batch normalisation after an activation on the data, and again",
            4,
            normalization ->
                List.of(
                    activation(Activations.SOFTPLUS, 4),
                    normalization.of(4, 1),
                    activation(Activations.GELU, 4),
                    normalization.of(2, 2),
                    new Dense(4, 2))),
        new NetworkContract(
            "batch normalisation last",
            3,
            normalization -> List.of(new Dense(3, 8), tanh(8), normalization.of(2, 4))),
        new NetworkContract(
            "residual with batch normalisation in body and shortcut, first",
            9,
            normalization ->
                List.of(
                    normalizedBlock(normalization),
                    tanh(8),
                    new Convolution2d(2, 2, 2, 1, 2, 1, 0))),
        new NetworkContract(
            "residual with batch normalisation in body and shortcut, last, within another",
            1,
            normalization ->
                List.of(
                    new Dense(1, 9),
                    new Residual(
                        9,
                        List.of(normalizedBlock(normalization), tanh(8)),
                        List.of(new PaddedSubsampling2d(1, 3, 3, 2, 2), normalization.of(2, 4))))),
        new NetworkContract(
            "residual whose body begins with batch normalisation, on the data",
            4,
            normalization ->
                List.of(
                    new Residual(4, List.of(normalization.of(4, 1), tanh(4), new Dense(4, 4))),
                    normalization.of(4, 1),
                    new Dense(4, 2))));
  }

  /** From an image of 3 by 3 to two of 2 by 2. */
  private static Layer normalizedBlock(Normalization normalization) {
    return new Residual(
        9,
        List.of(new Convolution2d(1, 3, 3, 2, 2, 1, 0), normalization.of(2, 4), tanh(8)),
        List.of(new Convolution2d(1, 3, 3, 2, 1, 2, 0), normalization.of(2, 4)));
  }

  /** Around a layer that takes two images of 4 by 4 to two of 2 by 2. */
  private static List<NetworkContract> pooling(String name, Layer pool) {
    return List.of(
        new NetworkContract(
            name + ", after a convolution",
            16,
            List.of(new Convolution2d(1, 4, 4, 2, 3, 1, 1), tanh(32), pool, new Dense(8, 2))),
        new NetworkContract(
            name + ", on the data",
            32,
            List.of(pool, new Convolution2d(2, 2, 2, 2, 2, 1, 0), tanh(2), new Dense(2, 2))),
        new NetworkContract(name + ", last", 2, List.of(new Dense(2, 32), tanh(32), pool)));
  }

  private static List<Layer> perceptron(Activations activation) {
    List<Layer> layers = new ArrayList<>();
    layers.add(new Dense(4, 5));
    activation.function().ifPresent(phi -> layers.add(new Activation(phi, 5)));
    layers.add(new Dense(5, 6));
    activation.function().ifPresent(phi -> layers.add(new Activation(phi, 6)));
    layers.add(new Dense(6, 3));
    return layers;
  }

  private static Layer tanh(long width) {
    return activation(Activations.TANH, width);
  }

  private static Layer activation(Activations activation, long width) {
    return new Activation(activation.function().orElseThrow(), width);
  }

  static List<NetworkContract> all() {
    return NETWORKS;
  }

  static List<NetworkContract> normalizing() {
    return NORMALIZING;
  }

  @ParameterizedTest
  @MethodSource("all")
  void gradientEqualsDifferencesOfTheLoss(NetworkContract network) {
    network.gradientEqualsDifferencesOfTheLoss();
  }

  @ParameterizedTest
  @MethodSource("normalizing")
  void fullBatchGradientEqualsDifferencesOfTheLoss(NetworkContract network) {
    network.fullBatchGradientEqualsDifferencesOfTheLoss();
  }

  @ParameterizedTest
  @MethodSource("all")
  void hessianProductEqualsTheDenseHessian(NetworkContract network) {
    network.hessianProductEqualsTheDenseHessian();
  }

  @ParameterizedTest
  @MethodSource("all")
  void covarianceProductEqualsTheDenseCovariance(NetworkContract network) {
    network.covarianceProductEqualsTheDenseCovariance();
  }

  @ParameterizedTest
  @MethodSource("all")
  void jacobianEqualsDifferencesOfTheOutputs(NetworkContract network) {
    network.jacobianEqualsDifferencesOfTheOutputs();
  }

  @ParameterizedTest
  @MethodSource("all")
  void gaussNewtonEqualsItsDenseForm(NetworkContract network) {
    network.gaussNewtonEqualsItsDenseForm();
  }

  @ParameterizedTest
  @MethodSource("all")
  void restrictedProductsEqualTheDenseBlocks(NetworkContract network) {
    network.restrictedProductsEqualTheDenseBlocks();
  }

  @ParameterizedTest
  @MethodSource("all")
  void perExampleCurvatureEqualsTheQuadraticForm(NetworkContract network) {
    network.perExampleCurvatureEqualsTheQuadraticForm();
  }

  @ParameterizedTest
  @MethodSource("all")
  void chunksDoNotChangeTheProducts(NetworkContract network) {
    network.chunksDoNotChangeTheProducts();
  }

  @ParameterizedTest
  @MethodSource("all")
  void floatGivesTheSameProducts(NetworkContract network) {
    network.floatGivesTheSameProducts();
  }
}
