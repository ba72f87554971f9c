package org.escapement.plugin.dl4j;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BasePretrainNetwork;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How rows of examples become what a network takes; files do not say, their first layers do. */
enum InputLayout {
  /** Rows as they are. */
  ROWS,
  /** Images {@code [n, channels, height, width]}. */
  CHANNELS_FIRST,
  /** Images {@code [n, height, width, channels]}. */
  CHANNELS_LAST,
  /** Sequences, of the shape that the examples have. */
  SEQUENCES;

  private static final int IMAGE_RANK = 3;

  /**
   * The layout that the first layers ask for.
   *
   * @param shape of an example, which decides where they do not
   */
  static InputLayout of(ComputationGraphConfiguration graph, List<Long> shape) {
    return of(graph, graph.getNetworkInputs().get(0), 0)
        .orElse(shape.size() == IMAGE_RANK ? CHANNELS_FIRST : ROWS);
  }

  private static Optional<InputLayout> of(
      ComputationGraphConfiguration graph, String source, int depth) {
    if (depth > graph.getVertices().size()) {
      return Optional.empty();
    }
    return graph.getVertexInputs().entrySet().stream()
        .filter(entry -> entry.getValue().contains(source))
        .map(
            entry ->
                wanted(graph.getVertices().get(entry.getKey()))
                    .or(() -> of(graph, entry.getKey(), depth + 1)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<InputLayout> wanted(GraphVertex vertex) {
    if (vertex instanceof PreprocessorVertex before) {
      return wanted(before.getPreProcessor());
    }
    if (vertex instanceof LayerVertex layer) {
      return layer.getPreProcessor() == null
          ? Wrappers.all(layer.getLayerConf().getLayer())
              .map(InputLayout::wanted)
              .flatMap(Optional::stream)
              .findFirst()
          : wanted(layer.getPreProcessor());
    }
    return Optional.empty();
  }

  private static Optional<InputLayout> wanted(InputPreProcessor before) {
    if (before instanceof FeedForwardToCnnPreProcessor) {
      return Optional.of(ROWS);
    }
    if (before instanceof CnnToFeedForwardPreProcessor flattening) {
      return Optional.of(images(flattening.getFormat()));
    }
    return before instanceof RnnToFeedForwardPreProcessor
        ? Optional.of(SEQUENCES)
        : Optional.empty();
  }

  private static Optional<InputLayout> wanted(Layer layer) {
    if (layer instanceof BaseRecurrentLayer
        || layer instanceof Convolution1DLayer
        || layer instanceof Subsampling1DLayer
        || layer instanceof RnnOutputLayer) {
      return Optional.of(SEQUENCES);
    }
    if (layer instanceof ConvolutionLayer convolution) {
      return Optional.of(images(convolution.getCnn2dDataFormat()));
    }
    if (layer instanceof SubsamplingLayer pooling) {
      return Optional.of(images(pooling.getCnn2dDataFormat()));
    }
    if (layer instanceof ZeroPaddingLayer padding) {
      return Optional.of(images(padding.getDataFormat()));
    }
    if (layer instanceof BatchNormalization normalization
        && normalization.getCnn2DFormat() == CNN2DFormat.NHWC) {
      return Optional.of(CHANNELS_LAST);
    }
    boolean rows =
        layer instanceof DenseLayer
            || layer instanceof BaseOutputLayer
            || layer instanceof BasePretrainNetwork
            || layer instanceof ElementWiseMultiplicationLayer
            || layer instanceof EmbeddingLayer;
    return rows ? Optional.of(ROWS) : Optional.empty();
  }

  private static InputLayout images(CNN2DFormat format) {
    return format == CNN2DFormat.NHWC ? CHANNELS_LAST : CHANNELS_FIRST;
  }

  /**
   * Channels, height and width of examples that are images; those without channels have one.
   *
   * @throws EscapementException DATA_MISMATCH if they are none
   */
  static Image image(List<Long> shape) {
    if (shape.size() == IMAGE_RANK) {
      return new Image(shape.get(0), shape.get(1), shape.get(2));
    }
    if (shape.size() == 2) {
      return new Image(1, shape.get(0), shape.get(1));
    }
    throw new EscapementException(
        ErrorCode.DATA_MISMATCH, "the network takes images, the examples have the shape " + shape);
  }

  /**
   * Rows in the layout.
   *
   * @param rows shape {@code [n, inputs]}, not written
   * @param shape of an example
   */
  INDArray arrange(INDArray rows, List<Long> shape) {
    if (this == ROWS) {
      return rows;
    }
    if (this == SEQUENCES) {
      if (shape.size() != 2) {
        throw new EscapementException(
            ErrorCode.DATA_MISMATCH,
            "the network takes sequences, the examples have the shape " + shape);
      }
      return rows.reshape('c', rows.size(0), shape.get(0), shape.get(1));
    }
    Image image = image(shape);
    INDArray images =
        rows.reshape('c', rows.size(0), image.channels(), image.height(), image.width());
    return this == CHANNELS_FIRST ? images : images.permute(0, 2, 3, 1).dup('c');
  }
}
