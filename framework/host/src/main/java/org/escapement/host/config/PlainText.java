package org.escapement.host.config;

import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.util.regex.Pattern;

/** Leaves text without quotes only where no version of YAML reads it as anything else. */
final class PlainText extends StringQuotingChecker {
  private static final long serialVersionUID = 1L;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z./][A-Za-z0-9_./-]*");

  @Override
  public boolean needToQuoteName(String name) {
    return needToQuoteValue(name);
  }

  @Override
  public boolean needToQuoteValue(String value) {
    return !PLAIN.matcher(value).matches()
        || isReservedKeyword(value)
        || Numbers.spellsNotFinite(value)
        || Numbers.parse(value).isPresent();
  }
}
