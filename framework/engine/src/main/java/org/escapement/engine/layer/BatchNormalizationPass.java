package org.escapement.engine.layer;

import static org.escapement.engine.tensor.Tensors.matrix;
import static org.escapement.engine.tensor.Tensors.multiply;

import java.util.List;
import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The sweeps of batch normalisation. With s = 1/√(σ² + ε) and fixed statistics, z = γ â + β is
 * affine in a and Râ = s Ra. Example i's gradient is (Σ δ_i â_i, Σ δ_i), sums over positions, so
 * its tangent U_i = (Σ Rδ_i â_i + δ_i Râ_i, Σ Rδ_i) is two numbers for each channel and is formed.
 * Derivatives that come in forward are scaled by s in place.
 */
final class BatchNormalizationPass implements NormalizingPass {
  /** Buffers with an entry for each channel of a row. */
  static final int CHANNEL_BUFFERS = 11;

  private static final double EPSILON = 1e-5;

  private final int rows;
  private final long channels;
  private final long positions;
  private final boolean first;
  private final ChannelImages images;

  private final INDArray normalized; // â
  private final INDArray output;
  private final INDArray inputDelta;
  private final INDArray scratch;

  // a number for each row and channel
  private final INDArray mean;
  private final INDArray scale; // s
  private final INDArray gamma;
  private final INDArray gain; // γ s
  private final INDArray sums;
  private final INDArray weightSums;
  private final INDArray term;

  // a number for each channel
  private final INDArray totals;

  private final Second second;

  private ChannelStatistics fixed;
  private ChannelStatistics statistics;

  // what the sweeps leave for later ones; owned by the neighbouring layers
  private INDArray delta;
  private boolean held;
  private INDArray normalizedTangent;
  private INDArray normalizedSecond;

  BatchNormalizationPass(long channels, long positions, Layer.PassSetting setting) {
    this.rows = setting.rows();
    this.channels = channels;
    this.positions = positions;
    first = setting.first();
    DataType type = setting.type();
    images = new ChannelImages(rows, channels, positions, type);
    long width = channels * positions;
    normalized = matrix(type, rows, width);
    output = matrix(type, rows, width);
    inputDelta = first ? null : matrix(type, rows, width);
    scratch = matrix(type, rows, width);
    mean = matrix(type, rows, channels);
    scale = matrix(type, rows, channels);
    gamma = matrix(type, rows, channels);
    gain = matrix(type, rows, channels);
    sums = matrix(type, rows, channels);
    weightSums = matrix(type, rows, channels);
    term = matrix(type, rows, channels);
    totals = matrix(type, 1, channels);
    second = setting.secondOrder() ? new Second(width, channels, setting) : null;
  }

  /** The buffers of the tangent and second sweeps. */
  private static final class Second {
    final INDArray outputTangent;
    final INDArray inputDeltaTangent;
    final INDArray outputSecond;
    final INDArray inputDeltaSecond;

    // U_i, and U_i without the shift
    final INDArray weightTangent;
    final INDArray biasTangent;
    final INDArray weightDirection;
    final INDArray biasDirection;

    Second(long width, long channels, Layer.PassSetting setting) {
      int rows = setting.rows();
      DataType type = setting.type();
      boolean first = setting.first();
      outputTangent = matrix(type, rows, width);
      inputDeltaTangent = first ? null : matrix(type, rows, width);
      outputSecond = matrix(type, rows, width);
      inputDeltaSecond = first ? null : matrix(type, rows, width);
      weightTangent = matrix(type, rows, channels);
      biasTangent = matrix(type, rows, channels);
      weightDirection = matrix(type, rows, channels);
      biasDirection = matrix(type, rows, channels);
    }

    void free() {
      Tensors.free(
          outputTangent,
          inputDeltaTangent,
          outputSecond,
          inputDeltaSecond,
          weightTangent,
          biasTangent,
          weightDirection,
          biasDirection);
    }
  }

  @Override
  public List<NormalizingPass> normalizing() {
    return List.of(this);
  }

  @Override
  public ChannelStatistics statistics() {
    return statistics;
  }

  @Override
  public void fix(ChannelStatistics statistics) {
    fixed = statistics;
  }

  @Override
  public INDArray forward(INDArray[] parameters, INDArray input) {
    statistics = fixed == null ? statisticsOf(input) : fixed;
    repeat(statistics.means(), mean);
    double[] scales = statistics.variances();
    for (int c = 0; c < scales.length; c++) {
      scales[c] = 1 / Math.sqrt(scales[c] + EPSILON);
    }
    repeat(scales, scale);
    images.subtract(input, mean, normalized);
    images.scale(normalized, scale, normalized);
    images.repeat(parameters[0], gamma);
    gamma.mul(scale, gain);
    affine(gamma, images.repeat(parameters[1], term), output);
    return output;
  }

  /**
   * Deviations are summed from a mean that is as right as the type can hold it, and it is then put
   * right in double.
   */
  private ChannelStatistics statisticsOf(INDArray input) {
    long count = rows * positions;
    images.sumPositions(input, sums);
    double[] means = channelTotals(sums);
    for (int c = 0; c < means.length; c++) {
      means[c] /= count;
    }
    repeat(means, mean);
    Tensors.readRow(mean, 0, means);
    images.subtract(input, mean, normalized);
    images.sumPositions(normalized, sums);
    double[] deviations = channelTotals(sums);
    normalized.mul(normalized, scratch);
    images.sumPositions(scratch, sums);
    double[] squares = channelTotals(sums);
    for (int c = 0; c < means.length; c++) {
      means[c] += deviations[c] / count;
      squares[c] = Math.max(0, squares[c] - deviations[c] * deviations[c] / count);
    }
    return new ChannelStatistics(count, means, squares);
  }

  private double[] channelTotals(INDArray numbers) {
    totals.assign(0);
    images.addTotals(numbers, totals, 1);
    double[] values = new double[(int) channels];
    Tensors.readRow(totals, 0, values);
    return values;
  }

  private void repeat(double[] numbers, INDArray out) {
    Tensors.writeRow(numbers, totals, 0);
    images.repeat(totals, out);
  }

  /** {@code out = factors · â + terms}. */
  private void affine(INDArray factors, INDArray terms, INDArray out) {
    images.scale(normalized, factors, out);
    images.add(out, terms);
  }

  @Override
  public INDArray backward(
      INDArray[] parameters, INDArray delta, INDArray[] gradient, double weight) {
    this.delta = delta;
    boolean throughStatistics = fixed == null && !first;
    if (gradient != null || throughStatistics) {
      sumGradients(delta, normalized, weightSums);
      images.sumPositions(delta, sums);
    }
    if (gradient != null) {
      images.addTotals(weightSums, gradient[0], weight);
      images.addTotals(sums, gradient[1], weight);
    }
    if (!first) {
      images.scale(delta, gain, inputDelta);
    }
    if (throughStatistics) {
      addThroughStatistics();
    }
    return inputDelta;
  }

  /** Adds −γ s (mean δ + â mean δ â), means over the batch, to the delta of the input. */
  private void addThroughStatistics() {
    images.scale(normalized, gainTimesMean(weightSums), scratch);
    inputDelta.addi(scratch);
    images.add(inputDelta, gainTimesMean(sums));
  }

  private INDArray gainTimesMean(INDArray numbers) {
    totals.assign(0);
    images.addTotals(numbers, totals, -1.0 / (rows * positions));
    return images.repeat(totals, term).muli(gain);
  }

  private void sumGradients(INDArray delta, INDArray normalized, INDArray out) {
    delta.mul(normalized, scratch);
    images.sumPositions(scratch, out);
  }

  private void addGradients(INDArray delta, INDArray normalized, INDArray out) {
    delta.mul(normalized, scratch);
    images.addPositions(scratch, out);
  }

  @Override
  public INDArray tangentForward(INDArray[] parameters, INDArray[] direction, INDArray tangent) {
    normalizedTangent = tangent;
    held = direction == null;
    INDArray result = second.outputTangent;
    if (held) {
      images.scale(tangent, gain, result);
      return result;
    }
    images.repeat(direction[0], sums);
    affine(sums, images.repeat(direction[1], term), result);
    addNormalized(tangent, result);
    return result;
  }

  @Override
  public INDArray tangentBackward(
      INDArray[] parameters,
      INDArray[] direction,
      INDArray delta,
      INDArray[] product,
      double weight) {
    Second own = second;
    if (held) {
      images.scale(delta, gain, own.inputDeltaTangent);
      return own.inputDeltaTangent;
    }
    sumTangent(delta, normalizedTangent, own.weightTangent, own.biasTangent);
    if (product != null) {
      images.addTotals(own.weightTangent, product[0], weight);
      images.addTotals(own.biasTangent, product[1], weight);
    }
    if (!first) {
      inputDelta(delta, images.repeat(direction[0], term), own.inputDeltaTangent);
    }
    return own.inputDeltaTangent;
  }

  @Override
  public INDArray secondForward(INDArray[] parameters, INDArray[] shift, INDArray second) {
    normalizedSecond = second;
    Second own = this.second;
    if (held) {
      images.scale(second, gain, own.outputSecond);
      return own.outputSecond;
    }
    own.weightDirection.assign(own.weightTangent);
    own.biasDirection.assign(own.biasTangent);
    if (shift != null) {
      own.weightDirection.subiRowVector(shift[0]);
      own.biasDirection.subiRowVector(shift[1]);
    }
    affine(own.weightDirection, own.biasDirection, own.outputSecond);
    addNormalized(second, own.outputSecond);
    return own.outputSecond;
  }

  @Override
  public INDArray secondBackward(
      INDArray[] parameters, INDArray[] shift, INDArray delta, INDArray[] product, double weight) {
    Second own = second;
    if (held) {
      images.scale(delta, gain, own.inputDeltaSecond);
      return own.inputDeltaSecond;
    }
    sumTangent(delta, normalizedSecond, weightSums, sums);
    if (product != null) {
      images.addTotals(weightSums, product[0], weight);
      images.addTotals(sums, product[1], weight);
    }
    if (!first) {
      inputDelta(delta, own.weightDirection, own.inputDeltaSecond);
    }
    return own.inputDeltaSecond;
  }

  /** Turns a derivative of the input into that of â, in place, and adds γ times that. */
  private void addNormalized(INDArray derivative, INDArray out) {
    if (derivative != null) {
      images.scale(derivative, scale, derivative);
      images.scale(derivative, gamma, scratch);
      out.addi(scratch);
    }
  }

  /** The derivatives of the examples' gradients, given those of δ and, if not zero, of â. */
  private void sumTangent(
      INDArray deltaDerivative, INDArray normalizedDerivative, INDArray ofWeight, INDArray ofBias) {
    sumGradients(deltaDerivative, normalized, ofWeight);
    if (normalizedDerivative != null) {
      addGradients(delta, normalizedDerivative, ofWeight);
    }
    images.sumPositions(deltaDerivative, ofBias);
  }

  /** s (γ times the derivative of δ + δ times that of γ). */
  private void inputDelta(INDArray deltaDerivative, INDArray weightDerivative, INDArray out) {
    images.scale(deltaDerivative, gain, out);
    weightDerivative.mul(scale, sums);
    images.scale(delta, sums, scratch);
    out.addi(scratch);
  }

  @Override
  public void addCurvature(INDArray[] direction, INDArray curvature) {
    multiply(second.weightTangent, false, direction[0], true, curvature, 1, 1);
    multiply(second.biasTangent, false, direction[1], true, curvature, 1, 1);
  }

  @Override
  public List<ExampleGradients> exampleGradients() {
    return List.of(new Gradients());
  }

  /** The rows themselves: for each channel the derivatives by γ and β. */
  private final class Gradients implements ExampleGradients {
    @Override
    public INDArray left() {
      return null;
    }

    @Override
    public int units() {
      return (int) channels;
    }

    @Override
    public long unitEntries() {
      return 2;
    }

    @Override
    public void right(int from, int to, INDArray out) {
      sumGradients(delta, normalized, weightSums);
      images.sumPositions(delta, sums);
      int count = to - from;
      out.get(NDArrayIndex.all(), NDArrayIndex.interval(0, count))
          .assign(channels(weightSums, from, to));
      out.get(NDArrayIndex.all(), NDArrayIndex.interval(count, 2L * count))
          .assign(channels(sums, from, to));
    }

    private INDArray channels(INDArray numbers, int from, int to) {
      return numbers.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
    }
  }

  @Override
  public void close() {
    images.close();
    Tensors.free(
        normalized,
        output,
        inputDelta,
        scratch,
        mean,
        scale,
        gamma,
        gain,
        sums,
        weightSums,
        term,
        totals);
    if (second != null) {
      second.free();
    }
  }
}
