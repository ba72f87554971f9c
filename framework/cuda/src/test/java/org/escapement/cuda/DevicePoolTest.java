package org.escapement.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.escapement.cuda.DevicePool.Block;
import org.escapement.engine.compute.DeviceMemoryException;
import org.escapement.engine.compute.Window2d;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

class DevicePoolTest {
  private static final long MEBIBYTE = 1 << 20;

  private EmulatedDevice device;

  @BeforeEach
  void aCardOf8Mebibytes() {
    device = new EmulatedDevice(8 * MEBIBYTE);
  }

  @Test
  void whatWasGivenBackIsUsedAgain() {
    DevicePool pool = new DevicePool(device, 8 * MEBIBYTE);
    Block first = pool.take(1000 * 1000);
    pool.giveBack(first);
    assertThat(pool.take(999 * 1000)).isEqualTo(first);
    assertThat(pool.take(999 * 1000)).isNotEqualTo(first);
    assertThat(device.blocks()).isEqualTo(2);
    assertThat(pool.keptBytes()).isZero();
  }

  @Test
  void theCapHolds() {
    DevicePool pool = new DevicePool(device, 2 * MEBIBYTE);
    Block block = pool.take(MEBIBYTE);
    assertThatThrownBy(() -> pool.take(MEBIBYTE + 1))
        .isInstanceOf(DeviceMemoryException.class)
        .hasMessage(
            "an emulated card has no room for 1048577 bytes: 1048576 in use, at most 2097152"
                + " allowed, 7340032 free on the card");
    pool.take(MEBIBYTE);
    pool.giveBack(block);
    assertThat(pool.usedBytes()).isEqualTo(MEBIBYTE);
  }

  @Test
  void whatIsKeptUnusedGoesBackBeforeAnythingIsRefused() {
    DevicePool pool = new DevicePool(device, 2 * MEBIBYTE);
    pool.giveBack(pool.take(MEBIBYTE));
    pool.giveBack(pool.take(MEBIBYTE / 2));
    pool.take(2 * MEBIBYTE);
    assertThat(device.blocks()).isEqualTo(1);
    assertThat(pool.keptBytes()).isZero();
  }

  @Test
  void andSoWhereTheCardHasLessThanTheCap() {
    DevicePool pool = new DevicePool(device, 100 * MEBIBYTE);
    pool.giveBack(pool.take(5 * MEBIBYTE));
    Block large = pool.take(6 * MEBIBYTE);
    assertThat(device.blocks()).isEqualTo(1);
    assertThatThrownBy(() -> pool.take(5 * MEBIBYTE)).isInstanceOf(DeviceMemoryException.class);
    pool.giveBack(large);
    assertThatThrownBy(() -> pool.take(50 * MEBIBYTE)).isInstanceOf(DeviceMemoryException.class);
    assertThat(pool.usedBytes()).isZero();
    pool.take(8 * MEBIBYTE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 512, 513, 4096, 4097, 65_537, 1_000_000, 1L << 33, (1L << 33) + 1})
  void sizesAreRoundedByAnEighthAtMost(long bytes) {
    long rounded = DevicePool.rounded(bytes);
    assertThat(rounded)
        .isGreaterThanOrEqualTo(bytes)
        .isLessThanOrEqualTo(Math.max(bytes + bytes / 8, bytes + 512))
        .isEqualTo(DevicePool.rounded(rounded));
    assertThat(rounded % 512).isZero();
  }

  @Test
  void whatNobodyCanReachIsFreedBeforeAnythingIsRefused() {
    Card card = new Card(device, 8 * MEBIBYTE);
    for (int i = 0; i < 50; i++) {
      card.tensor(DataType.FLOAT, 1000, 500).rows(1, 2); // two of eight mebibytes, never closed
    }
    for (int i = 0; i < 50; i++) {
      new CudaMaximumPooling(card, new Window2d(1, 100, 100, 1, 1, 0), 50); // nor are these
    }
    CudaTensor closed = card.tensor(DataType.FLOAT, 10, 10);
    closed.close();
    closed.close();
    assertThatThrownBy(closed::address).isInstanceOf(IllegalStateException.class);
  }
}
