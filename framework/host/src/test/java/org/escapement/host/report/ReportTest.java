package org.escapement.host.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir Path folder;

  private static String html(Path directory) throws IOException {
    return Files.readString(Report.write(directory));
  }

  /** What a reader without scripts sees: without style, scripts and data. */
  private static String visible(String html) {
    return html.replaceAll("(?s)<(style|script)\\b.*?</\\1>", "").replace("&#x3D;", "=");
  }

  private static JsonNode charts(String html) throws IOException {
    Matcher data =
        Pattern.compile("(?s)<script type=\"application/json\" id=\"charts\">(.*?)</script>")
            .matcher(html);
    assertThat(data.find()).isTrue();
    return new ObjectMapper().readTree(data.group(1));
  }

  @Test
  void theVerdictsComeFirst() throws IOException {
    String html = visible(html(Folders.run(folder)));
    assertThat(html.indexOf("Verdict of the theory")).isPositive();
    assertThat(html.indexOf("<table")).isLessThan(html.indexOf("<figure"));
    assertThat(html.substring(html.indexOf("<table")))
        .containsSubsequence("gd(learningRate=0.5)", "stable", "0.2229 – 0.3918", "because of it");
    assertThat(html).contains("5 of 5", "3.8896 ± 1e-06", "plugin-sgd", "ESC-304");
  }

  @Test
  void oneInputOneFile() throws IOException {
    String first = html(Folders.run(folder.resolve("a")));
    assertThat(html(folder.resolve("a"))).isEqualTo(first);
    assertThat(html(Folders.run(folder.resolve("b")))).isEqualTo(first);
  }

  @Test
  void textStaysText() throws IOException {
    for (Path directory :
        List.of(
            Folders.run(folder.resolve("run")),
            Folders.comparison(folder.resolve("comparison")),
            Folders.sweep(folder.resolve("sweep")))) {
      String html = html(directory);
      assertThat(html).doesNotContain("<script>window");
      assertThat(visible(html)).doesNotContain("<img").contains("&lt;script&gt;window");
      assertThat(html.split("</script>", -1)).hasSize(1 + 3);
    }
    assertThat(charts(html(folder.resolve("run"))).toString()).contains("window.harmed");
  }

  @Test
  void nothingIsAskedOfTheNetwork() throws IOException {
    String html = html(Folders.run(folder));
    assertThat(html).contains("content=\"default-src &#39;none&#39;; script-src &#39;sha256-");
    assertThat(visible(html)).doesNotContainPattern("(?i)(src|href)\\s*=\\s*[\"']?(https?:|//)");
  }

  @Test
  void theLibraryCanStandInAPage() throws IOException {
    Matcher scripts =
        Pattern.compile("(?s)<script>(.*?)</script>").matcher(html(Folders.run(folder)));
    assertThat(scripts.find()).isTrue();
    assertThat(scripts.group(1)).contains("Apache License").doesNotContain("<!--");
  }

  @Test
  void everyChartIsATableToo() throws IOException {
    String html = html(Folders.run(folder));
    JsonNode charts = charts(html);
    assertThat(charts.findValuesAsText("id"))
        .contains("diagram-1", "loss-chart", "sharpness-chart", "accuracy-chart", "escape-loss")
        .contains("rates-chart", "eigenvalues-chart", "density-chart");
    String seen = visible(html);
    for (JsonNode chart : charts) {
      int at = seen.indexOf("id=\"" + chart.get("id").asText() + "\"");
      assertThat(at).as(chart.get("id").asText()).isPositive();
      int table = seen.indexOf("<table", at);
      assertThat(table).isPositive();
      int next = seen.indexOf("class=\"plot\"", at + 200);
      assertThat(next < 0 || table < next).as(chart.get("id").asText()).isTrue();
    }
  }

  @Test
  void theRegionsAreThoseOfTheTable() throws IOException {
    JsonNode diagram = charts(html(Folders.run(folder))).get(0);
    assertThat(diagram.get("series").findValuesAsText("kind"))
        .containsExactly("region", "box", "region", "box", "points");
    JsonNode minimum = diagram.get("series").get(4);
    assertThat(minimum.at("/data/0/0").asDouble()).isEqualTo(3.8896);
    assertThat(minimum.at("/data/0/1").asDouble()).isEqualTo(6.5078);
    assertThat(minimum.at("/labels/0").asText()).isEqualTo("the minimum: a = 3.8896, s = 6.5078");
    for (JsonNode series : diagram.get("series")) {
      for (JsonNode point : series.get("data")) {
        assertThat(point.get(0).isNumber() && point.get(1).isNumber()).isTrue();
      }
    }
  }

  @Test
  void aLongTrainingKeepsItsExtremes() throws IOException {
    Folders.run(folder);
    StringBuilder metrics =
        new StringBuilder(
            "iteration,loss,trainAccuracy,testAccuracy,sharpness,preconditionedSharpness,edge\n");
    for (int i = 0; i < 20_000; i++) {
      metrics.append(i).append(',').append(i == 7777 ? 55.0 : i == 9 ? "NaN" : "0.5");
      metrics.append(",,,,,\n");
    }
    Files.writeString(folder.resolve("metrics.csv"), metrics);
    JsonNode loss = null;
    for (JsonNode chart : charts(html(folder))) {
      loss = chart.get("id").asText().equals("loss-chart") ? chart : loss;
    }
    JsonNode points = loss.at("/series/0/data");
    assertThat(points.size()).isBetween(400, 700);
    assertThat(points.toString()).contains("[7777.0,55.0]").doesNotContain("NaN");
  }

  @Test
  void failuresAreTold() throws IOException {
    assertThat(visible(html(Folders.run(folder.resolve("run"))))).contains("ESC-304");
    Path comparison = Folders.comparison(folder.resolve("comparison"));
    Path results = comparison.resolve("results.json");
    Files.writeString(
        results,
        Files.readString(results)
            .replaceFirst(
                "\"faults\":\\[\\]",
                "\"faults\":[{\"phase\":\"training\",\"code\":\"ESC-309\",\"message\":\"m\"}]"));
    assertThat(visible(html(comparison))).contains("What failed", "ESC-309");
  }

  @Test
  void aComparisonShowsWhoStaysWhere() throws IOException {
    String html = html(Folders.comparison(folder));
    assertThat(visible(html)).contains("stable 1/2; unstable 1/2; 0.96 × edge");
    JsonNode diagram = charts(html).get(0);
    assertThat(diagram.get("series").findValuesAsText("name")).containsExactly("sgd", "gd");
    assertThat(diagram.at("/series/1/labels/1").asText())
        .isEqualTo("gd, seed 1: a = 4.5, s = 7.25");
  }

  @Test
  void aSweepShowsAllMinimaAndWhatFailed() throws IOException {
    String html = html(Folders.sweep(folder));
    assertThat(visible(html)).contains("Sweep of mlp, 4 jobs", "3 done, 1 failed");
    JsonNode diagram = charts(html).get(0);
    assertThat(diagram.get("series").findValuesAsText("name"))
        .containsExactly(
            "train.optimizer.learningRate = 0.5", "train.optimizer.learningRate = 1.0");
    assertThat(diagram.at("/series/0/labels/1").asText())
        .startsWith("job job1 (train.optimizer.learningRate = 0.5, seed = 1): a = 2.5");
  }

  @Test
  void numbersAreShort() {
    assertThat(
            Stream.of(0, 0.5, 3.88961956, -12, 1e-4, 1.25e-5, 123456.789, 2.5e9, 1e300)
                .map(number -> Numbers.text(number.doubleValue())))
        .containsExactly(
            "0", "0.5", "3.8896", "-12", "0.0001", "1.25e-5", "123460", "2.5e9", "1e300");
    assertThat(Numbers.text(Double.NaN)).isEqualTo("NaN");
    assertThat(Numbers.text(Double.POSITIVE_INFINITY)).isEqualTo("∞");
  }

  @Test
  void whatIsNoResultIsRefused() throws IOException {
    assertThatThrownBy(() -> Report.write(folder))
        .isInstanceOfSatisfying(
            EscapementException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMAND_LINE))
        .hasMessageContaining("must be the directory of a run");
    Files.writeString(folder.resolve("results.json"), "{\"minimum\": ");
    Files.writeString(folder.resolve("config.resolved.yaml"), "model: {type: mlp}");
    assertThatThrownBy(() -> Report.write(folder))
        .isInstanceOfSatisfying(
            EscapementException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_MALFORMED))
        .hasMessageContaining("results.json");
    assertThat(folder.resolve(Report.FILE)).doesNotExist();
  }

  @Test
  void resultsOfADivergedRunAreAReportToo() throws IOException {
    Files.writeString(
        folder.resolve("results.json"),
        "{\"minimum\": {\"loss\": \"NaN\", \"iterations\": 3, \"stopReason\": \"diverged\"},"
            + "\"curvature\": null, \"stability\": [], \"escape\": [], \"faults\": []}");
    Files.writeString(folder.resolve("config.resolved.yaml"), "model: {type: mlp}");
    assertThat(visible(html(folder))).contains("Loss NaN after 3 iterations (diverged)");
  }

  private static JsonNode chart(String html, String id) throws IOException {
    for (JsonNode chart : charts(html)) {
      if (chart.get("id").asText().equals(id)) {
        return chart;
      }
    }
    throw new AssertionError("no chart " + id);
  }

  private static void replace(Path file, String found, String by) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(found);
    Files.writeString(file, text.replace(found, by));
  }

  @Test
  void everyOptimizersEscapesHaveAStyleOfTheirOwn() throws IOException {
    Folders.run(folder);
    StringBuilder escape =
        new StringBuilder("minimum,optimizer,control,trial,iteration,loss,distance\n");
    for (String optimizer : List.of("sgd", "momentum", "adam")) {
      for (int row = 0; row < 4; row++) {
        escape.append(",%s,false,%d,%d,0.5,0.1\n".formatted(optimizer, row / 2, row % 2));
      }
    }
    Files.writeString(folder.resolve("escape.csv"), escape);
    assertThat(chart(html(folder), "escape-loss").get("series").findValuesAsText("style"))
        .containsExactly("0", "0", "1", "1", "2", "2");
  }

  @Test
  void whatHasToBeKnownAboutTheModelIsTold() throws IOException {
    Path results = Folders.run(folder).resolve("results.json");
    replace(results, "\"seed\":1,", "\"seed\":1,\"modelNotes\":[\"kinks are smoothed\"],");
    replace(
        results,
        "\"method\":\"exact\"",
        "\"method\":\"by differences\",\"productError\":3e-7,\"normalization\":\"all of them\"");
    String html = visible(html(folder));
    assertThat(html.substring(html.indexOf("id=\"curvature\"")))
        .containsSubsequence(
            "products good to about 3e-7",
            "kinks are smoothed",
            "normalised by all of them",
            "Curvature at the minimum");
  }

  @Test
  void namesAndSettingsOfJobsStayAsTheyAre() throws IOException {
    Files.writeString(
        Folders.sweep(folder).resolve("jobs.csv"),
        "id,seed,status,exitCode,seconds,message\n"
            + "1234567890123456,12345678,done,0,1.23456789,\n"
            + "12e4567890123456,2,done,0,1.5,\n");
    assertThat(visible(html(folder)))
        .contains("1234567890123456", "12e4567890123456", "12345678", "1.2346")
        .doesNotContain("1.2346e", "∞");
  }

  @Test
  void optimizersWithTheSameRatesShareANamedCurve() throws IOException {
    replace(Folders.run(folder).resolve("results.json"), "gd(learningRate=0.5)", "gd");
    JsonNode series = chart(html(folder), "rates-chart").get("series");
    assertThat(series).hasSize(1);
    assertThat(series.at("/0/name").asText())
        .isEqualTo("gd, " + Folders.EVIL + ", without replacement");
  }

  @Test
  void aMissingConfigIsNoHindrance() throws IOException {
    Files.delete(Folders.run(folder.resolve("run")).resolve("config.resolved.yaml"));
    assertThat(visible(html(folder.resolve("run")))).contains("Stability of model");
    Files.delete(Folders.sweep(folder.resolve("sweep")).resolve("sweep.yaml"));
    assertThat(visible(html(folder.resolve("sweep")))).contains("Sweep of runs");
  }

  @Test
  void filesThatLackSomethingAreNamed() throws IOException {
    Folders.run(folder.resolve("run"));
    Files.writeString(
        folder.resolve("run/stability.csv"),
        "panel,matrix,optimizer,point,sharpness,nonUniformity\n1,H\n");
    Files.delete(Folders.comparison(folder.resolve("comparison")).resolve("results.json"));
    for (String file : List.of("run/stability.csv", "comparison/results.json")) {
      assertThatThrownBy(() -> Report.write(folder.resolve(file).getParent()))
          .isInstanceOfSatisfying(
              EscapementException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_MALFORMED))
          .hasMessageContaining(file);
    }
  }
}
