(function () {
  "use strict";
  var specs = JSON.parse(document.getElementById("charts").textContent);
  var SYMBOLS = ["circle", "rect", "triangle", "diamond", "path://M-5,-4.5 L5,-4.5 0,5 Z",
    "path://M-1.6,-5 H1.6 V-1.6 H5 V1.6 H1.6 V5 H-1.6 V1.6 H-5 V-1.6 H-1.6 Z"];
  var STAR = "path://M0,-10 L2.4,-3.2 9.5,-3.1 3.8,1.2 5.9,8.1 0,4 -5.9,8.1 -3.8,1.2 -9.5,-3.1 -2.4,-3.2 Z";
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var charts = {};

  function color(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  }

  function superscript(n) {
    return String(n).replace(/[-0-9]/g, function (c) {
      return c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(+c);
    });
  }

  function number(value) {
    var size = Math.abs(value);
    if (value === 0 || (size >= 1e-3 && size < 1e5)) {
      return String(+value.toPrecision(4));
    }
    var parts = value.toExponential(3).split("e");
    var digits = String(+parts[0]);
    return (digits === "1" ? "" : digits + "·") + "10" + superscript(+parts[1]);
  }

  function axis(spec, narrow, vertical) {
    // where fewer than two powers of ten lie between them, an axis's ends are labels too
    var powers = spec.log && spec.min !== null ? Math.floor(Math.log10(spec.max)) - Math.ceil(Math.log10(spec.min)) + 1 : 2;
    var ends = spec.min === null || spec.min === 0 ? undefined : powers < 2;
    return {
      type: spec.log ? "log" : "value",
      name: spec.name,
      nameLocation: "middle",
      nameGap: vertical ? (narrow ? 48 : 58) : 30,
      min: spec.min === null ? undefined : spec.min,
      max: spec.max === null ? undefined : spec.max,
      scale: true,
      nameTextStyle: { color: color("text"), fontSize: narrow ? 12 : 14 },
      nameTruncate: { maxWidth: narrow ? 210 : 400 },
      axisLabel: { color: color("text"), fontSize: 12, hideOverlap: true, formatter: number, showMinLabel: ends, showMaxLabel: ends },
      axisLine: { show: true, onZero: false, lineStyle: { color: color("soft") } },
      axisTick: { show: true },
      minorTick: { show: spec.log, splitNumber: 9 },
      splitLine: { lineStyle: { color: color("grid") } }
    };
  }

  /** Some points of a long curve, evenly. */
  function someMarks(every) {
    return function (value, params) {
      return params.dataIndex % every === Math.floor(every / 2) ? 9 : 0;
    };
  }

  function place(axis, value) {
    var at = axis.log ? Math.log(value / axis.min) / Math.log(axis.max / axis.min) : (value - axis.min) / (axis.max - axis.min);
    return Math.max(0, Math.min(1, at));
  }

  function valueAt(axis, at) {
    return axis.log ? axis.min * Math.pow(axis.max / axis.min, at) : axis.min + at * (axis.max - axis.min);
  }

  /** Points and marks at even distances along a region's boundary, where it lies in the plot: steep parts have none of their own. */
  function densify(spec, region) {
    var dense = [];
    var marks = {};
    function isWithin(at) {
      return [place(spec.x, at[0]), place(spec.y, at[1])].every(function (where) { return where > 0.01 && where < 0.99; });
    }
    var since = 0.09;
    region.data.forEach(function (at, i) {
      if (i > 0) {
        var before = region.data[i - 1];
        var from = [place(spec.x, before[0]), place(spec.y, before[1])];
        var to = [place(spec.x, at[0]), place(spec.y, at[1])];
        var length = Math.hypot(to[0] - from[0], to[1] - from[1]);
        var pieces = Math.ceil(length / 0.03);
        for (var k = 1; k < pieces; k++) {
          dense.push([valueAt(spec.x, from[0] + (to[0] - from[0]) * k / pieces), valueAt(spec.y, from[1] + (to[1] - from[1]) * k / pieces)]);
          since += length / pieces;
          if (since > 0.18 && isWithin(dense[dense.length - 1])) { marks[dense.length - 1] = true; since = 0; }
        }
        since += pieces > 0 ? length / pieces : 0;
      }
      dense.push(at);
      if (since > 0.18 && isWithin(at)) { marks[dense.length - 1] = true; since = 0; }
    });
    region.data = dense;
    region.marks = marks;
  }

  function series(spec, chart) {
    var round = Math.floor(spec.style / 6);
    var shade = color("series-" + ((spec.style + round) % 6));
    var mark = round % 2 === 1 ? { color: color("panel"), borderColor: shade, borderWidth: 2 } : { color: shade, borderColor: shade, borderWidth: 0 };
    var label = function (i) { return spec.labels[i] || spec.name; };
    var data = spec.data.map(function (at, i) { return { value: at, name: label(i) }; });
    var base = { name: spec.name, data: data, clip: true, animation: false, itemStyle: mark };
    var symbol = SYMBOLS[spec.style % 6];
    if (spec.kind === "points") {
      var alone = chart.series.some(function (other) { return other.kind === "region"; });
      return Object.assign(base, {
        type: "scatter",
        symbol: alone ? STAR : symbol,
        symbolSize: alone ? 20 : 11,
        itemStyle: alone ? { color: color("mark"), borderColor: color("panel"), borderWidth: 1 } : mark,
        z: 10
      });
    }
    var line = Object.assign(base, { type: "line", symbol: symbol, lineStyle: { color: shade, width: 2 }, showSymbol: true });
    if (spec.kind === "region") {
      return Object.assign(line, {
        symbolSize: function (value, params) { return spec.marks[params.dataIndex] ? 9 : 0; },
        areaStyle: { color: shade, opacity: 0.12, origin: "start" }
      });
    }
    if (spec.kind === "box" || spec.kind === "reference") {
      return Object.assign(line, { symbol: "none", lineStyle: { color: shade, width: spec.kind === "box" ? 1.2 : 2, type: "dashed" }, silent: spec.kind === "box", tooltip: { show: spec.kind !== "box" } });
    }
    return Object.assign(line, { symbolSize: data.length > 60 ? someMarks(Math.floor(data.length / 12)) : 7 });
  }

  /** About how many lines the legend takes. */
  function legendRows(names, width, narrow) {
    var rows = 1;
    var used = 0;
    names.forEach(function (name) {
      var takes = Math.min(narrow ? width - 90 : 290, name.length * 6.8) + 42;
      if (used > 0 && used + takes > width - 10) { rows++; used = 0; }
      used += takes;
    });
    return rows;
  }

  function option(spec, width) {
    var narrow = width < 520;
    var lines = spec.series.every(function (s) { return s.kind === "line" || s.kind === "reference"; });
    var names = [];
    spec.series.forEach(function (s) { if (names.indexOf(s.name) < 0) { names.push(s.name); } });
    var named = names.length > 1 || names[0].toLowerCase() !== spec.y.name.toLowerCase();
    var rows = legendRows(names, width, narrow);
    var legendHeight = named ? Math.min(8, rows) * 22 + 10 : 0;
    return {
      animation: false,
      aria: { enabled: false },
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: color("text") },
      grid: { left: narrow ? 64 : 84, right: 22, top: 34, bottom: 52 + legendHeight },
      legend: { show: named, data: names, type: rows > 8 ? "scroll" : "plain", bottom: 0, left: "center", itemWidth: 22, itemHeight: 10,
        textStyle: { color: color("text"), fontSize: 12, width: narrow ? width - 90 : 290, overflow: "truncate" },
        inactiveColor: color("line"), pageIconColor: color("text"), pageTextStyle: { color: color("text") } },
      toolbox: { right: 8, top: 0, iconStyle: { borderColor: color("soft") }, feature: {
        dataZoom: { filterMode: "none", title: { zoom: "Zoom to an area", back: "Undo zoom" } },
        restore: { title: "Show all" }, saveAsImage: { title: "Save as SVG", type: "svg", name: spec.id, backgroundColor: color("panel") } } },
      tooltip: { trigger: lines ? "axis" : "item", confine: true, backgroundColor: color("back"), borderColor: color("line"), renderMode: "richText",
        textStyle: { color: color("text"), fontSize: 13 },
        formatter: function (shown) {
          var list = Array.isArray(shown) ? shown : [shown];
          if (!lines) { return list[0].name || list[0].seriesName; }
          return [spec.x.name + " " + number(list[0].value[0])].concat(list.map(function (p) { return p.seriesName + ": " + number(p.value[1]); })).join("\n");
        } },
      dataZoom: [{ type: "inside", xAxisIndex: 0, filterMode: "none", zoomOnMouseWheel: "shift", moveOnMouseMove: "shift", moveOnMouseWheel: false },
        { type: "inside", yAxisIndex: 0, filterMode: "none", zoomOnMouseWheel: "shift", moveOnMouseMove: "shift", moveOnMouseWheel: false }],
      xAxis: axis(spec.x, narrow, false),
      yAxis: axis(spec.y, narrow, true),
      series: spec.series.map(function (s) { return series(s, spec); })
    };
  }

  function draw(spec) {
    var element = document.getElementById(spec.id);
    if (charts[spec.id]) { charts[spec.id].chart.dispose(); }
    var chart = echarts.init(element, null, { renderer: "svg" });
    chart.setOption(option(spec, element.clientWidth));
    var svg = element.querySelector("svg");
    if (svg) { svg.setAttribute("aria-hidden", "true"); svg.setAttribute("focusable", "false"); }
    charts[spec.id] = { chart: chart, spec: spec, stops: stops(spec), at: -1 };
  }

  /** The points that keys go through: marks one by one; of long curves some. */
  function stops(spec) {
    var all = [];
    spec.series.forEach(function (s, k) {
      if (s.kind === "box") { return; }
      var every = s.kind === "region" ? s.data.length : Math.max(1, Math.floor(s.data.length / 40));
      var first = s.kind === "region" ? +(Object.keys(s.marks)[0] || 0) : 0;
      for (var i = first; i < s.data.length; i += every) { all.push({ seriesIndex: k, dataIndex: i }); }
    });
    all.sort(function (a, b) { return (spec.series[a.seriesIndex].kind === "points" ? 0 : 1) - (spec.series[b.seriesIndex].kind === "points" ? 0 : 1); });
    return all;
  }

  function tell(entry) {
    var stop = entry.stops[entry.at];
    var s = entry.spec.series[stop.seriesIndex];
    var at = s.data[stop.dataIndex];
    var text = s.labels[stop.dataIndex] || (s.kind === "region" ? "region of " + s.name : s.name + ": " + entry.spec.x.name + " " + number(at[0]) + ", " + entry.spec.y.name + " " + number(at[1]));
    document.getElementById(entry.spec.id + "-point").textContent = text;
    entry.chart.dispatchAction({ type: "showTip", seriesIndex: stop.seriesIndex, dataIndex: stop.dataIndex });
  }

  function step(entry, by) {
    if (entry.stops.length === 0) { return; }
    entry.at = entry.at < 0 ? (by > 0 ? 0 : entry.stops.length - 1) : (entry.at + by + entry.stops.length) % entry.stops.length;
    tell(entry);
  }

  function zoom(entry, how) {
    var factor = how === "in" ? 0.5 : 2;
    entry.chart.getOption().dataZoom.slice(0, 2).forEach(function (range, i) {
      var middle = (range.start + range.end) / 2;
      var half = Math.min(50, (range.end - range.start) / 2 * factor);
      var start = how === "all" ? 0 : Math.max(0, Math.min(100 - 2 * half, middle - half));
      entry.chart.dispatchAction({ type: "dataZoom", dataZoomIndex: i, start: start, end: how === "all" ? 100 : start + 2 * half });
    });
  }

  specs.forEach(function (spec) {
    spec.series.forEach(function (s) { if (s.kind === "region") { densify(spec, s); } });
    draw(spec);
    document.getElementById(spec.id).addEventListener("keydown", function (event) {
      var entry = charts[spec.id];
      if (event.key === "ArrowRight" || event.key === "ArrowDown") { step(entry, 1); }
      else if (event.key === "ArrowLeft" || event.key === "ArrowUp") { step(entry, -1); }
      else if (event.key === "+" || event.key === "=") { zoom(entry, "in"); }
      else if (event.key === "-") { zoom(entry, "out"); }
      else if (event.key === "0") { zoom(entry, "all"); }
      else { return; }
      event.preventDefault();
    });
  });
  document.querySelectorAll("button[data-zoom]").forEach(function (button) {
    button.addEventListener("click", function () { zoom(charts[button.dataset.chart], button.dataset.zoom); });
  });
  function redraw() { specs.forEach(draw); }
  dark.addEventListener("change", redraw);
  var width = window.innerWidth;
  var timer = 0;
  window.addEventListener("resize", function () {
    if (window.innerWidth === width) { return; }
    width = window.innerWidth;
    window.clearTimeout(timer);
    timer = window.setTimeout(redraw, 150);
  });
})();
