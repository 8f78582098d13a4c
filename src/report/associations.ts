/** What goes together over donors: as lines for a reader, as a table, and as data for a file. */
import type { Associated, Statistic } from "../claims/associate.ts";
import { csvLine } from "./csv.ts";
import { numeral } from "./numeral.ts";

/** "Spearman 0.62 (0.4 to 0.77), p = 0.0001 (asymptotic), n = 71" */
export function statisticInWords({ name, of, value, low, high, p, test, number, reason }: Statistic): string {
  const what = of === "" ? name : `${name} ${of}`;
  if (Number.isNaN(value)) return `${what}: not told, for ${reason}`;
  const ends = Number.isNaN(low) || Number.isNaN(high) ? "" : ` (${inWords(low)} to ${inWords(high)})`;
  const chance = Number.isNaN(p) ? "" : `, p\u00a0=\u00a0${numeral(p)} (${test})`;
  return `${what} ${inWords(value)}${ends}${chance}, n\u00a0=\u00a0${number}`;
}

const inWords = (value: number): string => (value === Number.POSITIVE_INFINITY ? "infinite" : numeral(value));

/** Lines for a terminal. @param clock the unit in which times are told */
export function associationLines(found: readonly Associated[], clock: Clock): string[] {
  return found.flatMap(({ association, arm, statistics, verdict }) => [
    `${(verdict?.verdict ?? "told").toUpperCase().padEnd(9)} ${association.text}  [${arm}]`,
    ...statistics.map((statistic) => `          ${statisticInWords(onClock(statistic, clock))}`),
  ]);
}

/** The unit in which a scenario tells time. */
export interface Clock {
  readonly unit: string;
  readonly seconds: number;
}

/** A time in the unit of the clock; other numbers as they are. */
function onClock(statistic: Statistic, { seconds }: Clock): Statistic {
  if (statistic.name !== "median time") return statistic;
  const { value, low, high } = statistic;
  return { ...statistic, value: value / seconds, low: low / seconds, high: high / seconds };
}

const columns = [
  "Association",
  "Arm",
  "Statistic",
  "Value",
  "Low",
  "High",
  "Unit",
  "p",
  "Test",
  "n",
  "Verdict",
  "Note",
];

/** Heading and rows of the table, NaN where nothing can be told. */
export function associationTable(
  found: readonly Associated[],
  clock: Clock,
): { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | number)[])[] } {
  const rows = found.flatMap(({ association, arm, statistics, verdict }) =>
    statistics.map((each, index) => {
      const { name, of, value, low, high, p, test, number, reason = "" } = onClock(each, clock);
      const unit = name === "median time" ? clock.unit : "";
      const said = index === 0 && verdict ? `${verdict.verdict}: ${verdict.asks}` : "";
      const what = of === "" ? name : `${name}, ${of}`;
      return [association.text, arm, what, value, low, high, unit, p, test, number, said, reason];
    }),
  );
  return { columns, rows };
}

/** The same for a page, which has no sign for a ratio beyond all numbers. */
export function associationCells(found: readonly Associated[], clock: Clock): ReturnType<typeof associationTable> {
  const { rows } = associationTable(found, clock);
  const cell = (value: string | number): string | number =>
    value === Number.POSITIVE_INFINITY ? inWords(value) : value;
  return { columns, rows: rows.map((row) => row.map(cell)) };
}

/** associations.csv: the same, with the ids. */
export function associationsCsv(found: readonly Associated[], clock: Clock): string {
  const table = associationTable(found, clock);
  const ids = found.flatMap(({ association, statistics }) => statistics.map(() => association.id));
  return [
    csvLine(["id", ...table.columns.map((column) => column.toLowerCase())]),
    ...table.rows.map((row, at) => csvLine([ids[at], ...row])),
  ].join("");
}

/** What associations.json holds: times in s, null where nothing can be told. */
export function associationData(found: readonly Associated[]): object[] {
  return found.map(({ association, arm, statistics, points, groups, verdict }) => ({
    id: association.id,
    text: association.text,
    arm,
    statistics: statistics.map(({ name, of, value, low, high, p, test, number, reason }) => ({
      ...{ name, of, value: finite(value), low: finite(low), high: finite(high), p: finite(p), test, number },
      reason: reason ?? null,
    })),
    points,
    groups,
    verdict:
      verdict === undefined ? null : { asks: verdict.asks, verdict: verdict.verdict, needed: verdict.needed ?? null },
  }));
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
