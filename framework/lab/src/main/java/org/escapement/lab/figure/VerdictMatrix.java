package org.escapement.lab.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.escapement.lab.figure.Canvas.Anchor;
import org.escapement.lab.figure.Canvas.Pen;
import org.escapement.lab.result.ComparisonResults.CrossVerdict;

/**
 * Who would stay at whose minima: a cell for each pair of optimizers, in words. Colours repeat the
 * words, as wide as a verdict's share.
 */
final class VerdictMatrix {
  private static final double LINE = 19;
  private static final double PADDING = 12;
  private static final double ABOVE = 56;
  private static final int OPACITY = 60;

  private static final Map<String, Color> COLORS =
      Map.of(
          "stable", FigureStyle.GREEN,
          "intermittent", FigureStyle.SKY,
          "escapes", FigureStyle.VERMILION,
          "unstable", FigureStyle.ORANGE);

  private final List<String> ids;
  private final List<CrossVerdict> verdicts;
  private final double left;
  private final double cellHeight;

  /**
   * @param ids of the optimizers
   * @param verdicts row by row
   */
  VerdictMatrix(List<String> ids, List<CrossVerdict> verdicts) {
    this.ids = ids;
    this.verdicts = verdicts;
    double widest =
        ids.stream().mapToDouble(id -> Canvas.width(id, FigureStyle.TICK)).max().orElseThrow();
    this.left = Math.min(160, widest + 2 * PADDING);
    int lines = verdicts.stream().mapToInt(cell -> lines(cell).size()).max().orElseThrow();
    this.cellHeight = lines * LINE + PADDING;
  }

  /** The height that it takes. */
  double height() {
    return ABOVE + ids.size() * cellHeight;
  }

  /** Draws within a width. */
  void draw(Canvas canvas, double x, double y, double width) {
    Font heading = FigureStyle.LABEL.deriveFont(Font.BOLD);
    canvas.text(
        "Would it stay? Rows: whose minima. Columns: who is asked.",
        x + width / 2,
        y + 16,
        heading,
        Anchor.MIDDLE);
    double cellWidth = (width - left) / ids.size();
    for (int i = 0; i < ids.size(); i++) {
      double top = y + ABOVE + i * cellHeight;
      canvas.text(
          Canvas.cut(ids.get(i), FigureStyle.TICK, cellWidth - PADDING),
          x + left + (i + 0.5) * cellWidth,
          y + ABOVE - 10,
          FigureStyle.TICK,
          Anchor.MIDDLE);
      canvas.text(
          Canvas.cut(ids.get(i), FigureStyle.TICK, left - PADDING),
          x + left - PADDING,
          top + cellHeight / 2 + 5,
          FigureStyle.TICK,
          Anchor.END);
      for (int j = 0; j < ids.size(); j++) {
        drawCell(
            canvas,
            verdicts.get(i * ids.size() + j),
            new Rectangle2D.Double(x + left + j * cellWidth, top, cellWidth, cellHeight));
      }
    }
  }

  private static void drawCell(Canvas canvas, CrossVerdict cell, Rectangle2D area) {
    double from = area.getX();
    for (Map.Entry<String, Integer> count : cell.counts().entrySet()) {
      double width = area.getWidth() * count.getValue() / cell.minima();
      Color color = COLORS.getOrDefault(count.getKey(), FigureStyle.FRAME);
      canvas.fill(
          new Rectangle2D.Double(from, area.getY(), width, area.getHeight()),
          new Color(color.getRed(), color.getGreen(), color.getBlue(), OPACITY));
      from += width;
    }
    canvas.stroke(area, new Pen(Color.WHITE, 2));
    List<String> lines = lines(cell);
    double y = area.getCenterY() - LINE * (lines.size() - 1) / 2.0 + 5;
    for (String line : lines) {
      canvas.text(
          Canvas.cut(line, FigureStyle.TICK, area.getWidth() - 4),
          area.getCenterX(),
          y,
          FigureStyle.TICK,
          Anchor.MIDDLE);
      y += LINE;
    }
  }

  private static List<String> lines(CrossVerdict cell) {
    List<String> lines = new ArrayList<>(cell.inWords());
    if (lines.isEmpty()) {
      lines.add("no minimum");
    }
    if (cell.shareOfEdge().mean() != null) {
      lines.add(String.format(Locale.ROOT, "%.3g × edge", cell.shareOfEdge().mean()));
    }
    return lines;
  }
}
