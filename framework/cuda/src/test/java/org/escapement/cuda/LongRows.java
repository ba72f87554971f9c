package org.escapement.cuda;

import java.util.Arrays;
import org.escapement.engine.compute.ActiveCompute;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.spi.error.EscapementException;
import org.nd4j.linalg.api.buffer.DataType;

/** Copies rows of 4800 bytes to the card and back; for a process of its own. */
public final class LongRows {
  private static final int COLUMNS = 600;

  private LongRows() {}

  /**
   * Prints whether what comes back is what was sent, and that gaps between such rows are refused.
   */
  public static void main(String[] arguments) {
    System.setProperty(ActiveCompute.PROPERTY, "cuda");
    Compute compute = ActiveCompute.get();
    for (int rows : new int[] {1, 3}) {
      double[] sent = new double[rows * COLUMNS];
      Arrays.setAll(sent, i -> i + 1);
      double[] back = new double[sent.length];
      try (Tensor tensor = compute.zeros(DataType.DOUBLE, rows, COLUMNS)) {
        compute.write(sent, tensor);
        compute.read(tensor, back);
      }
      System.out.println(rows + " by " + COLUMNS + ": " + Arrays.equals(sent, back));
    }
    try (Tensor tensor = compute.zeros(DataType.DOUBLE, 3, COLUMNS)) {
      compute.read(tensor.columns(0, 2), new double[6]);
      System.out.println("with gaps: copied");
    } catch (EscapementException e) {
      System.out.println("with gaps: refused");
    }
  }
}
