package org.escapement.plugin.adam;

import org.pf4j.Extension;

/** Offers {@code rmsprop}. */
@Extension
public final class RmsPropFactory extends UpdaterFactory<RmsPropOptions> {
  /** As PF4J makes it. */
  public RmsPropFactory() {
    super("rmsprop", "RMSProp (Tieleman & Hinton 2012)", RmsPropOptions.class);
  }

  @Override
  UpdaterRule rule(RmsPropOptions options) {
    return new RmsPropRule(options);
  }
}
