package org.escapement.testkit.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.escapement.testkit.Mutant;
import org.escapement.testkit.Rules;
import org.escapement.testkit.plugin.ZipMutantsTest;
import org.junit.jupiter.api.Test;

/** A rule that nothing was ever seen to break may be one that checks nothing. */
class MutantCoverageTest {
  @Test
  void everyRuleHasAMutant() {
    assertThat(
            Stream.of(
                    MutantsTest.mutants(),
                    AdaptiveMutantsTest.mutants(),
                    VectorMutantsTest.mutants(),
                    ZipMutantsTest.optimizers())
                .flatMap(mutants -> mutants)
                .map(Mutant::rule))
        .containsOnlyElementsOf(Rules.of(OptimizerContract.class).keySet())
        .containsAll(Rules.of(OptimizerContract.class).keySet());
  }
}
