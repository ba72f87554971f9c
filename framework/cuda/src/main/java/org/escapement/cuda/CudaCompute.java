package org.escapement.cuda;

import org.escapement.cuda.Device.MatrixAt;
import org.escapement.cuda.Product.Shape;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Convolution;
import org.escapement.engine.compute.ExampleConvolutions;
import org.escapement.engine.compute.MaximumPooling;
import org.escapement.engine.compute.Nonlinearity;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.compute.Window2d;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The primitives on a card. Sums are made in double, whatever the type. */
final class CudaCompute implements Compute {
  private final Card card;
  private final HostArrays host;
  private final Entries entries;
  private final Reductions sums;

  CudaCompute(Card card) {
    this.card = card;
    host = new HostArrays(card);
    entries = new Entries(card, host);
    sums = new Reductions(card, host);
  }

  private static CudaTensor of(Tensor tensor) {
    return (CudaTensor) tensor;
  }

  private static CudaTensor flat(Tensor tensor) {
    return of(tensor).contiguous();
  }

  static void requireType(Tensor a, Tensor b) {
    if (a.type() != b.type()) {
      throw new IllegalArgumentException(a.type() + " with " + b.type());
    }
  }

  @Override
  public String name() {
    return "cuda: " + card.label();
  }

  @Override
  public void synchronize() {
    card.run(() -> card.device().synchronize());
  }

  @Override
  public Tensor zeros(DataType type, long rows, long columns) {
    CudaTensor zeros = card.tensor(type, rows, columns);
    fill(zeros, 0);
    return zeros;
  }

  @Override
  public Tensor upload(INDArray array) {
    Tensor tensor = receive(array);
    host.upload(array, of(tensor));
    return tensor;
  }

  @Override
  public Tensor receive(INDArray array) {
    return card.tensor(array.dataType(), HostArrays.rows(array), HostArrays.columns(array));
  }

  @Override
  public void download(Tensor tensor, INDArray out) {
    Compute.requireShape(tensor, HostArrays.rows(out), HostArrays.columns(out));
    if (tensor.type() != out.dataType()) {
      throw new IllegalArgumentException(tensor.type() + " with " + out.dataType());
    }
    host.download(of(tensor), out);
  }

  @Override
  public INDArray release(Tensor tensor) {
    CudaTensor whole = of(tensor).whole();
    INDArray array = Nd4j.createUninitialized(whole.type(), new long[] {whole.length()}, 'c');
    host.download(whole.reshapedToRow(), array);
    whole.close();
    return array;
  }

  @Override
  public void read(Tensor a, double[] values) {
    Compute.requireLength(a, values);
    host.read(of(a), values);
  }

  @Override
  public void write(double[] values, Tensor out) {
    Compute.requireLength(out, values);
    host.write(values, of(out));
  }

  @Override
  public void fill(Tensor out, double value) {
    entries.fill(of(out), value);
  }

  @Override
  public void copy(Tensor a, Tensor out) {
    entries.withNumber(of(a), Entries.COPY, 0, of(out));
  }

  @Override
  public void addNumber(Tensor a, double value, Tensor out) {
    entries.withNumber(of(a), Entries.ADD, value, of(out));
  }

  @Override
  public void scale(Tensor a, double factor, Tensor out) {
    entries.withNumber(of(a), Entries.MULTIPLY, factor, of(out));
  }

  @Override
  public void divide(Tensor a, double divisor, Tensor out) {
    entries.withNumber(of(a), Entries.DIVIDE, divisor, of(out));
  }

  @Override
  public void copyTransposed(Tensor a, Tensor out) {
    entries.copyTransposed(of(a), of(out));
  }

  @Override
  public void gatherRows(Tensor a, int[] indices, Tensor out) {
    entries.gatherRows(of(a), indices, of(out));
  }

  @Override
  public void gatherColumns(Tensor a, int[] indices, Tensor out) {
    entries.gatherColumns(of(a), indices, of(out));
  }

  @Override
  public void add(Tensor a, double factor, Tensor b, Tensor out) {
    entries.add(of(a), factor, of(b), of(out));
  }

  @Override
  public void multiplyEntries(Tensor a, Tensor b, Tensor out) {
    entries.multiplyEntries(of(a), of(b), of(out));
  }

  @Override
  public void addRow(Tensor a, double factor, Tensor row, Tensor out) {
    entries.addRow(of(a), factor, of(row), of(out));
  }

  @Override
  public void addColumn(Tensor a, double factor, Tensor column, Tensor out) {
    entries.addColumn(of(a), factor, of(column), of(out));
  }

  @Override
  public void scaleRows(Tensor a, Tensor factors, Tensor out) {
    entries.scaleRows(of(a), of(factors), of(out));
  }

  @Override
  public void repeatRow(Tensor row, Tensor out) {
    entries.repeatRow(of(row), flat(out));
  }

  @Override
  public void value(Nonlinearity function, Tensor z, Tensor value, Tensor scratch) {
    entries.nonlinearity(function, 0, of(z), of(value), of(value), of(value));
  }

  @Override
  public void slope(Nonlinearity function, Tensor z, Tensor value, Tensor slope, Tensor scratch) {
    entries.nonlinearity(function, 1, of(z), of(value), of(slope), of(slope));
  }

  @Override
  public void bend(
      Nonlinearity function, Tensor z, Tensor value, Tensor slope, Tensor bend, Tensor scratch) {
    entries.nonlinearity(function, 2, of(z), of(value), of(slope), of(bend));
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
  }

  @Override
  public void rowSums(Tensor a, Tensor out, double beta) {
    Compute.requireShape(out, a.rows(), 1);
    requireType(a, out);
    sums.rows(of(a), null, flat(out), beta);
  }

  @Override
  public void addColumnSums(double factor, Tensor a, Tensor out) {
    Compute.requireShape(out, 1, a.columns());
    requireType(a, out);
    sums.columns(factor, of(a), of(out));
  }

  @Override
  public double dot(Tensor a, Tensor b) {
    Compute.requireSameShape(a, b);
    return sums.dot(flat(a), flat(b));
  }

  @Override
  public double absoluteSum(Tensor a) {
    return sums.dot(flat(a), null);
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
    return sums.softmax(
        of(outputs), of(targets), of(delta), of(probabilities), of(roots), of(likeliest));
  }

  @Override
  public void averagePool(Window2d window, Tensor images, Tensor pooled) {
    Geometry.of(window).requireImages(images, pooled);
    flat(images);
    flat(pooled);
    Geometry.of(window).launchOnWindows(card, "averagePool", of(images), of(pooled));
  }

  @Override
  public void averagePoolTransposed(Window2d window, Tensor pooled, Tensor images) {
    Geometry.of(window).requireImages(images, pooled);
    flat(images);
    flat(pooled);
    Geometry.of(window).launchOnEntries(card, "averagePoolTransposed", of(pooled), of(images));
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
