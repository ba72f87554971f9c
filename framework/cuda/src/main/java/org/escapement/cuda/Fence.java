package org.escapement.cuda;

import java.lang.ref.Reference;

/**
 * Keeps what owns memory reachable until work on its address has been asked for. Without it a
 * tensor of which only the address is used any more could be given back, and its block to somebody
 * else, before; after that the order of the card's work sees to it.
 */
final class Fence {
  private Fence() {}

  static void keep(Object... used) {
    for (Object each : used) {
      Reference.reachabilityFence(each);
    }
  }
}
