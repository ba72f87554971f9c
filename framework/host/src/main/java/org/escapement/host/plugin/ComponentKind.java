package org.escapement.host.plugin;

import java.util.Locale;

/** What a plugin can offer; names are unique within a kind. */
public enum ComponentKind {
  /** An {@link org.escapement.spi.optimizer.OptimizerFactory}. */
  OPTIMIZER,
  /** A {@link org.escapement.spi.model.ModelFactory}. */
  MODEL;

  /** The word that users read. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
