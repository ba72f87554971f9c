package org.escapement.lab.result;

import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.escapement.lab.result.Canvas.Anchor;
import org.escapement.lab.result.Canvas.Pen;
import org.escapement.lab.result.StabilityDiagram.Panel;
import org.escapement.lab.result.StabilityDiagram.Region;
import org.escapement.lab.text.OneLine;

/** One panel of a stability diagram: regions, minimum and axes, the legend below. */
final class DiagramPanel {
  /** Beyond this ratio of the largest to the smallest an axis is logarithmic. */
  private static final double LINEAR_WITHIN = 6;

  private static final double LEFT = 86;
  private static final double RIGHT = 18;
  private static final double ABOVE = 34;
  private static final double BELOW = 66;
  private static final double SHAPE = 0.72;
  private static final double LEGEND_ROW = 26;
  private static final double LEGEND_MARK = 44;
  private static final double LEGEND_GAP = 24;

  private static final double GLYPH = 5.5;
  private static final double GLYPH_DISTANCE = 90;
  private static final double STAR = 13;
  private static final int OPACITY = 26;

  private static final Font LABELS = FigureStyle.TICK;
  private static final Pen OUTLINE_OF_GLYPHS = new Pen(Color.WHITE, 1);
  private static final List<Color> COLORS =
      List.of(
          FigureStyle.BLUE,
          FigureStyle.VERMILION,
          FigureStyle.GREEN,
          FigureStyle.PURPLE,
          FigureStyle.ORANGE,
          FigureStyle.SKY);
  private static final List<Glyph> GLYPHS =
      List.of(
          Glyph.CIRCLE,
          Glyph.SQUARE,
          Glyph.TRIANGLE,
          Glyph.DIAMOND,
          Glyph.INVERTED_TRIANGLE,
          Glyph.CROSS);

  private final Panel panel;
  private final PlotAxis across;
  private final PlotAxis up;
  private final double plotWidth;
  private final double plotHeight;
  private final Legend legend;

  /** The rows of a legend, of so many columns of equal width. */
  private record Legend(List<String> labels, int columns, double columnWidth) {
    int rows() {
      return (labels.size() + columns - 1) / columns;
    }
  }

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
    this.legend = legend(panel, plotWidth);
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

  private static Legend legend(Panel panel, double width) {
    List<String> labels = new ArrayList<>();
    labels.add(describe(panel));
    panel.regions().forEach(region -> labels.add(describe(region)));
    double widest =
        labels.stream().mapToDouble(label -> Canvas.width(label, LABELS)).max().orElseThrow();
    double wanted = LEGEND_MARK + widest + LEGEND_GAP;
    int columns = (int) Math.max(1, Math.min(labels.size(), width / wanted));
    double room = width / columns - LEGEND_MARK - LEGEND_GAP;
    return new Legend(
        labels.stream().map(label -> cut(label, room)).toList(), columns, width / columns);
  }

  private static String describe(Panel panel) {
    return (isMarked(panel) ? "the minimum: a = " : "no mark for a minimum of a = ")
        + rounded(panel.sharpness())
        + ", s = "
        + rounded(panel.nonUniformity());
  }

  private static String rounded(double value) {
    boolean plain = Math.abs(value) >= 1000 && Math.abs(value) < 1e6;
    return plain
        ? new BigDecimal(value).round(new MathContext(3)).toPlainString()
        : String.format(Locale.ROOT, "%.3g", value);
  }

  private static boolean isMarked(Panel panel) {
    return Double.isFinite(panel.sharpness()) && Double.isFinite(panel.nonUniformity());
  }

  private static String describe(Region region) {
    List<String> open = new ArrayList<>();
    if (!(region.boxCurvature() > 0 && region.boxNonUniformity() > 0)) {
      open.add("empty");
    } else {
      if (Double.isInfinite(region.boxCurvature())) {
        open.add("any a");
      }
      if (Double.isInfinite(region.boxNonUniformity())) {
        open.add("any s");
      }
    }
    String label = OneLine.of(region.label());
    return open.isEmpty() ? label : label + " (" + String.join(", ", open) + ")";
  }

  private static String cut(String label, double room) {
    String cut = label;
    while (Canvas.width(cut, LABELS) > room && cut.length() > 2) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -2)) + "…";
    }
    return cut;
  }

  /** The height, legend included, that it would like. */
  double height() {
    return ABOVE + plotHeight + BELOW + legend.rows() * LEGEND_ROW + LEGEND_GAP;
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
    if (isMarked(panel)) {
      Point2D minimum = place(plot, panel.sharpness(), panel.nonUniformity());
      drawStar(
          canvas,
          Math.max(plot.getMinX(), Math.min(plot.getMaxX(), minimum.getX())),
          Math.max(plot.getMinY(), Math.min(plot.getMaxY(), minimum.getY())));
    }
    drawLegend(canvas, plot.getMinX(), plot.getMaxY() + BELOW);
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
    Color color = color(index);
    canvas.fill(area, new Color(color.getRed(), color.getGreen(), color.getBlue(), OPACITY));
  }

  private void drawLines(Canvas canvas, Rectangle2D plot, int index) {
    Region region = panel.regions().get(index);
    Color color = color(index);
    Point2D corner = place(plot, region.boxCurvature(), region.boxNonUniformity());
    Point2D origin = place(plot, 0, 0);
    if (region.boxCurvature() > 0 && region.boxNonUniformity() > 0) {
      Path2D box = new Path2D.Double();
      box.moveTo(origin.getX(), corner.getY());
      box.lineTo(corner.getX(), corner.getY());
      box.lineTo(corner.getX(), origin.getY());
      canvas.stroke(box, new Pen(color, 1.4f, 7, 5));
    }
    List<Point2D> points = curve(plot, region);
    if (points.isEmpty()) {
      return;
    }
    canvas.stroke(path(points), new Pen(color, 2.2f));
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
        drawGlyph(canvas, x, y, index);
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

  /** The second round through the marks is hollow, and of another colour for each. */
  private static Color color(int index) {
    return COLORS.get((index + index / GLYPHS.size()) % COLORS.size());
  }

  private static void drawGlyph(Canvas canvas, double x, double y, int index) {
    Shape glyph = GLYPHS.get(index % GLYPHS.size()).at(x, y, GLYPH);
    if (index / GLYPHS.size() % 2 == 0) {
      canvas.fill(glyph, color(index));
      canvas.stroke(glyph, OUTLINE_OF_GLYPHS);
    } else {
      canvas.fill(glyph, Color.WHITE);
      canvas.stroke(glyph, new Pen(color(index), 1.6f));
    }
  }

  private static void drawStar(Canvas canvas, double x, double y) {
    Shape star = Glyph.STAR.at(x, y, STAR);
    canvas.stroke(star, new Pen(Color.WHITE, 5));
    canvas.fill(star, Color.BLACK);
  }

  private void drawLegend(Canvas canvas, double left, double top) {
    for (int entry = 0; entry < legend.labels().size(); entry++) {
      double x = left + entry / legend.rows() * legend.columnWidth();
      double y = top + (entry % legend.rows() + 0.5) * LEGEND_ROW;
      canvas.text(legend.labels().get(entry), x + LEGEND_MARK, y + 5, LABELS, Anchor.START);
      if (entry == 0) {
        if (isMarked(panel)) {
          drawStar(canvas, x + 18, y);
        }
        continue;
      }
      int index = entry - 1;
      Color color = color(index);
      canvas.fill(
          new Rectangle2D.Double(x, y - 8, 36, 16),
          new Color(color.getRed(), color.getGreen(), color.getBlue(), 2 * OPACITY));
      canvas.stroke(new Line2D.Double(x, y, x + 36, y), new Pen(color, 2.2f));
      drawGlyph(canvas, x + 18, y, index);
    }
  }
}
