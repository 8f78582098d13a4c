/** Where a claim holds over two parameters. */
import type { Analysis, ClaimAnalysis, ClaimMap } from "../../sweep/contract.ts";
import type { Chart, Point, Series } from "../chart.ts";
import { numeral } from "../numeral.ts";
import { dashOf } from "../palette.ts";
import { categoriesOf, headOf, type Swept } from "./words.ts";

const verdicts = ["fails", "undecided", "mixed", "holds"] as const; // from dark to light

/** Each cell with its verdict as colour and word, and how many of its points hold. */
export function claimMapChart(
  swept: Swept,
  analysis: Analysis,
  claim: ClaimAnalysis,
  map: ClaimMap,
  id: string,
): Chart {
  const [across, up] = map.factors.map((factor) => analysis.factors[factor]);
  const categories = map.across.map(numeral);
  const series = map.up.map(
    (value, row): Series => ({
      name: numeral(value),
      colour: "#000000",
      dash: dashOf(0),
      points: map.cells[row].map(({ verdict, holds, tested }, x): Point => {
        if (verdict === "empty") return { x, y: null };
        return { x, y: verdicts.indexOf(verdict), note: `${holds} of ${tested} hold` };
      }),
    }),
  );
  const told = series.map(({ name, points }) => {
    const cells = points.map(
      ({ x, y, note }) => `${categories[x]} ${y === null ? "not run" : `${verdicts[y]} (${note})`}`,
    );
    return `${name}: ${cells.join(", ")}.`;
  });
  return {
    id,
    ...headOf(swept, analysis, claim.coverage, {
      name: `Where "${claim.says}" holds`,
      more: [countsInWords(claim), ...falseInWords(claim)],
    }),
    description: [
      `Map of the claim "${claim.says}": row by row of ${up.name}, along ${across.name}. ${countsInWords(claim)}.`,
      ...told,
    ].join(" "),
    kind: "heatmap",
    x: categoriesOf(across, categories),
    y: { label: "Verdict", unit: "", scale: "linear", categories: verdicts },
    rows: { label: up.name, unit: up.unit },
    series,
    band: "",
    references: [],
  };
}

const countsInWords = ({ holds, fails, undecided }: ClaimAnalysis): string =>
  `holds at ${holds}, fails at ${fails}, undecided at ${undecided}`;

/** How many of the verdicts chance alone may have given, at most. */
function falseInWords({ falseHolds, falseFails }: ClaimAnalysis): string[] {
  const share = (value: number): string => `${(100 * value).toFixed(0)} %`;
  const parts = [
    ...(Number.isFinite(falseHolds) ? [`${share(falseHolds)} of "holds"`] : []),
    ...(Number.isFinite(falseFails) ? [`${share(falseFails)} of "fails"`] : []),
  ];
  return parts.length === 0 ? [] : [`false by chance at most: ${parts.join(", ")}`];
}
