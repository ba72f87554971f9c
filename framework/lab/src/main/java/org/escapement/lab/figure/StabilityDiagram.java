package org.escapement.lab.figure;

import java.awt.Graphics2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.escapement.lab.figure.Canvas.Anchor;
import org.escapement.lab.text.OneLine;

/**
 * The sharpness–non-uniformity diagram of a minimum (Wu, Ma &amp; E 2018), as PNG and SVG: which
 * optimizers' regions the minimum lies in. Each region is filled, its bounding box dashed. Axes are
 * logarithmic unless all that is shown is of one magnitude. Regions without an end reach the border
 * of the plot; what is not a number is left out, and the legend says so.
 *
 * <p>Preconditioned optimizers see other curvatures and get panels of their own.
 */
public final class StabilityDiagram {
  private static final double MARGIN = 16;
  private static final double TITLE_HEIGHT = 40;
  private static final double NOTE_HEIGHT = 24;

  private static final String[] NOTES = {
    "filled: stable in mean square; exact for one parameter, a guide for more",
    "dashed: the bounding box; for gradient steps, the conditions (9) of Wu, Ma & E 2018"
  };

  private StabilityDiagram() {}

  /**
   * What is stable for one optimizer: all below a curve s(a) over the curvature.
   *
   * @param label the optimizer and its settings
   * @param curvature a along the curve, ascending
   * @param nonUniformity s(a), as many; infinite where nothing bounds it
   * @param boxCurvature the largest a; may be infinite
   * @param boxNonUniformity the largest s; may be infinite
   */
  public record Region(
      String label,
      double[] curvature,
      double[] nonUniformity,
      double boxCurvature,
      double boxNonUniformity) {
    /** Checks the lengths and copies the arrays. */
    public Region {
      if (curvature.length != nonUniformity.length) {
        throw new IllegalArgumentException(
            curvature.length + " curvatures, but " + nonUniformity.length + " non-uniformities");
      }
      curvature = curvature.clone();
      nonUniformity = nonUniformity.clone();
    }
  }

  /**
   * A minimum and the regions of optimizers that see the same curvature.
   *
   * @param title above the panel; may be empty
   * @param matrix whose sharpness and non-uniformity these are, such as H, in words for the axes
   * @param sharpness a of the minimum, or NaN
   * @param nonUniformity s of the minimum, or NaN
   * @param regions any number
   */
  public record Panel(
      String title, String matrix, double sharpness, double nonUniformity, List<Region> regions) {
    /** Copies the list. */
    public Panel {
      regions = List.copyOf(regions);
    }
  }

  /**
   * Draws the diagram into a PNG file, which is there in full or not at all.
   *
   * @param title above all panels
   * @param panels at least one
   * @throws IOException if the file cannot be written, or if this machine cannot draw
   */
  public static void writePng(Path file, String title, List<Panel> panels) throws IOException {
    requireSome(panels);
    Drawing.writePng(file, () -> Layout.of(title, panels));
  }

  /**
   * Draws the diagram into an SVG file, which is there in full or not at all.
   *
   * @param title above all panels
   * @param panels at least one
   * @throws IOException if the file cannot be written, or if this machine has no fonts
   */
  public static void writeSvg(Path file, String title, List<Panel> panels) throws IOException {
    requireSome(panels);
    Drawing.writeSvg(file, () -> Layout.of(title, panels));
  }

  private static void requireSome(List<Panel> panels) {
    if (panels.isEmpty()) {
      throw new IllegalArgumentException("a diagram without panels");
    }
  }

  /** Panels in rows, which are as high as their highest legend needs. */
  private record Layout(String title, List<DiagramPanel> panels, int columns, double panelWidth)
      implements Drawing {
    static Layout of(String title, List<Panel> panels) {
      int columns = panels.size() == 1 ? 1 : panels.size() <= 4 ? 2 : 3;
      double width = columns == 1 ? 900 : columns == 2 ? 680 : 600;
      List<DiagramPanel> drawn =
          panels.stream().map(panel -> new DiagramPanel(panel, width)).toList();
      return new Layout(OneLine.of(title), drawn, columns, width);
    }

    private double rowHeight(int first) {
      return panels.subList(first, Math.min(panels.size(), first + columns)).stream()
          .mapToDouble(DiagramPanel::height)
          .max()
          .orElseThrow();
    }

    @Override
    public double width() {
      return columns * panelWidth + 2 * MARGIN;
    }

    @Override
    public double height() {
      double height = TITLE_HEIGHT + NOTES.length * NOTE_HEIGHT + 2 * MARGIN;
      for (int first = 0; first < panels.size(); first += columns) {
        height += rowHeight(first);
      }
      return Math.ceil(height);
    }

    @Override
    public void draw(Graphics2D graphics) {
      Canvas canvas = new Canvas(graphics);
      canvas.text(title, width() / 2, MARGIN + TITLE_HEIGHT / 2, FigureStyle.TITLE, Anchor.MIDDLE);
      double top = MARGIN + TITLE_HEIGHT;
      for (int first = 0; first < panels.size(); first += columns) {
        for (int i = first; i < Math.min(panels.size(), first + columns); i++) {
          panels.get(i).draw(canvas, MARGIN + (i - first) * panelWidth, top);
        }
        top += rowHeight(first);
      }
      for (String note : NOTES) {
        top += NOTE_HEIGHT;
        canvas.text(note, width() / 2, top, FigureStyle.TICK, Anchor.MIDDLE);
      }
    }
  }
}
