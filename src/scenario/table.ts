/** The parameter table of the library: what `source: "table:<id>"` refers to. */
import { isProblem, measure, type Vector } from "../units.ts";

export interface TableRow {
  readonly id: string;
  readonly unit: string;
  /** In base units; undefined where the row states no range. Worked out when it is asked for: few rows of the table ever are. */
  readonly range: Range | undefined;
}

export interface Range {
  readonly low: number;
  readonly high: number;
  readonly vector: Vector;
}

/** Rows by id. @param text CSV with a heading; the columns id, low, high and unit are read */
export function readTable(text: string): ReadonlyMap<string, TableRow> {
  const [heading, ...lines] = recordsOf(text);
  const column = (name: string): number => heading.indexOf(name);
  const rows = new Map<string, TableRow>();
  for (const line of lines) {
    const unit = line[column("unit")] === "1" ? "" : line[column("unit")];
    const id = line[column("id")];
    rows.set(id, {
      id,
      unit,
      get range() {
        return rangeIn(line[column("low")], line[column("high")], unit);
      },
    });
  }
  return rows;
}

function rangeIn(low: string, high: string, unit: string): Range | undefined {
  const [least, most] = [low, high].map((value) => measure(`${value} ${unit}`));
  return isProblem(least) || isProblem(most) ? undefined : { low: least.value, high: most.value, vector: least.vector };
}

/** Records of a CSV text: fields may be quoted, and hold commas, doubled quotes and line ends. */
export function recordsOf(text: string): string[][] {
  const records: string[][] = [[]];
  for (const [, quoted, plain, end] of text
    .replace(/^\uFEFF/, "")
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    records.at(-1)!.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ",") records.push([]);
  }
  return records.filter((record) => record.length > 1);
}
