package org.escapement.host.run;

import java.util.ArrayList;
import java.util.List;
import org.escapement.lab.curvature.CurvatureMeasurement;
import org.escapement.lab.figure.StabilityDiagram.Panel;
import org.escapement.lab.figure.StabilityDiagram.Region;
import org.escapement.lab.meansquare.ScalarRegion;
import org.escapement.lab.stability.StabilityReport;

/**
 * Collects what the sharpness–non-uniformity diagram of a minimum shows: one panel for all methods
 * without a preconditioner, one for each of the others.
 */
final class DiagramPanels {
  private static final int POINTS = 400;

  private final List<Region> plain = new ArrayList<>();
  private final List<Panel> preconditioned = new ArrayList<>();

  /**
   * Adds an optimizer, unless it has no recurrence, its noise is not known, or its preconditioner
   * lives on the steps: held as it is, that would put the minimum where it is not.
   */
  void add(String label, StabilityReport report) {
    if (report.region().isEmpty() || report.homogeneous().isPresent()) {
      return;
    }
    Region region = region(label, report.region().get());
    if (!report.preconditioned()) {
      plain.add(region);
    } else if (report.noise().isPresent()) {
      preconditioned.add(
          new Panel(
              label,
              "the preconditioned Hessian",
              report.noise().get().sharpness(),
              report.noise().get().nonUniformity(),
              List.of(region)));
    }
  }

  private static Region region(String label, ScalarRegion region) {
    ScalarRegion.Boundary boundary = region.boundary(POINTS);
    return new Region(
        label,
        boundary.sharpness(),
        boundary.nonUniformity(),
        region.edge(),
        region.largestNonUniformity());
  }

  /** The panels; none without an optimizer. */
  List<Panel> at(CurvatureMeasurement minimum) {
    List<Panel> panels = new ArrayList<>();
    if (!plain.isEmpty()) {
      panels.add(
          new Panel(
              "",
              "H",
              minimum.gaussNewtonSharpness().value(),
              CurvatureMeasurement.root(minimum.gaussNewtonSquaredNonUniformity()),
              plain));
    }
    panels.addAll(preconditioned);
    return panels;
  }
}
