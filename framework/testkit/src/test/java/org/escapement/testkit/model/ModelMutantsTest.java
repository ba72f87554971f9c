package org.escapement.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.ParameterTensor;
import org.escapement.testkit.FailedRules;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Models with one thing wrong: the contract must name it, and nothing that is right. */
class ModelMutantsTest {
  static Stream<Arguments> mutants() {
    return Stream.of(
        Arguments.of(Springs.class, Set.of()),
        Arguments.of(GapInLayout.class, Set.of("m04")),
        Arguments.of(StartOfWrongType.class, Set.of("m05")),
        Arguments.of(StartFromGlobalRandom.class, Set.of("m06")),
        Arguments.of(RepetitionsCountOnce.class, Set.of("m08", "m09", "m14")),
        Arguments.of(WrongDerivative.class, Set.of("m09", "m14")),
        Arguments.of(WritesPoint.class, Set.of("m08", "m09", "m10", "m11", "m12", "m14")),
        Arguments.of(WrongHessian.class, Set.of("m14")),
        Arguments.of(AsymmetricHessian.class, Set.of("m14", "m15", "m16")),
        Arguments.of(SecondMomentForCovariance.class, Set.of("m16")));
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void theRightRulesFail(Class<?> mutant, Set<String> rules) {
    assertThat(FailedRules.of(mutant)).isEqualTo(new TreeSet<>(rules));
  }

  static class GapInLayout extends Springs {
    @Override
    List<ParameterTensor> layout() {
      return List.of(
          new ParameterTensor("first", List.of(1L), 0),
          new ParameterTensor("second", List.of(1L), 2));
    }
  }

  static class StartOfWrongType extends Springs {
    @Override
    INDArray start(RandomGenerator random, DataType precision) {
      return super.start(random, precision == DataType.FLOAT ? DataType.DOUBLE : precision);
    }
  }

  static class StartFromGlobalRandom extends Springs {
    @Override
    INDArray start(RandomGenerator random, DataType precision) {
      return super.start(random, precision).addi(Nd4j.rand(precision, 2).muli(0.1));
    }
  }

  static class RepetitionsCountOnce extends Springs {
    @Override
    double weight(Batch batch) {
      return batch.isAll() || batch.size() == 1 ? super.weight(batch) : 0.5;
    }
  }

  static class WrongDerivative extends Springs {
    @Override
    double derivative(double second) {
      return 1.01 * super.derivative(second);
    }
  }

  static class WritesPoint extends Springs {
    @Override
    void gradient(INDArray x, double stiffness, double[] out) {
      super.gradient(x, stiffness, out);
      x.muli(1.001);
    }
  }

  static class WrongHessian extends Springs {
    @Override
    double[] hessianProduct(double stiffness, double second, double[] v) {
      return super.hessianProduct(stiffness, 1.001 * second, v);
    }
  }

  static class AsymmetricHessian extends Springs {
    @Override
    double[] hessianProduct(double stiffness, double second, double[] v) {
      double[] right = super.hessianProduct(stiffness, second, v);
      right[0] += 0.01 * stiffness * v[1];
      return right;
    }
  }

  static class SecondMomentForCovariance extends Springs {
    @Override
    double variance() {
      return super.variance() + Math.pow(8.0 / 3, 2);
    }
  }
}
