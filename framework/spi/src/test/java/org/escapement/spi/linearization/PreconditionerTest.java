package org.escapement.spi.linearization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.escapement.spi.linearization.Preconditioner.AtRest;
import org.escapement.spi.linearization.Preconditioner.Pace;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PreconditionerTest {
  private final INDArray entries = Nd4j.createFromArray(2.0, 0.5);

  @Test
  void adaptiveOneIsASlowDiagonalThatGrowsAtRest() {
    AtRest atRest = new AtRest(1.1, 1e8);
    Preconditioner preconditioner = Preconditioner.adaptive(entries, atRest);
    assertThat(preconditioner.pace()).isEqualTo(Pace.SLOW);
    assertThat(preconditioner.atRest()).contains(atRest);
    assertThat(preconditioner.diagonal().orElseThrow()).isSameAs(entries);
    INDArray out = Nd4j.createFromArray(Double.NaN, Double.NaN);
    preconditioner.apply(Nd4j.createFromArray(3.0, 4.0), out);
    assertThat(out.toDoubleVector()).containsExactly(6, 2);
  }

  @Test
  void othersStayAsTheyAreAtRest() {
    assertThat(Preconditioner.identity().atRest()).isEmpty();
    assertThat(Preconditioner.identity().diagonal()).isEmpty();
    assertThat(Preconditioner.diagonal(entries, Pace.CONSTANT).atRest()).isEmpty();
    assertThat(Preconditioner.diagonal(entries, Pace.CONSTANT).diagonal()).isPresent();
  }

  @Test
  void growthIsGrowth() {
    for (double growth : new double[] {1, 0.5, Double.NaN}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new AtRest(growth, 1));
    }
    for (double limit : new double[] {0, -1, Double.NaN}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new AtRest(1.1, limit));
    }
    assertThat(new AtRest(1.1, Double.POSITIVE_INFINITY).limit()).isInfinite();
  }
}
