package org.escapement.lab.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.escapement.lab.result.Comparisons;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ComparisonFigureTest {
  @TempDir Path folder;

  private static Map<String, double[]> two() {
    Map<String, double[]> sharpness = new LinkedHashMap<>();
    sharpness.put("sgd", new double[] {1, 2});
    sharpness.put("lbfgs", new double[] {});
    return sharpness;
  }

  private Document svg(Map<String, double[]> sharpness) throws Exception {
    Path file = folder.resolve("a.svg");
    ComparisonFigure.writeSvg(file, "a <title>", Comparisons.of(sharpness));
    return Pictures.svg(file);
  }

  @Test
  void saysInWordsWhatColoursSay() throws Exception {
    String text = svg(two()).getDocumentElement().getTextContent();
    assertThat(text)
        .contains("a <title>", "sharpness a", "non-uniformity s", "own edge of stability")
        .contains("stable 1/2", "unstable 1/2", "0.500 × edge", "no minimum")
        .contains("sgd: sgd(learningRate=0.1)");
  }

  @Test
  void pngAndSvgHaveTheSameShape() throws Exception {
    Path file = folder.resolve("a.png");
    ComparisonFigure.writePng(file, "title", Comparisons.of(two()));
    BufferedImage image = Pictures.png(file);
    Document svg = svg(two());
    double width = Double.parseDouble(svg.getDocumentElement().getAttribute("width"));
    double height = Double.parseDouble(svg.getDocumentElement().getAttribute("height"));
    assertThat(image.getWidth()).isEqualTo((int) (2 * width));
    assertThat(image.getHeight()).isEqualTo((int) (2 * height));
  }

  @Test
  void manyOptimizersAndOddNumbersStillMakeAFigure() throws IOException {
    Map<String, double[]> sharpness = new LinkedHashMap<>();
    double[] odd = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e300, 1e-300, 1};
    for (int i = 0; i < 14; i++) {
      sharpness.put("a-rather-long-name-of-an-optimizer." + i, odd);
    }
    Path file = folder.resolve("odd.png");
    ComparisonFigure.writePng(file, "title", Comparisons.of(sharpness));
    assertThat(Files.size(file)).isGreaterThan(10_000);
  }
}
