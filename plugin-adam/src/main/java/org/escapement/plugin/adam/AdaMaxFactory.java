package org.escapement.plugin.adam;

import org.pf4j.Extension;

/** Offers {@code adamax}. */
@Extension
public final class AdaMaxFactory extends UpdaterFactory<AdaMaxOptions> {
  /** As PF4J makes it. */
  public AdaMaxFactory() {
    super("adamax", "AdaMax, Adam in the infinity norm (Kingma & Ba 2015)", AdaMaxOptions.class);
  }

  @Override
  UpdaterRule rule(AdaMaxOptions options) {
    return new AdaMaxRule(options);
  }
}
