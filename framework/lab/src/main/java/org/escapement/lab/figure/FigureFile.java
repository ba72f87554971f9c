package org.escapement.lab.figure;

import java.awt.AWTError;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.escapement.lab.result.AtomicFiles;
import org.escapement.lab.text.OneLine;

/** Files of figures, which are there in full or not at all. */
final class FigureFile {
  private FigureFile() {}

  /**
   * Draws.
   *
   * @throws IOException if this machine cannot, for lack of fonts or of a desktop's libraries
   */
  static <T> T draw(Supplier<T> drawing) throws IOException {
    try {
      return drawing.get();
    } catch (LinkageError | InternalError | AWTError | RuntimeException e) {
      // AWT reports missing fonts and libraries as any of these.
      throw new IOException("the figure cannot be drawn: " + OneLine.reason(e), e);
    }
  }

  /** Writes a drawing in SVG. */
  static void writeSvg(Path file, byte[] drawing) throws IOException {
    AtomicFiles.write(file, out -> out.write(drawing));
  }

  /** Writes an image as PNG. */
  static void writePng(Path file, BufferedImage image) throws IOException {
    AtomicFiles.write(file, out -> encode(image, out));
  }

  private static void encode(BufferedImage image, OutputStream out) throws IOException {
    try (ImageOutputStream memory = new MemoryCacheImageOutputStream(out)) {
      if (!ImageIO.write(image, "png", memory)) {
        throw new IOException("this Java runtime cannot write PNG files");
      }
    }
  }
}
