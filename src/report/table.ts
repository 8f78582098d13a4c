/**
 * The table of a run: one row for each value, as CSV.
 *
 *   arm,donor,replicate,time_day,culture,observable,subject,value,unit
 *   EXO_IL2,1,1,-3,recipient,count,CD8,80000,cells
 *
 * Cells are quoted as RFC 4180 says; a line ends with a line feed. Numbers have twelve significant
 * digits, whole ones all; a value that could not be measured is an empty cell. Names are shown to spreadsheets, which run text that
 * looks like a formula: such text gets an apostrophe in front.
 */
import { rows, type Study } from "../observe/recording.ts";
import { recordsOf } from "../scenario/table.ts";
import { csvLine } from "./csv.ts";

const linesInChunk = 500; // some 30 kB: few writes, little memory

/** Names of the columns. @param unit in which the scenario tells time */
export const tableHeading = (unit: string): string[] => [
  ...["arm", "donor", "replicate", `time_${unit}`, "culture", "observable", "subject", "value", "unit"],
];

/** The cells of each line of a table, heading first, as the text that they hold. */
export function* rowsOfTable(text: string): Generator<readonly string[]> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf("\n", start);
    const line = text.slice(start, end < 0 ? text.length : end);
    yield line.includes('"') ? recordsOf(line)[0] : line.split(",");
    start += line.length + 1;
  }
}

/** The table in chunks of whole lines, heading first. Its rows stand in the order of `rows()`. */
export function* csv(study: Study): Generator<string> {
  let lines = [csvLine(tableHeading(study.clock.unit))];
  for (const row of rows(study)) {
    if (lines.length === linesInChunk) {
      yield lines.join("");
      lines = [];
    }
    const { name, subject, unit, scale } = row.column;
    const at = row.time / study.clock.seconds;
    lines.push(csvLine([row.arm, row.donor, row.replicate, at, row.culture, name, subject, row.value * scale, unit]));
  }
  yield lines.join("");
}
