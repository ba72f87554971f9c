package org.escapement.host.backend;

/**
 * A part of a card that programs see as a card (Multi-Instance GPU).
 *
 * @param card the index of the card
 * @param profile its share of the card, such as {@code 1g.10gb}
 * @param uuid NVIDIA's name for it, such as {@code MIG-…}
 */
record MigInstance(int card, String profile, String uuid) {
  /** How it looks to a program; what memory it has of the card's is not told. */
  Card of(Card whole) {
    return new Card(
        whole.index(),
        uuid,
        whole.name() + ", MIG " + profile,
        whole.capability(),
        whole.driver(),
        -1,
        -1);
  }
}
