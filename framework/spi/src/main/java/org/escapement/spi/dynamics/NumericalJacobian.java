package org.escapement.spi.dynamics;

import java.util.Locale;
import java.util.Map;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A_ξ by central differences of the step itself in the point and in every tensor of the state.
 *
 * <p>A difference quotient exists even where a derivative does not (sign descent, Adam at v = 0),
 * so every product is taken with two step sizes; where they disagree by more than {@link
 * #SMOOTHNESS_GATE} it is refused rather than returned.
 */
final class NumericalJacobian implements LinearizedJacobian {
  /** Largest relative change between the two difference quotients that still counts as smooth. */
  static final double SMOOTHNESS_GATE = 1e-2;

  private static final double WIDE_STEP = 1e-4;
  private static final double NARROW_STEP = 1e-5;

  private final Optimizer optimizer;
  private final BatchObjective objective;
  private final INDArray point;
  private final State state;
  private final long dimension;
  private final INDArray wide;

  private NumericalJacobian(
      Optimizer optimizer, BatchObjective objective, INDArray point, State state) {
    this.optimizer = optimizer;
    this.objective = objective;
    this.point = point;
    this.state = state;
    this.dimension =
        point.length() + state.tensors().values().stream().mapToLong(INDArray::length).sum();
    this.wide = Nd4j.create(point.dataType(), dimension);
  }

  static NumericalJacobian of(
      Optimizer optimizer, Objective objective, INDArray point, State state, Batch batch) {
    if (point.dataType() != DataType.DOUBLE) {
      throw new EscapementException(
          ErrorCode.NOT_DIFFERENTIABLE,
          "the step has no analytic linearization and differences in "
              + point.dataType()
              + " are too coarse; set precision: double");
    }
    NumericalJacobian jacobian =
        new NumericalJacobian(optimizer, objective.on(batch), point, state);
    jacobian.checkAdditive();
    return jacobian;
  }

  /**
   * A step that is homogeneous but not linear (a normalised gradient) has equal quotients at every
   * step size; it is told from a linear one by the sum of two directions.
   */
  private void checkAdditive() {
    INDArray first = wave(1);
    INDArray second = wave(2);
    INDArray sum = first.add(second);
    INDArray imageFirst = first.ulike();
    INDArray imageSecond = first.ulike();
    INDArray imageSum = first.ulike();
    apply(first, imageFirst);
    apply(second, imageSecond);
    apply(sum, imageSum);
    double size = imageSum.norm2Number().doubleValue();
    imageSum.subi(imageFirst).subi(imageSecond);
    double excess = imageSum.norm2Number().doubleValue();
    if (!(excess <= SMOOTHNESS_GATE * Math.max(size, sum.norm2Number().doubleValue()))) {
      throw new EscapementException(
          ErrorCode.NOT_DIFFERENTIABLE,
          String.format(
              Locale.ROOT,
              "the step is not linear here: the image of a sum of two directions differs from the"
                  + " sum of their images by %.3g of it; use simulation",
              excess / size));
    }
  }

  /** A direction without symmetry, the same in every run. */
  private INDArray wave(int frequency) {
    double[] values = new double[Math.toIntExact(dimension)];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.cos(frequency * (i + 0.5) + frequency);
    }
    return Nd4j.createFromArray(values);
  }

  @Override
  public long pointDimension() {
    return point.length();
  }

  @Override
  public long dimension() {
    return dimension;
  }

  @Override
  public void apply(INDArray z, INDArray out) {
    double length = z.norm2Number().doubleValue();
    if (length == 0) {
      out.assign(0);
      return;
    }
    difference(z, WIDE_STEP / length, wide);
    difference(z, NARROW_STEP / length, out);
    double size = out.norm2Number().doubleValue();
    wide.subi(out);
    double change = wide.norm2Number().doubleValue();
    if (!(change <= SMOOTHNESS_GATE * Math.max(size, length))) {
      throw new EscapementException(
          ErrorCode.NOT_DIFFERENTIABLE,
          String.format(
              Locale.ROOT,
              "the step is not differentiable here: difference quotients at steps %.0e and %.0e"
                  + " differ by %.3g of the direction; use simulation",
              WIDE_STEP,
              NARROW_STEP,
              change / length));
    }
  }

  private void difference(INDArray z, double h, INDArray out) {
    advance(z, h, out);
    INDArray backward = out.ulike();
    advance(z, -h, backward);
    out.subi(backward);
    out.muli(0.5 / h);
    backward.close();
  }

  private void advance(INDArray z, double h, INDArray out) {
    long offset = point.length();
    State shifted = state;
    for (Map.Entry<String, INDArray> entry : state.tensors().entrySet()) {
      INDArray tensor = entry.getValue();
      INDArray part = part(z, offset, tensor.length()).mul(h).reshape('c', tensor.shape());
      shifted = shifted.with(entry.getKey(), part.addi(tensor));
      offset += tensor.length();
    }
    StepResult result =
        optimizer.step(part(z, 0, point.length()).mul(h).addi(point), shifted, objective);
    flatten(result, out);
  }

  private void flatten(StepResult result, INDArray out) {
    part(out, 0, point.length()).assign(result.point());
    long offset = point.length();
    for (String name : state.tensors().keySet()) {
      INDArray tensor = result.state().tensor(name);
      part(out, offset, tensor.length()).assign(tensor.reshape('c', new long[] {tensor.length()}));
      offset += tensor.length();
    }
  }

  private static INDArray part(INDArray z, long offset, long length) {
    return z.get(NDArrayIndex.interval(offset, offset + length));
  }
}
