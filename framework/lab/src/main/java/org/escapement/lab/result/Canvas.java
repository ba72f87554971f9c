package org.escapement.lab.result;

import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.Rectangle2D;

/** What a figure is drawn on: pixels or a vector format. Lengths are in units of the figure. */
interface Canvas {
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
  record Pen(Color color, float width, float... dash) {}

  /** Fills the inside of a shape; the colour may be translucent. */
  void fill(Shape shape, Color color);

  /** Draws a shape's outline. */
  void stroke(Shape shape, Pen pen);

  /** Writes one line of text, its base line at y. */
  void text(String text, double x, double y, Font font, Anchor anchor);

  /** Writes one line of text from below to above, centred on y, its base line at x. */
  void verticalText(String text, double x, double y, Font font);

  /** Draws inside a rectangle only. */
  void clipped(Rectangle2D area, Runnable drawing);

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
}
