package org.escapement.plugin.adam;

import org.pf4j.Extension;

/** Offers {@code adam}. */
@Extension
public final class AdamFactory extends UpdaterFactory<AdamOptions> {
  /** As PF4J makes it. */
  public AdamFactory() {
    super("adam", "Adam (Kingma & Ba 2015)", AdamOptions.class);
  }

  @Override
  UpdaterRule rule(AdamOptions options) {
    return new AdamRule(options);
  }
}
