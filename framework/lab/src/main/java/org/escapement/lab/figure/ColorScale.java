package org.escapement.lab.figure;

import java.awt.Color;
import java.awt.Paint;
import org.jfree.chart.renderer.PaintScale;

/**
 * Colours for places between 0 and 1, from dark to light, which the colour-blind and a grey print
 * keep in order (viridis, of Smith and van der Walt, at nine places; straight lines between).
 */
final class ColorScale implements PaintScale {
  private static final int[] VIRIDIS = {
    0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725
  };

  @Override
  public double getLowerBound() {
    return 0;
  }

  @Override
  public double getUpperBound() {
    return 1;
  }

  @Override
  public Paint getPaint(double value) {
    double place = Math.max(0, Math.min(1, value)) * (VIRIDIS.length - 1);
    int below = (int) Math.min(place, VIRIDIS.length - 2);
    return between(new Color(VIRIDIS[below]), new Color(VIRIDIS[below + 1]), place - below);
  }

  private static Color between(Color from, Color to, double share) {
    return new Color(
        mixed(from.getRed(), to.getRed(), share),
        mixed(from.getGreen(), to.getGreen(), share),
        mixed(from.getBlue(), to.getBlue(), share));
  }

  private static int mixed(int from, int to, double share) {
    return (int) Math.round(from + share * (to - from));
  }
}
