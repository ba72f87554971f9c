package org.escapement.host.cli.plugins;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The shape of one example, as {@code 3x32x32} on the command line.
 *
 * @param sizes such as channels, height and width; none without data
 */
record ExampleShape(List<Long> sizes) {
  private static final Pattern NOTATION = Pattern.compile("[1-9][0-9]{0,5}(x[1-9][0-9]{0,5})*");

  static ExampleShape of(long... sizes) {
    return new ExampleShape(Arrays.stream(sizes).boxed().toList());
  }

  @Override
  public String toString() {
    return sizes.isEmpty()
        ? "none"
        : sizes.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  /** Reads the notation. */
  static final class Converter implements ITypeConverter<ExampleShape> {
    @Override
    public ExampleShape convert(String value) {
      if (!NOTATION.matcher(value).matches()) {
        throw new TypeConversionException(
            "'" + value + "', must be sizes such as 784 or 3x32x32 (channels, height, width)");
      }
      return new ExampleShape(Arrays.stream(value.split("x")).map(Long::valueOf).toList());
    }
  }
}
