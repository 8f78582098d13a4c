/** Virtual instruments as written, found: what each looks at and when, and the columns that it gives. */
import { assaySettings } from "../../instruments.ts";
import type { Assay, Observable } from "../../model.ts";
import { type Book, readNumber } from "../book.ts";
import type { Document } from "../document/document.ts";
import { entriesByName, find, findKinds, type Names } from "../names.ts";
import { nearest, suggestion } from "../nearest.ts";
import type { Plan } from "../plan.ts";
import type { Path } from "../tree.ts";
import { columnsOf } from "./assay-columns.ts";

type Written = Document["assays"][number];
type Instrument = Assay["instrument"];
type PlannedAssay = Plan["assays"][number];

/** How a scenario writes each instrument, and what it can look at. */
const instruments: Readonly<
  Record<Instrument, { readonly word: string; readonly at: "culture" | "preparation" | "either" }>
> = {
  "automated count": { word: "count", at: "culture" },
  "flow cytometry": { word: "flow", at: "culture" },
  "dye dilution": { word: "dye dilution", at: "culture" },
  "cytokine array": { word: "cytokine array", at: "culture" },
  "light scattering": { word: "light scattering", at: "preparation" },
  "bead flow": { word: "bead flow", at: "preparation" },
  killing: { word: "killing", at: "culture" },
  caspase: { word: "caspase", at: "culture" },
  ELISA: { word: "ELISA", at: "culture" },
  tetramer: { word: "tetramer", at: "culture" },
  "tumour volume": { word: "tumour volume", at: "culture" },
  "sucrose gradient": { word: "sucrose gradient", at: "either" },
  "differential spins": { word: "differential spins", at: "culture" },
  "nanoparticle tracking": { word: "nanoparticle tracking", at: "either" },
  "plasma capture": { word: "plasma capture", at: "either" },
  "RNA profile": { word: "RNA profile", at: "either" },
};
const everyInstrument = Object.keys(instruments) as Instrument[];

export interface Assays {
  readonly assays: readonly PlannedAssay[];
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

/**
 * @param vesicles species as planned
 * @param takenAt when each preparation is made, s, and from which culture
 * @param present kinds that can live in each culture
 */
export function assaysOf(
  book: Book,
  vesicles: Plan["vesicles"],
  takenAt: readonly (readonly { readonly at: number; readonly culture: number }[])[],
  present: readonly (readonly number[])[],
): Assays {
  const { document, names, report } = book;
  const assays: PlannedAssay[] = [];
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
      const instrument = everyInstrument.find(
        (each) => measure === instruments[each].word || measure.startsWith(`${instruments[each].word} `),
      );
      if (instrument === undefined) {
        const words = everyInstrument.map((each) => instruments[each].word);
        const heads = [2, 1].map((length) => measure.split(/\s+/).slice(0, length).join(" "));
        const head = heads.find((each) => nearest(each, words) !== undefined) ?? measure;
        report.fault(where, `is "${measure}", which is no instrument`, suggestion(head, words));
        return;
      }
      const { word, at: looksAt } = instruments[instrument];
      const [named, other] = measure.slice(word.length).split(/\sagainst\s+/);
      const subjects = named.split(/\s+/).filter((name) => name !== "");
      if (preparation !== -1 && looksAt === "culture")
        report.fault(where, `is "${measure}", which looks at a culture`, "leave out `of`, and say `in` and `at`");
      if (preparation === -1 && looksAt === "preparation")
        report.fault(where, `is "${measure}", which looks at a preparation`, "name one: of: pellet");
      if (other !== undefined && instrument !== "RNA profile")
        report.fault(where, `holds a ${word} against something`, "only an RNA profile is held against another");
      const against =
        other === undefined
          ? -1
          : (find(names, report, preparation === -1 ? "cultures" : "preparations", other.trim(), where) ?? -1);
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
          analytes: readsFactors.includes(instrument) ? analytesOf(book, subjects, where) : [],
          markers: markersOf(book, instrument, subjects, where),
          sizes: preparation < 0 && parts.includes(instrument) ? mediumOf(vesicles) : [],
          against,
          settings,
        } satisfies PlannedAssay;
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

/** Instruments that read factors, those that need markers and how many, and those that part vesicles by what they are. */
const readsFactors: readonly Instrument[] = ["cytokine array", "ELISA"];
const leastMarkers: Partial<Record<Instrument, number>> = {
  "bead flow": 2,
  "plasma capture": 1,
  "RNA profile": 1,
  "sucrose gradient": 0,
};
const parts: readonly Instrument[] = ["sucrose gradient", "differential spins", "nanoparticle tracking"];

/** The vesicles of each species as no step has parted them. */
const mediumOf = (vesicles: Plan["vesicles"]): PlannedAssay["sizes"] =>
  vesicles.map(({ diameter, density }) => ({ sized: { diameter, density, steps: [] } }));

/** Populations that are told apart: those that the words name, or for a count and a dye all cells. */
function gatesOf(
  book: Book,
  instrument: Instrument,
  subjects: readonly string[],
  present: readonly number[],
  path: Path,
): Assay["gates"] {
  const { names } = book;
  const ofType = (type: string): number[] => present.filter((kind) => names.kinds[kind].type === type);
  const types = (): string[] => {
    if (subjects.length === 0) return typesIn(names, present);
    for (const type of subjects) find(names, book.report, "types", type, path);
    return [...subjects];
  };
  const byType = (): Assay["gates"] => types().map((name) => ({ name, kinds: ofType(name) }));
  switch (instrument) {
    case "flow cytometry":
    case "killing":
      return byType();
    case "dye dilution":
      return [
        { name: "all", kinds: present },
        ...typesIn(names, present).map((type) => ({ name: type, kinds: ofType(type) })),
      ];
    case "caspase":
      return dyingOf(book, subjects, present, path);
    case "tetramer":
      return specificOf(book, subjects, present, path);
    case "tumour volume": {
      const grown = types();
      return [{ name: grown.join("+"), kinds: grown.flatMap(ofType) }];
    }
    default:
      return [{ name: "all", kinds: present }];
  }
}

/** For each type all of its cells, and those in the states that are named as dying: `tumour.apoptotic`. */
function dyingOf(book: Book, subjects: readonly string[], present: readonly number[], path: Path): Assay["gates"] {
  const { names, document, report } = book;
  const states = subjects.filter((name) => name.includes("."));
  const dying = new Set(states.flatMap((name) => findKinds(names, document, report, name, path)));
  const plain = subjects.filter((name) => !name.includes("."));
  for (const type of plain) find(names, report, "types", type, path);
  const named = [...plain, ...[...dying].map((kind) => names.kinds[kind].type)];
  const types = named.length > 0 ? [...new Set(named)] : typesIn(names, present);
  return types.flatMap((type) => {
    const own = present.filter((kind) => names.kinds[kind].type === type);
    return [
      { name: type, kinds: own },
      { name: `${type} dying`, kinds: own.filter((kind) => dying.has(kind)) },
    ];
  });
}

/** Cells whose type carries the tag that is named first, and the types among which they are sought: else all with such a tag. */
function specificOf(book: Book, subjects: readonly string[], present: readonly number[], path: Path): Assay["gates"] {
  const { names, document, report } = book;
  const [peptide = "", ...among] = subjects;
  const tagged = entriesByName(document.cells).flatMap(([type, { tags }]) =>
    entriesByName(tags).map(([tag, values]) => ({ type, tag, values: [values].flat() })),
  );
  const carriers = tagged.filter(({ values }) => values.includes(peptide));
  if (carriers.length === 0) {
    const known = new Set(tagged.flatMap(({ values }) => values));
    report.fault(path, `seeks "${peptide}", a tag that no cell carries`, suggestion(peptide, known));
  }
  const tags = carriers.map(({ tag }) => tag);
  const types = among.length > 0 ? among : tagged.filter(({ tag }) => tags.includes(tag)).map(({ type }) => type);
  for (const type of among) find(names, report, "types", type, path);
  const ofTypes = (wanted: readonly string[]): number[] =>
    present.filter((kind) => wanted.includes(names.kinds[kind].type));
  const specific = carriers.map(({ type }) => type).filter((type) => types.includes(type));
  return [
    { name: peptide, kinds: ofTypes(specific) },
    { name: `among ${types.join(" ")}`, kinds: ofTypes(types) },
  ];
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
        `it reads mass: factors.${name}.molar-mass is needed`,
      );
    return [{ name, factor }];
  });
}

function markersOf(book: Book, instrument: Instrument, subjects: readonly string[], path: Path): Assay["markers"] {
  const least = leastMarkers[instrument];
  if (least === undefined) return [];
  if (subjects.length < least)
    book.report.fault(
      path,
      least === 1 ? "names no cargo" : "names fewer than two markers",
      instrument === "bead flow"
        ? "one captures while another is stained, such as bead flow CD9 CD63"
        : `name what it reads, such as ${instruments[instrument].word} ${[...book.names.index.cargo.keys()][0] ?? "CD63"}`,
    );
  return subjects.flatMap((name) => {
    const cargo = find(book.names, book.report, "cargo", name, path);
    return cargo === undefined ? [] : [{ name, cargo }];
  });
}
