package org.escapement.lab.training;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.tensor.Nd4jCompute;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The reference with its tensors in memory of their own, as a device has them, and an account of
 * what crosses over and of what is allocated.
 */
public final class SeparateMemory {
  private final List<Long> transfers = new ArrayList<>();
  private int allocations;

  /** The compute. */
  public Compute compute() {
    return (Compute)
        Proxy.newProxyInstance(
            Compute.class.getClassLoader(),
            new Class<?>[] {Compute.class},
            (proxy, method, arguments) -> call(method, arguments));
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    Compute reference = Nd4jCompute.INSTANCE;
    switch (method.getName()) {
      case "sharesArrays":
        return false;
      case "upload":
        INDArray array = (INDArray) arguments[0];
        transfers.add(array.length());
        return copy(reference.upload(array));
      case "receive":
        return copy(reference.upload((INDArray) arguments[0]));
      case "download":
        transfers.add(((INDArray) arguments[1]).length());
        break;
      case "zeros":
        allocations++;
        break;
      default:
        break;
    }
    try {
      return method.invoke(reference, arguments);
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }

  private Tensor copy(Tensor shared) {
    allocations++;
    Tensor copy = Nd4jCompute.INSTANCE.zeros(shared.type(), shared.rows(), shared.columns());
    Nd4jCompute.INSTANCE.copy(shared, copy);
    return copy;
  }

  /** How often vectors of a length or more crossed over. */
  long transfers(long length) {
    return transfers.stream().filter(each -> each >= length).count();
  }

  /** Tensors made so far. */
  int allocations() {
    return allocations;
  }

  /** An objective that does not tell what it offers beside the SPI. */
  public static Objective plain(Objective objective) {
    return (Objective)
        Proxy.newProxyInstance(
            Objective.class.getClassLoader(),
            new Class<?>[] {Objective.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(objective, arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }
}
