/** The numbers a scenario lets its reader change: defaults, ranges, sources, and how they vary between donors. */
import type { Distribution, Expression } from "../model.ts";
import {
  converted,
  type Dimension,
  dimensionOf,
  dimensions,
  inWords,
  isProblem,
  type Molecule,
  measure,
  type Problem,
  printNumber,
  type Quantity,
  type Vector,
} from "../units.ts";
import { type Book, readDistribution, wrongly } from "./book.ts";
import type { Document } from "./document/document.ts";
import { number, numberOf, parameter } from "./expression.ts";
import type { Report } from "./faults.ts";
import { type Misreading, type Resolve, readFormula, unitTerm } from "./formula.ts";
import { entriesByName, find, type Names } from "./names.ts";
import { suggestion } from "./nearest.ts";
import type { TableRow } from "./table.ts";
import type { Path } from "./tree.ts";

/** One parameter as reports, sliders and sweeps know it. Numbers are in base units. */
export interface Parameter {
  readonly name: string;
  readonly value: number; // by default
  readonly unit: string; // as the scenario prints it
  readonly scale: number; // one of that unit in base units
  readonly dimension: Dimension | "mixed";
  readonly vector: Vector;
  readonly low?: number;
  readonly high?: number;
  readonly source: string;
  readonly why?: string;
  readonly text: string;
  readonly slider?: boolean;
  /** Worked out from other parameters after those are set. */
  readonly formula?: Expression;
}

export interface Spread {
  readonly parameter: number;
  readonly distribution: Distribution;
}

/** Parameters in the order of their names, and the order in which the derived ones can be worked out. */
export interface Parameters {
  readonly list: readonly Parameter[];
  readonly order: readonly number[];
}

type Raw = Document["parameters"][string];

export function readParameters(
  document: Document,
  names: Names,
  report: Report,
  molecules: readonly Molecule[],
  table: Table,
): Parameters {
  const raws = entriesByName(document.parameters);
  const done = new Map<number, Parameter>();
  const order: number[] = [];
  const open: string[] = [];

  const resolve: Resolve = (written) => {
    const name = written.replace(/^parameter:/, "");
    const index = names.index.parameters.get(name);
    if (index === undefined) {
      const unit = unitTerm(name);
      return (
        unit ?? {
          text: `reads "${written}", which is no parameter`,
          hint: suggestion(name, names.index.parameters.keys()),
        }
      );
    }
    if (name === written && unitTerm(name))
      return { text: `reads "${name}", a parameter and a unit`, hint: `write parameter:${name}` };
    if (open.includes(name))
      return { text: `goes round in a circle: ${[...open, name].join(" → ")}`, hint: "give one of them a number" };
    return { expression: parameter(index), vector: parameterAt(index).vector };
  };

  const parameterAt = (index: number): Parameter => {
    const known = done.get(index);
    if (known) return known;
    const [name, raw] = raws[index];
    open.push(name);
    const read = parameterFrom(name, raw, ["parameters", name]);
    open.pop();
    done.set(index, read);
    if (read.formula) order.push(index);
    return read;
  };

  const parameterFrom = (name: string, raw: Raw, path: Path): Parameter => {
    const molecule =
      raw.of === undefined ? {} : (molecules[find(names, report, "factors", raw.of, [...path, "of"]) ?? -1] ?? {});
    const written = quantityOrFormula(raw.value, molecule, raw.of !== undefined, resolve);
    const say = (wrong: Problem | Misreading): void =>
      report.fault(
        [...path, "value"],
        wrongly(raw.value, wrong.text),
        wrong.hint || "a number with its unit is needed, such as 100 /hour, or a formula",
      );
    if (Array.isArray(written)) written.forEach(say);
    const lost = Array.isArray(written);
    const { vector, unit, scale } = lost ? { vector: dimensions.number.vector, unit: "", scale: 1 } : written;
    const values = raws.map((_, index) => done.get(index)?.value ?? Number.NaN);
    const value = lost ? Number.NaN : written.formula ? numberOf(written.formula, values) : written.value;
    if (!lost && !Number.isFinite(value) && !values.some((each, at) => Number.isNaN(each) && done.has(at))) {
      report.fault(
        [...path, "value"],
        `comes out as ${value}`,
        "it must be a finite number with the parameters as they stand",
      );
    }
    const row = rowOf(raw.source, table, [...path, "source"], report);
    const range = rangeOf(raw, row, vector, molecule, path, lost);
    if (range && value < range.low)
      report.warn(
        [...path, "value"],
        `is below its range, which begins at ${printNumber(range.low / scale)} ${unit}`,
        "say why",
      );
    if (range && value > range.high)
      report.warn(
        [...path, "value"],
        `is above its range, which ends at ${printNumber(range.high / scale)} ${unit}`,
        "say why",
      );
    return {
      name,
      value,
      unit,
      scale,
      dimension: dimensionOf(vector) ?? "mixed",
      vector,
      ...(range ?? {}),
      source: raw.source,
      ...(raw.why === undefined ? {} : { why: raw.why }),
      text: raw.text ?? "",
      ...(raw.slider === undefined ? {} : { slider: raw.slider }),
      ...(!lost && written.formula ? { formula: written.formula } : {}),
    };
  };

  /** The stated range, or that of the row of the table. */
  const rangeOf = (
    raw: Raw,
    row: TableRow | undefined,
    vector: Vector,
    molecule: Molecule,
    path: Path,
    lost: boolean,
  ) => {
    if (lost) return undefined;
    if (raw.range) {
      const ends = raw.range.map((end, index) => {
        const read = measure(end);
        const value = isProblem(read) ? undefined : converted(read, vector, molecule);
        if (value === undefined) {
          const text = isProblem(read) ? read.text : read.unit === "" ? "has no unit" : `is ${inWords(read.vector)}`;
          report.fault([...path, "range", index], wrongly(end, text), `${inWords(vector)} is needed, as in \`value\``);
        }
        return value ?? Number.NaN;
      });
      if (ends[0] > ends[1]) report.fault([...path, "range"], "ends before it begins", "write [low, high]");
      return { low: ends[0], high: ends[1] };
    }
    if (!row?.range) return undefined;
    const [low, high] = [row.range.low, row.range.high].map((value) =>
      converted({ value, vector: row.range!.vector, unit: "" }, vector, molecule),
    );
    if (low === undefined || high === undefined) {
      report.fault(
        [...path, "source"],
        wrongly(raw.source, `is ${inWords(row.range.vector)} (${row.unit})`),
        `this parameter is ${inWords(vector)}: another row, or another unit`,
      );
      return undefined;
    }
    return { low, high };
  };

  return { list: raws.map((_, index) => parameterAt(index)), order };
}

/** How parameters vary between donors, in the order of their names. */
export function readSpreads(book: Book, parameters: Parameters, resolve: Resolve): Spread[] {
  return entriesByName(book.document.donors.vary).flatMap(([name, written]): Spread[] => {
    const path = ["donors", "vary", name];
    const index = find(book.names, book.report, "parameters", name, path, true);
    if (index === undefined) return [];
    const { vector, formula } = parameters.list[index];
    if (formula) book.report.keyFault(path, "varies a parameter that is worked out from others", "vary those");
    return [
      {
        parameter: index,
        distribution: readDistribution(book, written, vector, path, resolve),
      },
    ];
  });
}

/** The rows of the parameter table; undefined where it could not be read. */
export type Table = ReadonlyMap<string, TableRow> | undefined;

/** The row that a source refers to. */
export function rowOf(source: string | undefined, table: Table, path: Path, report: Report): TableRow | undefined {
  const id = /^table:(.*)$/.exec(source ?? "")?.[1].trim();
  if (id === undefined) return undefined;
  if (!table)
    report.fault(path, `is "${source}", but there is no parameter table`, "the library holds it as parameters.csv");
  const row = table?.get(id);
  if (table && !row)
    report.fault(path, `is "${source}": the parameter table has no such row`, suggestion(id, table.keys()));
  return row;
}

type ReadValue = { value: number; vector: Vector; unit: string; scale: number; formula?: Expression };

function quantityOrFormula(
  written: string | number,
  molecule: Molecule,
  ofFactor: boolean,
  resolve: Resolve,
): ReadValue | (Problem | Misreading)[] {
  const read = measure(written);
  if (!isProblem(read)) {
    const wrong = ofFactor ? notOfFactor(read) : undefined;
    if (wrong) return [wrong];
    const vector = countedVector(read, ofFactor);
    const value = converted(read, vector, molecule);
    if (value === undefined)
      return [
        {
          text: `is ${inWords(read.vector)} of no factor`,
          hint: "say which with `of: FACTOR`, and give that factor its molar-mass and activity",
        },
      ];
    const scale = read.unit === "" ? 1 : converted(measure(`1 ${read.unit}`) as Quantity, vector, molecule)!;
    return { value, vector, unit: read.unit, scale };
  }
  if (typeof written === "number") return [read];
  const term = readFormula(written, resolve);
  if (Array.isArray(term)) return /^[+-]?[\d.]+(e[+-]?\d+)?\s*[A-Za-z/%^]*$/i.test(written) ? [read] : term;
  const unit = dimensionOf(term.vector);
  const shown = unit === undefined ? "" : dimensions[unit].unit;
  const scale = shown === "" ? 1 : (measure(`1 ${shown}`) as Quantity).value;
  return { value: Number.NaN, vector: term.vector, unit: shown, scale, formula: term.expression };
}

/** What is written of a factor has a unit, and holds its mass or its activity once, if at all. */
function notOfFactor({ vector, unit }: Quantity): Problem | undefined {
  const [, , mass, activity] = vector;
  const isAmount = (mass === 0 && activity === 0) || (mass === 1 && activity === 0) || (mass === 0 && activity === 1);
  if (unit !== "" && isAmount) return undefined;
  const text = unit === "" ? "has no unit" : `is ${inWords(vector)}`;
  return { text, hint: "an amount of the factor that `of` names is needed, such as 50 U/mL, 3 ng/mL or 195 pM" };
}

/** Activities always become molecules; masses do where a factor is named. */
function countedVector({ vector }: Quantity, ofFactor: boolean): Vector {
  const [length, time, mass, activity] = vector;
  if (activity !== 0 || (ofFactor && mass === 1)) return [length, time, 0, 0];
  return vector;
}

/** All parameters of a world: those that are set, then those that are worked out from them. */
export function completed(
  { list, order }: Parameters,
  values: ArrayLike<number>,
  fixed: ReadonlySet<number>,
): number[] {
  const all = Array.from(values);
  for (const index of order)
    if (!fixed.has(index)) all[index] = numberOf(list[index].formula ?? number(all[index]), all);
  return all;
}
