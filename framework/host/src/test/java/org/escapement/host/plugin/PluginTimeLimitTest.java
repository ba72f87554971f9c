package org.escapement.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.escapement.host.plugin.PluginReport.Fault;
import org.escapement.spi.SpiVersion;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.VectorOptimizer;
import org.escapement.spi.optimizer.VectorState;
import org.escapement.spi.optimizer.Vectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Plugins here sleep for ever, so that the limit alone ends a call. */
@Timeout(60)
@DisplayName("A plugin that does not return is given up, and named")
class PluginTimeLimitTest {
  private static final String HANG =
      "for (long i = 0; i >= 0; i = 1) {"
          + " try { Thread.sleep(1000); } catch (InterruptedException e) { } } ";
  private static final CallLimits LIMITS =
      new CallLimits(Duration.ofMillis(300), Duration.ofMillis(600));

  @TempDir private Path folder;
  @TempDir private Path cache;

  private PluginCatalog load(String sound, String replacement) {
    String source = PluginZip.optimizer("acme.Factory", "bad");
    assertThat(source).contains(sound);
    PluginZip.of("bad", "1.2.3")
        .source(source.replace(sound, replacement))
        .index("acme.Factory")
        .write(folder.resolve("bad.zip"));
    PluginZip.sound("good", "1.0.0", "good").write(folder.resolve("good.zip"));
    PluginLoading loading =
        new PluginLoading(cache, UnpackLimit.DEFAULT, SpiVersion.current(), LIMITS);
    return loading.load(List.of(folder));
  }

  private Optimizer stepping(String body) {
    PluginCatalog catalog =
        load("BatchObjective objective) { return null; }", "BatchObjective objective) {" + body);
    return catalog.createOptimizer("bad", catalog.optimizer("bad").schema().create(0.1));
  }

  private static PluginFailure failureOf(Runnable call) {
    PluginFailure failure = catchThrowableOfType(PluginFailure.class, call::run);
    assertThat(failure).isNotNull();
    assertThat(failure.code()).isEqualTo(ErrorCode.PLUGIN_TIME_LIMIT);
    assertThat(failure.getMessage()).contains("no return within ", "escapement.plugin.seconds");
    return failure;
  }

  @Test
  void whileItIsLoaded() {
    PluginCatalog catalog = load("return \"a test\";", HANG + "return null;");
    Fault fault = catalog.reports().get(0).faults().get(0);
    assertThat(fault.code()).isEqualTo(ErrorCode.PLUGIN_TIME_LIMIT);
    assertThat(fault.message()).startsWith("optimizer 'bad': description() failed: no return");
    assertThat(catalog.optimizer("good").origin().id()).isEqualTo("good");
  }

  @Test
  void inAStaticInitializer() {
    PluginCatalog catalog =
        load("public String name()", "static { " + HANG + "} public String name()");
    assertThat(catalog.reports().get(0).fault().orElseThrow())
        .startsWith("extension acme.Factory cannot be made: no return");
  }

  @Test
  void whileItMakesTheOptimizer() {
    PluginCatalog catalog = load("return new Still();", HANG + "return null;");
    PluginFailure failure =
        failureOf(
            () -> catalog.createOptimizer("bad", catalog.optimizer("bad").schema().create(0.1)));
    assertThat(failure.getMessage()).startsWith("optimizer 'bad' of bad@1.2.3 cannot be made: ");
    assertThat(failure.origin().orElseThrow().label()).isEqualTo("bad@1.2.3");
  }

  @Test
  void inAStep() {
    Optimizer bad = stepping(HANG + "return null; }");
    assertThat(failureOf(() -> bad.step(null, State.empty(), null)).getMessage())
        .startsWith("optimizer 'bad' of bad@1.2.3: step failed: ");
  }

  @Test
  void inAStepAmongOtherWork() {
    Optimizer bad = stepping(HANG + "return null; }");
    failureOf(() -> Supervision.of(() -> bad.step(null, State.empty(), null)));
  }

  /** A line search that never ends evaluates all the time, but not once it was given up. */
  @Test
  void inCirclesOfEvaluations() {
    Optimizer bad = stepping("while (objective.loss(x) >= 0) { } return null; }");
    INDArray x = Nd4j.ones(2);
    AtomicBoolean evaluates = new AtomicBoolean();
    BatchObjective objective =
        evaluating(
            point -> {
              evaluates.set(true);
              sleep(Duration.ofMillis(1));
              evaluates.set(false);
              return 1;
            });
    failureOf(() -> bad.step(x, State.empty(), guarded(objective)));
    assertThat(evaluates).isFalse();
  }

  /** Whoever waits for a loss over millions of examples does not hang. */
  @Test
  void timeInCallbacksDoesNotCount() {
    Optimizer patient = stepping("objective.loss(x); return new StepResult(x, State.empty()); }");
    INDArray x = Nd4j.ones(2);
    BatchObjective slow =
        evaluating(
            point -> {
              sleep(Duration.ofMillis(1500));
              return 1;
            });
    assertThat(patient.step(x, State.empty(), guarded(slow)).point()).isEqualTo(x);
  }

  /** What a plugin does after it was given up reaches nobody. */
  @Test
  void whoWasGivenUpEndsAtTheNextCall() throws Exception {
    Optimizer late =
        stepping(
            """
              while (true) {
                try { Thread.sleep(1200); break; } catch (InterruptedException e) { }
              }
              objective.loss(x);
              return new StepResult(x, state);
            }
            """);
    AtomicReference<String> reached = new AtomicReference<>("nothing");
    CountDownLatch over = new CountDownLatch(1);
    BatchObjective objective =
        evaluating(
            point -> {
              reached.set("the objective");
              return 0;
            });
    failureOf(
        () ->
            Supervision.of(
                () -> {
                  try {
                    late.step(Nd4j.ones(2), State.empty(), objective);
                    reached.set("the host");
                  } finally {
                    over.countDown();
                  }
                  return null;
                }));
    assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(reached).hasValue("nothing");
  }

  /** It would take all the memory there is, and write what others compute with by then. */
  @ParameterizedTest
  @CsvSource({
    "vectors.vector(), true",
    "'vectors.scale(2, x, x)', true",
    "'vectors.add(x, 2, x, x)', true",
    "vectors.vector(), false"
  })
  void inCirclesOfArithmetic(String operation, boolean onVectors) throws Exception {
    PluginCatalog catalog =
        load(
            """
            class Still implements Optimizer {
              public State init(INDArray x) { return null; }
              public StepResult step(INDArray x, State state, BatchObjective objective) { return null; }
            """,
            """
            class Still implements VectorOptimizer {
              public State init(INDArray x) { return null; }
              public <V> Result<V> step(
                  V x, VectorState<V> s, VectorObjective<V> objective, Vectors<V> vectors) {
                while (true) { OPERATION; }
              }
            """
                .replace("OPERATION", operation));
    VectorOptimizer bad =
        (VectorOptimizer)
            catalog.createOptimizer("bad", catalog.optimizer("bad").schema().create(0.1));
    INDArray x = Nd4j.ones(2);
    Counting counting = new Counting();
    BatchObjective objective = counting.with(evaluating(point -> 1));
    CountDownLatch over = new CountDownLatch(1);
    AtomicBoolean busy = new AtomicBoolean();
    failureOf(
        () -> {
          try {
            Supervision.of(
                () -> {
                  try {
                    return onVectors
                        ? bad.step(x, VectorState.empty(), objective, counting)
                        : bad.step(x, State.empty(), objective);
                  } finally {
                    over.countDown();
                  }
                });
          } finally {
            busy.set(counting.busy);
          }
        });
    assertThat(busy).as("an operation goes on after the step was given up").isFalse();
    assertThat(over.await(5, TimeUnit.SECONDS)).as("the thread ends").isTrue();
    assertThat(counting.calls).isGreaterThan(1);
  }

  @Test
  void threadsDoNotKeepTheProcessAlive() {
    Optimizer bad = stepping(HANG + "return null; }");
    failureOf(() -> bad.step(null, State.empty(), null));
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(SupervisedThread.class::isInstance)
        .isNotEmpty()
        .allMatch(Thread::isDaemon);
  }

  /** Arithmetic that takes its time and does nothing. */
  private static final class Counting implements Vectors<INDArray> {
    private volatile boolean busy;
    private volatile int calls;

    private INDArray work(INDArray result) {
      busy = true;
      calls++;
      sleep(Duration.ofMillis(20));
      busy = false;
      return result;
    }

    @Override
    public INDArray vector() {
      return work(null);
    }

    @Override
    public INDArray scale(double factor, INDArray a, INDArray out) {
      return work(out);
    }

    @Override
    public INDArray add(INDArray a, double factor, INDArray b, INDArray out) {
      return work(out);
    }

    BatchObjective with(BatchObjective objective) {
      return BatchObjective.of(objective, at -> this);
    }
  }

  private interface Loss {
    double at(INDArray x);
  }

  private static BatchObjective evaluating(Loss loss) {
    return new BatchObjective() {
      @Override
      public double loss(INDArray x) {
        return loss.at(x);
      }

      @Override
      public INDArray gradient(INDArray x) {
        throw new UnsupportedOperationException();
      }
    };
  }

  /** As the objective of another plugin. */
  private BatchObjective guarded(BatchObjective objective) {
    PluginZip.sound("model", "1.0.0", "model").write(folder.resolve("model.zip"));
    PluginComponent<?> owner = new PluginLoading(cache).load(List.of(folder)).optimizer("model");
    return PluginGuard.around(BatchObjective.class, objective, owner);
  }

  private static void sleep(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
