/** Claims as tests: every reading, arm and time that a part names is found, and every change can be made. */
import type { Claim, ClaimPart, Reading } from "../../model.ts";
import { checkId } from "../arms.ts";
import { type Book, readNumber } from "../book.ts";
import type { Document } from "../document/document.ts";
import { entriesByName, find } from "../names.ts";
import { suggestion } from "../nearest.ts";
import type { Path } from "../tree.ts";

type Written = Document["claims"][number];
type WrittenPart = Written["holds"][number];
/** A column of the recording, and when it is read where that is not for the claim to say. */
export type Column = Reading & { readonly at: readonly number[] };

const compares = ["value", "ratio", "difference", "bliss"] as const;
const asks = {
  increases: "increases",
  decreases: "decreases",
  equivalent: "equivalent",
  "at-least": "at least",
  "at-most": "at most",
  above: "above",
  below: "below",
  between: "between",
} as const;

/** Times at which claims read, s: they are recorded. */
export function claimTimes(book: Book): number[] {
  const { from, to } = book.document.time;
  const start = readNumber(book, from, "time", ["time", "from"]);
  const end = readNumber(book, to, "time", ["time", "to"]);
  return book.document.claims.flatMap((claim, index) =>
    (["holds", "still"] as const).flatMap((key) =>
      claim[key].flatMap((part, place) => {
        const path = ["claims", index, key, place];
        const times = timesOf(book, part, path);
        for (const time of times)
          if (time < start || time > end)
            book.report.fault([...path, "at"], "is outside the time of the experiment", `${from} to ${to}`);
        return times;
      }),
    ),
  );
}

/** @param columns of the recording @param arms by name, those of a cross too */
export function claimsOf(book: Book, columns: readonly Column[], arms: readonly string[]): Claim[] {
  const { document, names, report } = book;
  const ids = new Set<string>();
  return document.claims.map((claim, index): Claim => {
    const path = ["claims", index];
    if (ids.has(claim.id))
      report.fault([...path, "id"], `is "${claim.id}", as that of another claim`, "give each claim its own id");
    ids.add(claim.id);
    for (const [at, name] of claim.fitted.entries()) find(names, report, "parameters", name, [...path, "fitted", at]);
    const parts = (key: "holds" | "still"): ClaimPart[] =>
      claim[key].flatMap((part, at) => partsOf(book, columns, arms, part, [...path, key, at]));
    return {
      id: claim.id,
      says: claim.says,
      rows: claim.row === undefined ? [] : typeof claim.row === "string" ? [claim.row] : claim.row,
      evidence: claim.evidence,
      fitted: claim.fitted,
      soft: claim.soft,
      holds: parts("holds"),
      still: parts("still"),
      ...(claim.off && { off: changeOf(book, claim.off, [...path, "off"]) }),
      ...(claim.on && { on: changeOf(book, claim.on, [...path, "on"]) }),
    };
  });
}

function changeOf(book: Book, change: NonNullable<Written["off"]>, path: Path): NonNullable<Claim["off"]> {
  const { names, report, document } = book;
  for (const [at, id] of change.without.entries()) checkId(book, id, [...path, "without", at]);
  for (const [at, id] of change.either.entries()) {
    find(names, report, "rules", id, [...path, "either", at]);
    const rule = document.rules.find((each) => each.id === id);
    if (rule?.requires.length === 0)
      report.fault([...path, "either", at], `is "${id}"`, "that rule has no `requires` to be read as either");
  }
  const set = entriesByName(change.set);
  for (const [name] of set) find(names, report, "parameters", name, [...path, "set", name]);
  const words = [
    ...change.without.map((id) => `without ${id}`),
    ...change.either.map((id) => `rule ${id} with OR for AND`),
    ...set.map(([name, value]) => `${name} = ${value}`),
  ];
  if (words.length === 0) report.fault(path, "changes nothing", "name what is taken away, such as without: [rule:…]");
  return { text: words.join(", "), without: change.without, either: change.either, set: Object.fromEntries(set) };
}

function partsOf(
  book: Book,
  columns: readonly Column[],
  arms: readonly string[],
  part: WrittenPart,
  path: Path,
): ClaimPart[] {
  const { report } = book;
  const compare = compares.filter((key) => part[key] !== undefined);
  const asked = (Object.keys(asks) as (keyof typeof asks)[]).filter((key) => part[key] !== undefined);
  if (compare.length !== 1) report.fault(path, "does not say what is read", `one of ${compares.join(", ")} is needed`);
  if (asked.length !== 1)
    report.fault(path, "does not say what must be so", `one of ${Object.keys(asks).join(", ")} is needed`);
  if (compare.length !== 1 || asked.length !== 1) return [];
  const [how] = compare;
  const [ask] = asked;
  const needsOther = how !== "value";
  if (needsOther && part.to === undefined)
    report.fault(path, "does not say what it is compared with", "name the arm: to: medium");
  if (how === "bliss" && part.singles === undefined)
    report.fault(path, "does not name the single arms", "such as singles: [EXO, IL2]");
  if (how !== "ratio" && ["increases", "decreases", "equivalent"].includes(ask))
    report.fault(
      [...path, ask],
      "is asked of something that is no ratio",
      "compare by `ratio`, or ask at-least, above, between…",
    );
  const known = (arm: string | undefined, key: string): string[] => {
    if (arm === undefined) return [];
    if (!arms.includes(arm)) report.fault([...path, key], `is "${arm}", which is no arm`, suggestion(arm, arms));
    return [arm];
  };
  const column = readingOf(book, columns, part[how]!, part.in, [...path, how]);
  if (column === undefined) return [];
  const times = part.at === undefined ? column.at : timesOf(book, part, path);
  if (times.length === 0) report.fault(path, "does not say when", "such as at: 8 day");
  const value = part[ask];
  const values = typeof value === "number" ? [value] : Array.isArray(value) ? value : [];
  const of = typeof part.of === "string" ? [part.of] : part.of;
  return of.map((arm): ClaimPart => {
    const group =
      how === "bliss"
        ? [
            ...known(part.to, "to"),
            ...(part.singles ?? []).flatMap((single) => known(single, "singles")),
            ...known(arm, "of"),
          ]
        : [...known(arm, "of"), ...(needsOther ? known(part.to, "to") : [])];
    const against =
      how === "value"
        ? arm
        : how === "bliss"
          ? `${arm} beyond ${part.singles?.join(" and ")}`
          : `${arm} against ${part.to}`;
    const ending = values.length === 0 ? "" : ` ${values.join(" to ")}`;
    return {
      text: `${how === "value" ? "" : `${how} of `}${part[how]}, ${against}: ${asks[ask]}${ending}`,
      compare: how,
      reading: { name: column.name, culture: column.culture, subject: column.subject },
      arms: group,
      at: times,
      asks: asks[ask],
      values,
    };
  });
}

/** The column that a reading names: "count CD8" is subject CD8 of count. */
export function readingOf(
  book: Book,
  columns: readonly Column[],
  written: string,
  culture: string | undefined,
  path: Path,
): Column | undefined {
  const { names, report, document } = book;
  const cultures = entriesByName(document.cultures).map(([name]) => name);
  const named = columns.filter(({ name, subject }) => `${name} ${subject}` === written);
  if (named.length === 0) {
    report.fault(
      path,
      `is "${written}", which nothing records`,
      suggestion(written, new Set(columns.map(({ name, subject }) => `${name} ${subject}`))),
    );
    return undefined;
  }
  const place = culture === undefined ? undefined : find(names, report, "cultures", culture, path);
  const here = named.filter((column) => place === undefined || column.culture === place);
  if (here.length !== 1) {
    report.fault(
      path,
      `is "${written}", which ${here.length === 0 ? `is not recorded in ${culture}` : "more than one culture has"}`,
      `say which: in: ${named.map((column) => cultures[column.culture]).join(", or in: ")}`,
    );
    return undefined;
  }
  return here[0];
}

function timesOf(book: Book, part: WrittenPart, path: Path): number[] {
  const { at } = part;
  const times = at === undefined ? [] : Array.isArray(at) ? at : [at];
  return times.map((written, each) =>
    readNumber(book, written, "time", Array.isArray(at) ? [...path, "at", each] : [...path, "at"]),
  );
}
