/** What may go together over donors: every reading, time and arm that an association names is found. */
import type { Association, Passing } from "../../model.ts";
import { type Book, readNumber } from "../book.ts";
import type { Document } from "../document/document.ts";
import { suggestion } from "../nearest.ts";
import type { Path } from "../tree.ts";
import { type Column, readingOf } from "./claims.ts";

type Written = Document["associations"][number];

/** `count CD8 in dish at 5 day`: what, where and when. */
interface Words {
  readonly what: string;
  readonly place: string | undefined;
  readonly at: string | undefined;
}

/** Times at which associations read, s: they are recorded. */
export function associationTimes(book: Book): number[] {
  return book.document.associations.flatMap((written, index) =>
    (["of", "with"] as const).flatMap((key) => {
      const { at } = wordsOf(written[key] ?? "");
      return at === undefined ? [] : timeOf(book, at, ["associations", index, key]);
    }),
  );
}

/** @param columns of the recording @param arms by name, those of a cross too */
export function associationsOf(book: Book, columns: readonly Column[], arms: readonly string[]): Association[] {
  const { report, document } = book;
  const ids = new Set<string>();
  return document.associations.flatMap((written, index): Association[] => {
    const path: Path = ["associations", index];
    if (ids.has(written.id))
      report.fault([...path, "id"], `is "${written.id}", as that of another one`, "give each association its own id");
    ids.add(written.id);
    for (const [at, arm] of (written.arms ?? []).entries())
      if (!arms.includes(arm))
        report.fault([...path, "arms", at], `is "${arm}", which is no arm`, suggestion(arm, arms));
    if ((written.with === undefined) === (written.until === undefined))
      report.fault(path, "does not say what the outcome is", "state `with` a reading, or `until` it passes a value");
    if (written.of === undefined && (written.until === undefined || written.arms?.length !== 2))
      report.fault(
        path,
        "does not say what is compared",
        "state `of` a reading, or two `arms` with an `until`, such as arms: [treated, control]",
      );
    if (written.above !== undefined && written.below !== undefined)
      report.fault(path, "asks for two things", "state `above` or `below`");
    if (document.donors.count < 3 && written.of !== undefined)
      report.warn(path, "is over fewer than 3 donors", "raise donors.count: a correlation of two says nothing");
    const of = written.of === undefined ? undefined : readAt(book, columns, written.of, [...path, "of"]);
    const outcome =
      written.with !== undefined
        ? readAt(book, columns, written.with, [...path, "with"])
        : written.until !== undefined
          ? passingOf(book, columns, written.until, [...path, "until"])
          : undefined;
    if (outcome === undefined || (written.of !== undefined && of === undefined)) return [];
    const side = written.above !== undefined ? "above" : "below";
    const value = written.above ?? written.below;
    return [
      {
        id: written.id,
        text: written.text ?? textOf(written),
        arms: written.arms ?? [],
        ...(of && { of }),
        outcome: "side" in outcome ? { until: outcome } : outcome,
        ...(value !== undefined && { asks: { side, value } }),
      },
    ];
  });
}

/** "vesicles EXO free at 5 day with count T at 8 day" */
function textOf({ of, with: other, until, arms }: Written): string {
  const outcome = until === undefined ? `with ${other}` : `and the time until ${until}`;
  return of === undefined ? `${arms?.join(" over ")}, by the time until ${until}` : `${of} ${outcome}`;
}

const wordsOf = (written: string): Words => {
  const [, what, place, at] = /^(.+?)(?: in (\w+))?(?: at (.+))?$/.exec(written.trim()) ?? ["", written];
  return { what, place, at };
};

function readAt(
  book: Book,
  columns: readonly Column[],
  written: string,
  path: Path,
): NonNullable<Association["of"]> | undefined {
  const { what, place, at } = wordsOf(written);
  const column = readingOf(book, columns, what, place, path);
  if (column === undefined) return undefined;
  const times = at === undefined ? column.at : timeOf(book, at, path);
  if (times.length !== 1) {
    book.report.fault(path, "does not say at which time", `such as ${what} at ${book.document.time.to}`);
    return undefined;
  }
  if (column.at.length > 0 && !column.at.some((time) => Math.abs(time - times[0]) <= 1e-6))
    book.report.fault(path, `is "${written}", which is not read then`, "add that time to the `at` of its assay");
  return { reading: plain(column), at: times[0] };
}

/** `tumour volume tumour above 1000`, found: what must be read for it to have happened. */
export function passingOf(book: Book, columns: readonly Column[], written: string, path: Path): Passing | undefined {
  const found = /^(.+?)(?: in (\w+))? (above|below) (\S+)$/.exec(written.trim());
  if (found === null || !Number.isFinite(Number(found[4]))) {
    book.report.fault(path, `is "${written}"`, "a reading that passes a number is needed: count tumour above 1e6");
    return undefined;
  }
  const [, what, place, side, value] = found;
  const column = readingOf(book, columns, what, place, path);
  return column && { reading: plain(column), side: side === "above" ? "above" : "below", value: Number(value) };
}

const plain = ({ name, culture, subject }: Column) => ({ name, culture, subject });

function timeOf(book: Book, written: string, path: Path): number[] {
  const time = readNumber(book, written, "time", path);
  const { from, to } = book.document.time;
  const [start, end] = [from, to].map((each, index) =>
    readNumber(book, each, "time", ["time", index === 0 ? "from" : "to"]),
  );
  if (time < start || time > end)
    book.report.fault(path, `is at ${written}, outside the time of the experiment`, `${from} to ${to}`);
  return Number.isFinite(time) ? [time] : [];
}
