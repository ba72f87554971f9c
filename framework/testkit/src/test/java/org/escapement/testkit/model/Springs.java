package org.escapement.testkit.model;

import java.util.List;
import java.util.random.RandomGenerator;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.model.Objective;
import org.escapement.spi.model.ParameterTensor;
import org.escapement.spi.option.Option;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A model of two variables, f_i = k_i x₀²/2 + x₁⁴/4, done right; mutants override one thing and do
 * it wrong.
 */
class Springs implements ModelContract {
  static final double[] STIFFNESS = {1, 2, 5};

  record Options(
      @Option(value = "1", range = "(0, inf)", description = "scale of all springs")
          double scale) {}

  @Override
  public ModelFactory<?> factory() {
    return new Factory();
  }

  @Override
  public Record options() {
    return new Options(1);
  }

  final class Factory implements ModelFactory<Options> {
    @Override
    public String name() {
      return "springs";
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
      return new SpringModel(setting.precision());
    }
  }

  List<ParameterTensor> layout() {
    return List.of(
        new ParameterTensor("first", List.of(1L), 0),
        new ParameterTensor("second", List.of(1L), 1));
  }

  INDArray start(RandomGenerator random, DataType precision) {
    return Nd4j.createFromArray(random.nextDouble(), random.nextDouble()).castTo(precision);
  }

  /** What one example weighs in a batch's mean. */
  double weight(Batch batch) {
    return 1.0 / batch.size();
  }

  double derivative(double second) {
    return second * second * second;
  }

  void gradient(INDArray x, double stiffness, double[] out) {
    out[0] = stiffness * x.getDouble(0);
    out[1] = derivative(x.getDouble(1));
  }

  double[] hessianProduct(double stiffness, double second, double[] v) {
    return new double[] {stiffness * v[0], 3 * second * second * v[1]};
  }

  /** The covariance along x₀; x₁ is the same for all. */
  double variance() {
    double mean = 8.0 / 3;
    return (Math.pow(1 - mean, 2) + Math.pow(2 - mean, 2) + Math.pow(5 - mean, 2)) / 3;
  }

  private final class SpringModel implements Model {
    private final DataType precision;

    SpringModel(DataType precision) {
      this.precision = precision;
    }

    @Override
    public List<ParameterTensor> parameters() {
      return layout();
    }

    @Override
    public INDArray initialPoint(RandomGenerator random) {
      return start(random, precision);
    }

    @Override
    public Objective objective(Examples examples) {
      return new SpringObjective(precision);
    }
  }

  private final class SpringObjective implements Objective {
    private final DataType precision;

    SpringObjective(DataType precision) {
      this.precision = precision;
    }

    @Override
    public int examples() {
      return STIFFNESS.length;
    }

    @Override
    public long dimension() {
      return 2;
    }

    @Override
    public DataType precision() {
      return precision;
    }

    @Override
    public String lossConvention() {
      return "1/n sum";
    }

    @Override
    public double loss(INDArray x, Batch batch) {
      double sum = 0;
      for (int i = 0; i < batch.size(); i++) {
        double first = x.getDouble(0);
        sum += STIFFNESS[batch.index(i)] * first * first / 2 + Math.pow(x.getDouble(1), 4) / 4;
      }
      return sum / batch.size();
    }

    @Override
    public double gradient(INDArray x, Batch batch, INDArray out) {
      double[] sum = new double[2];
      double[] own = new double[2];
      for (int i = 0; i < batch.size(); i++) {
        Springs.this.gradient(x, STIFFNESS[batch.index(i)], own);
        sum[0] += weight(batch) * own[0];
        sum[1] += weight(batch) * own[1];
      }
      out.assign(Nd4j.createFromArray(sum));
      return loss(x, batch);
    }

    @Override
    public Curvature curvature(INDArray x) {
      return new SpringCurvature(x.getDouble(1));
    }
  }

  private final class SpringCurvature implements Curvature {
    private final double second;

    SpringCurvature(double second) {
      this.second = second;
    }

    @Override
    public Method method() {
      return Method.EXACT;
    }

    @Override
    public void hessianProduct(Batch batch, INDArray v, INDArray out) {
      double[] sum = new double[2];
      for (int i = 0; i < batch.size(); i++) {
        double[] own =
            Springs.this.hessianProduct(STIFFNESS[batch.index(i)], second, v.toDoubleVector());
        sum[0] += own[0] / batch.size();
        sum[1] += own[1] / batch.size();
      }
      out.assign(Nd4j.createFromArray(sum));
    }

    @Override
    public void covarianceProduct(INDArray v, INDArray mean, INDArray out) {
      hessianProduct(Batch.all(STIFFNESS.length), v, mean);
      out.assign(Nd4j.createFromArray(variance() * v.getDouble(0), 0));
    }

    @Override
    public double[] perExampleCurvature(INDArray v) {
      double[] forms = new double[STIFFNESS.length];
      for (int i = 0; i < forms.length; i++) {
        double[] own = Springs.this.hessianProduct(STIFFNESS[i], second, v.toDoubleVector());
        forms[i] = own[0] * v.getDouble(0) + own[1] * v.getDouble(1);
      }
      return forms;
    }

    @Override
    public void close() {}
  }
}
