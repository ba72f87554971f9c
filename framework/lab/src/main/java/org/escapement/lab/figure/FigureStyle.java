package org.escapement.lab.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.RenderingHints;
import java.util.Map;

/** What all figures have in common. */
final class FigureStyle {
  // The palette of Okabe and Ito, which the colour-blind can tell apart.
  static final Color BLUE = new Color(0, 114, 178);
  static final Color VERMILION = new Color(213, 94, 0);
  static final Color GREEN = new Color(0, 158, 115);
  static final Color PURPLE = new Color(204, 121, 167);
  static final Color ORANGE = new Color(230, 159, 0);
  static final Color SKY = new Color(86, 180, 233);

  static final Color GRID = new Color(225, 225, 225);
  static final Color FRAME = new Color(110, 110, 110);

  static final BasicStroke HAIRLINE = new BasicStroke(1);

  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);
  static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 16);
  static final Font LABEL_BOLD = LABEL.deriveFont(Font.BOLD);
  static final Font TICK = new Font(Font.SANS_SERIF, Font.PLAIN, 14);

  /** Beyond these magnitudes nothing is drawn: ticks overflow or vanish. */
  static final double LARGEST_SHOWN = 1e100;

  static final double SMALLEST_SHOWN = 1e-100;

  static final Map<RenderingHints.Key, Object> SMOOTH =
      Map.of(
          RenderingHints.KEY_ANTIALIASING,
          RenderingHints.VALUE_ANTIALIAS_ON,
          RenderingHints.KEY_TEXT_ANTIALIASING,
          RenderingHints.VALUE_TEXT_ANTIALIAS_ON,
          RenderingHints.KEY_STROKE_CONTROL,
          RenderingHints.VALUE_STROKE_PURE,
          RenderingHints.KEY_FRACTIONALMETRICS,
          RenderingHints.VALUE_FRACTIONALMETRICS_ON);

  private FigureStyle() {}
}
