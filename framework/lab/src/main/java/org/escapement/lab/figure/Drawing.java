package org.escapement.lab.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** A figure that can be drawn on any canvas. */
interface Drawing {
  /** Pixels for a unit of length, so that a PNG can be printed. */
  int PIXELS = 2;

  String title();

  double width();

  double height();

  /** Draws on what is white. */
  void draw(Graphics2D graphics);

  /**
   * Draws into a PNG file, which is there in full or not at all.
   *
   * @param drawing makes the figure, which may take fonts
   * @throws IOException if the file cannot be written, or if this machine cannot draw
   */
  static void writePng(Path file, Supplier<? extends Drawing> drawing) throws IOException {
    FigureFile.writePng(file, FigureFile.draw(() -> image(drawing.get())));
  }

  /**
   * Draws into an SVG file, which is there in full or not at all.
   *
   * @param drawing makes the figure, which may take fonts
   * @throws IOException if the file cannot be written, or if this machine has no fonts
   */
  static void writeSvg(Path file, Supplier<? extends Drawing> drawing) throws IOException {
    FigureFile.writeSvg(file, FigureFile.draw(() -> SvgDocument.of(drawing.get())));
  }

  private static BufferedImage image(Drawing drawing) {
    int across = PIXELS * (int) drawing.width();
    int down = PIXELS * (int) drawing.height();
    BufferedImage image = new BufferedImage(across, down, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, across, down);
      graphics.scale(PIXELS, PIXELS);
      graphics.addRenderingHints(FigureStyle.SMOOTH);
      drawing.draw(graphics);
      return image;
    } finally {
      graphics.dispose();
    }
  }
}
