package org.escapement.plugin.dl4j;

import static org.escapement.plugin.dl4j.NoCounterpart.require;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.Pooling2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.Activations;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.FixedBatchNormalization;
import org.nd4j.linalg.activations.IActivation;

/**
 * Turns one layer of DL4J into layers of the engine, where there are such that compute the same.
 * Classes are compared for equality: a subclass may compute something else.
 */
final class LayerConversion {
  private static final Set<Class<? extends Layer>> KNOWN =
      Set.of(
          FrozenLayer.class,
          DenseLayer.class,
          OutputLayer.class,
          ConvolutionLayer.class,
          Convolution2D.class,
          SubsamplingLayer.class,
          Pooling2D.class,
          GlobalPoolingLayer.class,
          BatchNormalization.class,
          ActivationLayer.class,
          LossLayer.class,
          DropoutLayer.class);

  private final double[] weights;
  private final Piece piece = new Piece();
  private Flow flow;

  /**
   * @param weights all of the file's
   * @param flow what comes in
   */
  LayerConversion(double[] weights, Flow flow) {
    this.weights = weights;
    this.flow = flow;
  }

  /** What goes out. */
  Flow flow() {
    return flow;
  }

  /** What the layers have become. */
  Piece piece() {
    return piece;
  }

  /** What changes the shape of rows only. */
  void convert(InputPreProcessor before) throws NoCounterpart {
    if (before instanceof ComposableInputPreProcessor several) {
      for (InputPreProcessor each : several.getInputPreProcessors()) {
        convert(each);
      }
    } else if (before instanceof CnnToFeedForwardPreProcessor flattening) {
      flow = flow.image() == null ? flow : flow.flattened(flattening.getFormat());
    } else if (before != null && before.getClass() == FeedForwardToCnnPreProcessor.class) {
      FeedForwardToCnnPreProcessor to = (FeedForwardToCnnPreProcessor) before;
      Image image = new Image(to.getNumChannels(), to.getInputHeight(), to.getInputWidth());
      if (flow.order() != null || flow.width() != image.entries()) {
        throw new NoCounterpart("features to images in another order or number");
      }
      flow = Flow.of(image);
    } else if (before != null) {
      throw new NoCounterpart(before.getClass().getSimpleName());
    }
  }

  /**
   * Converts a layer.
   *
   * @param offset of its parameters among the file's
   * @param withoutSoftmax whether a softmax after it belongs to the loss
   */
  void convert(Layer layer, int offset, boolean withoutSoftmax) throws NoCounterpart {
    Class<?> type = layer.getClass();
    if (type == FrozenLayer.class) {
      frozen(((FrozenLayer) layer).getLayer(), offset, withoutSoftmax);
    } else if (type == DenseLayer.class) {
      DenseLayer dense = (DenseLayer) layer;
      require(!dense.hasLayerNorm(), "layer normalisation");
      dense(dense, dense.hasBias(), offset);
      activation(dense.getActivationFn(), withoutSoftmax);
    } else if (type == OutputLayer.class) {
      OutputLayer output = (OutputLayer) layer;
      dense(output, output.hasBias(), offset);
      activation(output.getActivationFn(), withoutSoftmax);
    } else if (type == ConvolutionLayer.class || type == Convolution2D.class) {
      ConvolutionLayer convolution = (ConvolutionLayer) layer;
      flow = new ImageConversion(flow, piece).convolution(convolution, offset);
      activation(convolution.getActivationFn(), false);
    } else if (type == SubsamplingLayer.class || type == Pooling2D.class) {
      flow = new ImageConversion(flow, piece).pooling((SubsamplingLayer) layer);
    } else if (type == GlobalPoolingLayer.class) {
      flow = new ImageConversion(flow, piece).globalPooling((GlobalPoolingLayer) layer);
    } else if (type == BatchNormalization.class) {
      normalization((BatchNormalization) layer, offset);
    } else if (type == ActivationLayer.class) {
      activation(((ActivationLayer) layer).getActivationFn(), withoutSoftmax);
    } else if (type == LossLayer.class) {
      activation(((LossLayer) layer).getActivationFn(), withoutSoftmax);
    } else if (type != DropoutLayer.class) {
      throw new NoCounterpart(type.getSimpleName());
    }
  }

  /** Refuses a layer by its class alone. */
  static void requireKnown(Layer layer) throws NoCounterpart {
    if (!KNOWN.contains(layer.getClass())) {
      throw new NoCounterpart(layer.getClass().getSimpleName());
    }
  }

  /** A layer whose parameters training held: they are constants. */
  private void frozen(Layer layer, int offset, boolean withoutSoftmax) throws NoCounterpart {
    LayerConversion inner = new LayerConversion(weights, flow);
    inner.convert(layer, offset, withoutSoftmax);
    piece.append(HeldLayers.of(inner.piece, weights));
    flow = inner.flow;
  }

  private void dense(FeedForwardLayer layer, boolean bias, int offset) throws NoCounterpart {
    int inputs = (int) layer.getNIn();
    int outputs = (int) layer.getNOut();
    require(flow.image() == null, "a dense layer on images that are not flattened");
    require(flow.width() == inputs, "a dense layer of " + inputs + " inputs on " + flow.width());
    int[] index = new int[outputs * inputs + (bias ? outputs : 0)];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        index[o * inputs + flow.position(i)] = offset + o * inputs + i;
      }
    }
    for (int k = outputs * inputs; k < index.length; k++) {
      index[k] = offset + k;
    }
    piece.add(new Dense(inputs, outputs, bias), index);
    flow = Flow.features(outputs);
  }

  private void normalization(BatchNormalization layer, int offset) throws NoCounterpart {
    require(
        flow.order() == null, "batch normalisation of images that were flattened channels last");
    int channels = (int) layer.getNOut();
    long positions = flow.image() == null ? 1 : flow.image().positions();
    require(
        channels * positions == flow.width(), "batch normalisation of other channels than come in");
    int scales = layer.isLockGammaBeta() ? 0 : 2 * channels;
    double[] means = Arrays.copyOfRange(weights, offset + scales, offset + scales + channels);
    double[] variances =
        Arrays.copyOfRange(weights, offset + scales + channels, offset + scales + 2 * channels);
    if (layer.isUseLogStd()) {
      Arrays.setAll(variances, c -> Math.pow(10, 2 * variances[c]));
    }
    for (double variance : variances) {
      if (!(variance + layer.getEps() > 0)) {
        throw ModelFiles.malformed("batch normalisation with the variance " + variance);
      }
    }
    var converted = new FixedBatchNormalization(positions, means, variances, layer.getEps());
    if (layer.isLockGammaBeta()) {
      double[] gamma = new double[channels];
      double[] beta = new double[channels];
      Arrays.fill(gamma, layer.getGamma());
      Arrays.fill(beta, layer.getBeta());
      piece.add(HeldLayers.held(converted, gamma, beta));
    } else {
      piece.add(converted, IntStream.range(offset, offset + scales).toArray());
    }
  }

  private void activation(IActivation function, boolean withoutSoftmax) throws NoCounterpart {
    Optional<Activations> same = ActivationNames.of(function, withoutSoftmax);
    same.flatMap(Activations::function)
        .ifPresent(phi -> piece.add(new Activation(phi, flow.width())));
  }
}
