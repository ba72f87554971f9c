package org.escapement.testkit;

import java.util.ArrayList;
import java.util.List;
import org.escapement.spi.option.Interval;
import org.escapement.spi.option.OptionDescription;

/** Numbers that lie just outside an option's range. */
final class OutsideValues {
  private OutsideValues() {}

  static List<Object> of(OptionDescription option) {
    Class<?> type = option.rawType();
    Interval range = option.range();
    if (type == double.class || type == Double.class) {
      return doubles(range);
    }
    if (type == int.class || type == Integer.class) {
      return integers(range, Integer.MIN_VALUE, Integer.MAX_VALUE).stream()
          .map(value -> (Object) value.intValue())
          .toList();
    }
    if (type == long.class || type == Long.class) {
      // the ends of long are no doubles; stay within the integers that are
      return new ArrayList<>(integers(range, -(1L << 53), 1L << 53));
    }
    return List.of();
  }

  private static List<Object> doubles(Interval range) {
    List<Object> values =
        new ArrayList<>(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
    if (Double.isFinite(range.lower())) {
      values.add(range.lowerIncluded() ? Math.nextDown(range.lower()) : range.lower());
    }
    if (Double.isFinite(range.upper())) {
      values.add(range.upperIncluded() ? Math.nextUp(range.upper()) : range.upper());
    }
    return values;
  }

  private static List<Long> integers(Interval range, long least, long most) {
    List<Long> values = new ArrayList<>();
    double below = range.lowerIncluded() ? Math.ceil(range.lower()) - 1 : Math.floor(range.lower());
    double above = range.upperIncluded() ? Math.floor(range.upper()) + 1 : Math.ceil(range.upper());
    if (below >= least) {
      values.add((long) below);
    }
    if (above <= most) {
      values.add((long) above);
    }
    return values;
  }
}
