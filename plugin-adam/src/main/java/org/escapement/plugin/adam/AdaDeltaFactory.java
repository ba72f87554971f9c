package org.escapement.plugin.adam;

import org.pf4j.Extension;

/** Offers {@code adadelta}. */
@Extension
public final class AdaDeltaFactory extends UpdaterFactory<AdaDeltaOptions> {
  /** As PF4J makes it. */
  public AdaDeltaFactory() {
    super("adadelta", "AdaDelta (Zeiler 2012)", AdaDeltaOptions.class);
  }

  @Override
  UpdaterRule rule(AdaDeltaOptions options) {
    return new AdaDeltaRule(options);
  }
}
