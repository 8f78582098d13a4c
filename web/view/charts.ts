/** The charts of the run, from the same descriptions and with the same painter as the command line's pictures. */
import type { Chart } from "../../src/report/chart.ts";
import { numeral } from "../../src/report/numeral.ts";
import type { Paper } from "../painter/protocol.ts";
import { texts } from "../texts.ts";
import { fill, h } from "./dom.ts";
import type { Painter } from "./painter.ts";
import { seen, type Theme } from "./theme.ts";

const paperOf = (
  width: number,
  height: number,
  { text, quiet, axis, grid, paper }: Theme,
  labelled: boolean,
  dense: number,
  reach: Paper["reach"],
): Paper => ({ width, height, ink: { text, quiet, axis, grid, paper }, labelled, dense, ...(reach && { reach }) });

/** Least and most of all that is drawn of two charts. */
function reachOf(charts: readonly Chart[]): Paper["reach"] {
  const values = charts.flatMap(({ series }) =>
    series.flatMap(({ points }) => points.flatMap(({ y, low, high }) => [y, low, high])),
  );
  const isLog = charts.some(({ y }) => y.scale === "log");
  const drawn = values.filter((value) => typeof value === "number").filter((value) => !isLog || value > 0);
  return drawn.length === 0 ? undefined : [Math.min(...drawn), Math.max(...drawn)];
}

const inTheme = (chart: Chart, theme: Theme): Chart => ({
  ...chart,
  series: chart.series.map((series) => ({ ...series, colour: seen(series.colour, theme) })),
});

/** One chart on the page. */
interface Card {
  readonly figure: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly told: { caption: HTMLElement; key: HTMLElement; table: HTMLElement; details: HTMLDetailsElement };
  easel: number; // of the painter; 0 before it is drawn
  shown: string;
  chart: Chart;
}

export interface Charts {
  /** @param beside charts of another run, by their ids: both show the same range */
  readonly show: (charts: readonly Chart[], theme: Theme, beside?: readonly Chart[]) => void;
}

/** Charts in a place of the page. Each is set up in a task of its own, and the painter draws it. */
export function newCharts(host: HTMLElement, painter: Painter): Charts {
  const cards = new Map<string, Card>();
  let wanted: readonly Chart[] = [];
  let other: readonly Chart[] = [];
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
      easel: 0,
      shown: "",
      chart,
    };
    details.addEventListener("toggle", () => numbers(card));
    return card;
  };

  const reach = (chart: Chart): Paper["reach"] => {
    const beside = other.find(({ id }) => id === chart.id);
    return beside && reachOf([chart, beside]);
  };

  const paint = (card: Card): void => {
    if (!theme) return;
    const chart = inTheme(card.chart, theme);
    const width = Math.round(card.canvas.parentElement!.getBoundingClientRect().width);
    if (width < 50) return;
    const height = Math.round(Math.min(420, Math.max(240, width * 0.6)));
    const paper = paperOf(width, height, theme, false, Math.min(2, devicePixelRatio || 1), reach(chart));
    const is = JSON.stringify([chart, paper]);
    if (is === card.shown) return;
    card.shown = is;
    card.canvas.style.width = `${width}px`;
    card.canvas.style.height = `${height}px`;
    card.canvas.setAttribute("aria-label", chart.description);
    card.easel ||= painter.take(card.canvas);
    painter.draw(card.easel, chart, paper, () => {
      card.canvas.dataset.drawn = "";
    });
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

  const picture = ({ chart }: Card): void => {
    if (!theme) return;
    const name = `${chart.id.replace(/[^\w.-]+/g, "_")}.png`;
    painter.picture(name, inTheme(chart, theme), paperOf(1100, 680, theme, true, 2, reach(chart)));
  };

  const work = (): void => {
    const id = queue.shift();
    const card = id === undefined ? undefined : cards.get(id);
    if (card) paint(card);
    waiting = queue.length > 0 ? setTimeout(work, 0) : 0;
  };

  const show = (charts: readonly Chart[], now: Theme, beside: readonly Chart[] = []): void => {
    theme = now;
    wanted = charts;
    other = beside;
    for (const [id, card] of cards)
      if (!charts.some((chart) => chart.id === id)) {
        if (card.easel > 0) painter.forget(card.easel);
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
    if (theme && wanted.length > 0) show(wanted, theme, other);
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
