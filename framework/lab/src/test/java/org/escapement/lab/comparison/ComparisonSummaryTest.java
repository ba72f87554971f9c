package org.escapement.lab.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.escapement.lab.result.Comparisons.diverged;
import static org.escapement.lab.result.Comparisons.found;
import static org.escapement.lab.result.Comparisons.verdict;

import java.util.List;
import java.util.Map;
import org.escapement.lab.result.ComparisonResults.ComparedTraining;
import org.escapement.lab.result.ComparisonResults.CrossVerdict;
import org.escapement.lab.result.ComparisonResults.EdgeResult;
import org.escapement.lab.result.ComparisonResults.Ratio;
import org.escapement.lab.result.ComparisonResults.Spread;
import org.escapement.lab.result.RunResults.Quantity;
import org.escapement.lab.result.RunResults.StabilityResult;
import org.junit.jupiter.api.Test;

class ComparisonSummaryTest {
  private static ComparedTraining at(String id, long seed, double sharpness, String... verdicts) {
    Map<String, StabilityResult> stability =
        Map.of(
            "a", verdict("a", verdicts[0], sharpness, 4, "converged"),
            "b", verdict("b", verdicts[1], 2 * sharpness, 4, "product budget spent"));
    return found(id, seed, sharpness, 10 * sharpness, sharpness / 4, stability);
  }

  private static final ComparisonSummary SUMMARY =
      new ComparisonSummary(
          List.of(
              at("a", 1, 1, "stable", "undecided"),
              at("a", 2, 2, "stable", "undecided"),
              at("a", 3, 4.5, "unstable", "undecided"),
              at("b", 1, 4, "stable", "stable"),
              diverged("b", 2),
              at("b", 3, 4.5, "unstable", "stable"),
              diverged("c", 1),
              diverged("c", 2),
              diverged("c", 3)));

  private static Quantity quantity(ComparedTraining training) {
    return training.curvature().sharpness();
  }

  private static double sharpness(ComparedTraining training) {
    return quantity(training).value();
  }

  @Test
  void meansAndDeviationsOfTheMinimaFound() {
    Spread a = SUMMARY.spread("a", ComparisonSummaryTest::sharpness);
    assertThat(a.count()).isEqualTo(3);
    assertThat(a.mean()).isEqualTo(2.5, within(1e-15));
    assertThat(a.standardDeviation()).isEqualTo(Math.sqrt((2.25 + 0.25 + 4) / 2), within(1e-15));
    assertThat(SUMMARY.spread("b", ComparisonSummaryTest::sharpness).count()).isEqualTo(2);
    assertThat(SUMMARY.spread("c", ComparisonSummaryTest::sharpness))
        .isEqualTo(new Spread(0, null, null));
  }

  @Test
  void whatIsNotKnownIsNoZero() {
    Spread some = SUMMARY.spread("a", training -> training.seed() == 2 ? 7.0 : null);
    assertThat(some).isEqualTo(new Spread(1, 7.0, null));
  }

  @Test
  void ratiosPairTheSeedsAtWhichBothFoundAMinimum() {
    Ratio ratio = SUMMARY.ratio("b", "a", ComparisonSummaryTest::quantity);
    assertThat(ratio.seeds()).isEqualTo(2);
    assertThat(ratio.larger()).as("4 of 1, and 4.5 of 4.5, which is no more").isEqualTo(1);
    assertThat(ratio.smaller()).isZero();
    assertThat(ratio.geometricMean()).isEqualTo(2, within(1e-15));
    assertThat(ratio.lowest()).isEqualTo(1);
    assertThat(ratio.highest()).isEqualTo(4);
    assertThat(SUMMARY.ratio("c", "a", ComparisonSummaryTest::quantity)).isNull();
  }

  @Test
  void minimaThatWereNotMeasuredGiveNoRatio() {
    Ratio ratio =
        SUMMARY.ratio("b", "a", training -> training.seed() == 1 ? null : quantity(training));
    assertThat(ratio.seeds()).isEqualTo(1);
    assertThat(SUMMARY.ratio("b", "a", training -> null)).isNull();
  }

  @Test
  void whatResidualsLeaveOpenIsNeitherLargerNorSmaller() {
    Ratio ratio =
        SUMMARY.ratio("a", "b", training -> new Quantity(sharpness(training), 1.6, 1, "converged"));
    assertThat(ratio.larger()).isZero();
    assertThat(ratio.smaller()).as("1 +- 1.6 beside 4 +- 1.6").isZero();
    assertThat(SUMMARY.ratio("a", "b", ComparisonSummaryTest::quantity).smaller()).isEqualTo(1);
  }

  @Test
  void verdictsAreCountedOverTheMinimaOfTheOneThatFoundThem() {
    List<CrossVerdict> verdicts = SUMMARY.verdicts(List.of("a", "b"));
    assertThat(verdicts)
        .extracting(CrossVerdict::foundBy, CrossVerdict::optimizer, CrossVerdict::counts)
        .containsExactly(
            tuple("a", "a", Map.of("stable", 2, "unstable", 1)),
            tuple("a", "b", Map.of("undecided", 3)),
            tuple("b", "a", Map.of("stable", 1, "unstable", 1)),
            tuple("b", "b", Map.of("stable", 2)));
    assertThat(verdicts).extracting(CrossVerdict::minima).containsExactly(3, 3, 2, 2);
    assertThat(verdicts.get(2).shareOfEdge().mean()).isEqualTo((1 + 4.5 / 4) / 2, within(1e-15));
  }

  /** Shares are of the minima, not of the answers. */
  @Test
  void anAnalysisThatFailedIsCounted() {
    CrossVerdict verdict = SUMMARY.verdicts(List.of("a", "absent")).get(1);
    assertThat(verdict.inWords()).containsExactly("failed 3/3");
    verdict = new CrossVerdict("a", "b", 3, Map.of("stable", 2), new Spread(0, null, null));
    assertThat(verdict.inWords()).containsExactly("stable 2/3", "failed 1/3");
    assertThat(SUMMARY.verdicts(List.of("c", "a")).get(1).inWords()).isEmpty();
  }

  @Test
  void anEdgeThatDidNotConvergeIsNone() {
    assertThat(ComparisonSummary.edge(verdict("a", "stable", 3, 4, "converged")))
        .isEqualTo(new EdgeResult(3, 4, 0.75));
    assertThat(ComparisonSummary.edge(verdict("a", "undecided", 3, 4, "no"))).isNull();
    assertThat(SUMMARY.verdicts(List.of("a", "b")).get(1).shareOfEdge().mean()).isNull();
  }
}
