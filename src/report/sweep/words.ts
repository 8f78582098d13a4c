/** What all charts of a sweep say alike: title, how much of the design they rest on, and points with their intervals. */
import type { Analysis, Coverage, Estimate, Factor } from "../../sweep/contract.ts";
import type { Axis, Chart, Point } from "../chart.ts";

/** The scenario that was swept. */
export interface Swept {
  readonly title: string;
  readonly seed: string;
}

const designs: Readonly<Record<Analysis["kind"], string>> = {
  grid: "Grid",
  list: "List",
  random: "Random design",
  latin: "Latin hypercube",
  sobol: "Sobol sequence",
  morris: "Morris trajectories",
  saltelli: "Saltelli design",
  "one-at-a-time": "One factor at a time",
};

/** Title and subtitle. @param more what the subtitle says beside design and coverage */
export function headOf(
  { title, seed }: Swept,
  { kind }: Pick<Analysis, "kind">,
  coverage: Coverage,
  { name, more = [] }: { name: string; more?: readonly string[] },
): Pick<Chart, "title" | "subtitle"> {
  return {
    title: `${name}: ${title} (seed\u00a0${seed})`,
    subtitle: [`${designs[kind]}, ${coverageInWords(coverage)}`, ...more].join("; "),
  };
}

/** "all of 64 points", or "60 of 64 points (3 failed, 1 not run yet)". */
export function coverageInWords({ asked, read, failed, missing }: Coverage): string {
  if (read === asked) return asked === 1 ? "its one point" : `all of ${asked} points`;
  const why = [
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    ...(missing.length > 0 ? [`${missing.length} not run yet`] : []),
  ];
  return `${read} of ${asked} points (${why.join(", ")})`;
}

/** A parameter as an axis. */
export const axisOf = ({ name, unit, scale }: Factor): Chart["x"] => ({
  label: name,
  unit,
  ...(scale === "log" && { scale }),
});

/** A parameter as an axis of cells. */
export const categoriesOf = ({ name, unit }: Factor, categories: readonly string[]): Axis => ({
  label: name,
  unit,
  categories,
});

/** A value with its interval, where they are known. */
export function pointOf(x: number, { value, low, high }: Estimate): Point {
  if (!Number.isFinite(value)) return { x, y: null };
  return { x, y: value, ...(Number.isFinite(low) && Number.isFinite(high) && { low, high }) };
}

/** Which interval, where any point has one; else nothing. */
export function bandOf(points: readonly Point[], level: number, of: string): string {
  return points.some(({ low }) => low !== undefined) ? `${Number((100 * level).toFixed(1))} % ${of}` : "";
}
