package org.escapement.plugin.adam;

import org.pf4j.Extension;

/** Offers {@code nadam}. */
@Extension
public final class NadamFactory extends UpdaterFactory<AdamOptions> {
  /** As PF4J makes it. */
  public NadamFactory() {
    super("nadam", "Nadam, Adam with Nesterov momentum (Dozat 2016)", AdamOptions.class);
  }

  @Override
  UpdaterRule rule(AdamOptions options) {
    return new NadamRule(options);
  }
}
