package org.escapement.host.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.solver.Tolerance;
import org.escapement.engine.tensor.Tensors;
import org.escapement.host.config.AnalyzeSection;
import org.escapement.host.config.EscapeSection;
import org.escapement.host.plugin.Supervision;
import org.escapement.lab.curvature.CurvatureMeasurement;
import org.escapement.lab.curvature.CurvatureOperators;
import org.escapement.lab.curvature.HessianSpectrum;
import org.escapement.lab.curvature.LayerCurvature;
import org.escapement.lab.figure.StabilityDiagram.Panel;
import org.escapement.lab.result.RunResults.LayerCurvatureResult;
import org.escapement.lab.stability.AnalysisPlan;
import org.escapement.lab.stability.LiveState;
import org.escapement.lab.stability.StabilityAnalysis;
import org.escapement.lab.training.TrainingResult;
import org.escapement.spi.model.Curvature;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Measures the curvature at a point and decides which optimizers stay there. */
public final class Examination {
  /** The perturbation that verdicts are about where none is given. */
  private static final double SHARE_OF_NORM = 1e-3;

  private static final double LEAST_PERTURBATION = 1e-3;

  private final RunSetup setup;
  private final RandomStreams streams;
  private final Progress progress;

  /**
   * @param setup the objective and how exactly to measure
   * @param streams where all randomness comes from
   * @param progress hears of phases
   */
  public Examination(RunSetup setup, RandomStreams streams, Progress progress) {
    this.setup = setup;
    this.streams = streams;
    this.progress = progress;
  }

  /**
   * How a point was found.
   *
   * @param optimizer that trained
   * @param result where training ended
   */
  public record Origin(NamedOptimizer optimizer, TrainingResult result) {}

  /** Examines a point, without further questions. */
  public List<Panel> examine(
      Findings found,
      String suffix,
      INDArray point,
      Origin origin,
      List<NamedOptimizer> optimizers) {
    return examine(found, suffix, point, origin, optimizers, any -> {});
  }

  /**
   * Examines a point.
   *
   * @param found gets the curvature, and what each optimizer's analysis gave or how it failed
   * @param suffix behind the names of phases and streams
   * @param origin how the point was found, or null without training
   * @param optimizers whose stability there is decided
   * @param questions that are asked at the end
   * @return where the point lies among the optimizers' regions
   */
  List<Panel> examine(
      Findings found,
      String suffix,
      INDArray point,
      Origin origin,
      List<NamedOptimizer> optimizers,
      Consumer<ExaminedPoint> questions) {
    AnalyzeSection section = setup.config().analyze();
    Tolerance tolerance =
        Tolerance.relative(section.tolerance(), section.maxProducts())
            .withMaxBytes(setup.memory().solverBytes());
    progress.phase("curvature" + suffix, 1);
    // first, and not beside the passes below: the memory is shared out among those
    List<LayerCurvatureResult> layers = Supervision.of(() -> layers(point, tolerance, suffix));
    try (Curvature second = setup.training().curvature(point);
        Curvature positive = setup.training().gaussNewton(point)) {
      CurvatureOperators operators = CurvatureOperators.of(setup.training(), second);
      CurvatureOperators gaussNewton = CurvatureOperators.of(setup.training(), positive);
      try (CurvatureMeasurement curvature =
          Supervision.of(
              () ->
                  CurvatureMeasurement.of(
                      operators, gaussNewton, tolerance, streams.stream("curvature" + suffix)))) {
        HessianSpectrum spectrum =
            section.spectrum() == 0
                ? null
                : Supervision.of(
                    () ->
                        HessianSpectrum.of(
                            operators,
                            section.spectrum(),
                            tolerance,
                            streams.stream("spectrum" + suffix)));
        found.curvature(
            Supervision.of(
                () ->
                    ResultRecords.curvature(
                        setup.training(), point, second, curvature, layers, spectrum)));
        try (StabilityAnalysis analysis =
            new StabilityAnalysis(
                setup.training(),
                operators,
                curvature,
                gaussNewton,
                point,
                plan(tolerance, point),
                streams.stream("stability" + suffix))) {
          DiagramPanels panels = new DiagramPanels();
          ExaminedPoint examined =
              new ExaminedPoint(
                  found,
                  "prediction" + suffix,
                  analysis,
                  optimizer -> state(optimizer, point, origin),
                  () -> streams.stream("first passages" + suffix),
                  curvature.sharpness().vector());
          String phase = "stability" + suffix;
          progress.phase(phase, optimizers.size());
          int done = 0;
          for (NamedOptimizer optimizer : optimizers) {
            progress.at(done++, optimizer.name());
            examined.decided(optimizer, Optional.empty());
            found.attempt(
                phase,
                optimizer,
                () -> examined.analyse(optimizer),
                report -> {
                  found.stability().add(ResultRecords.stability(optimizer, report));
                  panels.add(optimizer.label(), report);
                  examined.decided(optimizer, Optional.of(report));
                });
          }
          questions.accept(examined);
          return panels.at(curvature);
        }
      }
    }
  }

  private AnalysisPlan plan(Tolerance tolerance, INDArray point) {
    AnalyzeSection section = setup.config().analyze();
    EscapeSection escape = setup.config().escape();
    double perturbation = Math.max(LEAST_PERTURBATION, SHARE_OF_NORM * Tensors.norm(point));
    if (section.perturbation() != null) {
      perturbation = section.perturbation();
    } else if (escape != null && escape.perturbation() > 0) {
      perturbation = escape.perturbation();
    }
    return new AnalysisPlan(
        tolerance,
        section.batchSizes(),
        section.withReplacement(),
        section.modes(),
        perturbation,
        section.exponentSteps());
  }

  private List<LayerCurvatureResult> layers(INDArray point, Tolerance tolerance, String suffix) {
    List<LayerCurvatureResult> layers = new ArrayList<>();
    setup
        .layers()
        .forEach(
            (name, subset) ->
                layers.add(
                    ResultRecords.layer(
                        name,
                        LayerCurvature.measure(
                            setup.training(),
                            subset,
                            point,
                            tolerance,
                            streams.stream("curvature of " + name + suffix)))));
    return layers;
  }

  /**
   * The state that training left, for the optimizer that trained; for others one that is warmed up.
   */
  private LiveState state(NamedOptimizer optimizer, INDArray point, Origin origin) {
    if (origin != null && optimizer.component().equals(origin.optimizer().component())) {
      return LiveState.ofTraining(origin.result().state());
    }
    return LiveState.warmedUp(
        optimizer.optimizer(),
        setup.training(),
        point,
        setup.config().analyze().warmup(),
        streams.stream("warm-up batches"));
  }
}
