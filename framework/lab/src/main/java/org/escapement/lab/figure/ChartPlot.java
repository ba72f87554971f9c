package org.escapement.lab.figure;

import java.awt.Color;
import java.util.DoubleSummaryStatistics;
import org.escapement.lab.figure.ChartSeries.Kind;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/** Makes JFreeChart's chart of a {@link Chart}. */
final class ChartPlot {
  /** Room for the labels of y, so that the plots of a column are in line. */
  private static final double LABELS_WIDTH = 84;

  private static final double LEGEND_MARGIN = 60;

  static {
    // else rotated labels are outlines of letters in an SVG
    TextUtils.setUseDrawRotatedStringWorkaround(false);
  }

  private final Chart chart;
  private final double width;
  private final PlotAxis across;
  private final PlotAxis up;
  private final PlotAxis colors;

  private ChartPlot(Chart chart, double width) {
    this.chart = chart;
    this.width = width;
    DoubleSummaryStatistics x = new DoubleSummaryStatistics();
    DoubleSummaryStatistics y = new DoubleSummaryStatistics();
    DoubleSummaryStatistics third = new DoubleSummaryStatistics();
    chart.series().forEach(series -> collect(series, x, y, third));
    this.across = chart.across().scale(x.getMin(), x.getMax());
    this.up = chart.up().scale(y.getMin(), y.getMax());
    this.colors =
        chart.colors() == null ? null : tight(chart.colors(), third.getMin(), third.getMax());
  }

  /** A chart that takes a width, which long names are cut to. */
  static JFreeChart of(Chart chart, double width) {
    return new ChartPlot(chart, width).draw();
  }

  private void collect(
      ChartSeries series,
      DoubleSummaryStatistics x,
      DoubleSummaryStatistics y,
      DoubleSummaryStatistics third) {
    for (int i = 0; i < series.x().length; i++) {
      if (series.kind() == Kind.VERTICAL || series.kind() == Kind.REFERENCE) {
        include(x, chart.across(), series.kind() == Kind.VERTICAL ? series.x()[i] : Double.NaN);
        include(y, chart.up(), series.kind() == Kind.REFERENCE ? series.y()[i] : Double.NaN);
      } else if (series.isShown(i, chart.across(), chart.up(), chart.colors())) {
        x.accept(series.x()[i]);
        y.accept(series.y()[i]);
        if (series.low() != null) {
          include(y, chart.up(), series.low()[i]);
          include(y, chart.up(), series.high()[i]);
        }
        if (series.color() != null) {
          third.accept(series.color()[i]);
        }
      }
    }
  }

  private static void include(DoubleSummaryStatistics range, ChartAxis axis, double value) {
    if (axis.canShow(value)) {
      range.accept(value);
    }
  }

  /** A scale of colours ends where the values do. */
  private static PlotAxis tight(ChartAxis axis, double lowest, double highest) {
    return lowest < highest
        ? axis.from(lowest, highest).scale(lowest, highest)
        : axis.scale(lowest, highest);
  }

  private JFreeChart draw() {
    ValueAxis bottom = TickedAxes.of(chart.across().label(), across);
    ValueAxis left = TickedAxes.of(chart.up().label(), up);
    left.setFixedDimension(LABELS_WIDTH);
    XYPlot plot = new XYPlot(null, bottom, left, null);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setDomainGridlinePaint(FigureStyle.GRID);
    plot.setRangeGridlinePaint(FigureStyle.GRID);
    plot.setDomainGridlineStroke(FigureStyle.HAIRLINE);
    plot.setRangeGridlineStroke(FigureStyle.HAIRLINE);
    plot.setOutlinePaint(FigureStyle.FRAME);
    plot.setOutlineStroke(FigureStyle.HAIRLINE);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
    LegendItemCollection legend = new LegendItemCollection();
    boolean anythingHidden = false;
    for (int i = 0; i < chart.series().size(); i++) {
      PlottedSeries plotted =
          new PlottedSeries(chart, chart.series().get(i), i, across, up, colors);
      plot.setDataset(i, plotted.dataset());
      plot.setRenderer(i, plotted.renderer());
      legend.add(plotted.legend(width - LEGEND_MARGIN));
      anythingHidden |= plotted.hidden() > 0;
    }
    plot.setFixedLegendItems(legend);
    JFreeChart drawn = new JFreeChart(chart.title(), FigureStyle.LABEL_BOLD, plot, false);
    drawn.setBackgroundPaint(Color.WHITE);
    drawn.setPadding(new RectangleInsets(8, 8, 8, 18));
    if (legend.getItemCount() > 1 || anythingHidden) {
      drawn.addLegend(legend(plot));
    }
    if (colors != null) {
      drawn.addSubtitle(colorBar());
    }
    return drawn;
  }

  private static LegendTitle legend(XYPlot plot) {
    LegendTitle legend = new LegendTitle(plot);
    legend.setPosition(RectangleEdge.BOTTOM);
    legend.setHorizontalAlignment(HorizontalAlignment.CENTER);
    legend.setItemFont(FigureStyle.TICK);
    legend.setFrame(BlockBorder.NONE);
    legend.setBackgroundPaint(Color.WHITE);
    legend.setMargin(8, LABELS_WIDTH, 0, 0);
    legend.setLegendItemGraphicPadding(new RectangleInsets(3, 14, 3, 4));
    return legend;
  }

  private PaintScaleLegend colorBar() {
    PaintScaleLegend bar =
        new PaintScaleLegend(new ColorScale(), TickedAxes.ofPlaces(chart.colors().label(), colors));
    bar.setPosition(RectangleEdge.RIGHT);
    bar.setAxisLocation(AxisLocation.BOTTOM_OR_RIGHT);
    bar.setStripWidth(18);
    bar.setStripOutlinePaint(FigureStyle.FRAME);
    bar.setSubdivisionCount(256);
    bar.setBackgroundPaint(Color.WHITE);
    bar.setMargin(10, 14, 90, 0);
    return bar;
  }
}
