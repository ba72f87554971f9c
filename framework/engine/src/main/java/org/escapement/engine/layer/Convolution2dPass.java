package org.escapement.engine.layer;

import static org.escapement.engine.tensor.Tensors.matrix;
import static org.escapement.engine.tensor.Tensors.multiply;
import static org.escapement.engine.tensor.Tensors.ones;
import static org.escapement.engine.tensor.Tensors.rowDots;

import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The sweeps of a convolution. With the patches of example i as the columns of a matrix A_i, it is
 * Z_i = W A_i + b, δ_i has Z_i's shape, and example i's gradient is δ_i A_iᵀ. The tangent is U_i =
 * Rδ_i A_iᵀ + δ_i RA_iᵀ, output channels by patch: small, unlike the factors, so it is formed, for
 * one example at a time, and gives its part of both halves of the second sweep at once.
 */
final class Convolution2dPass implements LayerPass {
  private final Window2d window;
  private final long channels;
  private final int rows;
  private final boolean first;

  private final INDArray output;
  private final INDArray inputDelta;
  private final INDArray channelSums;
  private final INDArray onesRow;
  private final INDArray onesPosition;
  private final Second second;

  // A_i, and of what a backward half returns, as columns
  private final INDArray columns;
  private final INDArray[] patches;
  private final INDArray deltaColumns;
  private final INDArray[] deltaPatches;
  private final INDArray[] outputImages;

  // what the sweeps leave for later ones; owned by the neighbouring layers
  private final ExampleMatrices deltaImages;
  private final ExampleMatrices deltaTangentImages;
  private final ExampleMatrices deltaSecondImages;
  private INDArray delta;
  private INDArray deltaTangent;

  Convolution2dPass(Window2d window, long channels, Layer.PassSetting setting) {
    this.window = window;
    this.channels = channels;
    rows = setting.rows();
    first = setting.first();
    DataType type = setting.type();
    long positions = window.positions();
    output = matrix(type, rows, channels * positions);
    inputDelta = first ? null : matrix(type, rows, window.inputs());
    channelSums = matrix(type, rows * channels, 1);
    onesRow = ones(type, 1, rows);
    onesPosition = ones(type, positions, 1);
    columns = matrix(type, rows, window.patch() * positions);
    patches = new ExampleMatrices(window.patch(), positions).of(columns);
    deltaColumns = first ? null : matrix(type, rows, window.patch() * positions);
    deltaPatches = first ? null : new ExampleMatrices(window.patch(), positions).of(deltaColumns);
    outputImages = new ExampleMatrices(channels, positions).of(output);
    deltaImages = new ExampleMatrices(channels, positions);
    deltaTangentImages = new ExampleMatrices(channels, positions);
    deltaSecondImages = new ExampleMatrices(channels, positions);
    second = setting.secondOrder() ? new Second(window, channels, setting) : null;
  }

  /** The buffers of the tangent and second sweeps. */
  private static final class Second {
    final INDArray outputTangent;
    final INDArray[] outputTangentImages;
    final INDArray inputDeltaTangent;
    final INDArray outputSecond;
    final INDArray[] outputSecondImages;
    final INDArray inputDeltaSecond;
    final INDArray tangentColumns;
    final INDArray[] tangentPatches;
    final INDArray secondColumns;
    final INDArray[] secondPatches;
    final INDArray direction; // U_i
    final INDArray onesOutput;
    final INDArray factor;

    Second(Window2d window, long channels, Layer.PassSetting setting) {
      int rows = setting.rows();
      DataType type = setting.type();
      boolean first = setting.first();
      long positions = window.positions();
      long patch = window.patch();
      outputTangent = matrix(type, rows, channels * positions);
      outputTangentImages = new ExampleMatrices(channels, positions).of(outputTangent);
      inputDeltaTangent = first ? null : matrix(type, rows, window.inputs());
      outputSecond = matrix(type, rows, channels * positions);
      outputSecondImages = new ExampleMatrices(channels, positions).of(outputSecond);
      inputDeltaSecond = first ? null : matrix(type, rows, window.inputs());
      tangentColumns = first ? null : matrix(type, rows, patch * positions);
      tangentPatches = first ? null : new ExampleMatrices(patch, positions).of(tangentColumns);
      secondColumns = first ? null : matrix(type, rows, patch * positions);
      secondPatches = first ? null : new ExampleMatrices(patch, positions).of(secondColumns);
      direction = matrix(type, channels, patch);
      onesOutput = ones(type, channels * positions, 1);
      factor = matrix(type, rows, 1);
    }

    void free() {
      Tensors.free(
          outputTangent,
          inputDeltaTangent,
          outputSecond,
          inputDeltaSecond,
          tangentColumns,
          secondColumns,
          direction,
          onesOutput,
          factor);
    }
  }

  @Override
  public INDArray forward(INDArray[] parameters, INDArray input) {
    window.columns(input, columns);
    for (int i = 0; i < rows; i++) {
      multiply(parameters[0], false, patches[i], false, outputImages[i], 1, 0);
    }
    addBias(parameters[1], output);
    return output;
  }

  @Override
  public INDArray backward(
      INDArray[] parameters, INDArray delta, INDArray[] gradient, double weight) {
    this.delta = delta;
    INDArray[] deltas = deltaImages.of(delta);
    if (gradient != null) {
      addOuter(deltas, patches, gradient[0], weight);
      addChannelSums(delta, gradient[1], weight);
    }
    if (!first) {
      for (int i = 0; i < rows; i++) {
        multiply(parameters[0], true, deltas[i], false, deltaPatches[i], 1, 0);
      }
      window.images(deltaColumns, inputDelta);
    }
    return inputDelta;
  }

  @Override
  public INDArray tangentForward(INDArray[] parameters, INDArray[] direction, INDArray tangent) {
    Second own = second;
    if (!first) {
      window.columns(tangent, own.tangentColumns);
    }
    for (int i = 0; i < rows; i++) {
      INDArray image = own.outputTangentImages[i];
      multiply(direction[0], false, patches[i], false, image, 1, 0);
      if (!first) {
        multiply(parameters[0], false, own.tangentPatches[i], false, image, 1, 1);
      }
    }
    addBias(direction[1], own.outputTangent);
    return own.outputTangent;
  }

  @Override
  public INDArray tangentBackward(
      INDArray[] parameters,
      INDArray[] direction,
      INDArray delta,
      INDArray[] product,
      double weight) {
    deltaTangent = delta;
    INDArray[] deltas = deltaImages.of(this.delta);
    INDArray[] deltaTangents = deltaTangentImages.of(delta);
    if (product != null) {
      addOuter(deltaTangents, patches, product[0], weight);
      addChannelSums(delta, product[1], weight);
      if (!first) {
        addOuter(deltas, second.tangentPatches, product[0], weight);
      }
    }
    if (!first) {
      for (int i = 0; i < rows; i++) {
        multiply(parameters[0], true, deltaTangents[i], false, deltaPatches[i], 1, 0);
        multiply(direction[0], true, deltas[i], false, deltaPatches[i], 1, 1);
      }
      window.images(deltaColumns, second.inputDeltaTangent);
    }
    return second.inputDeltaTangent;
  }

  /** Leaves U_iᵀ δ_i, the first part of the backward half, in the columns of the delta. */
  @Override
  public INDArray secondForward(INDArray[] parameters, INDArray[] shift, INDArray second) {
    Second own = this.second;
    if (!first) {
      window.columns(second, own.secondColumns);
    }
    INDArray[] deltas = deltaImages.of(delta);
    INDArray[] deltaTangents = deltaTangentImages.of(deltaTangent);
    INDArray direction = own.direction;
    for (int i = 0; i < rows; i++) {
      if (shift != null) {
        direction.assign(shift[0]);
      }
      multiply(deltaTangents[i], false, patches[i], true, direction, 1, shift == null ? 0 : -1);
      if (!first) {
        multiply(deltas[i], false, own.tangentPatches[i], true, direction, 1, 1);
      }
      INDArray image = own.outputSecondImages[i];
      multiply(direction, false, patches[i], false, image, 1, 0);
      if (!first) {
        multiply(parameters[0], false, own.secondPatches[i], false, image, 1, 1);
        multiply(direction, true, deltas[i], false, deltaPatches[i], 1, 0);
      }
    }
    sumChannels(deltaTangent);
    if (shift != null) {
      channelSums.reshape('c', rows, channels).subiRowVector(shift[1]);
    }
    byChannel(own.outputSecond).addiColumnVector(channelSums);
    return own.outputSecond;
  }

  @Override
  public INDArray secondBackward(
      INDArray[] parameters, INDArray[] shift, INDArray delta, INDArray[] product, double weight) {
    INDArray[] deltaSeconds = deltaSecondImages.of(delta);
    addOuter(deltaSeconds, patches, product[0], weight);
    addChannelSums(delta, product[1], weight);
    if (!first) {
      addOuter(deltaImages.of(this.delta), second.secondPatches, product[0], weight);
      for (int i = 0; i < rows; i++) {
        multiply(parameters[0], true, deltaSeconds[i], false, deltaPatches[i], 1, 1);
      }
      window.images(deltaColumns, second.inputDeltaSecond);
    }
    return second.inputDeltaSecond;
  }

  @Override
  public void addCurvature(INDArray[] direction, INDArray curvature) {
    Second own = second;
    for (int i = 0; i < rows; i++) {
      multiply(direction[0], false, patches[i], false, own.outputSecondImages[i], 1, 0);
    }
    addBias(direction[1], own.outputSecond);
    addProducts(deltaTangent, curvature);
    if (!first) {
      for (int i = 0; i < rows; i++) {
        multiply(
            direction[0], false, own.tangentPatches[i], false, own.outputSecondImages[i], 1, 0);
      }
      addProducts(delta, curvature);
    }
  }

  private void addProducts(INDArray delta, INDArray curvature) {
    Second own = second;
    rowDots(own.outputSecond, delta, own.outputSecond, own.onesOutput, own.factor);
    curvature.addi(own.factor);
  }

  private void addBias(INDArray bias, INDArray images) {
    INDArray byChannel = images.reshape('c', rows, channels, window.positions());
    Nd4j.getExecutioner()
        .exec(
            new BroadcastAddOp(byChannel, bias.reshape('c', new long[] {channels}), byChannel, 1));
  }

  private void addOuter(INDArray[] left, INDArray[] right, INDArray sum, double weight) {
    for (int i = 0; i < rows; i++) {
      multiply(left[i], false, right[i], true, sum, weight, 1);
    }
  }

  /** Sums over positions, into {@link #channelSums}. */
  private void sumChannels(INDArray images) {
    multiply(byChannel(images), false, onesPosition, false, channelSums, 1, 0);
  }

  private void addChannelSums(INDArray images, INDArray sum, double weight) {
    sumChannels(images);
    multiply(onesRow, false, channelSums.reshape('c', rows, channels), false, sum, weight, 1);
  }

  private INDArray byChannel(INDArray images) {
    return images.reshape('c', rows * channels, window.positions());
  }

  @Override
  public void close() {
    Tensors.free(output, inputDelta, channelSums, onesRow, onesPosition, columns, deltaColumns);
    if (second != null) {
      second.free();
    }
  }
}
