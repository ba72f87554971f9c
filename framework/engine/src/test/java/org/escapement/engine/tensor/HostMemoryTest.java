package org.escapement.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

@DisplayName("Two arrays' places")
class HostMemoryTest {
  private static void assertOnePlace(INDArray a, INDArray b, boolean expected) {
    assertThat(HostMemory.isOnePlace(a, b)).isEqualTo(expected);
    assertThat(HostMemory.isOneOffset(a.data(), b.data())).isEqualTo(expected);
  }

  @Test
  void areToldApartWithoutAddressesAsWithThem() {
    INDArray matrix = Tensors.matrix(DataType.FLOAT, 6, 4);
    INDArray tail = Tensors.rows(matrix, 2, 6);
    assertOnePlace(matrix, matrix, true);
    assertOnePlace(matrix, Tensors.rows(matrix, 0, 3), true);
    assertOnePlace(matrix, matrix.reshape('c', 4, 6), true);
    assertOnePlace(matrix, tail, false);
    assertOnePlace(Tensors.rows(tail, 1, 2), Tensors.rows(matrix, 3, 4), true);
    assertOnePlace(Tensors.rows(tail, 1, 2), Tensors.rows(matrix, 4, 5), false);
    assertOnePlace(matrix, Tensors.matrix(DataType.FLOAT, 6, 4), false);
  }
}
