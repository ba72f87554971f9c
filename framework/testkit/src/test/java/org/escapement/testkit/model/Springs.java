package org.escapement.testkit.model;

import java.util.List;
import java.util.Map;
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
    return new Factory<>("springs", Options.class);
  }

  @Override
  public Record options() {
    return new Options(1);
  }

  final class Factory<O extends Record> implements ModelFactory<O> {
    private final String name;
    private final Class<O> options;

    Factory(String name, Class<O> options) {
      this.name = name;
      this.options = options;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String description() {
      return "for tests";
    }

    @Override
    public Class<O> options() {
      return options;
    }

    @Override
    public boolean needsData() {
      return false;
    }

    @Override
    public Model create(O options, ModelSetting setting) {
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

  Map<String, INDArray> minima() {
    return Map.of("rest", Nd4j.createFromArray(0.0, 0.0));
  }

  String convention() {
    return "1/n sum";
  }

  double potential(double first, double second, double stiffness, DataType precision) {
    return stiffness * first * first / 2 + Math.pow(second, 4) / 4;
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

  double form(double[] v, double[] image) {
    return v[0] * image[0] + v[1] * image[1];
  }

  /** Sees every direction that forms are asked for. */
  void lookAt(INDArray v) {}

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
    public Map<String, INDArray> knownMinima() {
      return minima();
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
      return convention();
    }

    @Override
    public double loss(INDArray x, Batch batch) {
      double sum = 0;
      for (int i = 0; i < batch.size(); i++) {
        sum += potential(x.getDouble(0), x.getDouble(1), STIFFNESS[batch.index(i)], precision);
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
        double[] direction = v.toDoubleVector();
        forms[i] = form(direction, Springs.this.hessianProduct(STIFFNESS[i], second, direction));
      }
      lookAt(v);
      return forms;
    }

    @Override
    public void close() {}
  }
}
