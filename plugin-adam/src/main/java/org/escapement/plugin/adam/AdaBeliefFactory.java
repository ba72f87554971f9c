package org.escapement.plugin.adam;

import org.pf4j.Extension;

/** Offers {@code adabelief}. */
@Extension
public final class AdaBeliefFactory extends UpdaterFactory<AdaBeliefOptions> {
  /** As PF4J makes it. */
  public AdaBeliefFactory() {
    super("adabelief", "AdaBelief (Zhuang et al. 2020)", AdaBeliefOptions.class);
  }

  @Override
  UpdaterRule rule(AdaBeliefOptions options) {
    return new AdaBeliefRule(options);
  }
}
