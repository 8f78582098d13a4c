/** When an experiment begins and ends, its step, and the times at which it is recorded. */
import { isProblem, measure } from "../units.ts";
import { type Book, neededFor, readNumber, type Written } from "./book.ts";
import type { Path } from "./tree.ts";

export interface Time {
  readonly start: number; // s
  readonly end: number;
  readonly step: number;
  readonly records: readonly number[];
}

type Reader = Pick<Book, "document" | "report" | "defaults">;
const mostRecords = 100_000;
const mostSteps = 50_000_000;

/** @param also times that assays ask for */
export function timeOf(book: Reader, also: readonly number[]): Time {
  const { time } = book.document;
  const read = (written: Written, ...keys: (string | number)[]): number =>
    readNumber(book as Book, written, "time", ["time", ...keys]);
  const [start, end, step] = [read(time.from, "from"), read(time.to, "to"), read(time.step, "step")];
  const positive = (value: number, ...path: (string | number)[]): boolean => {
    if (value > 0 || Number.isNaN(value)) return value > 0;
    book.report.fault(["time", ...path], "is not above 0", neededFor("time"));
    return false;
  };
  if (end <= start)
    book.report.fault(
      ["time", "to"],
      `is "${time.to}", which is not after ${time.from}`,
      "the end comes after the beginning",
    );
  const stepIsRight = positive(step, "step");
  if (stepIsRight && (end - start) / step > mostSteps) {
    book.report.fault(
      ["time", "step"],
      `makes ${Math.ceil((end - start) / step)} steps`,
      `${mostSteps} are possible: a longer step, or a shorter time`,
    );
  }
  const within = (value: number, path: Path): number[] => {
    if (value >= start && value <= end) return [value];
    if (!Number.isNaN(value))
      book.report.fault(path, "is outside the time of the experiment", `${time.from} to ${time.to}`);
    return [];
  };
  const grid = (written: Written, ...keys: string[]): number[] => {
    const every = read(written, "record", ...keys);
    if (!positive(every, "record", ...keys)) return [];
    if (stepIsRight && step > every * (1 + 1e-9))
      book.report.warn(
        ["time", "step"],
        `is ${time.step}, longer than the time between records: each record cuts a step short`,
        `a step of ${written} or less, or fewer records`,
      );
    const count = Math.floor((end - start) / every + 1e-9);
    if (count > mostRecords) {
      book.report.fault(
        ["time", "record", ...keys],
        `makes ${count} records`,
        `${mostRecords} are possible: record less often`,
      );
      return [];
    }
    return Array.from({ length: Math.max(0, count) + 1 }, (_, index) => start + index * every);
  };
  const list = (written: readonly Written[], ...keys: string[]): number[] =>
    written.flatMap((each, index) => within(read(each, "record", ...keys, index), ["time", "record", ...keys, index]));
  const { record } = time;
  const asked =
    typeof record !== "object"
      ? grid(record)
      : Array.isArray(record)
        ? list(record)
        : [...grid(record.every, "every"), ...list(record.also, "also")];
  const records = [...asked, ...also.filter((at) => at >= start && at <= end), end].sort((a, b) => a - b);
  return { start, end, step, records: records.filter((at, index) => index === 0 || at - records[index - 1] > 1e-6) };
}

/** The unit in which the scenario tells time: that of its end. */
export function clockOf({ time }: Book["document"]): { readonly unit: string; readonly seconds: number } {
  for (const written of [time.to, time.from]) {
    const read = measure(written);
    if (isProblem(read) || read.unit === "") continue;
    const one = measure(`1 ${read.unit}`);
    if (!isProblem(one)) return { unit: read.unit, seconds: one.value };
  }
  return { unit: "s", seconds: 1 };
}
