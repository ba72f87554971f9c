package org.escapement.spi.option;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a record component as an option that a config file can set. This is the single source of
 * its default, its range and its documentation: {@code escapement plugins describe} prints it, and
 * the config reader enforces it.
 *
 * <pre>{@code
 * public record SgdOptions(
 *     @Option(value = "0.1", range = "(0, inf)", description = "step size") double learningRate,
 *     @Option(value = "1", range = "[1, inf)", description = "examples in a batch") int batchSize) {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {
  /** Stands for "no default: the user has to say". */
  String REQUIRED = "<required>";

  /** Stands for "absent unless the user says": the component is then null. */
  String ABSENT = "<absent>";

  /** The default in YAML notation, {@link #REQUIRED} or {@link #ABSENT}. */
  String value() default REQUIRED;

  /**
   * The allowed numbers in interval notation, such as {@code (0, inf)} or {@code [0, 1)}. Empty:
   * any finite number. For a list it holds for each element.
   */
  String range() default "";

  /** What the option means, with its unit or scaling; one sentence without a full stop. */
  String description();
}
