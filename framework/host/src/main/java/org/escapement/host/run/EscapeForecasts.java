package org.escapement.host.run;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.escapement.host.config.EscapeSection;
import org.escapement.lab.escape.EscapeForecast;
import org.escapement.lab.stability.StabilityReport;
import org.escapement.spi.error.EscapementException;

/** Predicts, from the stability analysis, what every optimizer's escape trials will show. */
final class EscapeForecasts {
  private static final String LEARNING_RATE = "learningRate";

  /** Of a control's rate, which stands in tables. */
  private static final MathContext DIGITS = new MathContext(4);

  private final RunSetup setup;
  private final EscapeSection section;
  private final double distance;

  EscapeForecasts(RunSetup setup, double distance) {
    this.setup = setup;
    this.section = setup.config().escape();
    this.distance = distance;
  }

  /** All optimizers of the section, with their controls. */
  List<EscapeSubject> of(ExaminedPoint point) {
    List<EscapeSubject> subjects = new ArrayList<>();
    for (NamedOptimizer optimizer : setup.escaping()) {
      Optional<StabilityReport> report = report(point, optimizer);
      EscapeSubject alone = subject(point, optimizer, report);
      subjects.add(section.control() == null ? alone : withControl(alone, point));
    }
    return subjects;
  }

  private Optional<StabilityReport> report(ExaminedPoint point, NamedOptimizer optimizer) {
    return section.predict() ? point.report(optimizer) : Optional.empty();
  }

  private EscapeSubject subject(
      ExaminedPoint point, NamedOptimizer optimizer, Optional<StabilityReport> report) {
    return new EscapeSubject(
        optimizer,
        report,
        report
            .map(known -> forecast(point, optimizer, known))
            .orElseGet(
                () ->
                    EscapeForecast.none(
                        section.perturbation(),
                        distance,
                        section.predict()
                            ? "its stability could not be analysed, see faults"
                            : "none was asked for")),
        null,
        null);
  }

  private EscapeForecast forecast(
      ExaminedPoint point, NamedOptimizer optimizer, StabilityReport report) {
    EscapeForecast forecast =
        EscapeForecast.of(
            report,
            section.perturbation(),
            section.direction(),
            setup.model().dimension(),
            distance);
    return forecast.with(forecast.passage().flatMap(way -> point.passages(optimizer, report, way)));
  }

  /**
   * The learning rate in force is proportional to the option of that name, so that the option is
   * scaled as the rate is to be.
   */
  private EscapeSubject withControl(EscapeSubject subject, ExaminedPoint point) {
    NamedOptimizer optimizer = subject.optimizer();
    double option = optimizer.learningRate().orElse(Double.NaN);
    double inForce =
        subject.report().map(known -> known.learningRate().orElse(Double.NaN)).orElse(Double.NaN);
    double critical =
        subject.report().map(known -> known.criticalLearningRate().lower()).orElse(Double.NaN);
    if (!(option > 0)) {
      return without(subject, "it has no option '" + LEARNING_RATE + "'");
    }
    if (!(critical > 0 && inForce > 0)) {
      return without(subject, "no rate is known up to which it is stable");
    }
    NamedOptimizer control;
    try {
      double rate = section.control() * critical * option / inForce;
      control =
          setup.variant(optimizer, LEARNING_RATE, new BigDecimal(rate).round(DIGITS).doubleValue());
    } catch (EscapementException e) {
      return without(subject, e.getMessage());
    }
    return new EscapeSubject(
        optimizer,
        subject.report(),
        subject.forecast(),
        subject(point, control, report(point, control)),
        null);
  }

  private static EscapeSubject without(EscapeSubject subject, String reason) {
    return new EscapeSubject(
        subject.optimizer(), subject.report(), subject.forecast(), null, reason);
  }
}
