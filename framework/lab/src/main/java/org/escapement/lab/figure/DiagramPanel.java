package org.escapement.lab.figure;

import java.awt.Font;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;
import org.escapement.lab.figure.Canvas.Anchor;
import org.escapement.lab.figure.Canvas.Pen;
import org.escapement.lab.figure.StabilityDiagram.Panel;
import org.escapement.lab.figure.StabilityDiagram.Region;
import org.escapement.lab.text.OneLine;

/** One panel of a stability diagram: axes, regions and the minimum, the legend below. */
final class DiagramPanel {
  /** Beyond this ratio of the largest to the smallest an axis is logarithmic. */
  private static final double LINEAR_WITHIN = 6;

  private static final double LEFT = 86;
  private static final double RIGHT = 18;
  private static final double ABOVE = 34;
  private static final double BELOW = 66;
  private static final double SHAPE = 0.72;
  private static final double GLYPH_DISTANCE = 90;
  private static final Font LABELS = FigureStyle.TICK;

  private final Panel panel;
  private final PlotAxis across;
  private final PlotAxis up;
  private final double plotWidth;
  private final double plotHeight;
  private final DiagramLegend legend;

  DiagramPanel(Panel panel, double width) {
    this.panel = panel;
    this.plotWidth = width - LEFT - RIGHT;
    this.plotHeight = Math.rint(SHAPE * plotWidth);
    DoubleSummaryStatistics sharpness =
        shown(panel.sharpness(), panel.regions().stream().mapToDouble(Region::boxCurvature));
    DoubleSummaryStatistics nonUniformity =
        shown(
            panel.nonUniformity(), panel.regions().stream().mapToDouble(Region::boxNonUniformity));
    boolean linear = isOfOneMagnitude(sharpness) && isOfOneMagnitude(nonUniformity);
    this.across = axis(sharpness, linear);
    this.up = axis(nonUniformity, linear);
    this.legend = new DiagramLegend(panel, plotWidth);
  }

  private static DoubleSummaryStatistics shown(double ofMinimum, DoubleStream ofBoxes) {
    DoubleSummaryStatistics shown =
        DoubleStream.concat(DoubleStream.of(ofMinimum), ofBoxes)
            .filter(
                value -> value >= FigureStyle.SMALLEST_SHOWN && value <= FigureStyle.LARGEST_SHOWN)
            .summaryStatistics();
    if (shown.getCount() == 0) {
      shown.accept(1);
    }
    return shown;
  }

  private static boolean isOfOneMagnitude(DoubleSummaryStatistics values) {
    return values.getMax() <= LINEAR_WITHIN * values.getMin();
  }

  private static PlotAxis axis(DoubleSummaryStatistics values, boolean linear) {
    return linear
        ? PlotAxis.linear(values.getMax())
        : PlotAxis.logarithmic(values.getMin(), values.getMax());
  }

  /** The height, legend included, that it would like. */
  double height() {
    return ABOVE + plotHeight + BELOW + legend.height();
  }

  /** Draws with the upper left corner at a point. */
  void draw(Canvas canvas, double left, double top) {
    Rectangle2D plot = new Rectangle2D.Double(left + LEFT, top + ABOVE, plotWidth, plotHeight);
    canvas.text(
        OneLine.of(panel.title()),
        plot.getCenterX(),
        plot.getMinY() - 12,
        FigureStyle.LABEL.deriveFont(Font.BOLD),
        Anchor.MIDDLE);
    drawAxes(canvas, plot);
    canvas.clipped(
        plot,
        () -> {
          for (int i = 0; i < panel.regions().size(); i++) {
            drawArea(canvas, plot, i);
          }
          for (int i = 0; i < panel.regions().size(); i++) {
            drawLines(canvas, plot, i);
          }
        });
    canvas.stroke(plot, new Pen(FigureStyle.FRAME, 1));
    if (DiagramLegend.isMarked(panel)) {
      Point2D minimum = place(plot, panel.sharpness(), panel.nonUniformity());
      CurveStyle.drawStar(
          canvas,
          Math.max(plot.getMinX(), Math.min(plot.getMaxX(), minimum.getX())),
          Math.max(plot.getMinY(), Math.min(plot.getMaxY(), minimum.getY())));
    }
    legend.draw(canvas, plot.getMinX(), plot.getMaxY() + BELOW);
  }

  private Point2D place(Rectangle2D plot, double sharpness, double nonUniformity) {
    return new Point2D.Double(
        plot.getMinX() + plot.getWidth() * across.place(sharpness),
        plot.getMaxY() - plot.getHeight() * up.place(nonUniformity));
  }

  private void drawAxes(Canvas canvas, Rectangle2D plot) {
    Pen grid = new Pen(FigureStyle.GRID, 1);
    Pen frame = new Pen(FigureStyle.FRAME, 1);
    for (PlotAxis.Tick tick : across.ticks()) {
      double x = plot.getMinX() + plot.getWidth() * across.place(tick.value());
      boolean labelled = !tick.label().isEmpty();
      if (labelled) {
        canvas.stroke(new Line2D.Double(x, plot.getMinY(), x, plot.getMaxY()), grid);
        canvas.text(tick.label(), x, plot.getMaxY() + 24, LABELS, Anchor.MIDDLE);
      }
      double length = labelled ? 7 : 4;
      canvas.stroke(new Line2D.Double(x, plot.getMaxY(), x, plot.getMaxY() + length), frame);
    }
    for (PlotAxis.Tick tick : up.ticks()) {
      double y = plot.getMaxY() - plot.getHeight() * up.place(tick.value());
      boolean labelled = !tick.label().isEmpty();
      if (labelled) {
        canvas.stroke(new Line2D.Double(plot.getMinX(), y, plot.getMaxX(), y), grid);
        canvas.text(tick.label(), plot.getMinX() - 11, y + 5, LABELS, Anchor.END);
      }
      double length = labelled ? 7 : 4;
      canvas.stroke(new Line2D.Double(plot.getMinX() - length, y, plot.getMinX(), y), frame);
    }
    String matrix = OneLine.of(panel.matrix());
    canvas.text(
        "sharpness a of " + matrix,
        plot.getCenterX(),
        plot.getMaxY() + 48,
        FigureStyle.LABEL,
        Anchor.MIDDLE);
    canvas.verticalText(
        "non-uniformity s of " + matrix,
        plot.getMinX() - LEFT + 22,
        plot.getCenterY(),
        FigureStyle.LABEL);
  }

  /** The curve's points in the plane of the figure, without those that are not numbers. */
  private List<Point2D> curve(Rectangle2D plot, Region region) {
    List<Point2D> points = new ArrayList<>();
    for (int i = 0; i < region.curvature().length; i++) {
      double a = region.curvature()[i];
      double s = region.nonUniformity()[i];
      if (!Double.isNaN(a) && !Double.isNaN(s)) {
        points.add(place(plot, a, s));
      }
    }
    return points;
  }

  private void drawArea(Canvas canvas, Rectangle2D plot, int index) {
    List<Point2D> points = curve(plot, panel.regions().get(index));
    if (points.isEmpty()) {
      return;
    }
    Path2D area = path(points);
    double bottom = place(plot, 0, 0).getY();
    area.lineTo(points.get(points.size() - 1).getX(), bottom);
    area.lineTo(points.get(0).getX(), bottom);
    area.closePath();
    canvas.fill(area, CurveStyle.of(index).area());
  }

  private void drawLines(Canvas canvas, Rectangle2D plot, int index) {
    Region region = panel.regions().get(index);
    CurveStyle style = CurveStyle.of(index);
    Point2D corner = place(plot, region.boxCurvature(), region.boxNonUniformity());
    Point2D origin = place(plot, 0, 0);
    if (region.boxCurvature() > 0 && region.boxNonUniformity() > 0) {
      Path2D box = new Path2D.Double();
      box.moveTo(origin.getX(), corner.getY());
      box.lineTo(corner.getX(), corner.getY());
      box.lineTo(corner.getX(), origin.getY());
      canvas.stroke(box, style.box());
    }
    List<Point2D> points = curve(plot, region);
    if (points.isEmpty()) {
      return;
    }
    canvas.stroke(path(points), style.line());
    double untilGlyph = GLYPH_DISTANCE * (index + 0.5) / panel.regions().size();
    for (int i = 1; i < points.size(); i++) {
      Line2D piece = new Line2D.Double(points.get(i - 1), points.get(i));
      if (!piece.intersects(plot)) {
        continue;
      }
      double length = piece.getP1().distance(piece.getP2());
      for (; untilGlyph < length; untilGlyph += GLYPH_DISTANCE) {
        double share = untilGlyph / length;
        double x = piece.getX1() + share * (piece.getX2() - piece.getX1());
        double y = piece.getY1() + share * (piece.getY2() - piece.getY1());
        style.drawGlyph(canvas, x, y);
      }
      untilGlyph -= length;
    }
  }

  private static Path2D path(List<Point2D> points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points.get(0).getX(), points.get(0).getY());
    points.subList(1, points.size()).forEach(point -> path.lineTo(point.getX(), point.getY()));
    return path;
  }
}
