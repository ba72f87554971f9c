package org.escapement.engine.tensor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.indexer.Indexer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The only way to an array's entries by address. With ND4J's CUDA backend an array has a copy on
 * the card and one here, and whoever goes around ND4J has to say so: before entries are used the
 * copy here is made the latest, and before they are written it is noted as such, so that the next
 * operation on the card fetches it. On the processor's backend there is one copy, and this costs
 * nothing.
 */
public final class HostMemory {
  private static final boolean COPIES =
      Nd4j.getExecutioner().type() == ExecutionerType.CUDA; // folded by the compiler

  private HostMemory() {}

  /**
   * The address of the first entry, to read and to write from there until ND4J's next operation.
   */
  public static Pointer pointer(INDArray array) {
    return toWrite(array).addressPointer();
  }

  /** The same to read only. */
  static Pointer pointerToRead(INDArray array) {
    return toRead(array).addressPointer();
  }

  /** The entries by their indices in the buffer, a view's from its first on; likewise. */
  public static Indexer indexer(INDArray array) {
    return toWrite(array).indexer();
  }

  /** The same to read only. */
  static Indexer indexerToRead(INDArray array) {
    return toRead(array).indexer();
  }

  private static DataBuffer toRead(INDArray array) {
    DataBuffer data = array.data();
    if (COPIES) {
      Allocator.prepare(data);
    }
    return data;
  }

  private static DataBuffer toWrite(INDArray array) {
    DataBuffer data = toRead(array);
    if (COPIES) {
      Allocator.call(Allocator.WRITTEN, data);
    }
    return data;
  }

  /**
   * For whoever keeps an address: to be called each time before entries there are read or written
   * after ND4J's operations.
   */
  public static void use(INDArray array) {
    if (COPIES) {
      toWrite(array);
    }
  }

  /** Whether both begin at one address. */
  static boolean isOnePlace(INDArray a, INDArray b) {
    return COPIES
        ? isOneOffset(a.data(), b.data())
        : a.data().addressPointer().address() == b.data().addressPointer().address();
  }

  /** The same without a look at addresses, for which the copy here would have to be the latest. */
  static boolean isOneOffset(DataBuffer a, DataBuffer b) {
    return root(a) == root(b) && a.offset() == b.offset();
  }

  private static DataBuffer root(DataBuffer data) {
    return data.originalDataBuffer() == null ? data : data.originalDataBuffer();
  }

  /** ND4J's memory of arrays on the card, which is not there to compile against. */
  private static final class Allocator {
    private static final Object INSTANCE;
    private static final Method LATEST;
    private static final Method WRITTEN;

    static {
      try {
        Class<?> type = Class.forName("org.nd4j.jita.allocator.impl.AtomicAllocator");
        INSTANCE = type.getMethod("getInstance").invoke(null);
        LATEST = type.getMethod("synchronizeHostData", DataBuffer.class);
        WRITTEN = type.getMethod("tickHostWrite", DataBuffer.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    static void prepare(DataBuffer data) {
      Nd4j.getExecutioner().commit();
      data.pointer(); // gives it a copy here where it has none yet
      call(LATEST, data);
    }

    static void call(Method method, DataBuffer data) {
      try {
        method.invoke(INSTANCE, data);
      } catch (InvocationTargetException e) {
        throw new IllegalStateException(method.getName() + " failed", e.getCause());
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
