package org.escapement.testkit.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.testkit.DeclarationChecks;
import org.escapement.testkit.DefaultOptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rules on a factory: name, options, defaults, ranges. */
public interface OptimizerDeclarationRules extends OptimizerSubject {
  @Test
  @DisplayName("O01 the name is valid and always the same")
  default void o01NameIsValidAndStable() {
    OptimizerFactory<?> factory = factory();
    DeclarationChecks.assertNamed(factory.name(), factory().name(), factory.description());
  }

  @Test
  @DisplayName("O02 every option is declared and described")
  default void o02OptionsAreDeclared() {
    DeclarationChecks.assertDeclared(factory().options());
    assertThat(options()).isInstanceOf(factory().options());
  }

  @Test
  @DisplayName("O03 the defaults make an optimizer")
  default void o03DefaultsBind() {
    OptimizerFactory<?> factory = factory();
    Record defaults = DefaultOptions.of(factory.options(), options());
    assertThat(OptimizerSubject.create(factory, defaults)).isNotNull();
  }

  @Test
  @DisplayName("O04 values out of range are refused")
  default void o04ValuesOutOfRangeAreRefused() {
    DeclarationChecks.assertRangesHold(factory().options(), options());
  }

  @Test
  @DisplayName("O05 the sampling is always the same")
  default void o05SamplingIsStable() {
    assertThat(optimizer().sampling()).isNotNull().isEqualTo(optimizer().sampling());
  }
}
