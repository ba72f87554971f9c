package org.escapement.lab.figure;

import java.awt.Font;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.escapement.lab.figure.Canvas.Anchor;
import org.escapement.lab.figure.StabilityDiagram.Panel;
import org.escapement.lab.figure.StabilityDiagram.Region;
import org.escapement.lab.text.OneLine;

/** What the marks in a panel of a stability diagram are, in columns of equal width. */
final class DiagramLegend {
  private static final double ROW = 26;
  private static final double MARK = 44;
  private static final double LINE = 36;
  private static final double GAP = 24;
  private static final Font LABELS = FigureStyle.TICK;

  private final List<String> labels;
  private final boolean marked;
  private final int rows;
  private final double columnWidth;

  DiagramLegend(Panel panel, double width) {
    List<String> whole = new ArrayList<>(List.of(describe(panel)));
    panel.regions().forEach(region -> whole.add(describe(region)));
    double widest =
        whole.stream().mapToDouble(label -> Canvas.width(label, LABELS)).max().orElseThrow();
    int columns = (int) Math.max(1, Math.min(whole.size(), width / (MARK + widest + GAP)));
    this.columnWidth = width / columns;
    this.labels =
        whole.stream().map(label -> Canvas.cut(label, LABELS, columnWidth - MARK - GAP)).toList();
    this.rows = (labels.size() + columns - 1) / columns;
    this.marked = isMarked(panel);
  }

  /** Whether the minimum has a place in the plane. */
  static boolean isMarked(Panel panel) {
    return Double.isFinite(panel.sharpness()) && Double.isFinite(panel.nonUniformity());
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

  double height() {
    return rows * ROW + GAP;
  }

  /** Draws with the upper left corner at a point. */
  void draw(Canvas canvas, double left, double top) {
    for (int entry = 0; entry < labels.size(); entry++) {
      double x = left + entry / rows * columnWidth;
      double y = top + (entry % rows + 0.5) * ROW;
      canvas.text(labels.get(entry), x + MARK, y + 5, LABELS, Anchor.START);
      if (entry > 0) {
        CurveStyle style = CurveStyle.of(entry - 1);
        canvas.fill(new Rectangle2D.Double(x, y - 8, LINE, 16), style.area());
        canvas.stroke(new Line2D.Double(x, y, x + LINE, y), style.line());
        style.drawGlyph(canvas, x + LINE / 2, y);
      } else if (marked) {
        CurveStyle.drawStar(canvas, x + LINE / 2, y);
      }
    }
  }
}
