package org.escapement.lab.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;

/** What a figure is drawn on: pixels or a vector format. Lengths are in units of the figure. */
final class Canvas {
  private final Graphics2D graphics;

  Canvas(Graphics2D graphics) {
    this.graphics = graphics;
  }

  /** Which point of a text lies where it is put. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /**
   * How a line is drawn.
   *
   * @param color of the line
   * @param width of the line
   * @param dash the lengths of a dash and of a gap; empty for a solid line
   */
  record Pen(Color color, float width, float... dash) {
    BasicStroke stroke() {
      return new BasicStroke(
          width,
          BasicStroke.CAP_BUTT,
          BasicStroke.JOIN_ROUND,
          10f,
          dash.length == 0 ? null : dash,
          0f);
    }
  }

  /** Fills the inside of a shape; the colour may be translucent. */
  void fill(Shape shape, Color color) {
    graphics.setColor(color);
    graphics.fill(shape);
  }

  /** Draws a shape's outline. */
  void stroke(Shape shape, Pen pen) {
    graphics.setColor(pen.color());
    graphics.setStroke(pen.stroke());
    graphics.draw(shape);
  }

  /** Writes one line of text, its base line at y. */
  void text(String text, double x, double y, Font font, Anchor anchor) {
    String legal = legal(text);
    if (legal.isEmpty()) {
      return;
    }
    double shift =
        switch (anchor) {
          case START -> 0;
          case MIDDLE -> width(legal, font) / 2;
          case END -> width(legal, font);
        };
    graphics.setColor(Color.BLACK);
    graphics.setFont(font);
    graphics.drawString(legal, (float) (x - shift), (float) y);
  }

  /** Writes one line of text from below to above, centred on y, its base line at x. */
  void verticalText(String text, double x, double y, Font font) {
    AffineTransform before = graphics.getTransform();
    graphics.translate(x, y);
    graphics.rotate(-Math.PI / 2);
    text(text, 0, 0, font, Anchor.MIDDLE);
    graphics.setTransform(before);
  }

  /** Draws inside a rectangle only. */
  void clipped(Rectangle2D area, Runnable drawing) {
    Shape before = graphics.getClip();
    graphics.clip(area);
    drawing.run();
    graphics.setClip(before);
  }

  /** The width of a text on any canvas. */
  static double width(String text, Font font) {
    return font.getStringBounds(text, new FontRenderContext(null, true, true)).getWidth();
  }

  /** The text, or as much of its beginning as fits into a width. */
  static String cut(String text, Font font, double room) {
    String cut = text;
    while (width(cut, font) > room && cut.length() > 2) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -2)) + "…";
    }
    return cut;
  }

  /** Without what no XML may hold: control characters, halves of pairs, non-characters. */
  static String legal(String text) {
    StringBuilder legal = new StringBuilder();
    text.codePoints()
        .map(
            point -> {
              boolean surrogate = point >= 0xd800 && point <= 0xdfff;
              return point < 0x20 || surrogate || point == 0xfffe || point == 0xffff
                  ? 0xfffd
                  : point;
            })
        .forEach(legal::appendCodePoint);
    return legal.toString();
  }
}
