/**
 * A report as one HTML file that holds all it shows: no script, no style sheet, font or picture from elsewhere. It is made of
 * blocks, which are plain data; every text is escaped where it is written.
 */
import type { Chart, Point } from "./chart.ts";
import type { Dish } from "./dish.ts";
import type { Section } from "./english.ts";
import { numeral } from "./numeral.ts";
import type { Judged } from "./verdicts.ts";

export type Block =
  | { readonly is: "text"; readonly title: string; readonly sentences: readonly string[] }
  | { readonly is: "sections"; readonly title: string; readonly sections: readonly Section[] }
  | {
      readonly is: "table";
      readonly title: string;
      readonly note?: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly Cell[])[];
      readonly folded?: boolean; // shown when it is opened, and not in print
    }
  | { readonly is: "chart"; readonly chart: Chart; readonly picture: string } // picture: a data URI
  | { readonly is: "dish"; readonly dish: Dish; readonly picture: string } // picture: a data URI
  | { readonly is: "verdicts"; readonly title: string; readonly verdicts: readonly Judged[] };

/** A number is shown with three digits; NaN as a dash. */
type Cell = string | number;

export interface Report {
  readonly title: string;
  readonly subtitle: string;
  readonly blocks: readonly Block[];
}

export function htmlOf({ title, subtitle, blocks }: Report): string {
  const anchors = blocks.map((block, index) => `part-${index + 1}-${slug(titleOf(block))}`);
  const contents = blocks.map((block, index) => `<li><a href="#${anchors[index]}">${text(titleOf(block))}</a></li>`);
  const parts = blocks.map((block, index) => `<section id="${anchors[index]}">\n${blockInHtml(block)}\n</section>`);
  return [
    "<!DOCTYPE html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">`,
    `<title>${text(title)}</title>`,
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    "<header>",
    `<h1>${text(title)}</h1>`,
    `<p>${text(subtitle)}</p>`,
    "</header>",
    `<nav aria-label="Contents"><ol>${contents.join("")}</ol></nav>`,
    `<main>\n${parts.join("\n")}\n</main>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

const titleOf = (block: Block): string =>
  block.is === "chart" ? shortTitle(block.chart) : block.is === "dish" ? shortTitle(block.dish) : block.title;

/** A chart's title without the scenario and the seed, which the report has said. */
const shortTitle = ({ title }: Pick<Chart, "title">): string => title.split(": ")[0];

const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");

function blockInHtml(block: Block): string {
  const heading = `<h2>${text(titleOf(block))}</h2>`;
  switch (block.is) {
    case "text":
      return `${heading}\n${paragraphs(block.sentences)}`;
    case "sections": {
      const parts = block.sections.map(({ title, sentences }) => `<h3>${text(title)}</h3>\n${paragraphs(sentences)}`);
      return `${heading}\n${parts.join("\n")}`;
    }
    case "table": {
      const note = block.note === undefined ? "" : `<p>${text(block.note)}</p>\n`;
      const table = tableInHtml(block.columns, block.rows);
      return `${heading}\n${note}${block.folded ? folded(`Show ${block.rows.length} rows`, table) : table}`;
    }
    case "chart": {
      const { chart } = block;
      const picture = `<img src="${text(block.picture)}" alt="${text(chart.description)}">`;
      const caption = [chart.subtitle, chart.band === "" ? "" : `Bands and whiskers: ${chart.band}.`].filter(Boolean);
      const numbers = folded("Show as a table", tableInHtml(...numbersOf(chart)));
      return `${heading}\n<figure>${picture}<figcaption>${text(caption.join(". "))}</figcaption></figure>\n${numbers}`;
    }
    case "dish": {
      const { description, subtitle, note } = block.dish;
      const picture = `<img src="${text(block.picture)}" alt="${text(description)}">`;
      const caption = [subtitle, note].filter(Boolean).join(". ");
      return `${heading}\n<figure>${picture}<figcaption>${text(caption)}</figcaption></figure>`;
    }
    case "verdicts":
      return `${heading}\n${block.verdicts.map(verdictInHtml).join("\n")}`;
  }
}

const paragraphs = (sentences: readonly string[]): string =>
  sentences.map((sentence) => `<p>${text(sentence)}</p>`).join("\n");

function verdictInHtml({ verdict, says, about, parts, notes }: Judged): string {
  const lines = parts.map((part) => `<li><b>${text(part.verdict)}</b> ${text(part.text)}</li>`);
  const remarks = notes.map((note) => `<p class="quiet">${text(note)}</p>`).join("");
  return [
    `<article class="claim ${slug(verdict)}">`,
    `<h3><span class="verdict">${text(verdict)}</span> ${text(says)}</h3>`,
    `<p class="quiet">${text(about)}</p>`,
    `<ul>${lines.join("")}</ul>${remarks}`,
    "</article>",
  ].join("\n");
}

/** All that a chart draws, as columns and rows. */
function numbersOf({ kind, x, y, rows, series }: Chart): [readonly string[], readonly (readonly Cell[])[]] {
  const withUnit = (label: string, unit: string): string => (unit === "" ? label : `${label} (${unit})`);
  const place = (point: Point): Cell => x.categories?.[point.x] ?? point.x;
  const hasBand = series.some(({ points }) => points.some(({ low }) => low !== undefined));
  const hasNote = series.some(({ points }) => points.some(({ note }) => note !== undefined));
  const columns = [
    rows?.label ?? "Series",
    withUnit(x.label, x.unit),
    withUnit(y.label, y.unit),
    ...(hasNote ? ["note"] : []),
  ];
  const cells = series.flatMap(({ name, points }) =>
    points.map((point) => [
      name,
      place(point),
      point.y === null ? Number.NaN : (y.categories?.[point.y] ?? point.y),
      ...(hasNote ? [point.note ?? ""] : []),
      ...(hasBand ? [point.low ?? Number.NaN, point.high ?? Number.NaN] : []),
    ]),
  );
  return [
    [...columns, ...(hasBand ? ["from", "to"] : [])],
    kind === "histogram" ? cells.filter(([, , h]) => h !== 0) : cells,
  ];
}

function tableInHtml(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const head = columns.map((column) => `<th scope="col">${text(column)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map(cellInHtml).join("")}</tr>`).join("\n");
  return `<div class="wide" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

function cellInHtml(cell: Cell): string {
  if (typeof cell === "string") return `<td>${text(cell)}</td>`;
  return `<td class="number">${Number.isNaN(cell) ? "–" : text(numeral(cell))}</td>`;
}

const folded = (summary: string, content: string): string =>
  `<details><summary>${text(summary)}</summary>\n${content}\n</details>`;

/** A text that shows as it is, in an element or between quotes. */
export function text(written: string): string {
  return written
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

const style = `
:root{--ink:#1a1a1a;--quiet:#555;--line:#ccc;--paper:#fff;--mark:#0b5394}
body{font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;color:var(--ink);background:var(--paper);max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.7rem;line-height:1.2}h2{font-size:1.25rem;margin-top:2.2rem;border-bottom:1px solid var(--line)}h3{font-size:1rem;margin:.2rem 0}
nav ol{columns:2;font-size:.9rem;padding-left:1.4rem}a{color:var(--mark)}
figure{margin:0}img{width:100%;height:auto;background:#fff}figcaption,.quiet{color:var(--quiet);font-size:.9rem}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.85rem;width:100%}th,td{border-bottom:1px solid var(--line);padding:.2rem .5rem;text-align:left;vertical-align:top}
td.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
summary{cursor:pointer;color:var(--mark)}
.claim{border-left:.4rem solid var(--line);padding:.2rem .8rem;margin:.8rem 0}.claim ul{margin:.3rem 0;font-size:.9rem}
.claim.holds{border-color:#0072b2}.claim.fails{border-color:#d55e00}.claim.undecided{border-color:#999}
.verdict{text-transform:uppercase;font-size:.8rem;letter-spacing:.05em;border:1px solid;border-radius:.2rem;padding:0 .3rem}
@media (prefers-color-scheme:dark){:root{--ink:#eee;--quiet:#aaa;--line:#444;--paper:#161616;--mark:#8ab4f8}}
@page{margin:14mm}
@media print{:root{--ink:#000;--quiet:#444;--line:#bbb;--paper:#fff}body{max-width:none;font-size:10pt;line-height:1.35;margin:0;padding:0}
nav,details{display:none}h2{margin:1.1rem 0 .4rem}h2,h3{break-after:avoid}p{margin:.35em 0;orphans:2;widows:2}tr,figure,.claim{break-inside:avoid}
img{display:block;width:auto;max-width:100%;max-height:92mm;margin:auto}.wide{overflow:visible}table{font-size:8pt;line-height:1.25}
th,td{padding:.15rem .3rem}td{overflow-wrap:break-word}a{color:inherit}}
`.replace(/\n/g, "");
