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
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ChartTest {
  private static final double[] RATES = {0.1, 0.5, 1, 5};

  @TempDir Path folder;

  /** Table 2 of Wu, Ma & E 2018, with made-up spreads. */
  private static Chart table() {
    return Chart.of(
            "Sharpness of the minima that gradient descent finds",
            ChartAxis.logarithmic("learning rate η"),
            ChartAxis.logarithmic("sharpness a"))
        .points(
            "gd, mean ± standard deviation of 3 seeds",
            RATES,
            new double[] {19.6, 3.8, 1.9, 0.39},
            new double[] {18, 3.6, 1.8, 0.36},
            new double[] {21, 4, 2, 0.42})
        .line("sgd, B = 10", RATES, new double[] {3, 1.1, 0.7, 0.2})
        .reference("2/η", rate -> 2 / rate);
  }

  private static Chart cloud() {
    Random random = new Random(1);
    double[] sharpness = random.doubles(60, 0.2, 4).toArray();
    double[] accuracy = IntStream.range(0, 60).mapToDouble(i -> 85 - 2 * sharpness[i]).toArray();
    double[] nonUniformity =
        IntStream.range(0, 60).mapToDouble(i -> 2 * sharpness[i] + random.nextDouble()).toArray();
    return Chart.of("Minima", ChartAxis.linear("sharpness a"), ChartAxis.linear("non-uniformity s"))
        .points("minima", sharpness, nonUniformity, accuracy, ChartAxis.linear("test accuracy (%)"))
        .vertical("2/η = 4", 4);
  }

  private static Chart curves(int count) {
    Chart chart = Chart.of("Escape", ChartAxis.linear("iteration"), ChartAxis.logarithmic("loss"));
    double[] steps = IntStream.range(0, 4000).asDoubleStream().toArray();
    for (int k = 0; k < count; k++) {
      double rate = 1e-3 * (k + 1);
      double[] loss = IntStream.range(0, 4000).mapToDouble(i -> Math.exp(-rate * i)).toArray();
      chart.line("sgd(learningRate=" + rate + ", batchSize=4)", steps, loss);
    }
    return chart;
  }

  private BufferedImage png(Chart chart) throws IOException {
    Path file = folder.resolve("chart.png");
    chart.writePng(file);
    return Pictures.png(file);
  }

  private Document svg(Chart chart) throws Exception {
    Path file = folder.resolve("chart.svg");
    chart.writeSvg(file);
    return Pictures.svg(file);
  }

  @Test
  void everySeriesHasItsColourAndItsName() throws Exception {
    BufferedImage image = png(table());
    assertThat(count(image, BLUE)).isGreaterThan(500);
    assertThat(count(image, VERMILION)).isGreaterThan(1000);
    assertThat(texts(svg(table())))
        .contains(
            "Sharpness of the minima that gradient descent finds",
            "learning rate η",
            "sharpness a",
            "gd, mean ± standard deviation of 3 seeds",
            "sgd, B = 10",
            "2/η",
            "0.1",
            "10");
  }

  @Test
  void aBoundaryHasNoMarksThatMightPassForPoints() throws Exception {
    double[] x = {1, 2, 3};
    double[] y = {1, 1, 1};
    Chart empty = Chart.of("", ChartAxis.linear("a"), ChartAxis.linear("s"));
    int line = count(png(empty.boundary("(9)", x, y)), BLUE);
    Chart other = Chart.of("", ChartAxis.linear("a"), ChartAxis.linear("s"));
    assertThat(line).isPositive().isLessThan(count(png(other.line("(9)", x, y)), BLUE));
  }

  @Test
  void bothFormatsHaveOneSizeAndOneInputOneFile() throws Exception {
    Element root = svg(table()).getDocumentElement();
    BufferedImage image = png(table());
    assertThat(2 * Integer.parseInt(root.getAttribute("width"))).isEqualTo(image.getWidth());
    assertThat(2 * Integer.parseInt(root.getAttribute("height"))).isEqualTo(image.getHeight());
    byte[] vectors = Files.readAllBytes(folder.resolve("chart.svg"));
    byte[] pixels = Files.readAllBytes(folder.resolve("chart.png"));
    svg(table());
    png(table());
    assertThat(Files.readAllBytes(folder.resolve("chart.svg"))).isEqualTo(vectors);
    assertThat(Files.readAllBytes(folder.resolve("chart.png"))).isEqualTo(pixels);
  }

  @Test
  void theDrawingHasATitleForThoseWhoDoNotSeeIt() throws Exception {
    Element root = svg(table()).getDocumentElement();
    assertThat(root.getAttribute("role")).isEqualTo("img");
    assertThat(root.getFirstChild().getNodeName()).isEqualTo("title");
    assertThat(root.getFirstChild().getTextContent()).startsWith("Sharpness of the minima");
  }

  @Test
  void aThirdQuantityHasABarOfColours() throws Exception {
    assertThat(texts(svg(cloud()))).contains("test accuracy (%)", "78", "84", "2/η = 4");
    assertThatThrownBy(
            () ->
                cloud()
                    .points("", new double[0], new double[0], new double[0], ChartAxis.linear("b")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theColoursRunFromDarkToLight() {
    ColorScale scale = new ColorScale();
    double before = -1;
    for (int i = 0; i <= 100; i++) {
      java.awt.Color color = (java.awt.Color) scale.getPaint(i / 100.0);
      double light = 0.2126 * color.getRed() + 0.7152 * color.getGreen() + 0.0722 * color.getBlue();
      assertThat(light).isGreaterThan(before);
      before = light;
    }
  }

  @Test
  void whatAnAxisCannotShowIsCounted() throws Exception {
    double[] x = {0, 1, 2, 3};
    double[] y = {1, 0, Double.NaN, 10};
    assertThat(
            texts(
                svg(
                    Chart.of("", ChartAxis.linear("x"), ChartAxis.logarithmic("y"))
                        .line("loss", x, y))))
        .contains("loss (2 of 4 values cannot be shown)");
  }

  @Test
  void thePointsLieWhereTheAxesSay() throws Exception {
    Chart chart =
        Chart.of("", ChartAxis.linear("x").from(0, 10), ChartAxis.logarithmic("y").from(1, 100))
            .line("", new double[] {0, 5, 10}, new double[] {1, 10, 100});
    BufferedImage image = png(chart);
    int left = image.getWidth();
    int right = 0;
    int top = image.getHeight();
    int bottom = 0;
    for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
      int x = i % image.getWidth();
      int y = i / image.getWidth();
      if ((image.getRGB(x, y) & 0xffffff) == BLUE) {
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
      }
    }
    int middleX = (left + right) / 2;
    int middleY = (top + bottom) / 2;
    assertThat(image.getRGB(middleX, middleY) & 0xffffff).isEqualTo(BLUE);
    assertThat(right - left).isGreaterThan(1000);
  }

  @Test
  void anythingCanBeDrawn() throws Exception {
    double[] odd = Pictures.oddNumbers();
    for (boolean logarithmic : new boolean[] {true, false}) {
      ChartAxis axis =
          logarithmic ? ChartAxis.logarithmic("odd <&>\n label") : ChartAxis.linear("");
      svg(Chart.of("", axis, axis));
      svg(Chart.of("\u0000\ud800", axis, axis).line("", new double[0], new double[0]));
      svg(Chart.of("", axis, axis).points("odd", odd, odd, odd, axis));
      svg(Chart.of("", axis, axis).line("odd\u0001", odd, odd, odd, odd).vertical("", 1));
      for (double value : odd) {
        double[] one = {value};
        png(
            Chart.of("", axis, axis)
                .line("x".repeat(500), one, one)
                .points("", one, one, one, axis)
                .horizontal("", value)
                .vertical("", value)
                .reference("", x -> value));
      }
    }
    png(curves(14));
  }

  @Test
  void refusesWhatIsNoSeries() {
    Chart chart = Chart.of("", ChartAxis.linear(""), ChartAxis.linear(""));
    assertThatThrownBy(() -> chart.line("", new double[1], new double[2]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Figure.of("", 1, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** For looking at: {@code -Descapement.look=FOLDER} keeps the pictures. */
  @Test
  void chartsStandSideBySide() throws Exception {
    Figure figure = Figure.of("All kinds", 2, List.of(table(), cloud(), curves(3), curves(8)));
    Path kept =
        Path.of(System.getProperty("escapement.look", folder.toString())).resolve("figure.png");
    figure.writePng(kept);
    figure.writeSvg(kept.resolveSibling("figure.svg"));
    assertThat(ImageIO.read(kept.toFile()).getWidth()).isEqualTo(2 * 1400);
    assertThat(ImageIO.read(kept.toFile()).getHeight()).isEqualTo(2 * (44 + 1000));
  }
}
