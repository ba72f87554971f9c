package org.escapement.engine.solver;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.linearization.LinearOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * diag(spikes, 0, …) + ZZᵀ/n with Z an n × n Gaussian matrix. Its bulk fills the Marchenko–Pastur
 * interval [0, 4]; a spike λ above 2 makes an outlier.
 */
final class SpikedWishart implements LinearOperator, AutoCloseable {
  private final int n;
  private final double[] spikes;
  private final INDArray z;
  private final INDArray zv;

  SpikedWishart(int n, DataType type, RandomGenerator random, double... spikes) {
    this.n = n;
    this.spikes = spikes;
    float[] entries = new float[n * n];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = (float) random.nextGaussian();
    }
    INDArray single = Nd4j.createFromArray(entries);
    this.z = single.castTo(type).reshape('c', new long[] {n, n});
    this.zv = Tensors.matrix(type, n, 1);
  }

  /**
   * Where the spikes come out as n → ∞: the bulk's Stieltjes transform m at an outlier x satisfies
   * m(x) = −1/λ, and 1 + x m + x m² = 0, hence x = λ² / (λ − 1).
   */
  static double[] outliers(double... spikes) {
    return Arrays.stream(spikes).map(spike -> spike * spike / (spike - 1)).toArray();
  }

  @Override
  public long dimension() {
    return n;
  }

  @Override
  public void apply(INDArray v, INDArray out) {
    INDArray column = v.reshape('c', new long[] {n, 1});
    INDArray image = out.reshape('c', new long[] {n, 1});
    Tensors.multiply(z, true, column, false, zv, 1, 0);
    Tensors.multiply(z, false, zv, false, image, 1.0 / n, 0);
    for (int i = 0; i < spikes.length; i++) {
      out.putScalar(i, out.getDouble(i) + spikes[i] * v.getDouble(i));
    }
  }

  @Override
  public void close() {
    Tensors.free(z, zv);
  }
}
