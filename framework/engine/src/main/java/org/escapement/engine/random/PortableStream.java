package org.escapement.engine.random;

import java.util.random.RandomGenerator;

/**
 * The bits of another generator, with normal and exponential deviates that do not depend on the
 * Java release: the library's own changed between 17 and 25.
 */
final class PortableStream implements RandomGenerator {
  private final RandomGenerator bits;
  private double spare = Double.NaN;

  PortableStream(RandomGenerator bits) {
    this.bits = bits;
  }

  @Override
  public long nextLong() {
    return bits.nextLong();
  }

  /** A standard normal deviate by Marsaglia's polar method, which yields them in pairs. */
  @Override
  public double nextGaussian() {
    if (!Double.isNaN(spare)) {
      double second = spare;
      spare = Double.NaN;
      return second;
    }
    double u;
    double v;
    double square;
    do {
      u = 2 * nextDouble() - 1;
      v = 2 * nextDouble() - 1;
      square = u * u + v * v;
    } while (square >= 1 || square == 0);
    double scale = Math.sqrt(-2 * StrictMath.log(square) / square);
    spare = v * scale;
    return u * scale;
  }

  @Override
  public double nextExponential() {
    return -StrictMath.log1p(-nextDouble());
  }
}
