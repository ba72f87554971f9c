package org.escapement.lab.figure;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Figures as SVG, in which text stays text: it can be searched, read aloud and edited. */
final class SvgDocument {
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  /** The font that figures are usually laid out with, and what is about as wide. */
  private static final String FONTS = "DejaVu Sans, Verdana, Helvetica, Arial, sans-serif";

  private static final int DECIMALS = 2;

  private SvgDocument() {}

  /** The bytes of the file. */
  static byte[] of(Drawing drawing) {
    Document document = emptyDocument();
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
    context.setComment(null);
    context.setPrecision(DECIMALS);
    SVGGraphics2D graphics = new SVGGraphics2D(context, false);
    int width = (int) drawing.width();
    int height = (int) drawing.height();
    graphics.setSVGCanvasSize(new Dimension(width, height));
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    graphics.addRenderingHints(FigureStyle.SMOOTH);
    graphics.setColor(Color.WHITE);
    graphics.fill(new Rectangle2D.Double(0, 0, width, height));
    drawing.draw(graphics);
    Element root = graphics.getRoot();
    root.setAttribute("role", "img");
    root.setAttribute("viewBox", "0 0 " + width + " " + height);
    Element title = document.createElementNS(NAMESPACE, "title");
    title.setTextContent(Canvas.legal(drawing.title()));
    root.insertBefore(title, root.getFirstChild());
    nameFonts(root);
    return bytes(root);
  }

  private static Document emptyDocument() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(NAMESPACE, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Java's name for a font without serifs means another width on every machine. */
  private static void nameFonts(Element root) {
    NodeList all = root.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      if (element.getAttribute("font-family").equals("sans-serif")) {
        element.setAttribute("font-family", FONTS);
      }
    }
    root.setAttribute("font-family", FONTS);
  }

  /** Batik would name a document type, which makes readers ask the network for it. */
  private static byte[] bytes(Element root) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      TransformerFactory.newInstance()
          .newTransformer()
          .transform(new DOMSource(root), new StreamResult(bytes));
    } catch (TransformerException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }
}
