package org.escapement.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Set;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.option.OptionDescription;
import org.escapement.spi.option.OptionSchema;

/** What holds for the name and the options of every component, optimizer or model. */
public final class DeclarationChecks {
  /** Sweeps and reports rely on what these names mean, so they must refuse what has no meaning. */
  private static final Set<String> POSITIVE = Set.of("learningRate", "batchSize");

  private DeclarationChecks() {}

  /** A name that can stand in a config file and in results, and a description of one line. */
  public static void assertNamed(String name, String again, String description) {
    assertThat(name).as("name").matches("[a-z][a-z0-9-]*").isEqualTo(again);
    assertThat(description).as("description").isNotBlank().doesNotContainPattern("\\p{Cntrl}");
  }

  /** Every component of the record is an option with a description. */
  public static void assertDeclared(Class<? extends Record> type) {
    for (OptionDescription option : OptionSchema.of(type).options()) {
      assertThat(option.description())
          .as("description of '%s', one sentence without a full stop", option.name())
          .isNotBlank()
          .doesNotContainPattern("\\p{Cntrl}")
          .doesNotEndWith(".");
      if (option.rawType().isRecord()) {
        assertDeclared(option.rawType().asSubclass(Record.class));
      }
    }
  }

  /** Numbers outside the declared ranges are refused, and the ranges leave nothing senseless. */
  public static <R extends Record> void assertRangesHold(Class<R> type, Record options) {
    OptionSchema<R> schema = OptionSchema.of(type);
    List<OptionDescription> declared = schema.options();
    schema.validate(type.cast(options));
    for (int i = 0; i < declared.size(); i++) {
      OptionDescription option = declared.get(i);
      if (option.rawType().isRecord()
          && DefaultOptions.values(options)[i] instanceof Record nested) {
        assertRangesHold(option.rawType().asSubclass(Record.class), nested);
      }
      for (Object value : OutsideValues.of(option)) {
        assertRefused(schema, options, i, value);
      }
      if (POSITIVE.contains(option.name())) {
        assertThat(option.range().contains(0) || option.range().contains(-1))
            .as("'%s' has the range %s and admits 0 or less", option.name(), option.range())
            .isFalse();
      }
    }
  }

  private static void assertRefused(
      OptionSchema<?> schema, Record options, int index, Object value) {
    Object[] values = DefaultOptions.values(options);
    values[index] = value;
    Throwable failure = catchThrowable(() -> schema.create(values));
    String option = schema.options().get(index).name();
    assertThat(failure)
        .as("'%s' = %s is accepted", option, value)
        .isInstanceOf(EscapementException.class);
    assertThat(((EscapementException) failure).code())
        .as("'%s' = %s: %s", option, value, failure.getMessage())
        .isEqualTo(ErrorCode.OPTION_OUT_OF_RANGE);
  }
}
