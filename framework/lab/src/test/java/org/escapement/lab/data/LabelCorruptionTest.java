package org.escapement.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.escapement.lab.Errors.assertFails;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.SharedData;
import org.escapement.spi.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.indexing.NDArrayIndex;

class LabelCorruptionTest {
  private static final int CLASSES = 10;

  @TempDir Path folder;

  private static DataContext context(long seed) {
    return new DataContext(RandomStreams.of(seed), DataType.DOUBLE);
  }

  private static int[] labels(DataSet data) {
    return data.train().targets().argMax(1).toIntVector();
  }

  private void writeIdx(int count) throws IOException {
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % CLASSES;
    }
    Files.write(folder.resolve(IdxFiles.TRAIN_IMAGES), IdxFiles.images(count, 2, 2));
    Files.write(folder.resolve(IdxFiles.TRAIN_LABELS), IdxFiles.labels(labels));
  }

  private DataSet idx(int train, int corrupted, long seed) {
    return new IdxSource()
        .load(
            new IdxOptions(folder.toString(), train, 0, corrupted, Normalization.NONE),
            context(seed));
  }

  @Test
  void theNextExamplesGetRandomLabelsAndTheOthersStay() throws IOException {
    writeIdx(3000);
    DataSet clean = idx(3000, 0, 1);
    DataSet corrupted = idx(1000, 2000, 1);

    assertThat(corrupted.train().features()).isEqualTo(clean.train().features());
    assertThat(Arrays.copyOf(labels(corrupted), 1000))
        .isEqualTo(Arrays.copyOf(labels(clean), 1000));
    assertThat(corrupted.outputs()).isEqualTo(CLASSES);
    // binomial(2000, 1/10): mean 200, deviation 13.4; five deviations
    int[] counts = new int[CLASSES];
    int unchanged = 0;
    for (int i = 1000; i < 3000; i++) {
      counts[labels(corrupted)[i]]++;
      unchanged += labels(corrupted)[i] == i % CLASSES ? 1 : 0;
    }
    for (int count : counts) {
      assertThat(count).isBetween(133, 267);
    }
    assertThat(unchanged).isBetween(133, 267);
  }

  @Test
  void theSeedDecidesTheLabelsAndTheDigestNamesThem() throws IOException {
    writeIdx(100);

    assertThat(labels(idx(50, 50, 1))).isEqualTo(labels(idx(50, 50, 1)));
    assertThat(idx(50, 50, 1).sha256()).isEqualTo(idx(50, 50, 1).sha256());
    assertThat(labels(idx(50, 50, 2))).isNotEqualTo(labels(idx(50, 50, 1)));
    assertThat(idx(50, 50, 2).sha256()).isNotEqualTo(idx(50, 50, 1).sha256());
    assertThat(idx(50, 0, 2).sha256()).isEqualTo(idx(50, 0, 1).sha256());
  }

  @Test
  void bothKindsHaveToBeThere() throws IOException {
    writeIdx(10);

    assertFails(ErrorCode.DATA_MISMATCH, () -> idx(8, 3, 1))
        .contains("train = 8 and corrupted = 3 examples asked for, 10 available");
    assertFails(ErrorCode.DATA_MISMATCH, () -> idx(Integer.MAX_VALUE, Integer.MAX_VALUE, 1));
    assertFails(ErrorCode.OPTION_OUT_OF_RANGE, () -> idx(8, -1, 1)).contains("'corrupted'");
  }

  @Test
  void generatedExamplesStayAsTheyWere() {
    DataSet clean = generated(0);
    DataSet corrupted = generated(20);

    assertThat(corrupted.train().count()).isEqualTo(50);
    assertThat(corrupted.train().features().get(NDArrayIndex.interval(0, 30), NDArrayIndex.all()))
        .isEqualTo(clean.train().features());
    assertThat(Arrays.copyOf(labels(corrupted), 30)).isEqualTo(labels(clean));
    assertThat(corrupted.test().features()).isEqualTo(clean.test().features());
  }

  private static DataSet generated(int corrupted) {
    return new GeneratedSource()
        .load(new GeneratedOptions(30, 10, 3, 0.3, 8, corrupted, Normalization.NONE), context(1));
  }

  /** The labels of classes in use only, two of ten. */
  @Test
  void corruptsCifar() {
    Path real = SharedData.folder("cifar-10");
    List<CifarClass> classes = List.of(CifarClass.AIRPLANE, CifarClass.AUTOMOBILE);
    CifarSource source = new CifarSource();

    DataSet clean =
        source.load(
            new CifarOptions(real.toString(), classes, 300, 0, 0, Normalization.NONE), context(1));
    DataSet corrupted =
        source.load(
            new CifarOptions(real.toString(), classes, 100, 0, 200, Normalization.NONE),
            context(1));

    assertThat(corrupted.outputs()).isEqualTo(2);
    assertThat(corrupted.train().features()).isEqualTo(clean.train().features());
    assertThat(Arrays.copyOf(labels(corrupted), 100)).isEqualTo(Arrays.copyOf(labels(clean), 100));
    int unchanged = 0;
    for (int i = 100; i < 300; i++) {
      unchanged += labels(corrupted)[i] == labels(clean)[i] ? 1 : 0;
    }
    // binomial(200, 1/2): mean 100, deviation 7.1; five deviations
    assertThat(unchanged).isBetween(64, 136);
  }
}
