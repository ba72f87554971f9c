package org.escapement.cuda;

import java.lang.ref.Cleaner;
import java.util.function.Consumer;
import org.escapement.cuda.DevicePool.Block;
import org.escapement.engine.compute.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/** A matrix in the device's memory. */
final class CudaTensor implements Tensor {
  private final Memory memory;
  private final boolean owner;
  private final long offset;
  private final DataType type;
  private final long rows;
  private final long columns;
  private final long stride;

  private CudaTensor(
      Memory memory,
      boolean owner,
      long offset,
      DataType type,
      long rows,
      long columns,
      long stride) {
    this.memory = memory;
    this.owner = owner;
    this.offset = offset;
    this.type = type;
    this.rows = rows;
    this.columns = columns;
    this.stride = stride;
  }

  /**
   * A contiguous tensor in a block of its own.
   *
   * @param giveBack where the block goes when it is closed
   */
  static CudaTensor owning(
      Block block, Consumer<Block> giveBack, DataType type, long rows, long columns) {
    return new CudaTensor(new Memory(block, giveBack), true, 0, type, rows, columns, columns);
  }

  /** The address of the first entry. */
  long address() {
    return memory.address() + offset * type.width();
  }

  /** From a row to the next, in entries. */
  long stride() {
    return stride;
  }

  /** Refuses gaps between rows. */
  CudaTensor contiguous() {
    if (!isContiguous()) {
      throw new IllegalStateException("there are gaps between the rows");
    }
    return this;
  }

  /** Refuses what is a view. */
  CudaTensor whole() {
    if (!owner) {
      throw new IllegalStateException("not a tensor that owns its memory");
    }
    memory.address();
    return this;
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public long columns() {
    return columns;
  }

  @Override
  public boolean isContiguous() {
    return rows == 1 || stride == columns;
  }

  @Override
  public CudaTensor rows(long from, long to) {
    if (from < 0 || from >= to || to > rows) {
      throw new IndexOutOfBoundsException("rows " + from + " to " + to + " of " + rows);
    }
    return view(from * stride, to - from, columns, stride);
  }

  @Override
  public CudaTensor columns(long from, long to) {
    if (from < 0 || from >= to || to > columns) {
      throw new IndexOutOfBoundsException("columns " + from + " to " + to + " of " + columns);
    }
    return view(from, rows, to - from, stride);
  }

  @Override
  public CudaTensor part(long from, long rows, long columns) {
    contiguous();
    if (from < 0 || rows < 1 || columns < 1 || from + rows * columns > length()) {
      throw new IndexOutOfBoundsException(
          rows + " by " + columns + " from " + from + " on of " + length());
    }
    return view(from, rows, columns, columns);
  }

  /** All entries as one row. */
  CudaTensor reshapedToRow() {
    return part(0, 1, length());
  }

  private CudaTensor view(long from, long rows, long columns, long stride) {
    memory.address();
    return new CudaTensor(memory, false, offset + from, type, rows, columns, stride);
  }

  @Override
  public void close() {
    if (owner) {
      memory.close();
    }
  }

  /**
   * A block until it is given back: when it is closed, or some time after nobody can reach it any
   * more.
   */
  private static final class Memory {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Holding holding;
    private final Cleaner.Cleanable cleanable;

    Memory(Block block, Consumer<Block> giveBack) {
      holding = new Holding(block, giveBack);
      cleanable = CLEANER.register(this, holding);
    }

    long address() {
      if (holding.closed) {
        throw new IllegalStateException("the tensor is closed");
      }
      return holding.block.address();
    }

    void close() {
      cleanable.clean();
    }
  }

  /** What is left to do for a block; runs once. */
  private static final class Holding implements Runnable {
    private final Block block;
    private final Consumer<Block> giveBack;
    private volatile boolean closed;

    Holding(Block block, Consumer<Block> giveBack) {
      this.block = block;
      this.giveBack = giveBack;
    }

    @Override
    public void run() {
      closed = true;
      giveBack.accept(block);
    }
  }
}
