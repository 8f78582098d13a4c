/** The parameter table of the library: what `source: "table:<id>"` refers to. */
import { isProblem, measure, type Vector } from "../units.ts";

export interface TableRow {
  readonly id: string;
  readonly unit: string;
  /** In base units; absent where the row states no range. */
  readonly range?: { readonly low: number; readonly high: number; readonly vector: Vector };
}

/** Rows by id. @param text CSV with a heading; the columns id, low, high and unit are read */
export function readTable(text: string): ReadonlyMap<string, TableRow> {
  const [heading, ...lines] = recordsOf(text);
  const column = (name: string): number => heading.indexOf(name);
  const rows = new Map<string, TableRow>();
  for (const line of lines) {
    const unit = line[column("unit")] === "1" ? "" : line[column("unit")];
    const [low, high] = [line[column("low")], line[column("high")]].map((value) => measure(`${value} ${unit}`));
    const id = line[column("id")];
    if (isProblem(low) || isProblem(high)) rows.set(id, { id, unit });
    else rows.set(id, { id, unit, range: { low: low.value, high: high.value, vector: low.vector } });
  }
  return rows;
}

/** Records of a CSV text: fields may be quoted, and hold commas, doubled quotes and line ends. */
function recordsOf(text: string): string[][] {
  const records: string[][] = [[]];
  for (const [, quoted, plain, end] of text
    .replace(/^\uFEFF/, "")
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    records.at(-1)!.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ",") records.push([]);
  }
  return records.filter((record) => record.length > 1);
}
