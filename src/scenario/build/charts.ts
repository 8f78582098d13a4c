/** Charts as asked for, found: what each draws, where and when, or what is wrong with the words. */
import type { Association, Passing } from "../../model.ts";
import { type Band, bandOf, isBand } from "../bands.ts";
import { type Book, readNumber } from "../book.ts";
import { entriesByName, find } from "../names.ts";
import { suggestion } from "../nearest.ts";
import { clockOf } from "../time.ts";
import type { Path } from "../tree.ts";
import { passingOf } from "./associations.ts";

/** One picture to draw. Cultures, species and preparations are numbered as in the model. */
export type AskedChart =
  /** A column of the recording over time. */
  | { readonly show: "lines"; readonly scale: "linear" | "log"; readonly column: Column }
  /** A column of the recording at some times (s), arm beside arm. */
  | { readonly show: "readings"; readonly at: readonly number[]; readonly column: Column }
  /** Living cells of one type for each of another, over time. */
  | { readonly show: "ratio"; readonly culture: number; readonly of: string; readonly to: string }
  /** Cells by division number, of a type or of all; without a time: the last at which they were read. */
  | { readonly show: "generations"; readonly culture: number; readonly of?: string; readonly at?: number }
  /** All analytes of the array, at the times stated or at all of them. */
  | { readonly show: "array"; readonly culture: number; readonly at: readonly number[] }
  /** Vesicles of a species in the medium, on cells and in them, over time. */
  | { readonly show: "places"; readonly culture: number; readonly species: string; readonly scale: "linear" | "log" }
  /** Diameters of a species in a preparation. */
  | {
      readonly show: "sizes";
      readonly species: string;
      readonly preparation: string;
      readonly culture: number; // whose columns show what was read of the preparation
    }
  /** Where the cells of a static culture are, over the concentration of a factor or of vesicles: at one time, or side by side. */
  | { readonly show: "dish"; readonly culture: number; readonly field?: string; readonly at: readonly number[] } // no times: a few, evenly
  /** What is read by the distance from cells (near) or along an axis (profile), in bands of so many µm: at a time, else the last. */
  | {
      readonly show: "reach";
      readonly culture: number;
      readonly name: "near" | "profile";
      readonly what: string; // IL2, inside:EXO
      readonly where: string; // "from secretor", "along z"
      readonly every: number; // µm
      readonly scale: "linear" | "log";
      readonly at?: number; // s
    }
  /** Donors as points, or two groups of animals as curves. */
  | { readonly show: "association"; readonly association: Association }
  /** The part of the animals of each arm in which it has not happened yet. */
  | { readonly show: "survival"; readonly until: Passing };

export interface Column {
  readonly name: string;
  readonly culture: number;
  readonly subject: string;
}

/** A column of the recording, and when it is read: no times where it is at each record. */
type Recorded = Column & { readonly at: readonly number[] };

interface Words {
  readonly what: string;
  readonly place: string | undefined; // behind "in"
  readonly at: readonly number[]; // s
  readonly isLog: boolean;
}

/** Times at which charts show something, s: they are recorded. */
export function chartTimes(book: Book): number[] {
  return book.document.charts.flatMap((written, index) =>
    isOfCohort(written.trim()) ? [] : wordsOf(book, written, ["charts", index]).at,
  );
}

const isOfCohort = (written: string): boolean => /^(association|survival) /.test(written);

/** `association uPAR`, or `survival count tumour above 1e6`; undefined for other words. */
function ofCohort(
  book: Book,
  columns: readonly Recorded[],
  associations: readonly Association[],
  written: string,
  path: Path,
): AskedChart[] | undefined {
  if (!isOfCohort(written)) return undefined;
  const what = written.slice(written.indexOf(" ") + 1).trim();
  if (written.startsWith("survival ")) {
    const until = passingOf(book, columns, what, path);
    return until === undefined ? [] : [{ show: "survival", until }];
  }
  const known = book.document.associations.map(({ id }) => id);
  if (!known.includes(what))
    book.report.fault(path, `is "${written}": there is no such association`, suggestion(what, known));
  return associations.filter(({ id }) => id === what).map((association) => ({ show: "association", association }));
}

/** @param columns of the recording @param associations that were found */
export function chartsOf(book: Book, columns: readonly Recorded[], associations: readonly Association[]): AskedChart[] {
  return book.document.charts.flatMap((written, index): AskedChart[] => {
    const path = ["charts", index];
    const cohort = ofCohort(book, columns, associations, written.trim(), path);
    if (cohort) return cohort;
    const words = wordsOf(book, written, path);
    const { what, place, at, isLog } = words;
    const cultureOf = (name: string): number[] => [find(book.names, book.report, "cultures", name, path) ?? -1];
    const sized = /^sizes (\w+)$/.exec(what);
    const dish = /^dish(?: (\w+))?$/.exec(what);
    const charts = sized
      ? sizesOf(book, columns, sized[1], place, path)
      : dish
        ? dishesOf(book, dish[1], words, path)
        : drawn(columns, words).filter(({ culture }) => place === undefined || cultureOf(place).includes(culture));
    const [first] = charts;
    if (first === undefined) {
      if (sized === null && dish === null) sayUnknown(book, columns, written, words, path);
      return [];
    }
    const isOverTime = ["lines", "ratio", "places"].includes(first.chart.show);
    if (at.length > 0 && (isOverTime || first.chart.show === "sizes"))
      book.report.fault(path, `is "${written}", which has no times to choose from`, `leave them out: ${what}`);
    if (first.chart.show === "generations" && at.length > 1)
      book.report.fault(path, `is "${written}"`, "generations are drawn at one time: ask for each by itself");
    if (first.chart.show === "reach" && at.length > 1)
      book.report.fault(path, `is "${written}"`, "distances are drawn at one time: ask for each by itself");
    if (isLog && !["lines", "places", "reach"].includes(first.chart.show))
      book.report.fault(path, `is "${written}", which has no logarithmic axis`, `leave log out: ${what}`);
    for (const time of at)
      if (charts.every(({ used }) => used.length > 0 && !used.some((each) => Math.abs(each - time) <= 1e-6)))
        book.report.fault(
          path,
          `is "${written}", which is not read then`,
          `it is read at ${timesText(book, first.used)}`,
        );
    return charts.map(({ chart }) => chart);
  });
}

/** `count CD8 in recipient at 5 day and 8 day`: what, where, when, and how. */
function wordsOf(book: Book, written: string, path: Path): Words {
  const [, what, place, times, log] = /^(.+?)(?: in (\w+))?(?: over time| at (.+?))?( log)?$/.exec(written.trim()) ?? [
    "",
    written,
  ];
  const { from, to } = book.document.time;
  const [start, end] = [from, to].map((each, index) =>
    readNumber(book, each, "time", ["time", index === 0 ? "from" : "to"]),
  );
  const at = (times === undefined ? [] : times.split(/ and /)).map((each) => {
    const time = readNumber(book, each, "time", path);
    if (time < start || time > end)
      book.report.fault(path, `is "${written}", outside the time of the experiment`, `${from} to ${to}`);
    return time;
  });
  return { what, place, at: at.filter(Number.isFinite), isLog: log !== undefined };
}

interface Drawn {
  readonly culture: number;
  readonly used: readonly number[]; // times at which it can be read, s; empty: at any
  readonly chart: AskedChart;
}

/** What these words draw, in every culture. */
function drawn(columns: readonly Recorded[], { what, at, isLog }: Words): Drawn[] {
  const scale = isLog ? "log" : "linear";
  const cultures = [...new Set(columns.map(({ culture }) => culture))].sort((a, b) => a - b);
  const first = (culture: number, name: string, subject?: string): Recorded[] =>
    columns
      .filter((each) => each.culture === culture && each.name === name && (subject ?? each.subject) === each.subject)
      .slice(0, 1);
  const ratio = /^(\w+)\/(\w+)$/.exec(what);
  const generations = /^generations(?: (\w+))?$/.exec(what);
  const places = /^vesicles (\w+)$/.exec(what);
  const reach = /^(reach|profile) (\S+)(?: ((?:from|along) .+))?$/.exec(what);
  return cultures.flatMap((culture): Drawn[] => {
    if (ratio) {
      const [, of, to] = ratio;
      const isThere = [of, to].every((type) => first(culture, "count", type).length > 0);
      return isThere ? [{ culture, used: [], chart: { show: "ratio", culture, of, to } }] : [];
    }
    if (generations) {
      const of = generations[1];
      const [dye] = first(culture, "dye dilution", `${of === undefined ? "" : `${of} `}generation 0`);
      const [counted] = columns.filter(
        ({ name, subject, ...each }) =>
          each.culture === culture && name === "generation" && (of === undefined || subject === `${of} generation 0`),
      );
      if (!dye && !counted) return [];
      const chart = {
        show: "generations",
        culture,
        ...(of !== undefined && { of }),
        ...(at.length > 0 && { at: at[0] }),
      } as const;
      return [{ culture, used: dye?.at ?? [], chart }];
    }
    if (what === "cytokine array")
      return first(culture, what).map(({ at: used }) => ({ culture, used, chart: { show: "array", culture, at } }));
    if (places) {
      const [, species] = places;
      return first(culture, "vesicles", `${species} free`).map(() => ({
        culture,
        used: [],
        chart: { show: "places", culture, species, scale },
      }));
    }
    const bands =
      reach === null ? [] : bandsOf(columns, culture, reach[1] === "reach" ? "near" : "profile", reach[2], reach[3]);
    if (bands.length > 0)
      return bands.map((each) => ({
        culture,
        used: [],
        chart: { show: "reach", culture, ...each, scale, ...(at.length > 0 && { at: at[0] }) },
      }));
    return columns
      .filter((each) => each.culture === culture && isMeant(each, what))
      .map(({ at: used, ...column }) => {
        const chart: AskedChart = at.length > 0 ? { show: "readings", at, column } : { show: "lines", scale, column };
        return { culture, used, chart };
      });
  });
}

/** The bands in which a culture reads something, as often as it was asked for; one band alone is no line. @param where absent: from or along whatever */
function bandsOf(
  columns: readonly Recorded[],
  culture: number,
  name: "near" | "profile",
  what: string,
  where: string | undefined,
): { name: "near" | "profile"; what: string; where: string; every: number }[] {
  const bands = columns.flatMap((column) => {
    const band = column.name === name && column.culture === culture ? bandOf(column.subject) : undefined;
    return band !== undefined && band.what === what && (where === undefined || band.where === where) ? [band] : [];
  });
  const isNext = (one: Band, other: Band): boolean => isBand(other, { ...one, every: one.to }) && other.from === one.to;
  return bands
    .filter((first) => first.from === 0 && bands.some((other) => isNext(first, other)))
    .map((first) => ({ name, what, where: first.where, every: first.to }));
}

/** A name alone stands for each thing of one word: `count` for the types, `concentration` for the factors. */
const isMeant = ({ name, subject }: Column, what: string): boolean =>
  `${name} ${subject}` === what || (name === what && /^\w+$/.test(subject));

/** Pictures of static cultures: of all, or of the one that is named. */
function dishesOf(book: Book, field: string | undefined, { place, at }: Words, path: Path): Drawn[] {
  const { names, report, document } = book;
  const isKnown = field === undefined || names.index.factors.has(field) || names.index.vesicles.has(field);
  if (!isKnown) find(names, report, "factors", field, path);
  const still = entriesByName(document.cultures).flatMap(([name, { mixing }], culture) =>
    mixing === "static" && (place === undefined || place === name) ? [culture] : [],
  );
  if (still.length === 0)
    report.fault(
      path,
      "asks for a picture of places, and no such culture is static",
      "state mixing: static, and a box",
    );
  if (!isKnown) return [];
  return still.map((culture) => ({
    culture,
    used: [],
    chart: { show: "dish", culture, at, ...(field !== undefined && { field }) },
  }));
}

function sizesOf(
  book: Book,
  columns: readonly Recorded[],
  species: string,
  place: string | undefined,
  path: Path,
): Drawn[] {
  const { names, report } = book;
  if (find(names, report, "vesicles", species, path) === undefined) return [];
  const asked = place === undefined ? [...names.index.preparations.keys()] : [place];
  if (place !== undefined && find(names, report, "preparations", place, path) === undefined) return [];
  const charts = asked.flatMap((preparation): Drawn[] => {
    const read = columns.find(
      ({ name, subject }) => name === "light scattering" && subject === `${preparation} z-average`,
    );
    if (read === undefined) return [];
    const { culture } = read;
    return [{ culture, used: [], chart: { show: "sizes", species, preparation, culture } }];
  });
  if (charts.length === 0)
    report.fault(
      path,
      "asks for sizes that nothing reads",
      `measure a preparation under assays: { of: ${asked[0] ?? "pellet"}, measure: [light scattering] }`,
    );
  return charts;
}

/** What was asked for is drawn nowhere: in no culture, or not in the one that is named. */
function sayUnknown(book: Book, columns: readonly Recorded[], written: string, words: Words, path: Path): void {
  const { names, report, document } = book;
  const { what, place } = words;
  if (place !== undefined && !names.index.cultures.has(place)) return; // said already
  const elsewhere = drawn(columns, words).map(({ culture }) => entriesByName(document.cultures)[culture][0]);
  if (elsewhere.length > 0) {
    const hint = `leave out the place, or say in ${[...new Set(elsewhere)].join(", or in ")}`;
    report.fault(path, `is "${written}", which is not recorded there`, hint);
    return;
  }
  const types = columns
    .filter(({ name, subject }) => name === "count" && /^\w+$/.test(subject))
    .map((each) => each.subject);
  const species = [...names.index.vesicles.keys()];
  const known = [
    ...columns.filter(({ subject }) => !subject.endsWith(" (truth)")).map(({ name, subject }) => `${name} ${subject}`),
    ...["count", "concentration", "generations", "cytokine array"].filter(
      (each) => each === "generations" || columns.some(({ name }) => name === each),
    ),
    ...types.flatMap((type) => [
      `generations ${type}`,
      ...types.filter((to) => to !== type).map((to) => `${type}/${to}`),
    ]),
    ...species.flatMap((each) => [`vesicles ${each}`, `sizes ${each}`]),
    ...columns.flatMap(({ name, subject }) => {
      const band = bandOf(subject);
      return band === undefined ? [] : [`${name === "near" ? "reach" : name} ${band.what}`];
    }),
  ].filter((each) => /^sizes /.test(each) || drawn(columns, { ...words, what: each, at: [] }).length > 0);
  const turned = known.find((each) => inOrder(each) === inOrder(what));
  const hint = turned === undefined ? suggestion(what, known) : `did you mean "${turned}"?`;
  report.fault(path, `is "${what}", which nothing records`, hint);
}

const inOrder = (words: string): string => words.split(" ").sort().join(" ");

function timesText(book: Book, times: readonly number[]): string {
  const { unit, seconds } = clockOf(book.document);
  return times.map((time) => `${time / seconds} ${unit}`).join(" and ");
}
