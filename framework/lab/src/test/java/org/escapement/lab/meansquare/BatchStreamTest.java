package org.escapement.lab.meansquare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.escapement.engine.random.RandomStreams;
import org.escapement.spi.optimizer.Sampling;
import org.junit.jupiter.api.Test;

class BatchStreamTest {
  @Test
  void everyReshuffledEpochIsAPermutationTheLastBatchShort() {
    BatchStream stream = stream(Sampling.reshuffled(3), 7);
    assertThat(stream.isConstant()).isFalse();
    for (int epoch = 0; epoch < 200; epoch++) {
      int[] order = new int[7];
      int filled = 0;
      for (int size : new int[] {3, 3, 1}) {
        int[] batch = stream.next();
        assertThat(batch).hasSize(size);
        System.arraycopy(batch, 0, order, filled, size);
        filled += size;
      }
      Arrays.sort(order);
      assertThat(order).containsExactly(IntStream.range(0, 7).toArray());
    }
  }

  @Test
  void withoutReplacementExamplesAreDistinct() {
    BatchStream stream = stream(Sampling.withoutReplacement(4), 7);
    for (int draw = 0; draw < 200; draw++) {
      assertThat(stream.next()).hasSize(4).doesNotHaveDuplicates();
    }
  }

  @Test
  void onlyWithReplacementMayAllExamplesNotBeInABatchOfTheirNumber() {
    assertThat(stream(Sampling.fullBatch(), 4).isConstant()).isTrue();
    assertThat(stream(Sampling.withoutReplacement(4), 4).isConstant()).isTrue();
    assertThat(stream(Sampling.reshuffled(9), 4).isConstant()).isTrue();
    assertThat(stream(Sampling.reshuffled(9), 4).next()).containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(stream(Sampling.withReplacement(4), 4).isConstant()).isFalse();
    assertThat(stream(Sampling.withReplacement(9), 4).next()).hasSize(9);
  }

  private static BatchStream stream(Sampling sampling, int examples) {
    return BatchStream.of(sampling, examples, RandomStreams.of(3).stream("batches"));
  }
}
