package org.escapement.engine.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.linearization.LinearOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What belongs to the operator is as it was after a solve; images start from any content. */
class SolverInputsTest {
  private static final int SIZE = 50;

  private final INDArray matrix =
      Nd4j.create(
          DenseOperator.withSpectrum(new Random(1).doubles(SIZE, -1, 1).toArray(), new Random(2))
              .matrix()
              .getData());
  private final INDArray before = matrix.dup();

  /** Every image is filled with rubbish before it is computed. */
  private final LinearOperator operator =
      new LinearOperator() {
        @Override
        public long dimension() {
          return SIZE;
        }

        @Override
        public void apply(INDArray v, INDArray out) {
          assertThat(out).isNotSameAs(v);
          assertThat(v.shape()).containsExactly(SIZE);
          double[] entries = v.toDoubleVector();
          out.assign(1e30);
          assertThat(v.toDoubleVector()).as("no shared buffer").containsExactly(entries);
          Tensors.multiply(
              matrix,
              false,
              v.reshape('c', new long[] {SIZE, 1}),
              false,
              out.reshape('c', new long[] {SIZE, 1}),
              1,
              0);
        }
      };

  private enum Solver {
    LARGEST,
    SMALLEST,
    TRACE,
    EXACT_TRACE,
    DENSITY
  }

  @ParameterizedTest
  @EnumSource
  void operatorIsNotWritten(Solver solver) {
    var random = RandomStreams.of(1).stream("start");
    Tolerance tolerance = Tolerance.relative(1e-8, 1000);
    DataType type = DataType.DOUBLE;
    switch (solver) {
      case LARGEST -> LeadingEigenpairs.largest(operator, type, 3, tolerance, random).close();
      case SMALLEST -> LeadingEigenpairs.smallest(operator, type, 3, tolerance, random).close();
      case TRACE -> TraceEstimate.of(operator, type, 20, 0.95, random);
      case EXACT_TRACE -> TraceEstimate.of(operator, type, SIZE, 0.95, random);
      case DENSITY -> SpectralDensity.of(operator, type, 2, 20, random);
    }
  }

  @AfterEach
  void matrixIsAsItWas() {
    assertThat(matrix.data().asDouble()).containsExactly(before.data().asDouble());
  }
}
