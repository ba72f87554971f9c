package org.escapement.plugin.dl4j;

import static org.escapement.plugin.dl4j.NoCounterpart.require;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.escapement.engine.layer.AveragePooling2d;
import org.escapement.engine.layer.Convolution2d;
import org.escapement.engine.layer.GlobalAveragePooling2d;
import org.escapement.engine.layer.MaxPooling2d;

/**
 * Turns one convolution or pooling of DL4J into a layer of the engine. Each method adds it to the
 * piece and tells what goes out.
 */
final class ImageConversion {
  private final Image image;
  private final Piece piece;

  /**
   * @param flow what comes in
   * @param piece to which layers are added
   */
  ImageConversion(Flow flow, Piece piece) throws NoCounterpart {
    require(flow.image() != null, "an image layer on features");
    image = flow.image();
    this.piece = piece;
  }

  /** A convolution, without the activation after it. */
  Flow convolution(ConvolutionLayer layer, int offset) throws NoCounterpart {
    require(Arrays.stream(layer.getDilation()).allMatch(d -> d == 1), "dilated convolution");
    require(layer.getNIn() == image.channels(), "a convolution of other channels than come in");
    int kernel = square(layer.getKernelSize(), "convolution with a window that is no square");
    int stride = square(layer.getStride(), "convolution with two strides");
    int padding = padding(layer.getConvolutionMode(), layer.getPadding(), kernel, stride);
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
    return Flow.of(new Image(outputs, converted.outputHeight(), converted.outputWidth()));
  }

  Flow pooling(SubsamplingLayer layer) throws NoCounterpart {
    require(Arrays.stream(layer.getDilation()).allMatch(d -> d == 1), "dilated pooling");
    int kernel = square(layer.getKernelSize(), "pooling with a window that is no square");
    int stride = square(layer.getStride(), "pooling with two strides");
    int padding = padding(layer.getConvolutionMode(), layer.getPadding(), kernel, stride);
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
    return Flow.of(
        new Image(
            image.channels(),
            (image.height() + 2L * padding - kernel) / stride + 1,
            (image.width() + 2L * padding - kernel) / stride + 1));
  }

  Flow globalPooling(GlobalPoolingLayer layer) throws NoCounterpart {
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
    return layer.isCollapseDimensions()
        ? Flow.features(image.channels())
        : Flow.of(new Image(image.channels(), 1, 1));
  }

  private static int square(int[] sides, String otherwise) throws NoCounterpart {
    require(sides != null && sides.length == 2 && sides[0] == sides[1] && sides[0] > 0, otherwise);
    return sides[0];
  }

  /** The padding, which is the same on all four sides in the engine. */
  private int padding(ConvolutionMode mode, int[] given, int kernel, int stride)
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
