/** How an outcome answers to a parameter, and to two. */
import type { Analysis, Curve, OutcomeAnalysis, Surface } from "../../sweep/contract.ts";
import { type Chart, pointInWords, type Series } from "../chart.ts";
import { numeral } from "../numeral.ts";
import { dashOf, stylesOf } from "../palette.ts";
import { axisOf, bandOf, categoriesOf, headOf, pointOf, type Swept } from "./words.ts";

const intervals: Readonly<Record<Curve["method"], string>> = {
  "means at each value": "interval of the mean over donors",
  "local linear": "interval of the mean, by resampling the points",
};

/** The mean outcome along a parameter. */
export function curveChart(
  swept: Swept,
  analysis: Analysis,
  outcome: OutcomeAnalysis,
  curve: Curve,
  id: string,
): Chart {
  const factor = analysis.factors[curve.factor];
  const points = curve.points.map((point) => pointOf(point.at, point));
  const band = bandOf(points, analysis.level, intervals[curve.method]);
  const known = points.filter(({ y }) => y !== null);
  const told = known.filter((_, at) => at % Math.ceil(known.length / 9) === 0 || at === known.length - 1);
  const series: Series = { name: "mean", ...stylesOf([outcome.name]).get(outcome.name)!, points };
  return {
    id,
    ...headOf(swept, analysis, outcome.coverage, {
      name: `${outcome.name} along ${factor.name}`,
      more: [`${curve.method}, over all that the other parameters do`],
    }),
    description: [
      `Line of ${outcome.name} along ${factor.name}:`,
      `${told.map((point) => `at ${numeral(point.x)} ${pointInWords(point)}`).join(", ")}.`,
      ...(band === "" ? [] : [`In brackets: ${band}.`]),
    ].join(" "),
    kind: "lines",
    x: axisOf(factor),
    y: { label: outcome.name, unit: outcome.unit, scale: "linear" },
    series: [series],
    band,
    references: [],
  };
}

/** The mean outcome over two parameters, as a map of colours; undefined where no cell is known. */
export function surfaceChart(
  swept: Swept,
  analysis: Analysis,
  outcome: OutcomeAnalysis,
  surface: Surface,
  id: string,
): Chart | undefined {
  const [across, up] = surface.factors.map((factor) => analysis.factors[factor]);
  const series = surface.up.map(
    (value, row): Series => ({
      name: numeral(value),
      colour: "#000000",
      dash: dashOf(0),
      points: surface.cells[row].map((cell, x) => pointOf(x, cell)),
    }),
  );
  const points = series.flatMap((each) => each.points);
  if (points.every(({ y }) => y === null)) return undefined;
  const band = bandOf(points, analysis.level, intervals[surface.method]);
  const categories = surface.across.map(numeral);
  const told = series.map(
    ({ name, points }) =>
      `${name}: ${points.map((point) => `${categories[point.x]} ${pointInWords(point)}`).join(", ")}.`,
  );
  return {
    id,
    ...headOf(swept, analysis, outcome.coverage, {
      name: `${outcome.name} over ${across.name} and ${up.name}`,
      more: [`${surface.method}, over all that the other parameters do`],
    }),
    description: [
      `Heatmap of ${outcome.name}: row by row of ${up.name}, along ${across.name}.`,
      ...told,
      ...(band === "" ? [] : [`In brackets: ${band}.`]),
    ].join(" "),
    kind: "heatmap",
    x: categoriesOf(across, categories),
    y: { label: outcome.name, unit: outcome.unit, scale: "linear" },
    rows: { label: up.name, unit: up.unit },
    series,
    band,
    references: [],
  };
}
