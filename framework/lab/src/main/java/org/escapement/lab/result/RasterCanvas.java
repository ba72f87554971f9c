package org.escapement.lab.result;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;

/** A canvas of pixels. */
final class RasterCanvas implements Canvas {
  private final Graphics2D graphics;

  RasterCanvas(Graphics2D graphics) {
    this.graphics = graphics;
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
  }

  @Override
  public void fill(Shape shape, Color color) {
    graphics.setColor(color);
    graphics.fill(shape);
  }

  @Override
  public void stroke(Shape shape, Pen pen) {
    graphics.setColor(pen.color());
    graphics.setStroke(
        new BasicStroke(
            pen.width(),
            BasicStroke.CAP_BUTT,
            BasicStroke.JOIN_ROUND,
            10f,
            pen.dash().length == 0 ? null : pen.dash(),
            0f));
    graphics.draw(shape);
  }

  @Override
  public void text(String text, double x, double y, Font font, Anchor anchor) {
    double shift =
        switch (anchor) {
          case START -> 0;
          case MIDDLE -> Canvas.width(text, font) / 2;
          case END -> Canvas.width(text, font);
        };
    graphics.setColor(Color.BLACK);
    graphics.setFont(font);
    graphics.drawString(text, (float) (x - shift), (float) y);
  }

  @Override
  public void verticalText(String text, double x, double y, Font font) {
    AffineTransform before = graphics.getTransform();
    graphics.translate(x, y);
    graphics.rotate(-Math.PI / 2);
    text(text, 0, 0, font, Anchor.MIDDLE);
    graphics.setTransform(before);
  }

  @Override
  public void clipped(Rectangle2D area, Runnable drawing) {
    Shape before = graphics.getClip();
    graphics.clip(area);
    drawing.run();
    graphics.setClip(before);
  }
}
