package org.escapement.engine.tensor;

import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.escapement.engine.compute.ColumnGather;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Convolution;
import org.escapement.engine.compute.ExampleConvolutions;
import org.escapement.engine.compute.MaximumPooling;
import org.escapement.engine.compute.Nonlinearity;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.compute.Window2d;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastSubOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The reference: the primitives on ND4J, each in the form that was measured fastest. Tensors are
 * arrays, so that nothing is copied at the boundary. ND4J takes a NaN for a number that is added or
 * multiplied with for 1e-5, hence the tests for it.
 */
public final class Nd4jCompute implements Compute {
  /** The only one; it holds nothing but ones. */
  public static final Nd4jCompute INSTANCE = new Nd4jCompute();

  private final Ones floats = new Ones(DataType.FLOAT);
  private final Ones doubles = new Ones(DataType.DOUBLE);

  private Nd4jCompute() {}

  /**
   * The entries of a tensor of this compute, which is contiguous, as an array of rank one that
   * shares them.
   */
  public static INDArray vector(Tensor tensor) {
    return flat(tensor);
  }

  /** A tensor's array, of rank two; null for null. */
  static INDArray array(Tensor tensor) {
    return tensor == null ? null : of(tensor).matrix();
  }

  /** The arrays of tensors; null for null. */
  static INDArray[] arrays(Tensor[] tensors) {
    return tensors == null
        ? null
        : Arrays.stream(tensors).map(Nd4jCompute::array).toArray(INDArray[]::new);
  }

  private static Nd4jTensor of(Tensor tensor) {
    return (Nd4jTensor) tensor;
  }

  private static INDArray flat(Tensor tensor) {
    return of(tensor).flat();
  }

  private static boolean same(Tensor a, Tensor b) {
    return of(a).isSameAs(of(b));
  }

  private INDArray ones(DataType type, long rows, long columns) {
    return (type == DataType.FLOAT ? floats : doubles).get(rows, columns);
  }

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public void synchronize() {
    Nd4j.getExecutioner().commit();
  }

  @Override
  public boolean sharesArrays() {
    return true;
  }

  @Override
  public Tensor zeros(DataType type, long rows, long columns) {
    return Nd4jTensor.zeros(type, rows, columns);
  }

  @Override
  public Tensor upload(INDArray array) {
    Tensor shared = Nd4jTensor.sharing(array);
    return shared == null ? Nd4jTensor.owning(array.dup('c')) : shared;
  }

  @Override
  public Tensor receive(INDArray array) {
    Tensor shared = Nd4jTensor.sharing(array);
    return shared == null
        ? zeros(array.dataType(), array.rank() == 1 ? 1 : array.size(0), array.size(-1))
        : shared;
  }

  @Override
  public void download(Tensor tensor, INDArray out) {
    Nd4jTensor shared = Nd4jTensor.sharing(out);
    if (shared == null) {
      out.assign(out.rank() == 1 ? flat(tensor) : array(tensor));
    } else if (!same(tensor, shared)) {
      copy(tensor, shared);
    }
  }

  @Override
  public INDArray release(Tensor tensor) {
    return of(tensor).ownArray();
  }

  @Override
  public void read(Tensor a, double[] values) {
    Compute.requireLength(a, values);
    double[] row = new double[(int) a.columns()];
    for (int i = 0; i < a.rows(); i++) {
      Tensors.readRow(array(a), i, row);
      System.arraycopy(row, 0, values, i * row.length, row.length);
    }
  }

  @Override
  public void write(double[] values, Tensor out) {
    Compute.requireLength(out, values);
    int columns = (int) out.columns();
    for (int i = 0; i < out.rows(); i++) {
      Tensors.writeRow(Arrays.copyOfRange(values, i * columns, (i + 1) * columns), array(out), i);
    }
  }

  @Override
  public void fill(Tensor out, double value) {
    array(out).assign(value);
  }

  @Override
  public void copy(Tensor a, Tensor out) {
    Compute.requireSameShape(a, out);
    array(out).assign(array(a));
  }

  @Override
  public void copyTransposed(Tensor a, Tensor out) {
    Compute.requireShape(out, a.columns(), a.rows());
    array(out).assign(array(a).transpose());
  }

  @Override
  public void gatherRows(Tensor a, int[] indices, Tensor out) {
    Compute.requireShape(out, indices.length, a.columns());
    // memcpy counts positions in bytes
    BytePointer from = new BytePointer(HostMemory.pointerToRead(array(a)));
    BytePointer to = new BytePointer(HostMemory.pointer(array(out)));
    int width = a.type().width();
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= a.rows()) {
        throw new IllegalArgumentException("row " + indices[i] + " of " + a.rows());
      }
      Pointer.memcpy(
          to.position(i * of(out).stride() * width),
          from.position(indices[i] * of(a).stride() * width),
          a.columns() * width);
    }
  }

  @Override
  public ColumnGather columnGather(int[] indices) {
    return new Nd4jColumnGather(indices);
  }

  @Override
  public void add(Tensor a, double factor, Tensor b, Tensor out) {
    Compute.requireSameShape(a, b);
    Compute.requireSameShape(a, out);
    if (factor == 1) {
      array(a).add(array(b), array(out));
    } else if (factor == -1) {
      array(a).sub(array(b), array(out));
    } else if (Double.isNaN(factor)) {
      fill(out, factor);
    } else if (same(b, out) && !same(a, out)) {
      array(b).muli(factor).addi(array(a));
    } else {
      if (!same(a, out)) {
        copy(a, out);
      }
      if (b.isContiguous() && out.isContiguous()) {
        Tensors.addScaled(factor, flat(b), flat(out));
      } else {
        INDArray scaled = array(b).mul(factor);
        array(out).addi(scaled);
        Tensors.free(scaled);
      }
    }
  }

  @Override
  public void addNumber(Tensor a, double value, Tensor out) {
    Compute.requireSameShape(a, out);
    if (Double.isNaN(value)) {
      fill(out, value);
    } else if (same(a, out)) {
      array(out).addi(value);
    } else {
      array(a).add(value, array(out));
    }
  }

  @Override
  public void scale(Tensor a, double factor, Tensor out) {
    Compute.requireSameShape(a, out);
    if (Double.isNaN(factor)) {
      fill(out, factor);
    } else if (same(a, out)) {
      array(out).muli(factor);
    } else {
      array(a).mul(factor, array(out));
    }
  }

  @Override
  public void divide(Tensor a, double divisor, Tensor out) {
    Compute.requireSameShape(a, out);
    if (Double.isNaN(divisor)) {
      fill(out, divisor);
    } else if (same(a, out)) {
      array(out).divi(divisor);
    } else {
      array(a).div(divisor, array(out));
    }
  }

  @Override
  public void multiplyEntries(Tensor a, Tensor b, Tensor out) {
    Compute.requireSameShape(a, b);
    Compute.requireSameShape(a, out);
    array(a).mul(array(b), array(out));
  }

  @Override
  public void addRow(Tensor a, double factor, Tensor row, Tensor out) {
    Compute.requireSameShape(a, out);
    Compute.requireShape(row, 1, a.columns());
    addAlong(array(a), factor, array(row), array(out), 1);
  }

  @Override
  public void addColumn(Tensor a, double factor, Tensor column, Tensor out) {
    Compute.requireSameShape(a, out);
    Compute.requireShape(column, a.rows(), 1);
    addAlong(array(a), factor, array(column), array(out), 0);
  }

  private void addAlong(INDArray a, double factor, INDArray vector, INDArray out, int dimension) {
    if (factor == 1) {
      Nd4j.getExecutioner().exec(new BroadcastAddOp(a, vector, out, dimension));
    } else if (factor == -1) {
      Nd4j.getExecutioner().exec(new BroadcastSubOp(a, vector, out, dimension));
    } else if (Double.isNaN(factor)) {
      out.assign(factor);
    } else {
      INDArray scaled = vector.mul(factor);
      Nd4j.getExecutioner().exec(new BroadcastAddOp(a, scaled, out, dimension));
      Tensors.free(scaled);
    }
  }

  @Override
  public void scaleRows(Tensor a, Tensor factors, Tensor out) {
    Compute.requireSameShape(a, out);
    Compute.requireShape(factors, a.rows(), 1);
    Nd4j.getExecutioner().exec(new BroadcastMulOp(array(a), array(factors), array(out), 0));
  }

  @Override
  public void repeatRow(Tensor row, Tensor out) {
    Compute.requireShape(row, 1, out.columns());
    INDArray ones = ones(out.type(), 1, out.rows());
    Tensors.multiply(ones, true, array(row), false, array(out), 1, 0);
  }

  @Override
  public void value(Nonlinearity function, Tensor z, Tensor value, Tensor scratch) {
    Compute.requireSameShape(z, value);
    Nd4jNonlinearities.value(function, array(z), array(value), array(scratch));
  }

  @Override
  public void slope(Nonlinearity function, Tensor z, Tensor value, Tensor slope, Tensor scratch) {
    Compute.requireSameShape(z, slope);
    Nd4jNonlinearities.slope(function, array(z), array(value), array(slope), array(scratch));
  }

  @Override
  public void bend(
      Nonlinearity function, Tensor z, Tensor value, Tensor slope, Tensor bend, Tensor scratch) {
    Compute.requireSameShape(z, bend);
    Nd4jNonlinearities.bend(
        function, array(z), array(value), array(slope), array(bend), array(scratch));
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
    Tensors.multiply(array(a), transposeA, array(b), transposeB, array(out), alpha, beta);
  }

  @Override
  public void rowDots(Tensor a, Tensor b, Tensor scratch, Tensor out) {
    Compute.requireSameShape(a, b);
    Compute.requireSameShape(a, scratch);
    Compute.requireShape(out, a.rows(), 1);
    INDArray ones = ones(a.type(), a.columns(), 1);
    Tensors.rowDots(array(a), array(b), array(scratch), ones, array(out));
  }

  @Override
  public void rowSums(Tensor a, Tensor out, double beta) {
    Compute.requireShape(out, a.rows(), 1);
    INDArray ones = ones(a.type(), a.columns(), 1);
    Tensors.multiply(array(a), false, ones, false, array(out), 1, beta);
  }

  @Override
  public void addColumnSums(double factor, Tensor a, Tensor out) {
    Compute.requireShape(out, 1, a.columns());
    INDArray ones = ones(a.type(), 1, a.rows());
    Tensors.multiply(ones, false, array(a), false, array(out), factor, 1);
  }

  @Override
  public double dot(Tensor a, Tensor b) {
    Compute.requireSameShape(a, b);
    return Tensors.dot(flat(a), flat(b));
  }

  @Override
  public double absoluteSum(Tensor a) {
    return Nd4j.getBlasWrapper().asum(flat(a));
  }

  @Override
  public void removeComponents(Tensor[] duals, Tensor[] vectors, Tensor w, double[] coefficients) {
    for (int i = 0; i < duals.length; i++) {
      double coefficient = dot(duals[i], w);
      Tensors.addScaled(-coefficient, flat(vectors[i]), flat(w));
      if (coefficients != null) {
        coefficients[i] += coefficient;
      }
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
    Compute.requireSameShape(outputs, targets);
    Compute.requireSameShape(outputs, delta);
    return SoftmaxLosses.sum(
        array(outputs),
        array(targets),
        array(delta),
        array(probabilities),
        array(roots),
        array(likeliest));
  }

  @Override
  public void moments(
      Tensor deviations, Tensor squares, double count, double epsilon, Tensor mean, Tensor scale) {
    ColumnMoments.run(deviations, squares, count, epsilon, mean, scale);
  }

  @Override
  public void averagePool(Window2d window, Tensor images, Tensor pooled) {
    Compute.requireShape(images, images.rows(), window.inputs());
    Compute.requireShape(pooled, images.rows(), window.channels() * window.positions());
    AveragePools.apply(window, array(images), array(pooled));
  }

  @Override
  public void averagePoolTransposed(Window2d window, Tensor pooled, Tensor images) {
    Compute.requireShape(images, images.rows(), window.inputs());
    Compute.requireShape(pooled, images.rows(), window.channels() * window.positions());
    AveragePools.transpose(window, array(pooled), array(images));
  }

  @Override
  public MaximumPooling maximumPooling(Window2d window, int rows, DataType type) {
    return new Nd4jMaximumPooling(window, rows, type);
  }

  @Override
  public Convolution convolution(Window2d window, long outputs, DataType type) {
    return new Nd4jConvolution(window, outputs, type);
  }

  @Override
  public ExampleConvolutions exampleConvolutions(
      Window2d window, long outputs, boolean bias, DataType type) {
    return new Nd4jExampleConvolutions(window, outputs, bias, type);
  }
}
