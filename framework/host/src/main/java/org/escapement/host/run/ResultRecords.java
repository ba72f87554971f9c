package org.escapement.host.run;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Properties;
import org.escapement.engine.compute.ActiveCompute;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.engine.solver.SpectralDensity;
import org.escapement.engine.tensor.Nd4jCompute;
import org.escapement.lab.curvature.CurvatureMeasurement;
import org.escapement.lab.curvature.HessianSpectrum;
import org.escapement.lab.curvature.LayerCurvature;
import org.escapement.lab.result.RunResults;
import org.escapement.lab.result.RunResults.ConditionResult;
import org.escapement.lab.result.RunResults.CurvatureResult;
import org.escapement.lab.result.RunResults.DataResult;
import org.escapement.lab.result.RunResults.DensityResult;
import org.escapement.lab.result.RunResults.LayerCurvatureResult;
import org.escapement.lab.result.RunResults.PluginResult;
import org.escapement.lab.result.RunResults.Provenance;
import org.escapement.lab.result.RunResults.Quantity;
import org.escapement.lab.result.RunResults.Range;
import org.escapement.lab.result.RunResults.SpectrumResult;
import org.escapement.lab.result.RunResults.StabilityResult;
import org.escapement.lab.stability.Condition;
import org.escapement.lab.stability.StabilityReport;
import org.escapement.lab.training.StopReason;
import org.escapement.lab.training.TrainingResult;
import org.escapement.spi.SpiVersion;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Turns what the lab reports into the records that results consist of. */
public final class ResultRecords {
  private ResultRecords() {}

  /**
   * The point and how it was found.
   *
   * @param name of a known minimum, or null
   * @param training how it was found, or null
   */
  public static RunResults.Minimum minimum(
      RunSetup setup, String name, INDArray point, TrainingResult training) {
    return new RunResults.Minimum(
        name,
        setup.training().loss(point, Batch.all(setup.training().examples())),
        boxed(setup.training().accuracy(point)),
        setup.test() == null ? null : boxed(setup.test().accuracy(point)),
        training == null ? 0 : training.iterations(),
        stopReason(name, training).toString(),
        training == null ? null : training.state().scalars());
  }

  private static StopReason stopReason(String name, TrainingResult training) {
    if (training != null) {
      return training.stopReason();
    }
    return name == null ? StopReason.READ_FROM_FILE : StopReason.KNOWN_MINIMUM;
  }

  /** Where a training ended, before anything was measured there. */
  public static RunResults.Minimum ofTraining(TrainingResult training) {
    return new RunResults.Minimum(
        null,
        training.loss(),
        null,
        null,
        training.iterations(),
        training.stopReason() + " at iteration " + training.iterations(),
        training.state().scalars());
  }

  static CurvatureResult curvature(
      Objective objective,
      INDArray point,
      Curvature second,
      CurvatureMeasurement measured,
      List<LayerCurvatureResult> layers,
      HessianSpectrum spectrum) {
    Batch all = Batch.all(objective.examples());
    return new CurvatureResult(
        objective.lossConvention(),
        objective.degeneracy(point).orElse(null),
        objective.normalization().orElse(null),
        second.method().toString(),
        second.method() == Curvature.Method.EXACT
            ? null
            : second.productError(all, measured.sharpness().vector()),
        quantity(measured.sharpness()),
        root(measured.squaredNonUniformity()),
        quantity(measured.smallest()),
        quantity(measured.gaussNewtonSharpness()),
        layers,
        spectrum == null ? null : spectrum(spectrum));
  }

  private static SpectrumResult spectrum(HessianSpectrum found) {
    SpectralDensity.Curve curve = found.curve();
    return new SpectrumResult(
        found.leading().stream().map(ResultRecords::quantity).toList(),
        found.status().toString(),
        new DensityResult(
            found.density().probes().size(),
            found.steps(),
            found.width(),
            curve.points(),
            curve.values(),
            curve.standardErrors(),
            found.density().status().toString()));
  }

  static LayerCurvatureResult layer(String name, LayerCurvature measured) {
    return new LayerCurvatureResult(
        name,
        measured.parameters(),
        measured.method().toString(),
        quantity(measured.sharpness()),
        root(measured.squaredNonUniformity()));
  }

  private static Quantity root(EigenEstimate square) {
    return new Quantity(
        CurvatureMeasurement.root(square),
        CurvatureMeasurement.rootError(square),
        square.products(),
        square.status().toString());
  }

  private static Quantity quantity(EigenEstimate estimate) {
    return new Quantity(
        estimate.value(), estimate.residual(), estimate.products(), estimate.status().toString());
  }

  static StabilityResult stability(NamedOptimizer optimizer, StabilityReport report) {
    return new StabilityResult(
        optimizer.name(),
        optimizer.label(),
        optimizer.optionValues(),
        report.sampling(),
        report.state(),
        boxed(report.learningRate()),
        StabilityRecords.fixedPoint(report.fixedPoint()),
        report.conditions().stream().map(ResultRecords::condition).toList(),
        report.noise().map(StabilityRecords::meanSquare).orElse(null),
        report.atRest().map(StabilityRecords::atRest).orElse(null),
        report.homogeneous().map(StabilityRecords::exponent).orElse(null),
        criticalLearningRate(report),
        report.verdict().toString(),
        report.reason());
  }

  private static ConditionResult condition(Condition condition) {
    return new ConditionResult(
        condition.name(),
        condition.kind().toString(),
        condition.value(),
        condition.limit(),
        condition.holds(),
        condition.error(),
        condition.status().toString(),
        condition.criticalLearningRate().orElse(null));
  }

  static Range criticalLearningRate(StabilityReport report) {
    return new Range(
        known(report.criticalLearningRate().lower()), known(report.criticalLearningRate().upper()));
  }

  /**
   * What is needed to repeat a run.
   *
   * @param started when, ISO 8601
   * @param seconds wall time of each phase
   */
  public static Provenance provenance(RunSetup setup, String started, Map<String, Double> seconds) {
    Properties environment = Nd4j.getExecutioner().getEnvironmentInformation();
    return new Provenance(
        SpiVersion.build(),
        System.getProperty("java.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        backend(environment),
        (Integer) environment.get(Nd4jEnvironment.OMP_THREADS_KEY),
        setup.config().precision().toString(),
        setup.config().seed(),
        setup.model().dimension(),
        setup.training().examples(),
        setup.plugins().stream()
            .map(origin -> new PluginResult(origin.id(), origin.version(), origin.sha256()))
            .toList(),
        setup.data() == null
            ? null
            : new DataResult(setup.config().data().type(), setup.data().sha256()),
        setup.model().notes(),
        setup.pointSha256(),
        started,
        seconds);
  }

  /** The card's name, or what ND4J computes on where that does the work. */
  private static String backend(Properties environment) {
    Compute compute = ActiveCompute.get();
    return compute == Nd4jCompute.INSTANCE
        ? "ND4J " + environment.getProperty(Nd4jEnvironment.BACKEND_KEY)
        : compute.name();
  }

  private static Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
