package org.escapement.engine.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What every {@link Compute} has to do, primitive by primitive, against plain loops in double: on
 * random shapes, on views, in float and double. Needs no test framework, so that it can run where
 * there is none; a rule that is broken throws {@code AssertionError}.
 */
public final class ComputeContract {
  private static final int TRIALS = 24;

  private ComputeContract() {}

  /** One rule for one type. */
  public record Rule(String name, DataType type, Check check) {
    /**
     * Checks the rule on random samples.
     *
     * @throws AssertionError if it is broken, with the numbers
     */
    public void verify(Compute compute) {
      for (int trial = 0; trial < TRIALS; trial++) {
        SplittableRandom random = new SplittableRandom(name.hashCode() + 31L * trial);
        try (Samples samples = new Samples(compute, type, random)) {
          check.run(compute, samples);
        } catch (AssertionError | RuntimeException failure) {
          throw new AssertionError(
              name + ", " + type + ", trial " + trial + ": " + failure.getMessage(), failure);
        }
      }
    }

    @Override
    public String toString() {
      return name + ", " + type;
    }
  }

  /** What is done in one trial. */
  @FunctionalInterface
  public interface Check {
    /** Throws {@code AssertionError} if the rule is broken. */
    void run(Compute compute, Samples samples);
  }

  /** A rule by its name. */
  record Named(String name, Check check) {}

  /** All rules, in both types. */
  public static List<Rule> rules() {
    List<Named> all = new ArrayList<>();
    all.addAll(MemoryRules.all());
    all.addAll(CopyRules.all());
    all.addAll(EntryRules.all());
    all.addAll(NonlinearityRules.all());
    all.addAll(ProductRules.all());
    all.addAll(MomentRules.all());
    all.addAll(LossRules.all());
    all.addAll(PoolingRules.all());
    all.addAll(ConvolutionRules.all());
    List<Rule> rules = new ArrayList<>();
    for (Named named : all) {
      for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
        rules.add(new Rule(named.name(), type, named.check()));
      }
    }
    return rules;
  }
}
