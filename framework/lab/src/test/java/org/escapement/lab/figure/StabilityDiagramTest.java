package org.escapement.lab.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.escapement.lab.figure.Pictures.BLUE;
import static org.escapement.lab.figure.Pictures.VERMILION;
import static org.escapement.lab.figure.Pictures.count;
import static org.escapement.lab.figure.Pictures.texts;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.escapement.lab.figure.StabilityDiagram.Panel;
import org.escapement.lab.figure.StabilityDiagram.Region;
import org.escapement.lab.meansquare.ScalarRegion;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Recurrence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

class StabilityDiagramTest {
  private static final int GREEN = 0x009e73;

  @TempDir Path folder;

  private static Region region(String label, Recurrence recurrence, double p) {
    ScalarRegion region = ScalarRegion.of(recurrence, p);
    ScalarRegion.Boundary boundary = region.boundary(400);
    return new Region(
        label,
        boundary.sharpness(),
        boundary.nonUniformity(),
        region.edge(),
        region.largestNonUniformity());
  }

  private static Recurrence heavyBall(double rate, double beta) {
    return new Recurrence(
        new double[][] {{1, -beta}, {0, beta}},
        new double[] {rate, -rate},
        new double[] {1, 0},
        Preconditioner.identity(),
        rate);
  }

  /** A minimum of a real network, by three optimizers on a thousand examples. */
  private static Panel plain() {
    double p = 996.0 / (4 * 999);
    return new Panel(
        "no preconditioner",
        "H",
        1.9,
        7,
        List.of(
            region("gradient descent η = 1", Recurrence.gradientDescent(1), 0),
            region("SGD η = 0.1, B = 4", Recurrence.gradientDescent(0.1), p),
            region("heavy ball η = 0.05, β = 0.9, B = 4", heavyBall(0.05, 0.9), p)));
  }

  private static Panel preconditioned() {
    return new Panel(
        "Adam η = 0.001, B = 4",
        "H preconditioned",
        21_000,
        64_000,
        List.of(region("Adam η = 0.001, β₁ = 0.9, B = 4", heavyBall(1e-4, 0.9), 0.25)));
  }

  private BufferedImage png(Panel... panels) throws IOException {
    Path file = folder.resolve("diagram.png");
    StabilityDiagram.writePng(file, "a minimum", List.of(panels));
    return Pictures.png(file);
  }

  private Document svg(Panel... panels) throws Exception {
    Path file = folder.resolve("diagram.svg");
    StabilityDiagram.writeSvg(file, "a minimum", List.of(panels));
    return Pictures.svg(file);
  }

  @Test
  void everyOptimizerIsThereInItsColour() throws IOException {
    BufferedImage image = png(plain());
    assertThat(image.getWidth()).isEqualTo(2 * 932);
    assertThat(image.getHeight()).isBetween(1500, 2000);
    for (int color : new int[] {BLUE, VERMILION, GREEN}) {
      assertThat(count(image, color)).isGreaterThan(1000);
    }
    assertThat(count(image, 0)).isGreaterThan(200);
  }

  @Test
  void textIsText() throws Exception {
    assertThat(texts(svg(plain(), preconditioned())))
        .contains(
            "a minimum",
            "no preconditioner",
            "Adam η = 0.001, B = 4",
            "sharpness a of H",
            "non-uniformity s of H",
            "sharpness a of H preconditioned",
            "the minimum: a = 1.90, s = 7.00",
            "the minimum: a = 21000, s = 64000",
            "gradient descent η = 1 (any s)",
            "SGD η = 0.1, B = 4",
            "heavy ball η = 0.05, β = 0.9, B = 4",
            "10",
            "100");
  }

  @Test
  void bothFormatsHaveTheSameSizeAndOneInputOneFile() throws Exception {
    BufferedImage image = png(plain(), preconditioned());
    Element root = svg(plain(), preconditioned()).getDocumentElement();
    assertThat(2 * Integer.parseInt(root.getAttribute("width"))).isEqualTo(image.getWidth());
    assertThat(2 * Integer.parseInt(root.getAttribute("height"))).isEqualTo(image.getHeight());
    byte[] first = Files.readAllBytes(folder.resolve("diagram.svg"));
    svg(plain(), preconditioned());
    assertThat(Files.readAllBytes(folder.resolve("diagram.svg"))).isEqualTo(first);
  }

  /** The star lies where the axes say, in units of the SVG. */
  @Test
  void theMinimumIsMarkedWhereItLies() throws Exception {
    Panel panel =
        new Panel("", "H", 1, 1, List.of(region("SGD", Recurrence.gradientDescent(1), 1)));
    Document drawing = svg(panel);
    double[][] ones = placesOf(drawing, "1");
    double left = Math.min(ones[0][0], ones[1][0]);
    double x = Math.max(ones[0][0], ones[1][0]) + Canvas.width("1", FigureStyle.TICK) / 2;
    double y = Math.min(ones[0][1], ones[1][1]);
    assertThat(left).isLessThan(x - 10);
    NodeList paths = drawing.getElementsByTagName("path");
    boolean found = false;
    for (int i = 0; i < paths.getLength(); i++) {
      Element path = (Element) paths.item(i);
      if (!path.getAttribute("stroke").equals("none") || !isBlack(path)) {
        continue;
      }
      String[] start = path.getAttribute("d").substring(1).split("[ L]");
      found |=
          Math.abs(Double.parseDouble(start[0]) - x) < 0.1
              && Math.abs(Double.parseDouble(start[1]) - (y - 5 - 13)) < 0.1;
    }
    assertThat(found).isTrue();
  }

  /** Whether what surrounds the element, or nothing, gives it a colour other than black. */
  private static boolean isBlack(Element element) {
    for (Node at = element; at instanceof Element around; at = at.getParentNode()) {
      if (around.hasAttribute("fill")) {
        return around.getAttribute("fill").equals("black");
      }
    }
    return true;
  }

  private static double[][] placesOf(Document drawing, String label) {
    NodeList texts = drawing.getElementsByTagName("text");
    return IntStream.range(0, texts.getLength())
        .mapToObj(i -> (Element) texts.item(i))
        .filter(text -> text.getTextContent().equals(label))
        .map(
            text ->
                new double[] {
                  Double.parseDouble(text.getAttribute("x")),
                  Double.parseDouble(text.getAttribute("y"))
                })
        .toArray(double[][]::new);
  }

  @Test
  void aMinimumThatIsNoNumberIsNotMarkedButNamed() throws Exception {
    Panel panel = new Panel("", "H", Double.NaN, 7, plain().regions());
    assertThat(texts(svg(panel))).contains("no mark for a minimum of a = NaN, s = 7.00");
    BufferedImage with = png(plain());
    assertThat(count(png(panel), 0)).isLessThan(count(with, 0));
  }

  @Test
  void twelveOptimizersKeepTheirNames() throws Exception {
    List<Region> regions = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      double rate = Math.pow(10, -i / 4.0);
      regions.add(region("optimizer " + i, Recurrence.gradientDescent(rate), 1.0 / (1 + i)));
    }
    Panel panel = new Panel("many", "H", 1.9, 7, regions);
    assertThat(texts(svg(panel))).contains("optimizer 0", "optimizer 11");
    assertThat(count(png(panel), BLUE)).isGreaterThan(1000);
  }

  @Test
  void manyPanelsStandInRows() throws IOException {
    Panel[] panels = IntStream.range(0, 5).mapToObj(i -> preconditioned()).toArray(Panel[]::new);
    BufferedImage image = png(panels);
    assertThat(image.getWidth()).isEqualTo(2 * (3 * 600 + 32));
    assertThat(image.getHeight()).isGreaterThan(2 * 2 * 450);
  }

  @Test
  void anythingCanBeDrawn() throws Exception {
    svg(new Panel("", "", 1, 1, List.of()));
    List<Region> all = new ArrayList<>();
    for (double value : Pictures.oddNumbers()) {
      double[] curve = {0, value, 1};
      Region odd = new Region("odd\u0000 <&> \ud800 label", curve, curve, value, value);
      all.add(odd);
      Panel panel = new Panel("odd\n<title>", "H & \"P\"", value, 1, List.of(odd));
      assertThat(png(panel).getWidth()).isEqualTo(2 * 932);
      svg(panel);
      svg(new Panel("", "H", 1, value, List.of(odd, new Region("", curve, curve, 1, value))));
      svg(
          new Panel(
              "", "H", 1, 1, List.of(new Region("", new double[0], new double[0], value, 1))));
    }
    png(new Panel("all", "H", 1, 1, all));
    svg(new Panel("all", "H", 1, 1, all), new Panel("x".repeat(5000), "H", 1, 1, all));
  }

  @Test
  void refusesWhatIsNoDiagram() {
    assertThatThrownBy(() -> png()).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Region("", new double[1], new double[2], 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withoutAFolderItIsAnIOExceptionAndNoFile() throws IOException {
    Path file = folder.resolve("none").resolve("a.svg");
    assertThatThrownBy(() -> StabilityDiagram.writeSvg(file, "", List.of(plain())))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> StabilityDiagram.writePng(file, "", List.of(plain())))
        .isInstanceOf(IOException.class);
    Path occupied = Files.createDirectories(folder.resolve("occupied").resolve("inner"));
    assertThatThrownBy(() -> StabilityDiagram.writeSvg(occupied.getParent(), "", List.of(plain())))
        .isInstanceOf(IOException.class);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(occupied.getParent());
    }
  }
}
