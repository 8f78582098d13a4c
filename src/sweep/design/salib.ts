/**
 * A design as SALib reads it: the ranges for `read_param_file`, and the points for `numpy.loadtxt(file, delimiter=",")`,
 * one row a point, in the order that its analysis asks for. SALib knows no range on a log scale: such a parameter goes out
 * as its decimal logarithm and is named so.
 */
import { log } from "../../kernels/math.ts";
import type { Design, Factor } from "../contract.ts";

/** name,low,high of each parameter. */
export function problemCsv(factors: readonly Factor[]): string {
  return factors
    .map((factor) => `${nameOf(factor)},${told(factor, factor.low)},${told(factor, factor.high)}\n`)
    .join("");
}

/** A heading that begins with #, then the points. */
export function samplesCsv({ factors, points }: Design): string {
  const rows = points.map(({ values }) => factors.map((factor, index) => told(factor, values[index])).join(","));
  return `# ${factors.map(nameOf).join(",")}\n${rows.map((row) => `${row}\n`).join("")}`;
}

const nameOf = ({ name, scale }: Factor): string => (scale === "log" ? `log10_${name}` : name);
const told = ({ scale }: Factor, value: number): string =>
  String(scale === "log" ? Number((log(value) / log(10)).toPrecision(12)) : value);
