package org.escapement.lab.meansquare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.escapement.engine.solver.Tolerance;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Preconditioner.Pace;
import org.escapement.spi.model.Jacobian;
import org.escapement.spi.optimizer.Sampling;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What a subspace shows never goes beyond what is there, and all of it shows everything. */
class NoiseSubspaceTest {
  private static final Tolerance FINE = Tolerance.relative(1e-9, 3000);

  /** A dense Jacobian, row κ of example i at place ik + κ. */
  private record Dense(INDArray rows, int examples, int outputs) implements Jacobian {
    static Dense random(int examples, int outputs, int dimension, Random random) {
      double[][] rows = new double[examples * outputs][dimension];
      for (int row = 0; row < rows.length; row++) {
        double size = Math.exp(1.5 * random.nextGaussian());
        for (int j = 0; j < dimension; j++) {
          rows[row][j] = size * random.nextGaussian() / (1 + j);
        }
      }
      return new Dense(Nd4j.createFromArray(rows), examples, outputs);
    }

    @Override
    public void product(INDArray v, INDArray out) {
      out.assign(rows.mmul(v.reshape(v.length(), 1)).reshape(examples, outputs));
    }

    @Override
    public void transposeProduct(INDArray u, INDArray out) {
      out.assign(rows.transpose().mmul(u.dup('c').reshape(rows.size(0), 1)).reshape(out.length()));
    }

    @Override
    public void gram(INDArray out) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void exampleGrams(INDArray out) {
      for (int i = 0; i < examples; i++) {
        INDArray own = rows.get(NDArrayIndex.interval(i * outputs, (i + 1) * outputs));
        out.slice(i).assign(own.mmul(own.transpose()));
      }
    }

    @Override
    public void close() {}
  }

  static IntStream seeds() {
    return IntStream.rangeClosed(1, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void boundsAndLimit(int seed) {
    Random random = new Random(seed);
    int n = 6 + random.nextInt(10);
    int k = 1 + random.nextInt(3);
    int d = 10 + random.nextInt(30);
    Dense jacobian = Dense.random(n, k, d, random);
    double[] diagonal = new double[d];
    for (int j = 0; j < d; j++) {
      diagonal[j] = Math.exp(random.nextGaussian());
    }
    Preconditioner preconditioner =
        seed % 2 == 0
            ? Preconditioner.identity()
            : Preconditioner.diagonal(Nd4j.createFromArray(diagonal), Pace.SLOW);
    double p = Sampling.withoutReplacement(1 + random.nextInt(n - 1)).varianceFactor(n);
    try (GramOperator operator = new GramOperator(jacobian, preconditioner, n, d, DataType.DOUBLE);
        ReducedCurvature exact = ReducedCurvature.ofGram(operator.matrix(), n, k);
        MeanSquareStability exactly = new MeanSquareStability(exact, FINE)) {
      Bounds known = exactly.criticalLearningRate(Recurrences.plain(1), p);
      int rank = exact.rank();
      for (int modes : new int[] {1, 2, rank / 2, rank - 1, n * k}) {
        try (ReducedCurvature reduced =
                NoiseSubspace.reduce(operator, DataType.DOUBLE, modes, new Random(seed))
                    .orElseThrow();
            MeanSquareStability stability = new MeanSquareStability(reduced, FINE)) {
          String about = "seed %d, %d of %d modes".formatted(seed, modes, rank);
          assertThat(reduced.modes()).as(about).isLessThanOrEqualTo(Math.min(modes, rank));
          for (int mode = 0; mode < reduced.modes(); mode++) {
            assertThat(reduced.eigenvalues()[mode])
                .as(about)
                .isLessThanOrEqualTo(exact.eigenvalues()[mode] + 1e-12 * exact.sharpness());
          }
          double upper =
              stability.criticalLearningRate(Recurrences.plain(1), p).keptModes().upper();
          assertThat(upper).as(about).isGreaterThanOrEqualTo(known.lower() * (1 - 1e-9));
          if (reduced.modes() == rank) {
            assertThat(reduced.eigenvalues()).containsExactly(exact.eigenvalues(), within(1e-7));
            assertThat(upper).as(about).isCloseTo(known.upper(), within(1e-6 * known.upper()));
          }
        }
      }
    }
  }
}
