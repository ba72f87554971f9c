package org.escapement.lab.figure;

import java.awt.Color;
import java.awt.Shape;
import java.util.List;
import org.escapement.lab.figure.Canvas.Pen;

/**
 * How one of several regions is drawn: by its colour, and by its marks where there is none.
 *
 * @param color of its lines and marks
 * @param glyph the mark
 * @param hollow whether the marks are white inside
 */
record CurveStyle(Color color, Glyph glyph, boolean hollow) {
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

  private static final double GLYPH_SIZE = 5.5;
  private static final double STAR_SIZE = 13;
  private static final int OPACITY = 26;

  /** The style of the region of an index; the second round is hollow, and its colours shifted. */
  static CurveStyle of(int index) {
    int round = index / GLYPHS.size();
    return new CurveStyle(
        COLORS.get((index + round) % COLORS.size()),
        GLYPHS.get(index % GLYPHS.size()),
        round % 2 == 1);
  }

  Pen line() {
    return new Pen(color, 2.2f);
  }

  Pen box() {
    return new Pen(color, 1.4f, 7, 5);
  }

  /** The translucent colour inside the region. */
  Color area() {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), OPACITY);
  }

  void drawGlyph(Canvas canvas, double x, double y) {
    Shape shape = glyph.at(x, y, GLYPH_SIZE);
    canvas.fill(shape, hollow ? Color.WHITE : color);
    canvas.stroke(shape, hollow ? new Pen(color, 1.6f) : new Pen(Color.WHITE, 1));
  }

  /** The mark of the minimum. */
  static void drawStar(Canvas canvas, double x, double y) {
    Shape star = Glyph.STAR.at(x, y, STAR_SIZE);
    canvas.stroke(star, new Pen(Color.WHITE, 5));
    canvas.fill(star, Color.BLACK);
  }
}
