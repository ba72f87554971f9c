package org.escapement.lab.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/** JFreeChart's axes with the ticks that all figures have. */
final class TickedAxes {
  private TickedAxes() {}

  /** An axis of values. */
  static ValueAxis of(String label, PlotAxis scale) {
    return styled(
        scale.logarithmic()
            ? new Logarithmic(scale)
            : new Linear(scale, DoubleUnaryOperator.identity()),
        label,
        scale.low(),
        scale.high());
  }

  /** An axis from 0 to 1, labelled with the values whose places these are. */
  static ValueAxis ofPlaces(String label, PlotAxis scale) {
    return styled(new Linear(scale, scale::place), label, 0, 1);
  }

  private static ValueAxis styled(ValueAxis axis, String label, double low, double high) {
    axis.setAutoRange(false);
    axis.setRange(low, high);
    axis.setLabel(label);
    axis.setLabelFont(FigureStyle.LABEL);
    axis.setTickLabelFont(FigureStyle.TICK);
    axis.setTickLabelInsets(new RectangleInsets(3, 5, 3, 5));
    axis.setAxisLineVisible(false);
    axis.setTickMarkPaint(FigureStyle.FRAME);
    axis.setTickMarkOutsideLength(6);
    axis.setMinorTickMarkOutsideLength(3);
    axis.setMinorTickMarksVisible(true);
    return axis;
  }

  private static List<NumberTick> ticks(
      PlotAxis scale, DoubleUnaryOperator place, RectangleEdge edge) {
    TextAnchor anchor =
        edge == RectangleEdge.BOTTOM
            ? TextAnchor.TOP_CENTER
            : edge == RectangleEdge.RIGHT ? TextAnchor.CENTER_LEFT : TextAnchor.CENTER_RIGHT;
    return scale.ticks().stream()
        .map(
            tick ->
                new NumberTick(
                    tick.label().isEmpty() ? TickType.MINOR : TickType.MAJOR,
                    place.applyAsDouble(tick.value()),
                    tick.label(),
                    anchor,
                    TextAnchor.CENTER,
                    0))
        .toList();
  }

  private static final class Linear extends NumberAxis {
    private final transient PlotAxis scale;
    private final transient DoubleUnaryOperator place;

    Linear(PlotAxis scale, DoubleUnaryOperator place) {
      this.scale = scale;
      this.place = place;
    }

    @Override
    public List<NumberTick> refreshTicks(
        Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
      return ticks(scale, place, edge);
    }
  }

  private static final class Logarithmic extends LogAxis {
    private final transient PlotAxis scale;

    Logarithmic(PlotAxis scale) {
      this.scale = scale;
      setSmallestValue(Double.MIN_NORMAL);
    }

    @Override
    public List<NumberTick> refreshTicks(
        Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
      return ticks(scale, DoubleUnaryOperator.identity(), edge);
    }
  }
}
