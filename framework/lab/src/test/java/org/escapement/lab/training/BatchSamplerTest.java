package org.escapement.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.escapement.engine.random.RandomStreams;
import org.escapement.spi.model.Batch;
import org.escapement.spi.optimizer.Sampling;
import org.junit.jupiter.api.Test;

class BatchSamplerTest {
  private static final int DRAWS = 60_000;

  @Test
  void withoutReplacementExamplesAreDistinct() {
    BatchSampler sampler = sampler(Sampling.withoutReplacement(6), 10);
    for (int draw = 0; draw < 2000; draw++) {
      int[] indices = indices(sampler.next());
      assertThat(indices).hasSize(6).doesNotHaveDuplicates();
      assertThat(Arrays.stream(indices).allMatch(i -> i >= 0 && i < 10)).isTrue();
    }
  }

  /** The 12 ordered pairs of distinct examples; 31.3 is the 0.1 % point at 11 degrees. */
  @Test
  void withoutReplacementAllBatchesAreEquallyLikely() {
    BatchSampler sampler = sampler(Sampling.withoutReplacement(2), 4);
    long[] counts = new long[16];
    for (int draw = 0; draw < DRAWS; draw++) {
      int[] pair = indices(sampler.next());
      counts[4 * pair[0] + pair[1]]++;
    }
    long[] distinct =
        IntStream.range(0, 16).filter(i -> i / 4 != i % 4).mapToLong(i -> counts[i]).toArray();
    assertThat(Arrays.stream(distinct).sum()).isEqualTo(DRAWS);
    assertThat(chiSquare(distinct)).isLessThan(31.3);
  }

  /** The 16 ordered pairs; 37.7 is the 0.1 % point at 15 degrees. */
  @Test
  void withReplacementAllBatchesAreEquallyLikely() {
    BatchSampler sampler = sampler(Sampling.withReplacement(2), 4);
    long[] counts = new long[16];
    for (int draw = 0; draw < DRAWS; draw++) {
      int[] pair = indices(sampler.next());
      counts[4 * pair[0] + pair[1]]++;
    }
    assertThat(chiSquare(counts)).isLessThan(37.7);
  }

  /** The last example of a batch and the first of the next; 52.6 is the 0.1 % point at 24. */
  @Test
  void successiveBatchesAreIndependent() {
    BatchSampler sampler = sampler(Sampling.withoutReplacement(3), 5);
    long[] counts = new long[25];
    int last = indices(sampler.next())[2];
    for (int draw = 0; draw < DRAWS; draw++) {
      int[] next = indices(sampler.next());
      counts[5 * last + next[0]]++;
      last = next[2];
    }
    assertThat(chiSquare(counts)).isLessThan(52.6);
  }

  @Test
  void fullBatchHoldsEverythingInOrder() {
    for (Sampling sampling :
        new Sampling[] {
          Sampling.fullBatch(),
          Sampling.withoutReplacement(4),
          Sampling.withoutReplacement(9),
          Sampling.reshuffled(4),
          Sampling.reshuffled(9)
        }) {
      Batch batch = sampler(sampling, 4).next();
      assertThat(batch.isAll()).isTrue();
      assertThat(indices(batch)).containsExactly(0, 1, 2, 3);
    }
  }

  @Test
  void withReplacementABatchMayBeLargerThanTheData() {
    assertThat(indices(sampler(Sampling.withReplacement(9), 4).next())).hasSize(9);
  }

  @Test
  void everyReshuffledEpochIsAPermutationInBatchesTheLastOfThemShort() {
    BatchSampler sampler = sampler(Sampling.reshuffled(4), 10);
    Set<List<Integer>> orders = new HashSet<>();
    for (int epoch = 0; epoch < 500; epoch++) {
      List<Integer> order = new ArrayList<>();
      for (int size : new int[] {4, 4, 2}) {
        int[] indices = indices(sampler.next());
        assertThat(indices).hasSize(size);
        Arrays.stream(indices).forEach(order::add);
      }
      assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      orders.add(order);
    }
    assertThat(orders).hasSizeGreaterThan(490); // of 10! orders, 500 draws seldom give one twice
  }

  @Test
  void whereTheSizeDividesNoReshuffledBatchIsShort() {
    BatchSampler sampler = sampler(Sampling.reshuffled(3), 6);
    for (int draw = 0; draw < 100; draw++) {
      assertThat(sampler.next().size()).isEqualTo(3);
    }
  }

  /** The 24 orders of four examples; 49.7 is the 0.1 % point at 23 degrees. */
  @Test
  void allReshuffledOrdersAreEquallyLikely() {
    BatchSampler sampler = sampler(Sampling.reshuffled(3), 4);
    long[] counts = new long[64];
    for (int epoch = 0; epoch < DRAWS; epoch++) {
      int[] first = indices(sampler.next());
      sampler.next();
      counts[16 * first[0] + 4 * first[1] + first[2]]++;
    }
    long[] seen = Arrays.stream(counts).filter(count -> count > 0).toArray();
    assertThat(seen).hasSize(24);
    assertThat(chiSquare(seen)).isLessThan(49.7);
  }

  @Test
  void sameStreamGivesTheSameBatches() {
    for (Sampling sampling :
        new Sampling[] {
          Sampling.withoutReplacement(3), Sampling.withReplacement(3), Sampling.reshuffled(3)
        }) {
      BatchSampler first = sampler(sampling, 100);
      BatchSampler second = sampler(sampling, 100);
      for (int draw = 0; draw < 100; draw++) {
        assertThat(indices(second.next())).containsExactly(indices(first.next()));
      }
    }
  }

  private static double chiSquare(long[] counts) {
    double expected = (double) Arrays.stream(counts).sum() / counts.length;
    return Arrays.stream(counts)
        .mapToDouble(count -> (count - expected) * (count - expected) / expected)
        .sum();
  }

  private static BatchSampler sampler(Sampling sampling, int examples) {
    return new BatchSampler(sampling, examples, RandomStreams.of(9).stream("batches"));
  }

  private static int[] indices(Batch batch) {
    return IntStream.range(0, batch.size()).map(batch::index).toArray();
  }
}
