package org.escapement.host.backend;

import java.util.List;

/** Whom to ask about cards. */
interface Driver {
  /** All cards, in the order of their PCI addresses. */
  Cards cards();

  /** The parts into which cards are divided; none if it does not tell. */
  List<MigInstance> instances();
}
