package org.escapement.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.escapement.testkit.Mutant;
import org.escapement.testkit.Rules;
import org.escapement.testkit.plugin.ZipMutantsTest;
import org.junit.jupiter.api.Test;

/** A rule that nothing was ever seen to break may be one that checks nothing. */
class ModelMutantCoverageTest {
  @Test
  void everyRuleHasAMutant() {
    assertThat(Stream.concat(ModelMutantsTest.mutants(), ZipMutantsTest.models()).map(Mutant::rule))
        .containsOnlyElementsOf(Rules.of(ModelContract.class).keySet())
        .containsAll(Rules.of(ModelContract.class).keySet());
  }
}
