package org.escapement.cuda;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.KeptMemory;
import org.escapement.engine.compute.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Of the primitives on a card, its memory and the boundary to the host. */
abstract class CudaMemory implements Compute {
  final Card card;
  final HostArrays host;

  CudaMemory(Card card) {
    this.card = card;
    host = new HostArrays(card);
  }

  static CudaTensor of(Tensor tensor) {
    return (CudaTensor) tensor;
  }

  static CudaTensor flat(Tensor tensor) {
    return of(tensor).contiguous();
  }

  @Override
  public String name() {
    return "cuda: " + card.label();
  }

  @Override
  public void synchronize() {
    card.run(() -> card.device().synchronize());
  }

  @Override
  public boolean sharesArrays() {
    return false;
  }

  @Override
  public long memoryBytes() {
    return card.pool().cap();
  }

  @Override
  public void keeps(KeptMemory kept) {
    card.keeps(kept);
  }

  @Override
  public <T> T asOneShortage(BooleanSupplier divisible, Supplier<T> work) {
    return card.asOneShortage(divisible, work);
  }

  @Override
  public Tensor zeros(DataType type, long rows, long columns) {
    CudaTensor zeros = card.tensor(type, rows, columns);
    fill(zeros, 0);
    return zeros;
  }

  @Override
  public Tensor upload(INDArray array) {
    Tensor tensor = receive(array);
    host.upload(array, of(tensor));
    return tensor;
  }

  @Override
  public Tensor receive(INDArray array) {
    return card.tensor(array.dataType(), HostArrays.rows(array), HostArrays.columns(array));
  }

  @Override
  public void download(Tensor tensor, INDArray out) {
    Compute.requireShape(tensor, HostArrays.rows(out), HostArrays.columns(out));
    if (tensor.type() != out.dataType()) {
      throw new IllegalArgumentException(tensor.type() + " with " + out.dataType());
    }
    host.download(of(tensor), out);
    Fence.keep(tensor);
  }

  @Override
  public INDArray release(Tensor tensor) {
    CudaTensor whole = of(tensor).whole();
    INDArray array = Nd4j.createUninitialized(whole.type(), new long[] {whole.length()}, 'c');
    host.download(whole.reshapedToRow(), array);
    whole.close();
    return array;
  }

  @Override
  public void read(Tensor a, double[] values) {
    Compute.requireLength(a, values);
    host.read(of(a), values);
    Fence.keep(a);
  }

  @Override
  public void write(double[] values, Tensor out) {
    Compute.requireLength(out, values);
    host.write(values, of(out));
    Fence.keep(out);
  }
}
