package org.escapement.lab.figure;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

/** Marks by which curves are told apart without colour. */
enum Glyph {
  CIRCLE(0, 0, 1),
  SQUARE(4, 0.125, 1),
  TRIANGLE(3, 0, 1),
  DIAMOND(4, 0, 1),
  INVERTED_TRIANGLE(3, 0.5, 1),
  CROSS(4, 0.125, 0.45),
  STAR(5, 0, 0.42);

  /** Every other corner of what is not convex lies at this share of the radius. */
  private final double inner;

  private final int corners;
  private final double turn;

  Glyph(int corners, double turn, double inner) {
    this.corners = corners;
    this.turn = turn;
    this.inner = inner;
  }

  /** The mark around a point. */
  Shape at(double x, double y, double radius) {
    if (corners == 0) {
      return new Ellipse2D.Double(x - 0.85 * radius, y - 0.85 * radius, 1.7 * radius, 1.7 * radius);
    }
    Path2D path = new Path2D.Double();
    int points = inner < 1 ? 2 * corners : corners;
    for (int i = 0; i < points; i++) {
      double angle = 2 * Math.PI * (turn + (double) i / points);
      double length = inner < 1 && i % 2 == 1 ? inner * radius : radius;
      double right = x + length * Math.sin(angle);
      double down = y - length * Math.cos(angle);
      if (i == 0) {
        path.moveTo(right, down);
      } else {
        path.lineTo(right, down);
      }
    }
    path.closePath();
    return path;
  }
}
