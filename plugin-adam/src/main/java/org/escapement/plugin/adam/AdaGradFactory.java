package org.escapement.plugin.adam;

import org.pf4j.Extension;

/** Offers {@code adagrad}. */
@Extension
public final class AdaGradFactory extends UpdaterFactory<AdaGradOptions> {
  /** As PF4J makes it. */
  public AdaGradFactory() {
    super("adagrad", "AdaGrad (Duchi, Hazan & Singer 2011)", AdaGradOptions.class);
  }

  @Override
  UpdaterRule rule(AdaGradOptions options) {
    return new AdaGradRule(options);
  }
}
