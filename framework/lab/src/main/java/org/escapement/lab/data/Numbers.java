package org.escapement.lab.data;

import java.util.OptionalDouble;
import org.nd4j.linalg.api.buffer.DataType;

/** Numbers as data files may hold them. */
final class Numbers {
  private Numbers() {}

  /** A finite decimal number, or nothing; Java's own suffixes and hexadecimals are none. */
  static OptionalDouble parse(String text) {
    String stripped = text.strip();
    for (int i = 0; i < stripped.length(); i++) {
      if ("0123456789+-.eE".indexOf(stripped.charAt(i)) < 0) {
        return OptionalDouble.empty();
      }
    }
    try {
      double number = Double.parseDouble(stripped);
      return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** Whether a number is finite and stays so when rounded to the precision. */
  static boolean fits(double number, DataType precision) {
    return precision == DataType.FLOAT ? Float.isFinite((float) number) : Double.isFinite(number);
  }
}
