/** Virtual instruments as written, found: what each looks at and when, and the columns that it gives. */
import { assaySettings } from "../../instruments.ts";
import type { Assay, Observable } from "../../model.ts";
import { type Book, readNumber } from "../book.ts";
import type { Document } from "../document/document.ts";
import { entriesByName, find, type Names } from "../names.ts";
import { suggestion } from "../nearest.ts";
import type { Path } from "../tree.ts";

type Written = Document["assays"][number];
type Instrument = Assay["instrument"];

/** How a scenario writes each instrument: the words before the names of what it looks at. */
const words: readonly (readonly [string, Instrument])[] = [
  ["count", "automated count"],
  ["flow", "flow cytometry"],
  ["dye dilution", "dye dilution"],
  ["cytokine array", "cytokine array"],
  ["light scattering", "light scattering"],
  ["bead flow", "bead flow"],
];
const ofPreparations: readonly Instrument[] = ["light scattering", "bead flow"];

export interface Assays {
  readonly assays: readonly Assay[];
  readonly columns: readonly Observable[];
}

/** Times at which a culture is measured, s: they are recorded. */
export function assayTimes(book: Book): number[] {
  return book.document.assays.flatMap((assay, index) => timesOf(book, assay, ["assays", index]));
}

function timesOf(book: Book, { at }: Written, path: Path): number[] {
  const times = at === undefined ? [] : Array.isArray(at) ? at : [at];
  return times.map((written, each) =>
    readNumber(book, written, "time", Array.isArray(at) ? [...path, "at", each] : [...path, "at"]),
  );
}

/** @param takenAt when each preparation is made, s, and from which culture @param present kinds that can live in each culture */
export function assaysOf(
  book: Book,
  takenAt: readonly (readonly { readonly at: number; readonly culture: number }[])[],
  present: readonly (readonly number[])[],
): Assays {
  const { document, names, report } = book;
  const assays: Assay[] = [];
  const columns: Observable[] = [];
  document.assays.forEach((written, index) => {
    const path: Path = ["assays", index];
    const preparation =
      written.of === undefined ? -1 : (find(names, report, "preparations", written.of, [...path, "of"]) ?? -2);
    const places =
      written.in === undefined
        ? [...names.index.cultures.keys()]
        : typeof written.in === "string"
          ? [written.in]
          : written.in;
    const cultures = places.flatMap((name) => find(names, report, "cultures", name, [...path, "in"]) ?? []);
    const at = timesOf(book, written, path);
    if (preparation === -1 && at.length === 0)
      report.fault(path, "does not say when", "state `at`, or `of` a preparation");
    written.measure.forEach((measure, each) => {
      const where = [...path, "measure", each];
      const found = words.find(([word]) => measure === word || measure.startsWith(`${word} `));
      if (found === undefined) {
        report.fault(
          where,
          `is "${measure}", which is no instrument`,
          suggestion(
            measure,
            words.map(([word]) => word),
          ),
        );
        return;
      }
      const [word, instrument] = found;
      const subjects = measure
        .slice(word.length)
        .trim()
        .split(/\s+/)
        .filter((name) => name !== "");
      const isOfPreparation = ofPreparations.includes(instrument);
      if (preparation !== -1 && !isOfPreparation)
        report.fault(where, `is "${measure}", which looks at a culture`, "leave out `of`, and say `in` and `at`");
      if (preparation === -1 && isOfPreparation)
        report.fault(where, `is "${measure}", which looks at a preparation`, "name one: of: pellet");
      const settings = settingsFor(book, written, instrument, [...path, "with"]);
      const shown =
        preparation < 0 ? cultures : (takenAt[preparation]?.slice(0, 1).map(({ culture }) => culture) ?? []);
      for (const culture of shown) {
        const assay = {
          instrument,
          culture,
          preparation: Math.max(-1, preparation),
          at: preparation < 0 ? at : takenAt[preparation].map((take) => take.at),
          gates: gatesOf(book, instrument, subjects, present[culture] ?? [], where),
          labelled: 0,
          analytes: instrument === "cytokine array" ? analytesOf(book, subjects, where) : [],
          markers: instrument === "bead flow" ? markersOf(book, subjects, where) : [],
          settings,
        } satisfies Assay;
        columns.push(...columnsOf(assay, assays.length, written.of));
        assays.push(assay);
      }
    });
  });
  return { assays, columns };
}

function settingsFor(book: Book, written: Written, instrument: Instrument, path: Path): Record<string, number> {
  const table: Readonly<
    Record<string, { readonly value: number; readonly least: number; readonly most: number; readonly unit: string }>
  > = assaySettings[instrument];
  const settings = Object.fromEntries(Object.entries(table).map(([name, { value }]) => [name, value]));
  for (const [name, value] of entriesByName(written.with)) {
    const known = Object.hasOwn(table, name) ? table[name] : undefined;
    const shared =
      written.measure.length > 1 && Object.values(assaySettings).some((other) => Object.hasOwn(other, name));
    if (known === undefined) {
      if (!shared)
        book.report.keyFault([...path, name], `is no setting of ${instrument}`, suggestion(name, Object.keys(table)));
      continue;
    }
    const number = Number(value);
    if (!(number >= known.least && number <= known.most))
      book.report.fault(
        [...path, name],
        `is "${value}"`,
        `a number from ${known.least} to ${known.most} is needed, in ${known.unit}`,
      );
    settings[name] = number;
  }
  return settings;
}

/** Populations that are told apart: each type named, or for a count and a dye all cells. */
function gatesOf(
  book: Book,
  instrument: Instrument,
  subjects: readonly string[],
  present: readonly number[],
  path: Path,
): Assay["gates"] {
  const { names } = book;
  const ofType = (type: string): number[] => present.filter((kind) => names.kinds[kind].type === type);
  if (instrument === "flow cytometry") {
    const types = subjects.length > 0 ? subjects : typesIn(names, present);
    return types.map((type) => {
      find(names, book.report, "types", type, path);
      return { name: type, kinds: ofType(type) };
    });
  }
  if (instrument === "dye dilution") {
    const types = typesIn(names, present).map((type) => ({ name: type, kinds: ofType(type) }));
    return [{ name: "all", kinds: present }, ...types];
  }
  return [{ name: "all", kinds: present }];
}

const typesIn = (names: Names, kinds: readonly number[]): string[] =>
  [...new Set(kinds.map((kind) => names.kinds[kind].type))].sort();

function analytesOf(book: Book, subjects: readonly string[], path: Path): Assay["analytes"] {
  const { names, report, molecules } = book;
  const factors = [...names.index.factors.keys()];
  const wanted = subjects.length > 0 ? subjects : factors.filter((_, index) => (molecules[index]?.molarMass ?? 0) > 0);
  return wanted.flatMap((name) => {
    const factor = find(names, report, "factors", name, path);
    if (factor === undefined) return [];
    if (!((molecules[factor]?.molarMass ?? 0) > 0))
      report.fault(
        path,
        `reads ${name}, whose molar mass is not stated`,
        `an array reads mass: factors.${name}.molar-mass is needed`,
      );
    return [{ name, factor }];
  });
}

function markersOf(book: Book, subjects: readonly string[], path: Path): Assay["markers"] {
  if (subjects.length < 2)
    book.report.fault(
      path,
      "names fewer than two markers",
      "one captures while another is stained, such as bead flow CD9 CD63",
    );
  return subjects.flatMap((name) => {
    const cargo = find(book.names, book.report, "cargo", name, path);
    return cargo === undefined ? [] : [{ name, cargo }];
  });
}

/** What an instrument gives: readings, each with its truth beside it where there is one. */
function columnsOf(assay: Assay, index: number, preparation: string | undefined): Observable[] {
  const column = (entry: string, unit: string, truth = false): Observable => ({
    name: assay.instrument,
    culture: assay.culture,
    subject: `${preparation === undefined ? "" : `${preparation} `}${entry}${truth ? " (truth)" : ""}`,
    unit,
    scale: 1,
    measure: { of: "assay", assay: index, entry, truth },
  });
  const both = (entry: string, unit: string): Observable[] => [column(entry, unit), column(entry, unit, true)];
  switch (assay.instrument) {
    case "automated count":
      return [...both("viable", "cells/mL"), ...both("viability", "")];
    case "flow cytometry": {
      const ratio = assay.gates.length > 1 ? both(`${assay.gates[0].name}/${assay.gates[1].name}`, "") : [];
      return [...assay.gates.flatMap(({ name }) => both(name, "%")), ...ratio];
    }
    case "dye dilution":
      return assay.gates.flatMap(({ name }) => {
        const prefix = name === "all" ? "" : `${name} `;
        const last = Math.floor(assay.settings.generations);
        return [
          ...Array.from({ length: last + 1 }, (_, generation) =>
            column(`${prefix}generation ${generation}${generation === last ? "+" : ""}`, "%"),
          ),
          ...both(`${prefix}divided`, ""),
          ...both(`${prefix}precursors`, ""),
          ...both(`${prefix}division index`, ""),
        ];
      });
    case "cytokine array":
      return [
        ...assay.analytes.flatMap(({ name }) => both(name, "of reference")),
        ...both("analytes on", "analytes"),
        ...both("sum", "of reference"),
      ];
    case "light scattering":
      return [...both("z-average", "nm"), ...both("polydispersity", ""), column("number mean", "nm", true)];
    case "bead flow":
      return assay.markers.flatMap(({ name }) => [column(`${name} positive`, "%"), column(`${name} over isotype`, "")]);
  }
}
