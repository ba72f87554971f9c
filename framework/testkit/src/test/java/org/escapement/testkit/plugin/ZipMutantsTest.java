package org.escapement.testkit.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.escapement.engine.shadow.ShadowModelFactory;
import org.escapement.engine.shadow.ShadowOptimizerFactory;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.testkit.FailedRules;
import org.escapement.testkit.Mutant;
import org.escapement.testkit.model.ModelContract;
import org.escapement.testkit.optimizer.OptimizerContract;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Factories in a package that the host shares with plugins: it takes the class from its own class
 * path, so that the zip's copy would never be tested.
 */
public class ZipMutantsTest {
  @TempDir private Path folder;

  /** The mutants among optimizers. */
  public static Stream<Mutant> optimizers() {
    return Stream.of(Mutant.of(ShadowOptimizerContract.class, "o23"));
  }

  /** The mutants among models. */
  public static Stream<Mutant> models() {
    return Stream.of(Mutant.of(ShadowModelContract.class, "m20"));
  }

  @ParameterizedTest
  @MethodSource({"optimizers", "models"})
  void theRightRulesFail(Mutant mutant) throws IOException {
    List<Class<?>> factories = List.of(ShadowOptimizerFactory.class, ShadowModelFactory.class);
    Path zip =
        TestZip.write(
            folder.resolve("shadow.zip"),
            factories.stream().map(Class::getName).toList(),
            factories,
            List.of());
    assertThat(FailedRules.of(mutant.contract(), zip)).isEqualTo(mutant.failing());
  }

  static class ShadowOptimizerContract implements OptimizerContract {
    @Override
    public OptimizerFactory<?> factory() {
      return new ShadowOptimizerFactory();
    }

    @Override
    public Record options() {
      return new ShadowOptimizerFactory.Options(0.5);
    }
  }

  static class ShadowModelContract implements ModelContract {
    @Override
    public ModelFactory<?> factory() {
      return new ShadowModelFactory();
    }

    @Override
    public Record options() {
      return new ShadowModelFactory.Options();
    }
  }
}
