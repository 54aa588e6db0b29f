/** A report's page: the chart, and the dates that only a chosen period needs. */
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsCoreOption } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { trend } from "../reports/trend";
import { said, type Unit } from "../reports/units";

interface Values {
  now: (number | null)[];
  before: (number | null)[];
}

interface Figure {
  figure: string;
  label: string;
  unit: Unit;
  parts: Values;
  names: Values;
}

interface Drawn {
  parts: string[];
  names: string[];
  compared: boolean;
  /** Hours of a day have a shape, and no trend. */
  trend: boolean;
  figures: Figure[];
}

// Strings with styles in them are forbidden on our pages: hints are drawn on the canvas too.
use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

const place = document.querySelector<HTMLElement>("[data-chart]");
if (place) drawn(place);
chosenDates();

function drawn(place: HTMLElement): void {
  const data = JSON.parse(place.dataset["chart"] ?? "{}") as Drawn;
  const texts = JSON.parse(place.dataset["texts"] ?? "{}") as Record<string, string>;
  const canvas = place.querySelector<HTMLElement>("[data-part=canvas]");
  const figure = place.querySelector<HTMLSelectElement>("[data-part=figure]");
  if (!canvas || !figure) return;
  const chart = init(canvas, null, { renderer: "canvas" });
  let over: "parts" | "names" = "parts";

  const draw = (): void => {
    const one = data.figures.find((item) => item.figure === figure.value) ?? data.figures[0];
    if (one) chart.setOption(options(data, one, over, texts), { notMerge: true });
  };
  figure.addEventListener("change", draw);
  place.querySelectorAll<HTMLElement>("[data-over]").forEach((button) => {
    button.addEventListener("click", () => {
      over = button.dataset["over"] === "names" ? "names" : "parts";
      place.querySelectorAll<HTMLElement>("[data-over]").forEach((other) => {
        other.classList.toggle("active", other === button);
        other.setAttribute("aria-pressed", String(other === button));
      });
      draw();
    });
  });
  new ResizeObserver(() => {
    chart.resize();
  }).observe(canvas);
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  draw();
}

function options(data: Drawn, one: Figure, over: "parts" | "names", texts: Record<string, string>): EChartsCoreOption {
  const style = getComputedStyle(document.body);
  const colour = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
  const [text, line] = [colour("--tblr-body-color", "#1f2937"), colour("--tblr-border-color", "#dce1e7")];
  const [main, faint] = [colour("--tblr-primary", "#066fd1"), colour("--tblr-secondary", "#6b7280")];
  const counted = one.unit === "count" || one.unit === "ms" || over === "names";
  const values = one[over];
  const series: object[] = [
    { name: texts["now"], type: counted ? "bar" : "line", data: values.now, itemStyle: { color: main }, showSymbol: data.parts.length < 60, connectNulls: false, barMaxWidth: 36 },
  ];
  if (data.compared) {
    const looks = { lineStyle: { color: faint, type: "dashed" }, itemStyle: { color: faint } };
    series.push({ name: texts["before"], type: over === "names" ? "bar" : "line", data: values.before, showSymbol: false, barMaxWidth: 36, ...looks });
  }
  const fitted = over === "parts" && data.trend ? trend(values.now) : [];
  if (fitted.length) {
    const looks = { lineStyle: { color: colour("--tblr-orange", "#f76707"), width: 1.5, type: "dotted" }, itemStyle: { color: colour("--tblr-orange", "#f76707") } };
    series.push({ name: texts["trend"], type: "line", data: fitted, showSymbol: false, silent: true, ...looks });
  }
  return {
    animationDuration: 200,
    textStyle: { color: text, fontFamily: style.fontFamily },
    grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true },
    legend: { top: 0, textStyle: { color: text } },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      backgroundColor: colour("--tblr-bg-surface", "#ffffff"),
      borderColor: line,
      textStyle: { color: text },
      valueFormatter: (value: unknown) => said(one.unit, typeof value === "number" ? value : null),
    },
    xAxis: { type: "category", data: data[over], axisLabel: { color: faint, hideOverlap: true }, axisLine: { lineStyle: { color: line } } },
    yAxis: {
      type: "value",
      min: 0,
      ...(one.unit === "percent" ? { max: 100 } : {}),
      ...(one.unit === "count" ? { minInterval: 1 } : {}),
      axisLabel: { color: faint, formatter: (value: number) => said(one.unit, value) },
      splitLine: { lineStyle: { color: line } },
    },
    series,
  };
}

/** The two dates are asked for where the period is a chosen one. */
function chosenDates(): void {
  const period = document.querySelector<HTMLSelectElement>("[data-part=period]");
  const dates = document.querySelectorAll<HTMLElement>("[data-part=dates]");
  const show = (): void => {
    dates.forEach((one) => {
      one.hidden = period?.value !== "chosen";
      one.querySelector("input")?.toggleAttribute("disabled", one.hidden);
    });
  };
  period?.addEventListener("change", show);
  show();
}
