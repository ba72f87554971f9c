package org.escapement.engine.compute;

import static org.escapement.engine.compute.Samples.require;
import static org.escapement.engine.compute.Samples.requireThrows;

import java.util.Arrays;
import java.util.List;
import org.escapement.engine.compute.ComputeContract.Named;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Tensors, their views, and the way to and from arrays. */
final class MemoryRules {
  private MemoryRules() {}

  static List<Named> all() {
    return List.of(
        new Named("zeros are zero and contiguous", MemoryRules::zeros),
        new Named("views are the entries that they say", MemoryRules::views),
        new Named("views outside are refused", MemoryRules::refusals),
        new Named("a closed tensor is refused, closing twice is nothing", MemoryRules::closed),
        new Named("upload takes arrays of any order", MemoryRules::upload),
        new Named("sharesArrays tells whether a vector is uploaded as it is", MemoryRules::shares),
        new Named(
            "receive and download bring results to arrays of any order", MemoryRules::receive),
        new Named("release gives the entries", MemoryRules::release),
        new Named("read and write keep bits", MemoryRules::readWrite));
  }

  private static void zeros(Compute compute, Samples samples) {
    int rows = samples.size();
    int columns = samples.size();
    Tensor tensor = samples.closing(compute.zeros(samples.type(), rows, columns));
    require(tensor.isContiguous(), "has gaps");
    require(tensor.type() == samples.type(), "has type " + tensor.type());
    require(tensor.rows() == rows && tensor.columns() == columns, "has another shape");
    require(tensor.length() == (long) rows * columns, "has another length");
    double[] values = new double[rows * columns];
    compute.read(tensor, values);
    require(Arrays.stream(values).allMatch(value -> value == 0), "is not zero");
  }

  private static void views(Compute compute, Samples samples) {
    Sample sample = samples.any(samples.size(), samples.size());
    int r0 = samples.random().nextInt(sample.rows());
    int r1 = r0 + samples.size(sample.rows() - r0);
    int c0 = samples.random().nextInt(sample.columns());
    int c1 = c0 + samples.size(sample.columns() - c0);
    Tensor view = sample.tensor().rows(r0, r1).columns(c0, c1);
    require(view.rows() == r1 - r0 && view.columns() == c1 - c0, "has another shape");
    double[] found = new double[(r1 - r0) * (c1 - c0)];
    compute.read(view, found);
    for (int i = 0; i < found.length; i++) {
      double expected = sample.values()[r0 + i / (c1 - c0)][c0 + i % (c1 - c0)];
      require(found[i] == expected, "is another entry");
      sample.values()[r0 + i / (c1 - c0)][c0 + i % (c1 - c0)] = 7;
    }
    compute.fill(view, 7);
    Sample whole = samples.contiguous(samples.size(), samples.size());
    int length = whole.rows() * whole.columns();
    Tensor part = whole.tensor().part(length / 2, 1, length - length / 2);
    require(part.isContiguous(), "a part has gaps");
    double[] half = new double[length - length / 2];
    compute.read(part, half);
    for (int i = 0; i < half.length; i++) {
      int at = length / 2 + i;
      require(half[i] == whole.values()[at / whole.columns()][at % whole.columns()], "part");
    }
    samples.checkAll();
  }

  private static void refusals(Compute compute, Samples samples) {
    Tensor tensor = samples.closing(compute.zeros(samples.type(), 3, 4));
    Class<IndexOutOfBoundsException> outside = IndexOutOfBoundsException.class;
    requireThrows(outside, () -> tensor.rows(-1, 2));
    requireThrows(outside, () -> tensor.rows(2, 2));
    requireThrows(outside, () -> tensor.rows(0, 4));
    requireThrows(outside, () -> tensor.columns(0, 5));
    requireThrows(outside, () -> tensor.columns(3, 2));
    requireThrows(outside, () -> tensor.part(1, 3, 4));
    requireThrows(outside, () -> tensor.reshaped(2, 5));
    Tensor gaps = tensor.columns(1, 3);
    require(!gaps.isContiguous(), "columns have no gaps");
    requireThrows(IllegalStateException.class, () -> gaps.part(0, 1, 2));
    requireThrows(IllegalStateException.class, () -> gaps.reshaped(2, 3));
    require(gaps.rows(1, 2).isContiguous(), "one row has gaps");
  }

  private static void closed(Compute compute, Samples samples) {
    Tensor tensor = compute.zeros(samples.type(), 3, 4);
    Tensor view = tensor.rows(1, 2);
    view.close();
    compute.fill(tensor, 1);
    tensor.close();
    tensor.close();
    requireThrows(IllegalStateException.class, () -> compute.fill(tensor, 1));
    requireThrows(IllegalStateException.class, () -> compute.fill(view, 1));
  }

  private static INDArray array(Samples samples, double[][] values, int kind) {
    int rows = values.length;
    int columns = values[0].length;
    INDArray array = Nd4j.createFromArray(values).castTo(samples.type());
    if (kind == 0) {
      return array;
    }
    if (kind == 1) {
      return array.dup('f');
    }
    INDArray larger = Nd4j.create(samples.type(), rows + 3, 2L * columns + 3);
    INDArray view =
        kind == 2
            ? larger.get(NDArrayIndex.interval(2, rows + 2), NDArrayIndex.interval(1, columns + 1))
            : larger.get(
                NDArrayIndex.interval(1, rows + 1), NDArrayIndex.interval(0, 2, 2L * columns));
    return view.assign(array);
  }

  private static double[][] numbers(Samples samples, int rows, int columns) {
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      Arrays.setAll(row, j -> samples.number());
    }
    return values;
  }

  private static void upload(Compute compute, Samples samples) {
    for (int kind = 0; kind < 4; kind++) {
      double[][] values = numbers(samples, samples.size(), samples.size());
      INDArray array = array(samples, values, kind);
      Tensor tensor = samples.closing(compute.upload(array));
      requireEntries(compute, tensor, values);
      INDArray row = array.getRow(0);
      requireEntries(
          compute, samples.closing(compute.upload(row)), new double[][] {values[0].clone()});
    }
  }

  private static void shares(Compute compute, Samples samples) {
    INDArray vector = Nd4j.create(samples.type(), samples.size());
    Tensor tensor = samples.closing(compute.upload(vector));
    compute.fill(tensor, 7);
    compute.synchronize();
    boolean seen = vector.getDouble(0) == 7;
    require(seen == compute.sharesArrays(), "what is written is " + (seen ? "" : "not ") + "seen");
  }

  private static void requireEntries(Compute compute, Tensor tensor, double[][] values) {
    require(
        tensor.rows() == values.length && tensor.columns() == values[0].length,
        "is " + tensor.rows() + " by " + tensor.columns());
    double[] found = new double[(int) tensor.length()];
    compute.read(tensor, found);
    for (int i = 0; i < found.length; i++) {
      require(found[i] == values[i / values[0].length][i % values[0].length], "another entry");
    }
  }

  private static void receive(Compute compute, Samples samples) {
    for (int kind = 0; kind < 4; kind++) {
      double[][] values = numbers(samples, samples.size(), samples.size());
      INDArray array = array(samples, values, kind);
      Tensor tensor = samples.closing(compute.receive(array));
      Sample source = samples.any(values.length, values[0].length);
      compute.copy(source.tensor(), tensor);
      compute.download(tensor, array);
      require(Arrays.deepEquals(source.values(), array.toDoubleMatrix()), "another entry");
      INDArray vector = Nd4j.create(samples.type(), values[0].length);
      compute.download(source.tensor().rows(0, 1), vector);
      require(Arrays.equals(source.values()[0], vector.toDoubleVector()), "another in a vector");
    }
  }

  private static void release(Compute compute, Samples samples) {
    double[] values = new double[samples.size() * samples.size()];
    Arrays.setAll(values, i -> samples.number());
    Tensor tensor = compute.zeros(samples.type(), 1, values.length);
    compute.write(values, tensor);
    INDArray array = compute.release(tensor);
    require(
        array.rank() == 1 && array.dataType() == samples.type(), "is " + array.shapeInfoToString());
    require(Arrays.equals(values, array.toDoubleVector()), "another entry");
    array.close();
  }

  private static void readWrite(Compute compute, Samples samples) {
    Sample sample = samples.special(samples.size(), samples.size());
    Samples.requireSameBits(sample.values(), sample.read());
    samples.checkAll();
    requireThrows(
        IllegalArgumentException.class,
        () -> compute.read(sample.tensor(), new double[sample.rows() * sample.columns() + 1]));
    requireThrows(
        IllegalArgumentException.class,
        () -> compute.write(new double[sample.rows() * sample.columns() + 1], sample.tensor()));
  }
}
