/** A chart description as Chart.js wants it told: it lays out axes, lines and bars; all else are marks of our own. */
import type { ChartConfiguration, ChartDataset } from "chart.js";
import type { Chart, Series } from "../report/chart.ts";
import { axesOf, liesOf, withFeet } from "./axes.ts";
import { marksOf } from "./marks.ts";
import { fillOf } from "./names.ts";
import type { Sheet } from "./sheet.ts";

/** What Chart.js draws for a description on a sheet. @param devicePixelRatio pixels of the canvas for each px of the sheet */
export function configurationOf(chart: Chart, sheet: Sheet, devicePixelRatio: number): ChartConfiguration {
  const { margin, plugins } = marksOf(chart, sheet);
  return {
    type: chart.kind === "bars" ? "bar" : "line",
    data: { labels: [...(chart.x.categories ?? [])], datasets: datasetsOf(chart, sheet) },
    options: {
      responsive: false,
      animation: false,
      events: [],
      devicePixelRatio,
      font: { family: sheet.family, size: 14 },
      layout: { padding: margin },
      indexAxis: liesOf(chart, sheet) ? "y" : "x",
      scales: axesOf(chart, sheet),
    },
    plugins,
  };
}

function datasetsOf(chart: Chart, sheet: Sheet): ChartDataset[] {
  if (chart.kind === "heatmap") return []; // its cells are marks
  const drawable = (y: number | null): number => (y === null || (chart.y.scale === "log" && y <= 0) ? Number.NaN : y);
  const lies = liesOf(chart, sheet);
  return chart.series.map((series): ChartDataset => {
    const points = chart.kind === "histogram" ? withFeet(series.points) : series.points;
    const data = points.map(({ x, y }) => (lies ? { x: drawable(y), y: x } : { x, y: drawable(y) }));
    const common = {
      data,
      parsing: false,
      borderColor: series.colour,
      backgroundColor: fillOf(chart.kind, series),
    } as const;
    if (chart.kind === "bars") return { ...common, type: "bar", borderWidth: 1.5, categoryPercentage: 0.8 };
    const dash = [...series.dash];
    const line = { ...common, type: "line", borderDash: dash, borderJoinStyle: "round" } as const;
    const order = dash.length > 0 ? 0 : 1; // a dashed line lies over a whole one: where they are alike both are seen
    if (chart.kind === "scatter") return { ...common, type: "line", showLine: false, pointRadius: 4, clip: 5 };
    if (chart.steps) return { ...line, order, borderWidth: 2.4, pointRadius: 0, stepped: "before", clip: 4 };
    if (chart.kind === "lines") return { ...line, order, borderWidth: 2.4, pointRadius: radiiOf(points), clip: 4 };
    return { ...line, borderWidth: 1.8, pointRadius: 0, stepped: "middle", fill: "origin" };
  });
}

/** Dots where points are few, and where a point stands alone between gaps, as no line would show it. */
function radiiOf(points: Series["points"]): number[] {
  return points.map((_, index) => {
    const alone = [index - 1, index + 1].every((next) => (points[next]?.y ?? null) === null);
    return alone || points.length <= 12 ? 3 : 0;
  });
}
