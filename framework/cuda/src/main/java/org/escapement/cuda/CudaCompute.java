package org.escapement.cuda;

import org.escapement.cuda.Device.MatrixAt;
import org.escapement.cuda.Product.Shape;
import org.escapement.engine.compute.ColumnGather;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Convolution;
import org.escapement.engine.compute.ExampleConvolutions;
import org.escapement.engine.compute.MaximumPooling;
import org.escapement.engine.compute.Nonlinearity;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.compute.Window2d;
import org.nd4j.linalg.api.buffer.DataType;

/** The primitives on a card. Sums are made in double, whatever the type. */
final class CudaCompute extends CudaMemory {
  private final Entries entries;
  private final Reductions sums;

  CudaCompute(Card card) {
    super(card);
    entries = new Entries(card, host);
    sums = new Reductions(card, host);
  }

  static void requireType(Tensor a, Tensor b) {
    if (a.type() != b.type()) {
      throw new IllegalArgumentException(a.type() + " with " + b.type());
    }
  }

  @Override
  public void fill(Tensor out, double value) {
    entries.fill(of(out), value);
    Fence.keep(out);
  }

  @Override
  public void copy(Tensor a, Tensor out) {
    entries.withNumber(of(a), Entries.COPY, 0, of(out));
    Fence.keep(a, out);
  }

  @Override
  public void addNumber(Tensor a, double value, Tensor out) {
    entries.withNumber(of(a), Entries.ADD, value, of(out));
    Fence.keep(a, out);
  }

  @Override
  public void scale(Tensor a, double factor, Tensor out) {
    entries.withNumber(of(a), Entries.MULTIPLY, factor, of(out));
    Fence.keep(a, out);
  }

  @Override
  public void divide(Tensor a, double divisor, Tensor out) {
    entries.withNumber(of(a), Entries.DIVIDE, divisor, of(out));
    Fence.keep(a, out);
  }

  @Override
  public void copyTransposed(Tensor a, Tensor out) {
    entries.copyTransposed(of(a), of(out));
    Fence.keep(a, out);
  }

  @Override
  public void gatherRows(Tensor a, int[] indices, Tensor out) {
    entries.gatherRows(of(a), indices, of(out));
    Fence.keep(a, out);
  }

  @Override
  public ColumnGather columnGather(int[] indices) {
    return new CudaColumnGather(card, host, entries, indices);
  }

  @Override
  public void add(Tensor a, double factor, Tensor b, Tensor out) {
    entries.add(of(a), factor, of(b), of(out));
    Fence.keep(a, b, out);
  }

  @Override
  public void multiplyEntries(Tensor a, Tensor b, Tensor out) {
    entries.multiplyEntries(of(a), of(b), of(out));
    Fence.keep(a, b, out);
  }

  @Override
  public void addRow(Tensor a, double factor, Tensor row, Tensor out) {
    entries.addRow(of(a), factor, of(row), of(out));
    Fence.keep(a, row, out);
  }

  @Override
  public void addColumn(Tensor a, double factor, Tensor column, Tensor out) {
    entries.addColumn(of(a), factor, of(column), of(out));
    Fence.keep(a, column, out);
  }

  @Override
  public void scaleRows(Tensor a, Tensor factors, Tensor out) {
    entries.scaleRows(of(a), of(factors), of(out));
    Fence.keep(a, factors, out);
  }

  @Override
  public void repeatRow(Tensor row, Tensor out) {
    entries.repeatRow(of(row), flat(out));
    Fence.keep(row, out);
  }

  @Override
  public void value(Nonlinearity function, Tensor z, Tensor value, Tensor scratch) {
    entries.nonlinearity(function, 0, of(z), of(value), of(value), of(value));
    Fence.keep(z, value, scratch);
  }

  @Override
  public void slope(Nonlinearity function, Tensor z, Tensor value, Tensor slope, Tensor scratch) {
    entries.nonlinearity(function, 1, of(z), of(value), of(slope), of(slope));
    Fence.keep(z, value, slope, scratch);
  }

  @Override
  public void bend(
      Nonlinearity function, Tensor z, Tensor value, Tensor slope, Tensor bend, Tensor scratch) {
    entries.nonlinearity(function, 2, of(z), of(value), of(slope), of(bend));
    Fence.keep(z, value, slope, bend, scratch);
  }

  @Override
  public void multiply(
      Tensor a,
      boolean transposeA,
      Tensor b,
      boolean transposeB,
      Tensor out,
      double alpha,
      double beta) {
    Compute.requireShape(
        out, transposeA ? a.columns() : a.rows(), transposeB ? b.rows() : b.columns());
    long inner = transposeA ? a.rows() : a.columns();
    if (inner != (transposeB ? b.columns() : b.rows())) {
      throw new IllegalArgumentException(
          "inner dimensions " + inner + " and " + (transposeB ? b.columns() : b.rows()));
    }
    requireType(a, b);
    requireType(a, out);
    card.multiply(
        out.type(),
        new Product(
            new Shape(transposeA, transposeB, out.rows(), out.columns(), inner),
            alpha,
            at(of(a)),
            at(of(b)),
            beta,
            at(flat(out)),
            1));
    Fence.keep(a, b, out);
  }

  private static MatrixAt at(CudaTensor tensor) {
    return new MatrixAt(tensor.address(), tensor.stride(), 0);
  }

  @Override
  public void rowDots(Tensor a, Tensor b, Tensor scratch, Tensor out) {
    Compute.requireSameShape(a, b);
    Compute.requireSameShape(a, scratch);
    Compute.requireShape(out, a.rows(), 1);
    requireType(a, out);
    sums.rows(of(a), of(b), flat(out), 0);
    Fence.keep(a, b, scratch, out);
  }

  @Override
  public void rowSums(Tensor a, Tensor out, double beta) {
    Compute.requireShape(out, a.rows(), 1);
    requireType(a, out);
    sums.rows(of(a), null, flat(out), beta);
    Fence.keep(a, out);
  }

  @Override
  public void addColumnSums(double factor, Tensor a, Tensor out) {
    Compute.requireShape(out, 1, a.columns());
    requireType(a, out);
    sums.columns(factor, of(a), of(out));
    Fence.keep(a, out);
  }

  @Override
  public double dot(Tensor a, Tensor b) {
    Compute.requireSameShape(a, b);
    double sum = sums.dot(flat(a), flat(b));
    Fence.keep(a, b);
    return sum;
  }

  @Override
  public double absoluteSum(Tensor a) {
    double sum = sums.dot(flat(a), null);
    Fence.keep(a);
    return sum;
  }

  @Override
  public void removeComponents(Tensor[] duals, Tensor[] vectors, Tensor w, double[] coefficients) {
    CudaTensor[] from = new CudaTensor[duals.length];
    CudaTensor[] along = new CudaTensor[duals.length];
    for (int i = 0; i < duals.length; i++) {
      Compute.requireSameShape(w, duals[i]);
      Compute.requireSameShape(w, vectors[i]);
      from[i] = flat(duals[i]);
      along[i] = flat(vectors[i]);
    }
    double[] removed = sums.remove(from, along, flat(w), coefficients != null);
    for (int i = 0; coefficients != null && i < removed.length; i++) {
      coefficients[i] += removed[i];
    }
    Fence.keep(duals, vectors, w);
  }

  @Override
  public double softmaxCrossEntropy(
      Tensor outputs,
      Tensor targets,
      Tensor delta,
      Tensor probabilities,
      Tensor roots,
      Tensor likeliest) {
    for (Tensor other : new Tensor[] {targets, delta, probabilities, roots, likeliest}) {
      Compute.requireSameShape(outputs, other);
    }
    double sum =
        sums.softmax(
            of(outputs), of(targets), of(delta), of(probabilities), of(roots), of(likeliest));
    Fence.keep(outputs, targets, delta, probabilities, roots, likeliest);
    return sum;
  }

  @Override
  public void moments(
      Tensor deviations, Tensor squares, double count, double epsilon, Tensor mean, Tensor scale) {
    for (Tensor other : new Tensor[] {squares, mean, scale}) {
      Compute.requireSameShape(deviations, other);
    }
    Compute.requireShape(deviations, 1, deviations.columns());
    sums.moments(of(deviations), of(squares), count, epsilon, of(mean), of(scale));
    Fence.keep(deviations, squares, mean, scale);
  }

  @Override
  public void averagePool(Window2d window, Tensor images, Tensor pooled) {
    Geometry.of(window).requireImages(images, pooled);
    flat(images);
    flat(pooled);
    Geometry.of(window).launchOnWindows(card, "averagePool", of(images), of(pooled));
    Fence.keep(images, pooled);
  }

  @Override
  public void averagePoolTransposed(Window2d window, Tensor pooled, Tensor images) {
    Geometry.of(window).requireImages(images, pooled);
    flat(images);
    flat(pooled);
    Geometry.of(window).launchOnEntries(card, "averagePoolTransposed", of(pooled), of(images));
    Fence.keep(pooled, images);
  }

  @Override
  public MaximumPooling maximumPooling(Window2d window, int rows, DataType type) {
    return new CudaMaximumPooling(card, window, rows);
  }

  @Override
  public Convolution convolution(Window2d window, long outputs, DataType type) {
    return new CudaConvolution(card, window, outputs, type);
  }

  @Override
  public ExampleConvolutions exampleConvolutions(
      Window2d window, long outputs, boolean bias, DataType type) {
    return new CudaExampleConvolutions(card, window, outputs, bias, type);
  }
}
