package org.escapement.lab.figure;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Reads what figures draw. */
final class Pictures {
  static final int BLUE = 0x0072b2;
  static final int VERMILION = 0xd55e00;

  private Pictures() {}

  /** Numbers that are hard to draw. */
  static double[] oddNumbers() {
    return new double[] {
      0,
      -0.0,
      -1,
      1,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.MIN_VALUE,
      Double.MAX_VALUE,
      -Double.MAX_VALUE,
      1e99,
      1e-99,
      1e-12
    };
  }

  static BufferedImage png(Path file) throws IOException {
    return ImageIO.read(file.toFile());
  }

  static Document svg(Path file) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
  }

  static List<String> texts(Document drawing) {
    NodeList texts = drawing.getElementsByTagName("text");
    return IntStream.range(0, texts.getLength())
        .mapToObj(i -> texts.item(i).getTextContent())
        .toList();
  }

  /** The number of pixels of exactly that colour. */
  static int count(BufferedImage image, int color) {
    return count(image, color, 0, image.getHeight());
  }

  /** The number of them between two rows. */
  static int count(BufferedImage image, int color, int fromRow, int toRow) {
    int count = 0;
    for (int row = fromRow; row < toRow; row++) {
      for (int column = 0; column < image.getWidth(); column++) {
        count += (image.getRGB(column, row) & 0xffffff) == color ? 1 : 0;
      }
    }
    return count;
  }
}
