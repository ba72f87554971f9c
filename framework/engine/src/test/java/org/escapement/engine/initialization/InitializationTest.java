package org.escapement.engine.initialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.escapement.engine.initialization.Initialization.Type;
import org.escapement.engine.layer.BatchNormalization;
import org.escapement.engine.layer.Convolution2d;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Starting values against the moments, bounds and products that define them. */
class InitializationTest {
  private static final Layer DENSE = new Dense(300, 200);

  /** Fan-in 16 · 9 = 144, fan-out 48 · 9 = 432. */
  private static final Layer CONVOLUTION = new Convolution2d(16, 8, 8, 48, 3, 1, 1);

  private static final double UNIFORM_KURTOSIS = 1.8;
  private static final double NORMAL_KURTOSIS = 3;

  /** Standard errors that a mean may be off. */
  private static final double ERRORS = 4;

  @ParameterizedTest
  @CsvSource({
    "UNIFORM, 1, 1/300, 1/144",
    "UNIFORM, 3, 9/300, 9/144",
    "HE, 1, 2/300, 2/144",
    "HE, 0.5, 0.5/300, 0.5/144",
    "XAVIER, 1, 2/500, 2/576",
    "LECUN, 1, 1/300, 1/144",
  })
  void weightsHaveTheVarianceOfTheirFans(
      Type type, double scale, String dense, String convolution) {
    // a uniform distribution in ±b has the variance b²/3
    double factor = type == Type.UNIFORM ? 1 / 3.0 : 1;
    assertMoments(weights(type, scale, DENSE), factor * quotient(dense), kurtosis(type));
    assertMoments(
        weights(type, scale, CONVOLUTION), factor * quotient(convolution), kurtosis(type));
  }

  private static double kurtosis(Type type) {
    return type == Type.UNIFORM || type == Type.XAVIER ? UNIFORM_KURTOSIS : NORMAL_KURTOSIS;
  }

  private static double quotient(String text) {
    String[] parts = text.split("/");
    return Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
  }

  private static void assertMoments(double[] values, double variance, double kurtosis) {
    int n = values.length;
    double mean = Arrays.stream(values).sum() / n;
    double second = Arrays.stream(values).map(x -> x * x).sum() / n;
    double fourth = Arrays.stream(values).map(x -> x * x * x * x).sum() / n;
    assertThat(mean).isCloseTo(0, within(ERRORS * Math.sqrt(variance / n)));
    assertThat(second / variance).isCloseTo(1, within(ERRORS * Math.sqrt((kurtosis - 1) / n)));
    // the eighth moment of a normal distribution is 105, of a uniform one 9
    double eighth = kurtosis == NORMAL_KURTOSIS ? 105 : 9;
    assertThat(fourth / (variance * variance))
        .isCloseTo(kurtosis, within(ERRORS * Math.sqrt((eighth - kurtosis * kurtosis) / n)));
  }

  @ParameterizedTest
  @CsvSource({"UNIFORM, 0.0577350269", "XAVIER, 0.1095445115"})
  void uniformWeightsFillTheirInterval(Type type, double bound) {
    double largest = largest(weights(type, 1, DENSE));
    assertThat(largest).isLessThanOrEqualTo(bound + 1e-10).isGreaterThan(0.999 * bound);
    assertThat(largest(weights(type, 2, DENSE))).isGreaterThan(1.998 * bound);
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void biasesStartFromZeroExceptUniformOnes(Type type) {
    double[] biases = values(new Initialization(type, 1), DENSE.parameters().get(1), stream());
    if (type == Type.UNIFORM) {
      assertThat(DoubleStream.of(biases)).allMatch(x -> x != 0 && Math.abs(x) < 0.0577350270);
    } else {
      assertThat(biases).containsOnly(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void batchNormalizationStartsAsTheIdentity(Type type) {
    List<Layer.Parameter> parameters = new BatchNormalization(3, 4).parameters();
    Initialization initialization = new Initialization(type, 2);
    assertThat(values(initialization, parameters.get(0), stream())).containsOnly(1);
    assertThat(values(initialization, parameters.get(1), stream())).containsOnly(0);
  }

  @Test
  void wideMatricesHaveOrthonormalRowsAndTallOnesColumns() {
    assertOrthogonal(new Dense(70, 40), 40, 70, 1);
    assertOrthogonal(new Dense(40, 70), 70, 40, 1);
    assertOrthogonal(new Dense(30, 30), 30, 30, 1.5);
    assertOrthogonal(new Dense(1, 4), 4, 1, 1);
    assertOrthogonal(new Convolution2d(4, 8, 8, 16, 3, 1, 1), 16, 36, 1);
    assertOrthogonal(new Convolution2d(1, 8, 8, 16, 3, 1, 1, false), 16, 9, 2);
  }

  private static void assertOrthogonal(Layer layer, int rows, int columns, double scale) {
    double[] matrix = weights(Type.ORTHOGONAL, scale, layer);
    boolean wide = rows <= columns;
    int count = Math.min(rows, columns);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        double dot = 0;
        for (int k = 0; k < Math.max(rows, columns); k++) {
          dot +=
              wide
                  ? matrix[i * columns + k] * matrix[j * columns + k]
                  : matrix[k * columns + i] * matrix[k * columns + j];
        }
        assertThat(dot).isCloseTo(i == j ? scale * scale : 0, within(1e-12));
      }
    }
  }

  /** Matrices of the plane: every angle is as likely as another, and so is every handedness. */
  @Test
  void orthogonalMatricesAreEquallyLikely() {
    int draws = 4000;
    double cosine = 0;
    double doubled = 0;
    int rotations = 0;
    RandomGenerator random = stream();
    Initialization initialization = new Initialization(Type.ORTHOGONAL, 1);
    for (int i = 0; i < draws; i++) {
      double[] m = values(initialization, new Dense(2, 2).parameters().get(0), random);
      cosine += m[0] / draws;
      doubled += (2 * m[0] * m[0] - 1) / draws;
      rotations += m[0] * m[3] - m[1] * m[2] > 0 ? 1 : 0;
    }
    double error = Math.sqrt(0.5 / draws);
    assertThat(cosine).isCloseTo(0, within(ERRORS * error));
    assertThat(doubled).isCloseTo(0, within(ERRORS * error));
    assertThat((double) rotations / draws).isCloseTo(0.5, within(ERRORS * 0.5 / Math.sqrt(draws)));
  }

  /** The same digits for ever and everywhere: whoever trains again starts from the same point. */
  @ParameterizedTest
  @CsvSource({
    "UNIFORM, -0.0027414081640101395, -0.08160406425150712",
    "HE, -0.041199409941154966, -1.5977062403792683",
    "XAVIER, -0.005076101559842283, -0.15110136581435207",
    "LECUN, -0.029132382150275134, -1.1297489169162447",
    "ORTHOGONAL, -0.02186828504121927, -0.4203725070444957",
  })
  void digitsArePinned(Type type, double first, double last) {
    double[] values = weights(type, 1, new Dense(4, 3));
    assertThat(values[0]).isEqualTo(first);
    assertThat(values[11]).isEqualTo(last);
  }

  private static double[] weights(Type type, double scale, Layer layer) {
    return values(new Initialization(type, scale), layer.parameters().get(0), stream());
  }

  private static double[] values(
      Initialization initialization, Layer.Parameter parameter, RandomGenerator random) {
    double[] values = new double[(int) parameter.length()];
    Arrays.fill(values, Double.NaN);
    initialization.fill(parameter, values, random);
    return values;
  }

  private static RandomGenerator stream() {
    return RandomStreams.of(1).stream("initialisation");
  }
}
