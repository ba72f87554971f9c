package org.escapement.host.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The report in headless Chromium")
class ReportInBrowserTest {
  private static final String WIDE =
      "document.documentElement.scrollWidth > document.documentElement.clientWidth";

  @TempDir static Path folder;

  private static Browser browser;
  private static Path run;
  private static Path comparison;
  private static Path sweep;

  @BeforeAll
  static void start() throws Exception {
    browser = Browser.start(folder.resolve("profile"));
    run = Report.write(Folders.run(folder.resolve("run")));
    comparison = Report.write(Folders.comparison(folder.resolve("comparison")));
    sweep = Report.write(Folders.sweep(folder.resolve("sweep")));
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void light() throws Exception {
    browser.size(1200, 900);
    browser.dark(false);
  }

  /** For looking at: {@code -Descapement.look=FOLDER} keeps a picture. */
  private static void look(String name) throws Exception {
    String kept = System.getProperty("escapement.look");
    if (kept != null) {
      browser.screenshot(Path.of(kept).resolve(name + ".png"));
    }
  }

  @Test
  void opensWithoutAWordAndWithoutTheNetwork() throws Exception {
    for (Path file : new Path[] {run, comparison, sweep}) {
      browser.open(file);
      assertThat(browser.complaints()).isEmpty();
      assertThat(browser.requests()).containsExactly(file.toUri().toString());
      assertThat(browser.evaluate("window.harmed === undefined").asBoolean()).isTrue();
      look(file.getParent().getFileName() + "-light");
    }
  }

  @Test
  void everyChartIsDrawn() throws Exception {
    for (Path file : new Path[] {run, comparison, sweep}) {
      browser.open(file);
      JsonNode empty =
          browser.evaluate(
              "[...document.querySelectorAll('.plot')]"
                  + ".filter(plot => plot.querySelectorAll('svg path').length < 5)"
                  + ".map(plot => plot.id)");
      assertThat(empty).isEmpty();
      assertThat(browser.evaluate("document.querySelectorAll('.plot').length").asInt())
          .isPositive();
    }
  }

  /** Where a point of a chart's series lies in the window. */
  private static JsonNode place(String chart, int series, int point) throws Exception {
    return browser.evaluate(
        ("(() => { const plot = document.getElementById('%s');"
                + " plot.scrollIntoView({block: 'center', behavior: 'instant'});"
                + " const spec = JSON.parse(document.getElementById('charts').textContent)"
                + ".find(one => one.id === '%s');"
                + " const at = echarts.getInstanceByDom(plot)"
                + ".convertToPixel({seriesIndex: %d}, spec.series[%d].data[%d]);"
                + " const box = plot.getBoundingClientRect();"
                + " return {x: box.left + at[0], y: box.top + at[1]}; })()")
            .formatted(chart, chart, series, series, point));
  }

  private static String shownIn(String chart) throws Exception {
    browser.evaluate("new Promise(done => setTimeout(done, 200))");
    return browser.evaluate("document.getElementById('" + chart + "').textContent").asText();
  }

  @Test
  void hoveringTellsTheRun() throws Exception {
    browser.open(sweep);
    JsonNode at = place("diagram-1", 0, 1);
    assertThat(shownIn("diagram-1")).doesNotContain("job job1");
    browser.moveMouse(at.get("x").asDouble(), at.get("y").asDouble());
    assertThat(shownIn("diagram-1")).contains("job job1").contains("a = 2.5");
    look("sweep-hover");
    browser.open(run);
    at = place("diagram-1", 4, 0);
    browser.moveMouse(at.get("x").asDouble(), at.get("y").asDouble());
    assertThat(shownIn("diagram-1")).contains("the minimum: a = 3.8896");
  }

  /** A mark of a region tells whose it is, also where its boundary is a vertical line. */
  @Test
  void hoveringTellsTheRegion() throws Exception {
    browser.open(run);
    JsonNode at =
        browser.evaluate(
            "(() => { const plot = document.getElementById('diagram-1');"
                + " plot.scrollIntoView({block: 'center', behavior: 'instant'});"
                + " const chart = echarts.getInstanceByDom(plot);"
                + " const gd = chart.getOption().series[0];"
                + " const mark = gd.data.find((one, i) => gd.symbolSize(one.value, {dataIndex: i}) > 0"
                + " && Math.abs(one.value[0] - 4) < 0.05 && one.value[1] > 0.1 && one.value[1] < 6);"
                + " const place = chart.convertToPixel({seriesIndex: 0}, mark.value);"
                + " const box = plot.getBoundingClientRect();"
                + " return {x: box.left + place[0], y: box.top + place[1]}; })()");
    browser.moveMouse(at.get("x").asDouble(), at.get("y").asDouble());
    int legendToo = shownIn("diagram-1").split("gd\\(learningRate=0.5\\)", -1).length - 1;
    assertThat(legendToo).isEqualTo(2);
  }

  @Test
  void keysReachEverything() throws Exception {
    browser.open(run);
    int all =
        browser
            .evaluate("document.querySelectorAll('a, button, summary, .plot, .scroll, pre').length")
            .asInt();
    Set<String> reached = new LinkedHashSet<>();
    for (int i = 0; i < all + 5; i++) {
      browser.key("Tab");
      reached.add(
          browser
              .evaluate(
                  "(e => e.tagName + '.' + e.className + '#' + (e.id || e.dataset.zoom || ''))"
                      + "(document.activeElement)")
              .asText());
    }
    assertThat(reached)
        .contains("A.skip#", "DIV.plot#diagram-1", "DIV.plot#loss-chart", "BUTTON.#in")
        .contains("SUMMARY.#", "DIV.scroll#");
  }

  @Test
  void arrowsGoFromPointToPointAndButtonsZoom() throws Exception {
    browser.open(comparison);
    browser.evaluate("document.getElementById('diagram-1').focus()");
    browser.key("ArrowRight");
    browser.key("ArrowRight");
    assertThat(browser.evaluate("document.getElementById('diagram-1-point').textContent").asText())
        .isEqualTo("sgd, seed 1: a = 2.5, s = 3.25");
    String range =
        "(z => z.end - z.start)(echarts.getInstanceByDom(document.getElementById('diagram-1'))"
            + ".getOption().dataZoom[0])";
    assertThat(browser.evaluate(range).asDouble()).isEqualTo(100);
    browser.evaluate("document.querySelector('button[data-zoom=in]').focus()");
    browser.key("Enter");
    browser.evaluate("document.activeElement.click()");
    assertThat(browser.evaluate(range).asDouble()).isLessThan(60);
    browser.evaluate("document.querySelector('button[data-zoom=all]').click()");
    assertThat(browser.evaluate(range).asDouble()).isEqualTo(100);
  }

  @Test
  void aPhoneNeedsNoScrollingAside() throws Exception {
    browser.size(390, 844);
    for (Path file : new Path[] {run, comparison, sweep}) {
      browser.open(file);
      assertThat(browser.evaluate(WIDE).asBoolean()).isFalse();
      browser.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)");
      assertThat(browser.evaluate(WIDE).asBoolean()).isFalse();
      browser.evaluate("document.querySelectorAll('details').forEach(one => one.open = false)");
      look(file.getParent().getFileName() + "-phone");
    }
  }

  @Test
  void darkModeIsDarkAndBothHaveContrast() throws Exception {
    for (boolean dark : new boolean[] {false, true}) {
      browser.dark(dark);
      browser.open(run);
      double back = luminance("getComputedStyle(document.body).backgroundColor");
      assertThat(back).matches(light -> dark ? light < 0.1 : light > 0.9);
      JsonNode low =
          browser.evaluate(
              "(() => { const rgb = c => c.match(/[0-9.]+/g).map(Number);"
                  + " const lum = c => { const [r, g, b] = rgb(c).slice(0, 3).map(v => v / 255)"
                  + ".map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);"
                  + " return 0.2126 * r + 0.7152 * g + 0.0722 * b; };"
                  + " const back = e => { for (; e; e = e.parentElement) {"
                  + " const c = getComputedStyle(e).backgroundColor;"
                  + " if (rgb(c).length < 4 || rgb(c)[3] > 0) return c; } return 'rgb(255,255,255)'; };"
                  + " return [...document.querySelectorAll('h1,h2,p,a,th,td,caption,summary,button,"
                  + "figcaption,pre')].filter(e => e.textContent.trim()).map(e => {"
                  + " const a = lum(getComputedStyle(e).color), b = lum(back(e));"
                  + " return [e.tagName + '.' + e.className,"
                  + " (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]; })"
                  + ".filter(([, ratio]) => ratio < 4.5); })()");
      assertThat(low).as("contrast, dark = " + dark).isEmpty();
      look(dark ? "run-dark" : "run-light-again");
    }
  }

  /** As the page is shown, the charts turn with the mode. */
  @Test
  void chartsFollowTheMode() throws Exception {
    browser.open(run);
    String label = "document.querySelector('#loss-chart svg text').getAttribute('fill')";
    String before = browser.evaluate(label).asText();
    browser.dark(true);
    browser.evaluate("new Promise(done => setTimeout(done, 300))");
    assertThat(browser.evaluate(label).asText()).isNotEqualTo(before);
    assertThat(browser.complaints()).isEmpty();
  }

  private static double luminance(String color) throws Exception {
    return browser
        .evaluate(
            "(c => (c[0] * 0.2126 + c[1] * 0.7152 + c[2] * 0.0722) / 255)"
                + "("
                + color
                + ".match(/[0-9.]+/g).map(Number))")
        .asDouble();
  }

  @Test
  void tablesAndChartsHaveNames() throws Exception {
    browser.open(run);
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('table')].filter(t => !t.caption ||"
                        + " !t.querySelector('th[scope=col]') || !t.querySelector('th[scope=row]'))"
                        + ".length")
                .asInt())
        .isZero();
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('.plot')].filter(p =>"
                        + " !document.getElementById(p.getAttribute('aria-labelledby'))"
                        + " || !document.getElementById(p.getAttribute('aria-describedby'))).length")
                .asInt())
        .isZero();
  }
}
