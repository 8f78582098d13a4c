/** The charts of the run, from the same descriptions and with the same painter as the command line's pictures. */
import { ChartJs } from "../../src/painting/chartjs.ts";
import { configurationOf } from "../../src/painting/configuration.ts";
import type { Sheet } from "../../src/painting/sheet.ts";
import type { Chart } from "../../src/report/chart.ts";
import { numeral } from "../../src/report/numeral.ts";
import { texts } from "../texts.ts";
import { fill, h, save } from "./dom.ts";
import { seen, type Theme } from "./theme.ts";

const family = "system-ui";
const measuring = document.createElement("canvas").getContext("2d")!;

const sheetOf = (
  width: number,
  height: number,
  { text, quiet, axis, grid, paper }: Theme,
  labelled: boolean,
): Sheet => ({
  width,
  height,
  ink: { text, quiet, axis, grid, paper },
  family,
  measure: (words, font) => {
    measuring.font = font;
    return measuring.measureText(words).width;
  },
  labelled,
});

const inTheme = (chart: Chart, theme: Theme): Chart => ({
  ...chart,
  series: chart.series.map((series) => ({ ...series, colour: seen(series.colour, theme) })),
});

/** One chart on the page. */
interface Card {
  readonly figure: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly told: { caption: HTMLElement; key: HTMLElement; table: HTMLElement; details: HTMLDetailsElement };
  drawn: ChartJs | undefined;
  shown: string;
  chart: Chart;
}

export interface Charts {
  readonly show: (charts: readonly Chart[], theme: Theme) => void;
}

/** Charts in a place of the page. Each is drawn in a task of its own, so that the page never stands still. */
export function newCharts(host: HTMLElement): Charts {
  const cards = new Map<string, Card>();
  let wanted: readonly Chart[] = [];
  let theme: Theme | undefined;
  let waiting = 0;
  const queue: string[] = [];

  const cardOf = (chart: Chart): Card => {
    const canvas = h("canvas", { role: "img" });
    const caption = h("figcaption");
    const key = h("ul", { class: "key" });
    const table = h("div", { class: "numbers" });
    const details = h("details", {}, h("summary", {}, texts.charts.numbers), table);
    const card: Card = {
      canvas,
      told: { caption, key, table, details },
      figure: h(
        "figure",
        { class: "chart" },
        caption,
        h("div", { class: "sheet" }, canvas),
        key,
        h(
          "div",
          { class: "row" },
          h("button", { type: "button", onclick: () => picture(card) }, texts.charts.png),
          details,
        ),
      ),
      drawn: undefined,
      shown: "",
      chart,
    };
    details.addEventListener("toggle", () => numbers(card));
    return card;
  };

  const paint = (card: Card): void => {
    if (!theme) return;
    const chart = inTheme(card.chart, theme);
    const { width } = card.canvas.parentElement!.getBoundingClientRect();
    if (width < 50) return;
    const height = Math.round(Math.min(420, Math.max(240, width * 0.6)));
    const dense = Math.min(2, devicePixelRatio || 1);
    const is = JSON.stringify([chart, Math.round(width), theme.dark]);
    if (is === card.shown) return;
    card.shown = is;
    card.drawn?.destroy();
    Object.assign(card.canvas, { width: Math.round(width), height });
    card.canvas.style.width = `${Math.round(width)}px`;
    card.canvas.style.height = `${height}px`;
    card.canvas.setAttribute("aria-label", chart.description);
    card.drawn = new ChartJs(
      card.canvas,
      configurationOf(chart, sheetOf(Math.round(width), height, theme, false), dense),
    );
    fill(card.told.caption, h("strong", {}, chart.title), h("span", {}, chart.subtitle));
    fill(
      card.told.key,
      ...(chart.kind === "heatmap"
        ? []
        : chart.series.map(({ name, colour, dash }) => h("li", {}, mark(colour, dash), name))),
    );
    numbers(card);
  };

  const numbers = ({ told, chart }: Card): void => {
    if (!told.details.open) return;
    const { series, x } = chart;
    const places = [...new Set(series.flatMap(({ points }) => points.map((point) => point.x)))].sort((a, b) => a - b);
    const name = (place: number): string => x.categories?.[place] ?? numeral(place);
    fill(
      told.table,
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", { scope: "col" }, `${x.label}${x.unit === "" ? "" : ` (${x.unit})`}`),
            ...series.map((one) => h("th", { scope: "col" }, one.name)),
          ),
        ),
        h(
          "tbody",
          {},
          ...places.map((place) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, name(place)),
              ...series.map(({ points }) => {
                const y = points.find((point) => point.x === place)?.y ?? null;
                return h("td", {}, y === null ? texts.charts.noValue : numeral(y));
              }),
            ),
          ),
        ),
      ),
    );
  };

  /** The whole picture with its title and names, as the command line paints it. */
  const picture = ({ chart }: Card): void => {
    if (!theme) return;
    const canvas = h("canvas", { width: 1100, height: 680 });
    const drawn = new ChartJs(canvas, configurationOf(inTheme(chart, theme), sheetOf(1100, 680, theme, true), 2));
    canvas.toBlob((blob) => {
      if (blob) save(`${chart.id.replace(/[^\w.-]+/g, "_")}.png`, blob);
      drawn.destroy();
    }, "image/png");
  };

  const work = (): void => {
    const id = queue.shift();
    const card = id === undefined ? undefined : cards.get(id);
    if (card) paint(card);
    waiting = queue.length > 0 ? setTimeout(work, 0) : 0;
  };

  const show = (charts: readonly Chart[], now: Theme): void => {
    theme = now;
    wanted = charts;
    for (const [id, card] of cards)
      if (!charts.some((chart) => chart.id === id)) {
        card.drawn?.destroy();
        card.figure.remove();
        cards.delete(id);
      }
    for (const chart of charts) {
      const card = cards.get(chart.id) ?? cardOf(chart);
      card.chart = chart;
      if (!cards.has(chart.id)) host.append(card.figure);
      cards.set(chart.id, card);
      card.figure.querySelector("button")?.setAttribute("aria-label", texts.charts.save(chart.title));
      if (!queue.includes(chart.id)) queue.push(chart.id);
    }
    if (waiting === 0 && queue.length > 0) waiting = setTimeout(work, 0);
  };

  new ResizeObserver(() => {
    if (theme && wanted.length > 0) show(wanted, theme);
  }).observe(host);
  return { show };
}

/** A piece of line in the manner of a series. */
function mark(colour: string, dash: readonly number[]): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "line");
  for (const [name, value] of Object.entries({ width: 28, height: 12, "aria-hidden": "true" }))
    svg.setAttribute(name, String(value));
  for (const [name, value] of Object.entries({ x1: 1, x2: 27, y1: 6, y2: 6, stroke: colour, "stroke-width": 3 }))
    line.setAttribute(name, String(value));
  if (dash.length > 0) line.setAttribute("stroke-dasharray", dash.join(" "));
  svg.append(line);
  return svg;
}
