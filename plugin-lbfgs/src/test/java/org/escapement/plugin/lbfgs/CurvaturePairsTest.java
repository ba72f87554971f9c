package org.escapement.plugin.lbfgs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.escapement.plugin.lbfgs.CurvaturePairs.Pair;
import org.escapement.spi.optimizer.State;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CurvaturePairsTest {
  private static final int DIMENSION = 8;

  /** Rounding in the dense recursion, whose condition grows with the number of pairs. */
  private static final double DENSE_RELATIVE_TOLERANCE = 1e-10;

  private final Random random = new Random(7);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 8, 20})
  void twoLoopProductIsTheDenseUpdate(int count) {
    CurvaturePairs pairs = randomPairs(count);
    RealMatrix expected = denseUpdate(pairs.pairs());
    RealMatrix actual = written(pairs);
    double scale = expected.getFrobeniusNorm();
    assertThat(actual.subtract(expected).getFrobeniusNorm())
        .isLessThan(DENSE_RELATIVE_TOLERANCE * scale);
    assertThat(actual.subtract(actual.transpose()).getFrobeniusNorm())
        .isLessThan(DENSE_RELATIVE_TOLERANCE * scale);
    double[] eigenvalues =
        new EigenDecompositionSymmetric(actual.add(actual.transpose()).scalarMultiply(0.5))
            .getEigenvalues();
    assertThat(Arrays.stream(eigenvalues).min().orElseThrow()).isPositive();
    assertThat(pairs.isIdentity()).isEqualTo(count == 0);
  }

  /** The newest pair's secant equation B y = s holds exactly. */
  @Test
  void newestPairIsReproduced() {
    CurvaturePairs pairs = randomPairs(5);
    Pair newest = pairs.pairs().get(4);
    INDArray image = newest.step().ulike();
    pairs.apply(newest.change(), image);
    assertThat(image.distance2(newest.step())).isCloseTo(0, within(1e-12));
  }

  @Test
  void pairsSurviveTheStateInTheirOrder() {
    CurvaturePairs pairs = randomPairs(4);
    State state = pairs.into(State.empty());
    List<Pair> read = CurvaturePairs.of(state).pairs();
    assertThat(read).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(read.get(i).step()).isSameAs(pairs.pairs().get(i).step());
      assertThat(read.get(i).change()).isSameAs(pairs.pairs().get(i).change());
    }
  }

  @Test
  void oldestPairIsDroppedFirst() {
    CurvaturePairs pairs = randomPairs(3);
    INDArray step = vector();
    CurvaturePairs longer = pairs.with(step, step.mul(2), 3);
    assertThat(longer.pairs()).hasSize(3);
    assertThat(longer.pairs().get(0)).isSameAs(pairs.pairs().get(1));
    assertThat(longer.pairs().get(2).step()).isSameAs(step);
  }

  @Test
  void pairsWithoutPositiveCurvatureAreNotUsable() {
    INDArray step = vector();
    assertThat(CurvaturePairs.usable(step, step.mul(3))).isTrue();
    assertThat(CurvaturePairs.usable(step, step.mul(-3))).isFalse();
    assertThat(CurvaturePairs.usable(step, step.mul(0))).isFalse();
    assertThat(CurvaturePairs.usable(step.mul(0), step)).isFalse();
    assertThat(CurvaturePairs.usable(step, step.dup().putScalar(0, Double.NaN))).isFalse();
    INDArray across = Nd4j.createFromArray(1.0, 0.0);
    assertThat(CurvaturePairs.usable(across, Nd4j.createFromArray(1e-9, 1.0))).isFalse();
    assertThat(CurvaturePairs.usable(across, Nd4j.createFromArray(1e-7, 1.0))).isTrue();
  }

  private CurvaturePairs randomPairs(int count) {
    CurvaturePairs pairs = new CurvaturePairs(List.of());
    for (int i = 0; i < count; i++) {
      INDArray step = vector();
      INDArray change = vector();
      if (Nd4j.getBlasWrapper().dot(step, change) < 0) {
        change.negi();
      }
      change.addi(step); // keeps the pair away from the limit of usefulness
      pairs = pairs.with(step, change, count);
    }
    return pairs;
  }

  private INDArray vector() {
    return Nd4j.createFromArray(random.doubles(DIMENSION, -1, 1).toArray());
  }

  /** B ← (I − s yᵀ/sᵀy) B (I − y sᵀ/sᵀy) + s sᵀ/sᵀy from γI, oldest pair first. */
  private static RealMatrix denseUpdate(List<Pair> pairs) {
    RealMatrix identity = MatrixUtils.createRealIdentityMatrix(DIMENSION);
    RealMatrix matrix = identity;
    if (!pairs.isEmpty()) {
      RealVector s = dense(pairs.get(pairs.size() - 1).step());
      RealVector y = dense(pairs.get(pairs.size() - 1).change());
      matrix = identity.scalarMultiply(s.dotProduct(y) / y.dotProduct(y));
    }
    for (Pair pair : pairs) {
      RealVector s = dense(pair.step());
      RealVector y = dense(pair.change());
      double product = s.dotProduct(y);
      RealMatrix left = identity.subtract(s.outerProduct(y).scalarMultiply(1 / product));
      matrix =
          left.multiply(matrix)
              .multiply(left.transpose())
              .add(s.outerProduct(s).scalarMultiply(1 / product));
    }
    return matrix;
  }

  private static RealMatrix written(CurvaturePairs pairs) {
    RealMatrix matrix = MatrixUtils.createRealMatrix(DIMENSION, DIMENSION);
    for (int j = 0; j < DIMENSION; j++) {
      INDArray unit = Nd4j.createFromArray(new double[DIMENSION]).putScalar(j, 1);
      INDArray image = unit.ulike();
      pairs.apply(unit, image);
      matrix.setColumn(j, image.toDoubleVector());
    }
    return matrix;
  }

  private static RealVector dense(INDArray vector) {
    return MatrixUtils.createRealVector(vector.toDoubleVector());
  }
}
