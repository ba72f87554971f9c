package org.escapement.lab.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.escapement.lab.figure.Canvas.Anchor;
import org.escapement.lab.figure.Canvas.Pen;

/**
 * One number for several optimizers: a mark for each seed, side by side, and a bar at their mean.
 * The axis is logarithmic where the numbers are of different magnitudes; a number that it cannot
 * show is left out.
 */
final class DotPanel {
  /** Beyond this ratio of the largest to the smallest the axis is logarithmic. */
  private static final double LINEAR_WITHIN = 6;

  /** Below this one it does not start at zero, so that the numbers can be told apart. */
  private static final double CLOSE = 1.3;

  private static final double LEAST_RANGE = 0.02;

  private static final double LEFT = 76;
  private static final double RIGHT = 14;
  private static final double ABOVE = 34;
  private static final double BELOW = 56;
  private static final double LINE = 19;

  /** Shares of an optimizer's width that its marks and its bar take. */
  private static final double MARKS = 0.5;

  private static final double BAR = 0.7;

  private final String title;
  private final List<String> ids;
  private final List<double[]> numbers;
  private final OptionalDouble limit;
  private final PlotAxis up;

  /**
   * @param title what the number is
   * @param ids of the optimizers
   * @param numbers of each, any number of them
   * @param limit a line to compare them with
   */
  DotPanel(String title, List<String> ids, List<double[]> numbers, OptionalDouble limit) {
    this.title = title;
    this.ids = ids;
    this.numbers = numbers.stream().map(DotPanel::shown).toList();
    this.limit = limit;
    this.up = axis(this.numbers, limit);
  }

  private static double[] shown(double[] numbers) {
    return Arrays.stream(numbers)
        .filter(
            number -> number >= FigureStyle.SMALLEST_SHOWN && number <= FigureStyle.LARGEST_SHOWN)
        .toArray();
  }

  private static PlotAxis axis(List<double[]> numbers, OptionalDouble limit) {
    DoubleSummaryStatistics range =
        DoubleStream.concat(numbers.stream().flatMapToDouble(Arrays::stream), limit.stream())
            .summaryStatistics();
    if (range.getCount() == 0) {
      return PlotAxis.linear(1);
    }
    if (range.getMax() > LINEAR_WITHIN * range.getMin()) {
      return new PlotAxis(true, range.getMin() / 2, 2 * range.getMax());
    }
    if (range.getMax() > CLOSE * range.getMin()) {
      return PlotAxis.linear(range.getMax());
    }
    double room = Math.max(range.getMax() - range.getMin(), LEAST_RANGE * range.getMax()) / 4;
    return new PlotAxis(false, range.getMin() - room, range.getMax() + room);
  }

  /** Whether there is anything to show. */
  boolean isEmpty() {
    return numbers.stream().allMatch(of -> of.length == 0);
  }

  /** Draws within a rectangle. */
  void draw(Canvas canvas, Rectangle2D area) {
    Rectangle2D plot =
        new Rectangle2D.Double(
            area.getX() + LEFT,
            area.getY() + ABOVE,
            area.getWidth() - LEFT - RIGHT,
            area.getHeight() - ABOVE - BELOW);
    Font heading = FigureStyle.LABEL.deriveFont(Font.BOLD);
    canvas.text(title, plot.getCenterX(), plot.getMinY() - 12, heading, Anchor.MIDDLE);
    drawAxis(canvas, plot);
    double slot = plot.getWidth() / ids.size();
    int staggered = isTight(slot) ? 2 : 1;
    limit.ifPresent(
        value ->
            canvas.stroke(
                new Line2D.Double(
                    plot.getMinX(), height(plot, value), plot.getMaxX(), height(plot, value)),
                new Pen(Color.BLACK, 1.4f, 7, 5)));
    for (int i = 0; i < ids.size(); i++) {
      double centre = plot.getMinX() + (i + 0.5) * slot;
      canvas.text(
          Canvas.cut(ids.get(i), FigureStyle.TICK, staggered * slot - 4),
          centre,
          plot.getMaxY() + 22 + i % staggered * LINE,
          FigureStyle.TICK,
          Anchor.MIDDLE);
      drawNumbers(canvas, plot, i, centre, slot);
    }
    canvas.stroke(plot, new Pen(FigureStyle.FRAME, 1));
  }

  /** Whether names side by side would touch, so that they take two lines in turn. */
  private boolean isTight(double slot) {
    return ids.stream().anyMatch(id -> Canvas.width(id, FigureStyle.TICK) > slot - 4);
  }

  private void drawNumbers(Canvas canvas, Rectangle2D plot, int index, double centre, double slot) {
    double[] own = numbers.get(index);
    if (own.length == 0) {
      canvas.text("none", centre, plot.getCenterY(), FigureStyle.TICK, Anchor.MIDDLE);
      return;
    }
    double mean = height(plot, Arrays.stream(own).average().orElseThrow());
    canvas.stroke(
        new Line2D.Double(centre - BAR * slot / 2, mean, centre + BAR * slot / 2, mean),
        new Pen(Color.BLACK, 2));
    for (int i = 0; i < own.length; i++) {
      double aside = own.length == 1 ? 0 : MARKS * ((double) i / (own.length - 1) - 0.5);
      CurveStyle.of(index).drawGlyph(canvas, centre + aside * slot, height(plot, own[i]));
    }
  }

  private double height(Rectangle2D plot, double value) {
    return plot.getMaxY() - plot.getHeight() * up.place(value);
  }

  private void drawAxis(Canvas canvas, Rectangle2D plot) {
    for (PlotAxis.Tick tick : up.ticks()) {
      double y = height(plot, tick.value());
      boolean labelled = !tick.label().isEmpty();
      if (labelled) {
        canvas.stroke(
            new Line2D.Double(plot.getMinX(), y, plot.getMaxX(), y), new Pen(FigureStyle.GRID, 1));
        canvas.text(tick.label(), plot.getMinX() - 11, y + 5, FigureStyle.TICK, Anchor.END);
      }
      double length = labelled ? 7 : 4;
      canvas.stroke(
          new Line2D.Double(plot.getMinX() - length, y, plot.getMinX(), y),
          new Pen(FigureStyle.FRAME, 1));
    }
  }
}
