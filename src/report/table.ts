/**
 * The table of a run: one row for each value, as CSV.
 *
 *   arm,donor,replicate,time_day,culture,observable,subject,value,unit
 *   EXO_IL2,1,1,-3,recipient,count,CD8,80000,cells
 *
 * Cells are quoted as RFC 4180 says; a line ends with a line feed. Numbers are the shortest text that reads back to the
 * same bits; a value that could not be measured is an empty cell. Names are shown to spreadsheets, which run text that
 * looks like a formula: such text gets an apostrophe in front.
 */
import { rows, type Study } from "../observe/recording.ts";
import { csvLine } from "./csv.ts";

const linesInChunk = 500; // some 30 kB: few writes, little memory

/** The table in chunks of whole lines, heading first. Its rows stand in the order of `rows()`. */
export function* csv(study: Study): Generator<string> {
  const time = `time_${study.clock.unit}`;
  let lines = [csvLine(["arm", "donor", "replicate", time, "culture", "observable", "subject", "value", "unit"])];
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
