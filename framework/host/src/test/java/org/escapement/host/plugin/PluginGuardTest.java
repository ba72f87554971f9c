package org.escapement.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.escapement.engine.compute.DeviceMemoryException;
import org.escapement.engine.operator.TensorCurvature;
import org.escapement.engine.operator.TensorObjective;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.linearization.StateSpace;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.VectorObjective;
import org.escapement.spi.optimizer.VectorOptimizer;
import org.escapement.spi.optimizer.VectorState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("What a plugin throws during a run becomes one line that names it")
class PluginGuardTest {
  @TempDir private Path folder;
  @TempDir private Path cache;

  private Optimizer optimizer(String step, String more, String... sources) {
    String source =
        PluginZip.optimizer("acme.Factory", "bad")
            .replaceAll(
                "public StepResult step(.*)return null; }",
                "public StepResult step$1" + Matcher.quoteReplacement(step + " }\n" + more));
    PluginZip.of("bad", "1.2.3")
        .source(Stream.concat(Stream.of(source), Stream.of(sources)).toArray(String[]::new))
        .index("acme.Factory")
        .write(folder.resolve("z.zip"));
    PluginCatalog catalog = new PluginLoading(cache).load(List.of(folder));
    PluginComponent<?> component = catalog.optimizer("bad");
    Record options = component.schema().create(0.1);
    return catalog.createOptimizer("bad", options);
  }

  private static String lineOf(Runnable call) {
    EscapementException failure = catchThrowableOfType(EscapementException.class, call::run);
    assertThat(failure).isNotNull();
    assertThat(failure.code()).isEqualTo(ErrorCode.PLUGIN_CONTRACT);
    return failure.getMessage();
  }

  @Test
  void exceptionsAreAttributedWithTheirPlace() {
    Optimizer bad = optimizer("throw new IllegalStateException(\"two\\nlines\");", "");
    assertThat(lineOf(() -> bad.step(null, State.empty(), null)))
        .matches(
            "optimizer 'bad' of bad@1\\.2\\.3: step failed: IllegalStateException: two lines"
                + " \\(at acme\\.Still\\.step\\(Factory\\.java:\\d+\\)\\)");
  }

  @Test
  void errorsAreAttributedButThoseOfTheMachineAreNot() {
    Optimizer recursive = optimizer("return step(x, state, objective);", "");
    assertThat(lineOf(() -> recursive.step(null, State.empty(), null)))
        .contains("bad@1.2.3", "StackOverflowError");
  }

  @Test
  void lackOfMemoryPasses() {
    Optimizer greedy = optimizer("throw new OutOfMemoryError(\"full\");", "");
    assertThatThrownBy(() -> greedy.step(null, State.empty(), null))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void codedFailuresKeepTheirCodeAndWords() {
    Optimizer careful =
        optimizer(
            "throw new org.escapement.spi.error.EscapementException("
                + "org.escapement.spi.error.ErrorCode.NON_FINITE, \"own words\");",
            "");
    assertThatThrownBy(() -> careful.step(null, State.empty(), null))
        .isInstanceOfSatisfying(
            EscapementException.class,
            e ->
                assertThat(e.line()).isEqualTo("ESC-501 own words (optimizer 'bad' of bad@1.2.3)"));
  }

  /** They say nothing about the plugin, and whoever takes fewer examples then has to see them. */
  @Test
  void whatTheMachineFailsAtPassesAsItIs() {
    List<EscapementException> failures = new ArrayList<>();
    failures.add(new DeviceMemoryException("NVIDIA X has no room for 5 bytes"));
    for (ErrorCode code :
        List.of(
            ErrorCode.BACKEND,
            ErrorCode.DEVICE_MISSING,
            ErrorCode.DEVICE_DRIVER,
            ErrorCode.DEVICE_LIBRARIES,
            ErrorCode.DEVICE_MEMORY)) {
      failures.add(new EscapementException(code, "CUDA: its words"));
    }
    Optimizer greedy = optimizer("objective.loss(x); return new StepResult(x, state);", "");
    PluginComponent<?> owner = new PluginLoading(cache).load(List.of(folder)).optimizer("bad");
    for (EscapementException failure : failures) {
      BatchObjective models =
          PluginGuard.around(
              BatchObjective.class,
              new BatchObjective() {
                @Override
                public double loss(INDArray x) {
                  throw failure;
                }

                @Override
                public INDArray gradient(INDArray x) {
                  throw failure;
                }
              },
              owner);
      assertThatThrownBy(() -> greedy.step(POINT, State.empty(), models)).isSameAs(failure);
    }
  }

  @Test
  void nullIsRefused() {
    Optimizer empty = optimizer("return null;", "");
    assertThat(lineOf(() -> empty.step(null, State.empty(), null)))
        .isEqualTo("optimizer 'bad' of bad@1.2.3: step returned null");
    assertThat(lineOf(() -> empty.init(null)))
        .isEqualTo("optimizer 'bad' of bad@1.2.3: init returned null");
  }

  private static final INDArray POINT = Nd4j.createFromArray(1.0, 2.0);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          new StepResult(null, state) | without a point
          new StepResult(x, null) | without a state
          new StepResult(x.reshape(1, 2), state) | with a point of shape [1, 2] and type DOUBLE, must be [2] and DOUBLE
          new StepResult(org.nd4j.linalg.factory.Nd4j.createFromArray(1.0), state) | with a point of shape [1] and type DOUBLE, must be [2] and DOUBLE
          new StepResult(x.castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT), state) | with a point of shape [2] and type FLOAT, must be [2] and DOUBLE
          new StepResult(x, state.with("m", null)) | with a state whose tensor 'm' is null
          """)
  void resultsThatDoNotFitThePoint(String result, String problem) {
    Optimizer bad = optimizer("return " + result + ";", "");
    assertThat(lineOf(() -> bad.step(POINT, State.empty(), null)))
        .isEqualTo("optimizer 'bad' of bad@1.2.3: step returned a result " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          new Recurrence(new double[][] {{Double.NaN}}, new double[] {1}, new double[] {1}, Preconditioner.identity(), 1) | a recurrence whose A has entries that are not finite
          Recurrence.preconditioned(1, Preconditioner.diagonal(Nd4j.ones(3), Preconditioner.Pace.SLOW)) | a preconditioner with a diagonal of shape [3], must be [2]
          new StateSpace(new Zero(1), new Zero(1)) | operators of dimension 1, must be at least that of the point, 2
          """)
  void linearizationsThatDoNotFitThePoint(String linearization, String problem) {
    Optimizer bad = linearizing(linearization);
    assertThat(lineOf(() -> bad.linearize(POINT, State.empty())))
        .isEqualTo("optimizer 'bad' of bad@1.2.3: linearize returned " + problem);
  }

  private Optimizer linearizing(String linearization) {
    return optimizer(
        "return null;",
        """
        public org.escapement.spi.linearization.Linearization linearize(INDArray x, State s) {
          return Forms.form();
        }
        """,
        """
        package acme;
        import org.escapement.spi.linearization.*;
        import org.nd4j.linalg.api.ndarray.INDArray;
        import org.nd4j.linalg.factory.Nd4j;
        public class Forms {
          record Zero(long dimension) implements LinearOperator {
            public void apply(INDArray v, INDArray out) { out.addi(Nd4j.zeros(7)); }
          }
          static Linearization form() { return FORM; }
        }
        """
            .replace("FORM", linearization));
  }

  @Test
  void operatorThatWritesAnotherLength() {
    StateSpace form =
        (StateSpace)
            linearizing("new StateSpace(new Zero(2), new Zero(2))").linearize(POINT, State.empty());
    assertThat(lineOf(() -> form.onState().apply(POINT, POINT.dup())))
        .startsWith("optimizer 'bad' of bad@1.2.3: apply failed: ");
  }

  @Test
  void batchesOfNothing() {
    Optimizer bad =
        optimizer("return null;", "public Sampling sampling() { return new Sampling(null, 3); }");
    assertThat(lineOf(bad::sampling))
        .startsWith("optimizer 'bad' of bad@1.2.3: sampling failed: NullPointerException: kind");
  }

  @Test
  void aLinearizationIsGuardedToo() {
    Optimizer bad =
        optimizer(
            "return null;",
            """
            public org.escapement.spi.linearization.Linearization linearize(INDArray x, State s) {
              return org.escapement.spi.linearization.Recurrence.preconditioned(
                  0.1, (v, out) -> { throw new IllegalStateException("P"); });
            }
            """);
    Recurrence recurrence = (Recurrence) bad.linearize(null, State.empty());
    assertThat(recurrence.preconditioner().isIdentity()).isFalse();
    assertThat(lineOf(() -> recurrence.preconditioner().apply(null, null)))
        .startsWith("optimizer 'bad' of bad@1.2.3: apply failed: IllegalStateException: P");
  }

  @Test
  void theContextIsThePlugins() {
    Optimizer curious =
        optimizer(
            """
            throw new IllegalStateException(
                Thread.currentThread().getContextClassLoader()
                    == Still.class.getClassLoader() ? "own" : "foreign");""",
            "");
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    assertThat(lineOf(() -> curious.step(null, State.empty(), null))).contains(": own (at");
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  /** The model of a plugin, both of one name. */
  private Model model(String name, String source) {
    PluginZip.of(name, "1.0.0").source(source).index("acme.Factory").write(folder.resolve("z.zip"));
    PluginCatalog catalog = new PluginLoading(cache).load(List.of(folder));
    return catalog.createModel(
        name,
        catalog.model(name).schema().create(),
        new ModelSetting(List.of(2L), 1, Loss.MEAN_SQUARED_ERROR, DataType.DOUBLE));
  }

  @Test
  void whatAModelHandsOutIsGuarded() {
    String source =
        PluginZip.model("acme.Factory", "deep")
            .replace("return null;", "return new Deep();")
            .concat(
                """
                class Deep implements Model {
                  public java.util.List<ParameterTensor> parameters() { return java.util.List.of(); }
                  public org.nd4j.linalg.api.ndarray.INDArray initialPoint(
                      java.util.random.RandomGenerator random) { return null; }
                  public Objective objective(Examples examples) {
                    return (Objective) java.lang.reflect.Proxy.newProxyInstance(
                        Deep.class.getClassLoader(), new Class<?>[] {Objective.class},
                        (proxy, method, arguments) -> {
                          if (method.getName().equals("curvature")) {
                            return java.lang.reflect.Proxy.newProxyInstance(
                                Deep.class.getClassLoader(), new Class<?>[] {Curvature.class},
                                (p, m, a) -> { throw new IllegalStateException(m.getName()); });
                          }
                          throw new IllegalStateException(method.getName());
                        });
                  }
                }
                """);
    Model model = model("deep", source);
    Objective objective = model.objective(Examples.none());
    assertThat(lineOf(objective::examples))
        .startsWith("model 'deep' of deep@1.0.0: examples failed: IllegalStateException: examples");
    Curvature curvature = objective.curvature(null);
    assertThat(lineOf(curvature::method)).startsWith("model 'deep' of deep@1.0.0: method failed:");
  }

  @Test
  void stepsOnVectorsAreOfferedThroughTheGuard() {
    String source =
        PluginZip.optimizer("acme.Factory", "bad")
            .replace(
                "class Still implements Optimizer {",
                """
                class Still implements VectorOptimizer {
                  public <V> Result<V> step(
                      V x, VectorState<V> s, VectorObjective<V> objective, Vectors<V> vectors) {
                    objective.loss(x);
                    throw new IllegalStateException("on vectors");
                  }
                """);
    PluginZip.of("bad", "1.2.3")
        .source(source)
        .index("acme.Factory")
        .write(folder.resolve("z.zip"));
    PluginCatalog catalog = new PluginLoading(cache).load(List.of(folder));
    Record options = catalog.optimizer("bad").schema().create(0.1);
    VectorOptimizer optimizer = (VectorOptimizer) catalog.createOptimizer("bad", options);
    List<String> asked = new ArrayList<>();
    VectorObjective<String> objective =
        new VectorObjective<>() {
          @Override
          public double loss(String x) {
            asked.add(x);
            return 1;
          }

          @Override
          public String gradient(String x) {
            return x;
          }
        };
    assertThat(lineOf(() -> optimizer.step("a point", VectorState.empty(), objective, null)))
        .startsWith("optimizer 'bad' of bad@1.2.3: step failed: IllegalStateException: on vectors");
    assertThat(asked).containsExactly("a point");
  }

  @Test
  void whatNetworksOfferOnTensorsIsOfferedThroughTheGuard() {
    String source =
        PluginZip.model("acme.Factory", "line")
            .replace(
                "return null;",
                """
                return new org.escapement.engine.network.Network(
                    2,
                    java.util.List.of(new org.escapement.engine.layer.Dense(2, 1)),
                    setting.loss(),
                    setting.precision());
                """);
    Model model = model("line", source);
    INDArray features = Nd4j.createFromArray(1.0, 2.0).reshape(1, 2);
    INDArray targets = Nd4j.createFromArray(3.0).reshape(1, 1);
    Objective objective = model.objective(new Examples(features, targets));
    INDArray point = Nd4j.createFromArray(1.0, 1.0, 1.0);
    assertThat(objective).isInstanceOf(TensorObjective.class);
    assertThat(objective.loss(point, Batch.all(1))).isEqualTo(1);
    try (Curvature curvature = objective.curvature(point)) {
      assertThat(curvature).isInstanceOf(TensorCurvature.class);
      assertThat(curvature.toString()).isEqualTo("model 'line' of line@1.0.0");
    }
    assertThat(lineOf(() -> objective.loss(Nd4j.createFromArray(1.0), Batch.all(1))))
        .startsWith("model 'line' of line@1.0.0: loss failed: ");
  }
}
