package org.escapement.testkit.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.testkit.DeclarationChecks;
import org.escapement.testkit.DefaultOptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rules on a factory: name, options, defaults, ranges, and how the host finds it. */
public interface OptimizerDeclarationRules extends OptimizerSubject {
  @Test
  @DisplayName("O01 the name is valid and always the same")
  default void o01NameIsValidAndStable(OptimizerUnderTest tested) {
    OptimizerFactory<?> factory = tested.factory();
    DeclarationChecks.assertNamed(factory.name(), tested.factory().name(), factory.description());
  }

  @Test
  @DisplayName("O02 every option is declared and described")
  default void o02OptionsAreDeclared(OptimizerUnderTest tested) {
    DeclarationChecks.assertDeclared(tested.factory().options());
    assertThat(tested.options()).as("options()").isInstanceOf(tested.factory().options());
  }

  @Test
  @DisplayName("O03 the defaults, read as a config is, make an optimizer")
  default void o03DefaultsBind(OptimizerUnderTest tested) {
    Class<? extends Record> type = tested.factory().options();
    Record defaults = DefaultOptions.of(type, tested.options());
    assertThat(tested.create(defaults)).isNotNull();
  }

  @Test
  @DisplayName("O04 values out of range are refused")
  default void o04ValuesOutOfRangeAreRefused(OptimizerUnderTest tested) {
    DeclarationChecks.assertRangesHold(tested.factory().options(), tested.options());
  }

  @Test
  @DisplayName("O05 the sampling is always the same")
  default void o05SamplingIsStable(OptimizerUnderTest tested) {
    assertThat(tested.optimizer().sampling()).isNotNull().isEqualTo(tested.optimizer().sampling());
  }

  @Test
  @DisplayName("O22 the host finds the factory by a valid descriptor and index")
  default void o22HostFindsTheFactory(OptimizerUnderTest tested) {
    tested.assertDescribed();
  }

  @Test
  @DisplayName("O23 what is tested is the project's own class, and after packaging that of the zip")
  default void o23TestedClassIsTheOneMeant(OptimizerUnderTest tested) {
    tested.assertOwn();
  }
}
