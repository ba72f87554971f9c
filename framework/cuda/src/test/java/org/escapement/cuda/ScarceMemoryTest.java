package org.escapement.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Convolution;
import org.escapement.engine.compute.DeviceMemoryException;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.compute.Window2d;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

@DisplayName("Where the card is full, images go through in smaller chunks")
class ScarceMemoryTest {
  private static final long MEMORY = 1L << 22;
  private static final int IMAGES = 13;
  private static final Window2d WINDOW = new Window2d(2, 9, 8, 3, 1, 1);
  private static final int OUTPUTS = 3;

  private static double[] numbers(long count) {
    return new SplittableRandom(count).doubles(count, -1, 1).toArray();
  }

  /** All three products of a convolution, with as much memory left for scratch. */
  private static double[] products(long scratch) {
    EmulatedDevice device = new EmulatedDevice(MEMORY);
    Card card = new Card(device, MEMORY);
    Compute compute = new CudaCompute(card);
    Tensor images = compute.zeros(DataType.DOUBLE, IMAGES, WINDOW.inputs());
    Tensor out = compute.zeros(DataType.DOUBLE, IMAGES, OUTPUTS * WINDOW.positions());
    Tensor weights = compute.zeros(DataType.DOUBLE, OUTPUTS, WINDOW.patch());
    Tensor biases = compute.zeros(DataType.DOUBLE, 1, OUTPUTS);
    compute.write(numbers(images.length()), images);
    compute.write(numbers(weights.length()), weights);
    compute.write(numbers(biases.length()), biases);
    Tensor ballast = null;
    if (scratch > 0) {
      long rest = device.freeBytes() - scratch;
      ballast = compute.zeros(DataType.DOUBLE, 1, rest / 9 * 8 / Double.BYTES);
      while (device.freeBytes() > scratch + 512) {
        card.take((device.freeBytes() - scratch) / 9 * 8);
      }
    }
    Tensor[] kernel = {weights, biases};
    double[] all = new double[(int) (out.length() + images.length() + weights.length())];
    try (Convolution convolution = compute.convolution(WINDOW, OUTPUTS, DataType.DOUBLE)) {
      convolution.apply(kernel, images, out);
      double[] forward = new double[(int) out.length()];
      compute.read(out, forward);
      convolution.addOuter(out, images, kernel, true, 0.25);
      double[] outer = new double[(int) weights.length()];
      compute.read(weights, outer);
      convolution.applyTransposed(kernel, out, images, false);
      double[] back = new double[(int) images.length()];
      compute.read(images, back);
      System.arraycopy(forward, 0, all, 0, forward.length);
      System.arraycopy(outer, 0, all, forward.length, outer.length);
      System.arraycopy(back, 0, all, forward.length + outer.length, back.length);
    }
    Tensor.close(ballast);
    return all;
  }

  @Test
  void theSameComesOut() {
    double[] roomy = products(0);
    long oneImage = WINDOW.patch() * WINDOW.positions() * Double.BYTES;
    for (int images : new int[] {2, 4, 7}) {
      double[] scarce = products(images * oneImage + 8192);
      for (int i = 0; i < roomy.length; i++) {
        assertThat(scarce[i]).isEqualTo(roomy[i], within(1e-12 * Math.max(1, Math.abs(roomy[i]))));
      }
    }
  }

  @Test
  void withoutRoomForOneImageThereIsAnError() {
    long oneImage = WINDOW.patch() * WINDOW.positions() * Double.BYTES;
    assertThatThrownBy(() -> products(oneImage / 2))
        .isInstanceOf(DeviceMemoryException.class)
        .hasMessageContaining("has no room for " + oneImage + " bytes");
  }
}
