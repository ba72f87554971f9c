package org.escapement.plugin.adam;

import org.pf4j.Extension;

/** Offers {@code amsgrad}. */
@Extension
public final class AmsGradFactory extends UpdaterFactory<AdamOptions> {
  /** As PF4J makes it. */
  public AmsGradFactory() {
    super("amsgrad", "AMSGrad (Reddi, Kale & Kumar 2018)", AdamOptions.class);
  }

  @Override
  UpdaterRule rule(AdamOptions options) {
    return new AmsGradRule(options);
  }
}
