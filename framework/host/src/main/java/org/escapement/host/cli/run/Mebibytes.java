package org.escapement.host.cli.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a size such as {@code 512m} or {@code 2g} in MiB; a number alone is in MiB. */
public final class Mebibytes implements ITypeConverter<Long> {
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,6})([mMgG]?)");
  private static final long PER_GIBIBYTE = 1024;

  @Override
  public Long convert(String value) {
    Matcher matcher = SIZE.matcher(value);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + value + "', must be a whole number of MiB, or one with m or g behind it, as in 2g");
    }
    long number = Long.parseLong(matcher.group(1));
    return matcher.group(2).equalsIgnoreCase("g") ? number * PER_GIBIBYTE : number;
  }
}
