package org.escapement.lab.result;

import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A drawing in SVG 1.1, in which text stays text: it can be searched, read aloud and edited. */
final class SvgCanvas implements Canvas {
  private static final String FONTS = "DejaVu Sans, Helvetica, Arial, sans-serif";

  private final StringWriter content = new StringWriter();
  private final XMLStreamWriter xml;
  private int clips;

  SvgCanvas(double width, double height, String title) {
    try {
      xml = XMLOutputFactory.newInstance().createXMLStreamWriter(content);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("svg");
      xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
      attribute("version", "1.1");
      attribute("width", number(width));
      attribute("height", number(height));
      attribute("viewBox", "0 0 " + number(width) + " " + number(height));
      attribute("font-family", FONTS);
      xml.writeStartElement("title");
      xml.writeCharacters(legal(title));
      xml.writeEndElement();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    fill(new Rectangle2D.Double(0, 0, width, height), Color.WHITE);
  }

  /** Ends the drawing. */
  byte[] toBytes() {
    try {
      xml.writeEndDocument();
      xml.flush();
      return content.toString().getBytes(StandardCharsets.UTF_8);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void fill(Shape shape, Color color) {
    element(
        "path",
        () -> {
          attribute("d", path(shape));
          attribute("fill", hexadecimal(color));
          if (color.getAlpha() < 255) {
            attribute("fill-opacity", number(color.getAlpha() / 255.0));
          }
        });
  }

  @Override
  public void stroke(Shape shape, Pen pen) {
    element(
        "path",
        () -> {
          attribute("d", path(shape));
          attribute("fill", "none");
          attribute("stroke", hexadecimal(pen.color()));
          attribute("stroke-width", number(pen.width()));
          attribute("stroke-linejoin", "round");
          if (pen.dash().length > 0) {
            attribute("stroke-dasharray", number(pen.dash()[0]) + " " + number(pen.dash()[1]));
          }
        });
  }

  @Override
  public void text(String text, double x, double y, Font font, Anchor anchor) {
    write(text, "translate(" + number(x) + " " + number(y) + ")", font, anchor);
  }

  @Override
  public void verticalText(String text, double x, double y, Font font) {
    String place = "translate(" + number(x) + " " + number(y) + ") rotate(-90)";
    write(text, place, font, Anchor.MIDDLE);
  }

  private void write(String text, String place, Font font, Anchor anchor) {
    element(
        "text",
        () -> {
          attribute("transform", place);
          attribute("text-anchor", anchor.name().toLowerCase(Locale.ROOT));
          attribute("font-size", number(font.getSize2D()));
          if (font.isBold()) {
            attribute("font-weight", "bold");
          }
          xml.writeCharacters(legal(text));
        });
  }

  @Override
  public void clipped(Rectangle2D area, Runnable drawing) {
    String name = "clip" + clips++;
    element(
        "clipPath",
        () -> {
          attribute("id", name);
          element("path", () -> attribute("d", path(area)));
        });
    element(
        "g",
        () -> {
          attribute("clip-path", "url(#" + name + ")");
          drawing.run();
        });
  }

  private interface Content {
    void write() throws XMLStreamException;
  }

  private void element(String name, Content inside) {
    try {
      xml.writeStartElement(name);
      inside.write();
      xml.writeEndElement();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, value);
  }

  private static String path(Shape shape) {
    StringBuilder path = new StringBuilder();
    double[] at = new double[6];
    for (PathIterator steps = shape.getPathIterator(null); !steps.isDone(); steps.next()) {
      int kind = steps.currentSegment(at);
      path.append("MLQCZ".charAt(kind));
      int numbers = kind == PathIterator.SEG_CLOSE ? 0 : 2 * Math.max(1, kind);
      for (int i = 0; i < numbers; i++) {
        path.append(i == 0 ? "" : " ").append(number(at[i]));
      }
    }
    return path.toString();
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
  }

  private static String hexadecimal(Color color) {
    return String.format("#%06x", color.getRGB() & 0xffffff);
  }

  /** Without what no XML may hold: control characters, halves of pairs, non-characters. */
  private static String legal(String text) {
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
