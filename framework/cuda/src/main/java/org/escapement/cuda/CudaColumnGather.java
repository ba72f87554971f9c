package org.escapement.cuda;

import java.util.Arrays;
import org.escapement.engine.compute.ColumnGather;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/** The indices cross the bus once; nobody has to close them. */
final class CudaColumnGather implements ColumnGather {
  private final Entries entries;
  private final CudaTensor indices;
  private final int greatest;

  CudaColumnGather(Card card, HostArrays host, Entries entries, int[] indices) {
    this.entries = entries;
    this.indices = card.tensor(DataType.INT, 1, indices.length);
    host.write(indices, this.indices.address());
    greatest = Arrays.stream(indices).max().orElse(-1);
  }

  @Override
  public void apply(Tensor a, Tensor out) {
    Compute.requireShape(out, a.rows(), indices.length());
    CudaCompute.requireType(a, out);
    if (greatest >= a.columns()) {
      throw new IllegalArgumentException("index " + greatest + " of " + a.columns());
    }
    entries.gather("gatherColumns", (CudaTensor) a, indices.address(), (CudaTensor) out);
    Fence.keep(a, out, indices);
  }

  @Override
  public void close() {
    indices.close();
  }
}
