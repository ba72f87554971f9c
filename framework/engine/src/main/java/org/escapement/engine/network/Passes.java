package org.escapement.engine.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.DeviceMemoryException;
import org.escapement.engine.layer.Layer;
import org.escapement.spi.model.Loss;
import org.nd4j.linalg.api.buffer.DataType;

/** Passes through a network that are kept for their buffers, one for each number of rows. */
final class Passes {
  private final Compute compute;
  private final List<Layer> layers;
  private final Loss loss;
  private final DataType type;
  private final boolean secondOrder;

  /** By their rows, the last used at the end. */
  private final Map<Integer, NetworkPass> passes = new LinkedHashMap<>();

  Passes(Compute compute, List<Layer> layers, Loss loss, DataType type, boolean secondOrder) {
    this.compute = compute;
    this.layers = layers;
    this.loss = loss;
    this.type = type;
    this.secondOrder = secondOrder;
  }

  /**
   * The pass with so many rows.
   *
   * @param room the most rows in all that are kept
   * @throws DeviceMemoryException if there is no memory for it with no other kept
   */
  NetworkPass of(int rows, long room) {
    NetworkPass pass = passes.remove(rows);
    if (pass == null) {
      makeRoom(room - rows);
      pass = make(rows);
    }
    passes.put(rows, pass);
    return pass;
  }

  private NetworkPass make(int rows) {
    try {
      return new NetworkPass(compute, layers, loss, rows, type, secondOrder);
    } catch (DeviceMemoryException full) {
      if (passes.isEmpty()) {
        throw full;
      }
      close();
      return make(rows);
    }
  }

  private void makeRoom(long most) {
    long kept = passes.keySet().stream().mapToLong(each -> each).sum();
    while (kept > 0 && kept > most) {
      int oldest = passes.keySet().iterator().next();
      passes.remove(oldest).close();
      kept -= oldest;
    }
  }

  /** Whether a pass is among those that are kept. */
  boolean keeps(NetworkPass pass) {
    return pass != null && passes.get(pass.rows()) == pass;
  }

  /**
   * Frees all buffers.
   *
   * @return how many passes had any
   */
  int close() {
    int count = passes.size();
    passes.values().forEach(NetworkPass::close);
    passes.clear();
    return count;
  }
}
