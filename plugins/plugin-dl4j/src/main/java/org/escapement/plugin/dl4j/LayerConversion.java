package org.escapement.plugin.dl4j;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
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
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.escapement.engine.compute.ActiveCompute;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.Activations;
import org.escapement.engine.layer.AveragePooling2d;
import org.escapement.engine.layer.Convolution2d;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.FixedBatchNormalization;
import org.escapement.engine.layer.GlobalAveragePooling2d;
import org.escapement.engine.layer.MaxPooling2d;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;

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
      convolution((ConvolutionLayer) layer, offset);
    } else if (type == SubsamplingLayer.class || type == Pooling2D.class) {
      pooling((SubsamplingLayer) layer);
    } else if (type == GlobalPoolingLayer.class) {
      globalPooling((GlobalPoolingLayer) layer);
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

  private static void require(boolean holds, String what) throws NoCounterpart {
    if (!holds) {
      throw new NoCounterpart(what);
    }
  }

  /** A layer whose parameters training held: they are constants. */
  private void frozen(Layer layer, int offset, boolean withoutSoftmax) throws NoCounterpart {
    LayerConversion inner = new LayerConversion(weights, flow);
    inner.convert(layer, offset, withoutSoftmax);
    int[] index = inner.piece.index();
    int from = 0;
    for (var converted : inner.piece.layers()) {
      Tensor[] values = new Tensor[converted.parameters().size()];
      for (int i = 0; i < values.length; i++) {
        var parameter = converted.parameters().get(i);
        int to = from + (int) parameter.length();
        values[i] = values(index, from, to, parameter.shape());
        from = to;
      }
      piece.add(values.length == 0 ? converted : held(converted, values));
    }
    flow = inner.flow;
  }

  private Tensor values(int[] index, int from, int to, List<Long> shape) {
    double[] entries = IntStream.range(from, to).mapToDouble(i -> weights[index[i]]).toArray();
    return view(entries, shape.stream().mapToLong(Long::longValue).toArray());
  }

  /** In the shape that passes see: matrices, vectors as one row. */
  private static Tensor view(double[] entries, long... shape) {
    long rows = shape.length == 1 ? 1 : shape[0];
    Compute compute = ActiveCompute.get();
    Tensor tensor = compute.zeros(DataType.DOUBLE, rows, entries.length / rows);
    compute.write(entries, tensor);
    return tensor;
  }

  private static org.escapement.engine.layer.Layer held(
      org.escapement.engine.layer.Layer layer, Tensor... values) {
    return layer.restrictedTo(name -> false, values).orElseThrow();
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

  private void convolution(ConvolutionLayer layer, int offset) throws NoCounterpart {
    Image image = image();
    require(Arrays.stream(layer.getDilation()).allMatch(d -> d == 1), "dilated convolution");
    require(layer.getNIn() == image.channels(), "a convolution of other channels than come in");
    int kernel = square(layer.getKernelSize(), "convolution with a window that is no square");
    int stride = square(layer.getStride(), "convolution with two strides");
    int padding = padding(layer.getConvolutionMode(), layer.getPadding(), kernel, stride, image);
    int outputs = (int) layer.getNOut();
    int area = outputs * (int) image.channels() * kernel * kernel;
    int biases = layer.hasBias() ? outputs : 0;
    // in DL4J biases come first
    int[] index = new int[area + biases];
    for (int k = 0; k < index.length; k++) {
      index[k] = offset + (k < area ? biases + k : k - area);
    }
    Convolution2d converted =
        new Convolution2d(
            image.channels(),
            image.height(),
            image.width(),
            outputs,
            kernel,
            stride,
            padding,
            layer.hasBias());
    piece.add(converted, index);
    flow = Flow.of(new Image(outputs, converted.outputHeight(), converted.outputWidth()));
    activation(layer.getActivationFn(), false);
  }

  private void pooling(SubsamplingLayer layer) throws NoCounterpart {
    Image image = image();
    require(Arrays.stream(layer.getDilation()).allMatch(d -> d == 1), "dilated pooling");
    int kernel = square(layer.getKernelSize(), "pooling with a window that is no square");
    int stride = square(layer.getStride(), "pooling with two strides");
    int padding = padding(layer.getConvolutionMode(), layer.getPadding(), kernel, stride, image);
    require(padding <= kernel / 2, "pooling with padding of more than half its window");
    boolean average = layer.getPoolingType() == PoolingType.AVG;
    require(
        average || layer.getPoolingType() == PoolingType.MAX, layer.getPoolingType() + " pooling");
    require(
        !average || padding == 0 || layer.isAvgPoolIncludePadInDivisor(),
        "average pooling that leaves padding out of its divisor");
    piece.add(
        average
            ? new AveragePooling2d(
                image.channels(), image.height(), image.width(), kernel, stride, padding)
            : new MaxPooling2d(
                image.channels(), image.height(), image.width(), kernel, stride, padding));
    flow =
        Flow.of(
            new Image(
                image.channels(),
                (image.height() + 2L * padding - kernel) / stride + 1,
                (image.width() + 2L * padding - kernel) / stride + 1));
  }

  private void globalPooling(GlobalPoolingLayer layer) throws NoCounterpart {
    Image image = image();
    boolean average = layer.getPoolingType() == PoolingType.AVG;
    boolean maximum = layer.getPoolingType() == PoolingType.MAX;
    require(average || maximum, layer.getPoolingType() + " pooling");
    require(
        layer.getPoolingDimensions() == null || layer.getPoolingDimensions().length == 2,
        "pooling over one dimension");
    require(average || image.height() == image.width(), "maximum over images that are no squares");
    piece.add(
        average
            ? new GlobalAveragePooling2d(image.channels(), image.positions())
            : new MaxPooling2d(
                image.channels(), image.height(), image.width(), image.height(), 1, 0));
    flow =
        layer.isCollapseDimensions()
            ? Flow.features(image.channels())
            : Flow.of(new Image(image.channels(), 1, 1));
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
      piece.add(held(converted, view(gamma, channels), view(beta, channels)));
    } else {
      piece.add(converted, IntStream.range(offset, offset + scales).toArray());
    }
  }

  private void activation(IActivation function, boolean withoutSoftmax) throws NoCounterpart {
    Optional<Activations> same = ActivationNames.of(function, withoutSoftmax);
    same.flatMap(Activations::function)
        .ifPresent(phi -> piece.add(new Activation(phi, flow.width())));
  }

  private Image image() throws NoCounterpart {
    require(flow.image() != null, "an image layer on features");
    return flow.image();
  }

  private static int square(int[] sides, String otherwise) throws NoCounterpart {
    require(sides != null && sides.length == 2 && sides[0] == sides[1] && sides[0] > 0, otherwise);
    return sides[0];
  }

  /** The padding, which is the same on all four sides in the engine. */
  private static int padding(ConvolutionMode mode, int[] given, int kernel, int stride, Image image)
      throws NoCounterpart {
    if (mode != ConvolutionMode.Same) {
      require(mode != ConvolutionMode.Causal, "causal convolution");
      require(given != null && given.length == 2 && given[0] == given[1], "two paddings");
      require(given[0] >= 0, "negative padding");
      require(
          image.height() + 2L * given[0] >= kernel && image.width() + 2L * given[0] >= kernel,
          "windows larger than images");
      return given[0];
    }
    long down = (image.height() + stride - 1) / stride * stride - stride + kernel - image.height();
    long across = (image.width() + stride - 1) / stride * stride - stride + kernel - image.width();
    long both = Math.max(down, 0);
    require(both == Math.max(across, 0) && both % 2 == 0, "padding that differs from side to side");
    return (int) (both / 2);
  }
}
