package org.escapement.plugin.dl4j;

/**
 * The shape of an image on its way through a network.
 *
 * @param channels at every position
 * @param height lines
 * @param width columns
 */
record Image(long channels, long height, long width) {
  /** The number of its positions. */
  long positions() {
    return height * width;
  }

  /** The number of its entries. */
  long entries() {
    return channels * positions();
  }
}
