package org.escapement.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.escapement.lab.data.IdxFiles.TRAIN_IMAGES;
import static org.escapement.lab.data.IdxFiles.TRAIN_LABELS;
import static org.escapement.lab.data.IdxFiles.gzip;
import static org.escapement.lab.data.IdxFiles.images;
import static org.escapement.lab.data.IdxFiles.labels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.Allocations;
import org.escapement.lab.Errors;
import org.escapement.lab.Mutations;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class IdxCorruptionTest {
  private static final Set<ErrorCode> ALLOWED =
      EnumSet.of(ErrorCode.DATA_MALFORMED, ErrorCode.DATA_MISMATCH, ErrorCode.DATA_MISSING);
  private static final int PAIRS = 600;

  /** The files are under 1 kB; buffers and class loading take what is below this. */
  private static final long MOST_BYTES = 16 << 20;

  @TempDir Path folder;

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void damageEndsInAnErrorOfOneLineOrInALoad() throws IOException {
    RandomGenerator random = RandomStreams.of(11).stream("damage");
    byte[] images = images(12, 7, 5);
    byte[] labels = labels(0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5);
    int refused = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      boolean damageImages = random.nextBoolean();
      place(TRAIN_IMAGES, images, damageImages, random);
      place(TRAIN_LABELS, labels, !damageImages || random.nextInt(4) == 0, random);
      refused += load(pair) ? 0 : 1;
    }

    assertThat(refused).isBetween(PAIRS / 2, PAIRS - 1);
  }

  private void place(String name, byte[] content, boolean damage, RandomGenerator random)
      throws IOException {
    Files.deleteIfExists(folder.resolve(name));
    Files.deleteIfExists(folder.resolve(name + ".gz"));
    int kind = random.nextInt(3);
    if (damage && random.nextInt(40) == 0) {
      Files.createDirectory(folder.resolve(name));
    } else if (kind == 0) {
      Files.write(folder.resolve(name), damage ? Mutations.of(content, random) : content);
    } else if (kind == 1) {
      byte[] compressed = gzip(content);
      Files.write(
          folder.resolve(name + ".gz"), damage ? Mutations.of(compressed, random) : compressed);
    } else {
      byte[] damaged = damage ? Mutations.of(content, random) : content;
      Files.write(folder.resolve(name + ".gz"), gzip(damaged));
    }
  }

  private boolean load(int pair) {
    DataContext context = new DataContext(RandomStreams.of(1), DataType.FLOAT);
    Allocations allocations = new Allocations();
    try {
      DataSet data =
          new IdxSource()
              .load(new IdxOptions(folder.toString(), 10, 0, 0, Normalization.NONE), context);
      assertThat(data.train().count()).isEqualTo(10);
      assertThat(data.train().features().size(1))
          .isEqualTo(data.inputShape().get(1) * data.inputShape().get(2));
      assertThat(data.train().targets().sumNumber().intValue()).isEqualTo(10);
      return true;
    } catch (EscapementException e) {
      assertThat(e.code()).as("pair " + pair + ": " + e.getMessage()).isIn(ALLOWED);
      Errors.assertOneLine(e.getMessage());
      return false;
    } finally {
      assertThat(allocations.bytes()).as("allocations of pair " + pair).isLessThan(MOST_BYTES);
    }
  }
}
