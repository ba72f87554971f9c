package org.escapement.engine.compute;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The primitives under layers, operators and solvers: everything that they do with numbers in bulk.
 * An implementation decides where tensors live; its tensors are not another's.
 *
 * <p>Rules for all of them, beside what each says:
 *
 * <ul>
 *   <li>All tensors of a call have one type, and shapes that fit; otherwise {@code
 *       IllegalArgumentException}.
 *   <li>Only what is called overwritten, scaled or added to is written, and only within its view.
 *   <li>Entry by entry operations ({@link #copy} to {@link #bend}) may write onto an operand:
 *       {@code out} is then the same view. Otherwise what is written overlaps with nothing that is
 *       read.
 *   <li>Arguments may be views with gaps between rows, except where contiguous is asked for.
 *   <li>Numbers are IEEE: a NaN in an operand or a factor reaches every entry that depends on it,
 *       and what is overwritten is never read.
 *   <li>The same call on the same numbers gives the same bits, in one process and the next, with
 *       the same number of threads on the same hardware.
 *   <li>Several threads may call at a time, on tensors that none of the others writes. Calls may
 *       return before the work is done; whatever reads entries waits for it.
 * </ul>
 */
public interface Compute {
  /** What computes, for people: {@code nd4j}, {@code cuda}. */
  String name();

  /** Waits until all work that was asked for is done. */
  void synchronize();

  /**
   * Whether tensors are arrays: {@link #upload} then takes a vector as it is, and to bring vectors
   * here and back costs nothing.
   */
  boolean sharesArrays();

  // ---- memory, and the boundary to the host

  /** The bytes that all tensors together may take, where memory is counted at all. */
  default long memoryBytes() {
    return Long.MAX_VALUE;
  }

  /**
   * Makes known what gives way before memory is refused.
   *
   * @param kept as long as others reach it
   */
  default void keeps(KeptMemory kept) {}

  /**
   * Does work that may be refused memory and then tries again with less. Before memory is refused
   * tensors that nobody can reach any more are looked for, which is slow: within this work it is
   * done once.
   *
   * @param divisible whether it would try again now; a primitive that could do with less scratch,
   *     but slowly, then refuses instead
   */
  default <T> T asOneShortage(BooleanSupplier divisible, Supplier<T> work) {
    return work.get();
  }

  /**
   * A new tensor of zeros, contiguous; the caller closes it.
   *
   * @throws DeviceMemoryException where there is no room for it
   */
  Tensor zeros(DataType type, long rows, long columns);

  /**
   * A tensor with an array's entries, contiguous or with gaps; the caller closes it. It may share
   * the array's memory, so neither may be written before it is closed, unless whoever writes owns
   * both.
   *
   * @param array of rank two, or of rank one, which becomes one row
   * @throws DeviceMemoryException where there is no room for it
   */
  Tensor upload(INDArray array);

  /**
   * A tensor in which an array's new entries are computed, before {@link #download} brings them
   * there; the caller closes it. It may share the array's memory, or hold whatever is there: it has
   * to be overwritten.
   *
   * @param array as in {@link #upload}
   * @throws DeviceMemoryException where there is no room for it
   */
  Tensor receive(INDArray array);

  /**
   * {@code out = tensor}; does nothing where they share memory.
   *
   * @param out of the tensor's shape, or of rank one if that has one row; overwritten
   */
  void download(Tensor tensor, INDArray out);

  /**
   * The entries as an array of the caller's, in exchange for the tensor, which is closed. Where
   * tensors are arrays nothing is copied.
   *
   * @param tensor that owns its memory, of any shape
   * @return rank one, c order
   */
  INDArray release(Tensor tensor);

  /**
   * Copies all entries out, row by row.
   *
   * @param values as many, overwritten
   */
  void read(Tensor a, double[] values);

  /**
   * Copies all entries in, row by row, rounded to the type.
   *
   * @param out overwritten
   */
  void write(double[] values, Tensor out);

  // ---- copies

  /**
   * {@code out_ij = value}.
   *
   * @param out overwritten
   */
  void fill(Tensor out, double value);

  /**
   * {@code out = a}.
   *
   * @param out overwritten
   */
  void copy(Tensor a, Tensor out);

  /**
   * {@code out_ij = a_ji}.
   *
   * @param out overwritten; no part of {@code a}
   */
  void copyTransposed(Tensor a, Tensor out);

  /**
   * Row i of {@code out} becomes row {@code indices[i]} of {@code a}.
   *
   * @param indices as many as {@code out} has rows, in any order, with repetitions
   * @param out overwritten; no part of {@code a}
   */
  void gatherRows(Tensor a, int[] indices, Tensor out);

  /**
   * Picks columns, always the same; the caller closes it.
   *
   * @param indices of the columns, one at least, in any order, with repetitions; negative for zeros
   */
  ColumnGather columnGather(int[] indices);

  // ---- entry by entry

  /**
   * {@code out = a + factor · b}, rounded once or twice.
   *
   * @param out overwritten; may be {@code a} or {@code b} or both, being one
   */
  void add(Tensor a, double factor, Tensor b, Tensor out);

  /**
   * {@code out_ij = a_ij + value}.
   *
   * @param out overwritten; may be {@code a}
   */
  void addNumber(Tensor a, double value, Tensor out);

  /**
   * {@code out_ij = factor · a_ij}.
   *
   * @param out overwritten; may be {@code a}
   */
  void scale(Tensor a, double factor, Tensor out);

  /**
   * {@code out_ij = a_ij / divisor}, rounded once.
   *
   * @param out overwritten; may be {@code a}
   */
  void divide(Tensor a, double divisor, Tensor out);

  /**
   * {@code out_ij = a_ij b_ij}.
   *
   * @param out overwritten; may be {@code a} or {@code b}
   */
  void multiplyEntries(Tensor a, Tensor b, Tensor out);

  /**
   * {@code out_ij = a_ij + factor · row_j}: a bias.
   *
   * @param row shape {@code [1, columns]}, no part of {@code out}
   * @param out overwritten; may be {@code a}
   */
  void addRow(Tensor a, double factor, Tensor row, Tensor out);

  /**
   * {@code out_ij = a_ij + factor · column_i}.
   *
   * @param column shape {@code [rows, 1]}, no part of {@code out}
   * @param out overwritten; may be {@code a}
   */
  void addColumn(Tensor a, double factor, Tensor column, Tensor out);

  /**
   * {@code out_ij = factors_i a_ij}.
   *
   * @param factors shape {@code [rows, 1]}, no part of {@code out}
   * @param out overwritten; may be {@code a}
   */
  void scaleRows(Tensor a, Tensor factors, Tensor out);

  /**
   * {@code out_ij = row_j}.
   *
   * @param row shape {@code [1, columns]}, no part of {@code out}
   * @param out contiguous, overwritten
   */
  void repeatRow(Tensor row, Tensor out);

  /**
   * {@code value_ij = φ(z_ij)}. Here and in {@link #slope} and {@link #bend} all tensors have one
   * shape and none is another.
   *
   * @param z contiguous
   * @param value contiguous, overwritten
   * @param scratch contiguous, may be overwritten; null if φ is piecewise linear
   */
  void value(Nonlinearity function, Tensor z, Tensor value, Tensor scratch);

  /**
   * {@code slope_ij = φ'(z_ij)}.
   *
   * @param z as for {@link #value}
   * @param value what that wrote
   * @param slope contiguous, overwritten
   * @param scratch contiguous, may be overwritten; null if φ is piecewise linear
   */
  void slope(Nonlinearity function, Tensor z, Tensor value, Tensor slope, Tensor scratch);

  /**
   * {@code bend_ij = φ''(z_ij)}, zero if φ is piecewise linear.
   *
   * @param z as for {@link #value}
   * @param value what that wrote
   * @param slope what {@link #slope} wrote
   * @param bend contiguous, overwritten
   * @param scratch contiguous, may be overwritten; null if φ is piecewise linear
   */
  void bend(
      Nonlinearity function, Tensor z, Tensor value, Tensor slope, Tensor bend, Tensor scratch);

  // ---- products and sums

  /**
   * {@code out = alpha · op(a) op(b) + beta · out}, op being the transpose where asked for. Floats
   * are multiplied as floats, not as anything shorter.
   *
   * @param out contiguous; overwritten where {@code beta = 0}, whatever it held, and else added to
   */
  void multiply(
      Tensor a,
      boolean transposeA,
      Tensor b,
      boolean transposeB,
      Tensor out,
      double alpha,
      double beta);

  /**
   * Inner products of corresponding rows, {@code out_i = a_i · b_i}.
   *
   * @param scratch of the shape of {@code a}, contiguous, may be overwritten; may be {@code a} or
   *     {@code b}, which are then lost
   * @param out shape {@code [rows, 1]}, contiguous, overwritten
   */
  void rowDots(Tensor a, Tensor b, Tensor scratch, Tensor out);

  /**
   * {@code out_i = Σ_j a_ij + beta · out_i}.
   *
   * @param out shape {@code [rows, 1]}, contiguous; overwritten where {@code beta = 0}, and else
   *     added to
   */
  void rowSums(Tensor a, Tensor out, double beta);

  /**
   * {@code out_j = out_j + factor · Σ_i a_ij}: the gradient of a bias.
   *
   * @param out shape {@code [1, columns]}, added to
   */
  void addColumnSums(double factor, Tensor a, Tensor out);

  /**
   * Σ_ij a_ij b_ij, with an error as of sums in pieces, not of one running float.
   *
   * @param a contiguous
   * @param b contiguous
   */
  double dot(Tensor a, Tensor b);

  /**
   * Σ_ij |a_ij|, likewise. It is finite only if every entry is.
   *
   * @param a contiguous
   */
  double absoluteSum(Tensor a);

  /**
   * One pass of Gram–Schmidt, vector by vector in their order: {@code c = duals_i · w}, {@code w =
   * w − c vectors_i}, {@code coefficients_i = coefficients_i + c}.
   *
   * @param duals shape {@code [1, p]} each
   * @param vectors as many; the same for an orthonormal set
   * @param w shape {@code [1, p]}, added to
   * @param coefficients added to; null if not wanted
   */
  void removeComponents(Tensor[] duals, Tensor[] vectors, Tensor w, double[] coefficients);

  /**
   * The losses f_i = −Σ_j y_ij ln p_ij with p_i = softmax(outputs_i), computed in double, and what
   * their derivatives need. A row of which an entry is NaN gives NaN.
   *
   * @param outputs shape {@code [n, k]}
   * @param targets y, shape {@code [n, k]}, rows of sum one
   * @param delta p − y, overwritten
   * @param probabilities p, overwritten
   * @param roots p_ij^½, overwritten
   * @param likeliest one where p_i is greatest, the first of equals, and zero elsewhere;
   *     overwritten
   * @return Σ f_i
   */
  double softmaxCrossEntropy(
      Tensor outputs,
      Tensor targets,
      Tensor delta,
      Tensor probabilities,
      Tensor roots,
      Tensor likeliest);

  /**
   * Means and scales to unit variance of columns, in double, from the sums of n deviations from
   * some centers and of their squares: {@code mean = center + s/n}, {@code scale = 1/√(max(0, q −
   * s²/n)/n + ε)}.
   *
   * @param deviations s, shape {@code [1, columns]}
   * @param squares q, of the same shape
   * @param count n
   * @param mean holds the centers; overwritten
   * @param scale overwritten
   */
  void moments(
      Tensor deviations, Tensor squares, double count, double epsilon, Tensor mean, Tensor scale);

  // ---- images

  /**
   * The mean under each window, channel by channel. Padding counts as zeros, and the divisor is the
   * size of the window.
   *
   * @param images shape {@code [n, inputs]}, contiguous
   * @param pooled shape {@code [n, channels · positions]}, contiguous, overwritten
   */
  void averagePool(Window2d window, Tensor images, Tensor pooled);

  /**
   * The transpose of {@link #averagePool}: every entry of a window gets its share, added up.
   *
   * @param pooled shape {@code [n, channels · positions]}, contiguous
   * @param images shape {@code [n, inputs]}, contiguous, overwritten
   */
  void averagePoolTransposed(Window2d window, Tensor pooled, Tensor images);

  /**
   * Maxima under windows; the caller closes it.
   *
   * @param window each covering an entry of the image
   * @param rows images
   */
  MaximumPooling maximumPooling(Window2d window, int rows, DataType type);

  /**
   * Products of a convolution; the caller closes it.
   *
   * @param outputs channels
   */
  Convolution convolution(Window2d window, long outputs, DataType type);

  /**
   * Products of convolutions with a kernel for each example; the caller closes it.
   *
   * @param outputs channels
   * @param bias whether the kernels have a bias part
   */
  ExampleConvolutions exampleConvolutions(
      Window2d window, long outputs, boolean bias, DataType type);

  /** Refuses a tensor of another shape or type. */
  static void requireSameShape(Tensor a, Tensor b) {
    requireShape(b, a.rows(), a.columns());
    if (a.type() != b.type()) {
      throw new IllegalArgumentException(a.type() + " with " + b.type());
    }
  }

  /** Refuses a tensor of another shape. */
  static void requireShape(Tensor a, long rows, long columns) {
    if (a.rows() != rows || a.columns() != columns) {
      throw new IllegalArgumentException(
          "a tensor of " + a.rows() + " by " + a.columns() + ", not " + rows + " by " + columns);
    }
  }

  /** Refuses an array that has not an element for each entry. */
  static void requireLength(Tensor a, double[] values) {
    if (values.length != a.length()) {
      throw new IllegalArgumentException(values.length + " numbers for " + a.length());
    }
  }
}
