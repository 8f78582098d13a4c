/** Which parameters decide an outcome: bars that lie on their side, the longest above, and the plane of Morris. */
import type { Analysis, Estimate, OutcomeAnalysis } from "../../sweep/contract.ts";
import { type Chart, pointInWords, type Series } from "../chart.ts";
import { dashOf, stylesOf } from "../palette.ts";
import { bandOf, headOf, pointOf, type Swept } from "./words.ts";

interface Measure {
  readonly name: string; // of the chart
  readonly label: string;
  readonly unit: string;
  readonly bars: readonly { readonly name: string; readonly of: readonly Estimate[] }[]; // one or two; the last orders the factors
  readonly about: string;
}

/** Parameters by how strongly they move an outcome, by the best measure that the design allows. */
export function tornadoChart(swept: Swept, analysis: Analysis, outcome: OutcomeAnalysis, id: string): Chart {
  const { name, label, unit, bars, about } = measureOf(outcome);
  const decisive = bars[bars.length - 1].of;
  const size = (factor: number): number =>
    Number.isFinite(decisive[factor].value) ? Math.abs(decisive[factor].value) : -1;
  const order = [...analysis.factors.keys()].sort((a, b) => size(b) - size(a) || a - b);
  const { colour } = stylesOf([outcome.name]).get(outcome.name)!;
  const series = bars.map(
    (each, at): Series => ({
      name: each.name,
      colour,
      dash: dashOf(bars.length - 1 - at), // the last one full, one before it pale
      points: order.map((factor, x) => pointOf(x, each.of[factor])),
    }),
  );
  const points = series.flatMap((each) => each.points);
  const names = order.map((factor) => analysis.factors[factor].name);
  const band = bandOf(points, analysis.level, "interval by resampling the design");
  const told = series.map(
    (each) => `${each.name}: ${each.points.map((point, at) => `${names[at]} ${pointInWords(point)}`).join(", ")}.`,
  );
  return {
    id,
    ...headOf(swept, analysis, outcome.coverage, { name, more: [about, ...noiseInWords(outcome)] }),
    description: [
      `Bar chart of ${label}, the largest first.`,
      ...told,
      ...(band === "" ? [] : [`In brackets: ${band}.`]),
    ].join(" "),
    kind: "bars",
    lies: true,
    x: { label: "", unit: "", categories: names },
    y: { label, unit, scale: "linear", zero: true },
    series,
    band,
    references: [],
  };
}

/** The best measure that there is of how factors move an outcome: the last of its bars is the one to look at. */
function measureOf({ name, unit, sobol, morris, ranks, curves }: OutcomeAnalysis): Measure {
  if (sobol !== undefined) {
    const bars = [
      { name: "by itself (first order)", of: sobol.first },
      { name: "with all others (total)", of: sobol.total },
    ];
    const about = `from ${Math.min(...sobol.used)} of ${sobol.rows} rows at least`;
    return { name: `What decides ${name}`, label: `Share of the variance of ${name}`, unit: "", bars, about };
  }
  if (morris !== undefined) {
    const bars = [{ name: "μ*", of: morris.size }];
    const about = `from ${Math.min(...morris.used)} elementary effects at least`;
    return {
      name: `What moves ${name}`,
      label: `Mean size of the change of ${name} over the range`,
      unit,
      bars,
      about,
    };
  }
  if (ranks !== undefined) {
    const bars = [
      { name: "Spearman", of: ranks.spearman },
      { name: "partial (PRCC)", of: ranks.partial },
    ];
    const about = "partial: the other parameters held";
    return { name: `What goes with ${name}`, label: `Rank correlation with ${name}`, unit: "", bars, about };
  }
  const between = curves.map(
    ({ points }) => (points.at(-1)?.value ?? Number.NaN) - (points.at(0)?.value ?? Number.NaN),
  );
  const bars = [{ name: "high − low end", of: between.map((value) => ({ value, low: Number.NaN, high: Number.NaN })) }];
  const about = "from the low to the high end of each range, the others at the base";
  return { name: `What moves ${name}`, label: `Change of ${name}`, unit, bars, about };
}

/** Which part of what is seen is chance. */
function noiseInWords({ variance }: OutcomeAnalysis): string[] {
  if (!Number.isFinite(variance.noiseShare)) return [];
  return [`${(100 * variance.noiseShare).toFixed(1)} % of the variance between points is noise of the replicates`];
}

/** Morris's plane: how much a parameter moves an outcome, against how much that depends on where it is moved. */
export function planeChart(swept: Swept, analysis: Analysis, outcome: OutcomeAnalysis, id: string): Chart | undefined {
  const { name, unit, morris, coverage } = outcome;
  if (morris === undefined) return undefined;
  const names = analysis.factors.map((factor) => factor.name);
  const styles = stylesOf(names);
  const series = names.map((factor, index): Series => {
    const [x, y] = [morris.size[index].value, morris.spread[index].value];
    const points = Number.isFinite(x) && Number.isFinite(y) ? [{ x, y }] : [];
    return { name: factor, ...styles.get(factor)!, points };
  });
  const drawn = series.filter(({ points }) => points.length > 0);
  if (drawn.length === 0) return undefined;
  const told = drawn.map(
    (each) => `${each.name} ${pointInWords(each.points[0])} against ${pointInWords({ y: each.points[0].x })}`,
  );
  return {
    id,
    ...headOf(swept, analysis, coverage, {
      name: `Elementary effects on ${name}`,
      more: ["far right: it matters; high: how much depends on where it and the others are"],
    }),
    description: `Scatter of σ against μ* of the elementary effects on ${name}, parameter by parameter: ${told.join(", ")}.`,
    kind: "scatter",
    x: { label: `μ*, mean size of the change of ${name} over the range`, unit, zero: true },
    y: { label: "σ, spread of that change", unit, scale: "linear", zero: true },
    series: drawn,
    band: "",
    references: morris.chance > 0 ? [{ axis: "x", at: morris.chance, label: "chance alone" }] : [],
  };
}
