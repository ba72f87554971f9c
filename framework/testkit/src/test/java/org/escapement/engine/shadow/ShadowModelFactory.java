package org.escapement.engine.shadow;

import java.util.List;
import java.util.random.RandomGenerator;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.model.Objective;
import org.escapement.spi.model.ParameterTensor;
import org.escapement.testkit.problem.QuadraticObjective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A quadratic, right but for the package that it is in. */
public final class ShadowModelFactory implements ModelFactory<ShadowModelFactory.Options> {
  public record Options() {}

  @Override
  public String name() {
    return "shadow";
  }

  @Override
  public String description() {
    return "for tests";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public boolean needsData() {
    return false;
  }

  @Override
  public Model create(Options options, ModelSetting setting) {
    return new Bowl(setting.precision());
  }

  private record Bowl(DataType precision) implements Model {
    @Override
    public List<ParameterTensor> parameters() {
      return List.of(new ParameterTensor("x", List.of(2L), 0));
    }

    @Override
    public INDArray initialPoint(RandomGenerator random) {
      return Nd4j.createFromArray(random.nextDouble(), random.nextDouble()).castTo(precision);
    }

    @Override
    public Objective objective(Examples examples) {
      return QuadraticObjective.random(1, 3, 2, precision);
    }
  }
}
