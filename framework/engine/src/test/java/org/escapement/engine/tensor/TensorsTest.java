package org.escapement.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Rows copied out and in, of views and of either order; whether entries are finite. */
class TensorsTest {
  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void rowsOfViewsAreReadAndWrittenWhereTheyLie(DataType type) {
    INDArray whole =
        Nd4j.createFromArray(new double[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}})
            .castTo(type);
    for (INDArray matrix : new INDArray[] {whole, whole.dup('f')}) {
      INDArray view = matrix.get(NDArrayIndex.interval(1, 4), NDArrayIndex.interval(1, 3));
      double[] row = new double[2];
      Tensors.readRow(view, 1, row);
      assertThat(row).containsExactly(8, 9);
      Tensors.writeRow(new double[] {-1, -2}, view, 2);
      assertThat(matrix.getRow(3).toDoubleVector()).containsExactly(10, -1, -2);
      assertThat(matrix.getRow(2).toDoubleVector()).containsExactly(7, 8, 9);
    }
  }

  @Test
  void rowsOfRowsAreTheRightOnes() {
    INDArray whole =
        Nd4j.createFromArray(IntStream.range(0, 60).asDoubleStream().toArray()).reshape('c', 20, 3);
    for (INDArray matrix : new INDArray[] {whole, whole.dup('f')}) {
      for (int begin = 0; begin < 10; begin++) {
        INDArray rows = Tensors.rows(matrix, begin, begin + 10);
        for (int i = 0; i < 9; i++) {
          INDArray two = Tensors.rows(rows, i, i + 2);
          double first = 3.0 * (begin + i);
          assertThat(two.ravel().toDoubleVector())
              .containsExactly(first, first + 1, first + 2, first + 3, first + 4, first + 5);
        }
      }
    }
    Tensors.rows(Tensors.rows(whole, 6, 16), 8, 9).assign(-1);
    assertThat(whole.getRow(14).toDoubleVector()).containsExactly(-1, -1, -1);
    assertThat(whole.minNumber().doubleValue()).isEqualTo(-1);
    assertThat(whole.sumNumber().doubleValue()).isEqualTo(60 * 59 / 2 - 42 - 43 - 44 - 3);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void oneEntryMakesAVectorNotFinite(DataType type) {
    for (int length : new int[] {1, 7, 1000}) {
      INDArray vector = Nd4j.valueArrayOf(new long[] {length}, -2, type);
      assertThat(Tensors.finite(vector)).isTrue();
      for (double entry :
          new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
        for (int place : new int[] {0, length / 2, length - 1}) {
          assertThat(Tensors.finite(vector.dup().putScalar(place, entry)))
              .as("%s at %d of %d", entry, place, length)
              .isFalse();
        }
      }
    }
  }
}
