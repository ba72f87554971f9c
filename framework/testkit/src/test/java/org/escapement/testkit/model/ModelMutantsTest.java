package org.escapement.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.model.ParameterTensor;
import org.escapement.spi.option.Option;
import org.escapement.testkit.FailedRules;
import org.escapement.testkit.Mutant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Models with one thing wrong: the contract must name it, and nothing that is right. */
class ModelMutantsTest {
  static Stream<Mutant> mutants() {
    return Stream.of(
        Mutant.of(BadName.class, "m01"),
        Mutant.of(UndescribedOption.class, "m02"),
        Mutant.of(AcceptsEmptyBatches.class, "m03"),
        Mutant.of(GapInLayout.class, "m04"),
        Mutant.of(StartOfWrongType.class, "m05"),
        Mutant.of(StartFromGlobalRandom.class, "m06"),
        Mutant.of(MinimumBesideTheMinimum.class, "m07"),
        Mutant.of(RepetitionsCountOnce.class, "m08", "m09", "m14"),
        Mutant.of(WrongDerivative.class, "m09", "m14"),
        Mutant.of(WritesPoint.class, "m10", "m08", "m09", "m11", "m12", "m14"),
        Mutant.of(DriftingGradient.class, "m11"),
        Mutant.of(CoarseInFloat.class, "m12"),
        Mutant.of(UnstatedLoss.class, "m13"),
        Mutant.of(WrongHessian.class, "m14"),
        Mutant.of(AsymmetricHessian.class, "m15", "m14", "m16"),
        Mutant.of(SecondMomentForCovariance.class, "m16"),
        Mutant.of(HalvedForms.class, "m17"),
        Mutant.of(WritesDirection.class, "m18", "m17"),
        Mutant.of(UnlistedFactory.class, "m19"));
  }

  @Test
  void theRightOnePasses() {
    assertThat(FailedRules.of(Springs.class)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void theRightRulesFail(Mutant mutant) {
    assertThat(FailedRules.of(mutant.contract())).isEqualTo(mutant.failing());
  }

  static class BadName extends Springs {
    @Override
    public ModelFactory<?> factory() {
      return new Factory<>("Springs", Options.class);
    }
  }

  record Undescribed(@Option(value = "1", description = " ") double scale) {}

  static class UndescribedOption extends Springs {
    @Override
    public ModelFactory<?> factory() {
      return new Factory<>("springs", Undescribed.class);
    }

    @Override
    public Record options() {
      return new Undescribed(1);
    }
  }

  record Unbounded(@Option(value = "2", description = "springs at a time") int batchSize) {}

  static class AcceptsEmptyBatches extends Springs {
    @Override
    public ModelFactory<?> factory() {
      return new Factory<>("springs", Unbounded.class);
    }

    @Override
    public Record options() {
      return new Unbounded(2);
    }
  }

  static class MinimumBesideTheMinimum extends Springs {
    @Override
    Map<String, INDArray> minima() {
      return Map.of("rest", Nd4j.createFromArray(0.01, 0));
    }
  }

  static class DriftingGradient extends Springs {
    private double drift;

    @Override
    double weight(Batch batch) {
      drift += 1e-15;
      return (1 + drift) * super.weight(batch);
    }
  }

  static class CoarseInFloat extends Springs {
    @Override
    double potential(double first, double second, double stiffness, DataType precision) {
      double right = super.potential(first, second, stiffness, precision);
      return precision == DataType.FLOAT ? 1.01 * right : right;
    }
  }

  static class UnstatedLoss extends Springs {
    @Override
    String convention() {
      return "";
    }
  }

  static class HalvedForms extends Springs {
    @Override
    double form(double[] v, double[] image) {
      return super.form(v, image) / 2;
    }
  }

  static class WritesDirection extends Springs {
    @Override
    void lookAt(INDArray v) {
      v.addi(1e-3);
    }
  }

  static class UnlistedFactory extends Springs {
    @Override
    public ModelFactory<?> factory() {
      ModelFactory<Options> right = new Factory<>("springs", Options.class);
      return new ModelFactory<Options>() {
        @Override
        public String name() {
          return right.name();
        }

        @Override
        public String description() {
          return right.description();
        }

        @Override
        public Class<Options> options() {
          return right.options();
        }

        @Override
        public boolean needsData() {
          return right.needsData();
        }

        @Override
        public Model create(Options options, ModelSetting setting) {
          return right.create(options, setting);
        }
      };
    }
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
