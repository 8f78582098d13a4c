/**
 * What a run did in figures that an immunologist can judge: doses for each mL and cell, what a cell takes up, releases and uses,
 * what a preparation keeps. A figure stands beside rows of the parameter table where the rates it comes from cite any:
 *
 *   arm,culture,subject,figure,value,low,high,unit,table,table_low,table_high,beyond
 *
 * The value is the mean over donors (each the mean of its replicates), low and high are the least and the greatest donor's.
 * Cells are those in a state that does the thing; how long they were there is worked out in exposure.ts. A row of the table tells
 * what a cell does that is at it, so it stands beside the highest mean over cells from one record to the next. Not all of these
 * cells need be at it: a mean may lie below the range of the row, as that of resting cells does, but not above it. `beyond` says
 * where a value does not lie as it should: above, or, for doses and what a preparation keeps, below; else it is empty.
 */
import type { Expression, Kind, Model } from "../model.ts";
import type { Recording } from "../observe/recording.ts";
import { moleculesOf } from "../scenario/build/matter.ts";
import type { Experiment } from "../scenario/experiment.ts";
import type { Range, TableRow } from "../scenario/table.ts";
import { isProblem, type Molecule, measure, sameVector, scaleOf } from "../units.ts";
import { type Books, handledIn, partDosed } from "./balance.ts";
import { csvLine } from "./csv.ts";
import { cellsAt, cellTime, change, columnThat, encounters, type Span, spansOf } from "./exposure.ts";

/** What one world left, with the model that it ran. */
export interface World extends Books {
  readonly recording: Recording;
  readonly model: Model;
}

export interface Figure {
  readonly arm: string;
  readonly culture: string; // empty on the bench
  readonly subject: string; // a vesicle species, a factor or a preparation
  readonly figure: string;
  readonly value: number; // in the unit, as are all that follow
  readonly low: number;
  readonly high: number;
  readonly unit: string;
  readonly table: Comparison | undefined;
}

/** Where a figure does not lie as the table has it: `above` or `below`; empty where it does, or where nothing is compared. */
export function beyondTable({ value, table }: Pick<Figure, "value" | "table">): "above" | "below" | "" {
  if (table === undefined) return "";
  if (value > table.high * (1 + 1e-9)) return "above";
  return !table.isMost && value < table.low * (1 - 1e-9) ? "below" : "";
}

/** Rows of the parameter table, and the range that they span. */
export interface Comparison {
  readonly rows: readonly string[];
  readonly low: number;
  readonly high: number;
  /** The figure is a mean over cells that need not all be at it: it is compared with the high end alone. */
  readonly isMost: boolean;
}

/** One figure of one world; NaN where it means nothing there. */
interface Reading extends Pick<Figure, "culture" | "subject" | "figure" | "value" | "unit"> {
  /** Formulas whose parameters may cite the table. */
  readonly from?: unknown;
  readonly isMost?: true; // as in the comparison
}

/** Every figure that means something in an arm, by arm as the experiment lists them. */
export function figuresOf(
  experiment: Experiment,
  worlds: readonly World[],
  table: ReadonlyMap<string, TableRow>,
): Figure[] {
  return experiment.arms.flatMap(({ name }) => {
    const own = worlds.filter(({ recording }) => recording.arm === name);
    const groups = new Map<string, { reading: Reading; donors: Map<number, number[]> }>();
    for (const world of own)
      for (const reading of readingsOf(experiment, world)) {
        if (!Number.isFinite(reading.value)) continue;
        const key = JSON.stringify([reading.culture, reading.subject, reading.figure, reading.unit]);
        const group = groups.get(key) ?? { reading, donors: new Map() };
        groups.set(key, group);
        const { donor } = world.recording;
        group.donors.set(donor, [...(group.donors.get(donor) ?? []), reading.value]);
      }
    return [...groups.values()].map(({ reading, donors }) => {
      const { from, isMost = false, ...shown } = reading;
      const means = [...donors.values()].map(mean);
      return {
        arm: name,
        ...shown,
        value: mean(means),
        low: Math.min(...means),
        high: Math.max(...means),
        table: comparisonOf(rowsCited(experiment, own[0].model, from, table), reading.unit, isMost),
      };
    });
  });
}

/** The figures as a table, heading first. */
export function plausibilityCsv(figures: readonly Figure[]): string {
  const lines = figures.map(({ arm, culture, subject, figure, value, low, high, unit, table }) =>
    csvLine([
      ...[arm, culture, subject, figure, value, low, high, unit],
      ...(table ? [table.rows.join(" "), table.low, table.high] : ["", Number.NaN, Number.NaN]),
      beyondTable({ value, table }),
    ]),
  );
  const heading = ["arm", "culture", "subject", "figure", "value", "low", "high", "unit"];
  return [csvLine([...heading, "table", "table_low", "table_high", "beyond"]), ...lines].join("");
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const hour = 3600; // s
const day = 24 * hour;
const mL = 1e12; // µm³

function readingsOf(experiment: Experiment, world: World): Reading[] {
  const molecules = moleculesOf(experiment.document);
  const booked = new Map(world.ledger.map(({ culture, of, line, amount }) => [`${culture}/${of}/${line}`, amount]));
  const { model } = world;
  const cultures = model.cultures.flatMap(({ name }, culture) => {
    const place: Place = {
      ...{ world, culture, name },
      booked: (of, line) => booked.get(`${name}/${of}/${line}`) ?? 0,
      doses: dosesIn(experiment, world.recording.arm, culture),
    };
    return [
      ...model.vesicles.flatMap((_, species) => vesicleReadings(place, species)),
      ...model.factors.flatMap((_, factor) => factorReadings(place, factor, molecules[factor])),
    ];
  });
  return [...cultures, ...benchReadings(experiment, world, booked)];
}

/** A culture of a world with what was booked in it. */
interface Place {
  readonly world: World;
  readonly culture: number;
  readonly name: string;
  readonly booked: (of: string, line: string) => number;
  readonly doses: readonly PlannedDose[];
}

function vesicleReadings(place: Place, species: number): Reading[] {
  const { world, culture, name, booked, doses } = place;
  const { model, recording } = world;
  const subject = model.vesicles[species].name;
  const of = `vesicles ${subject}`;
  const [given, released, captured] = ["given", "released", "captured"].map((line) => booked(of, line));
  if (given + released === 0) return [];
  const reading = readingFor(name, subject);
  const { volume } = model.cultures[culture];
  const own = doses.filter(({ act }) => act.do === "dose" || (act.do === "vesicles" && act.species === species));
  const capturing = kindsThat(model, ({ captures }) =>
    captures.filter((capture) => capture.species === species).map(({ clearance }) => clearance),
  );
  const releasing = kindsThat(model, ({ releases }) =>
    releases.filter((release) => release.species === species).map(({ rate }) => rate),
  );
  const spans = spansOf(recording, culture, capturing.kinds);
  const met = spans && encounters(recording, culture, species, spans);
  const total = (count: "released" | "captured"): number =>
    columnThat(recording, culture, (what) => what.of === "total" && what.count === count && what.species === species);
  return [
    reading("given", part(given * mL, given > 0 ? volume : 0), "vesicles/mL", concentrations(own)),
    reading("given per cell", part(given, given > 0 ? cellsAtDose(place, own) : 0), "vesicles/cell"),
    ...rates(place, reading, "captured", captured, total("captured"), "vesicles", "day", { kinds: capturing.kinds }),
    ofCells(
      reading(
        "medium cleared per cell",
        part((captured * volume * hour) / mL, met ?? 0),
        "mL/(cell*hour)",
        capturing.formulas,
      ),
    ),
    ...rates(place, reading, "released", released, total("released"), "vesicles", "hour", releasing),
    reading("captured, of all that came in", 100 * part(captured, given + released), "%"),
    reading("lost in the medium, of all that came in", 100 * part(booked(of, "lost"), given + released), "%"),
    ...leftReading(reading, booked(of, "left"), given + released),
  ];
}

function factorReadings(place: Place, factor: number, molecule: Molecule): Reading[] {
  const { world, culture, name, booked, doses } = place;
  const { model, recording } = world;
  const subject = model.factors[factor].name;
  const of = `factor ${subject}`;
  const lines = ["given", "secreted", "produced", "entered", "consumed", "decayed"];
  const [given, secreted, produced, entered, consumed, decayed] = lines.map((line) => booked(of, line));
  const came = given + secreted + produced + entered;
  if (came === 0) return [];
  const reading = readingFor(name, subject);
  const own = doses.filter(({ act }) => act.do === "dose" || (act.do === "add" && act.factor === factor));
  const inUnit = (unit: string): number =>
    part(given, given > 0 ? model.cultures[culture].volume * scaleOf(unit, "concentration", molecule) : 0);
  const secreting = kindsThat(model, ({ secretions }) =>
    secretions.filter((secretion) => secretion.factor === factor).map(({ rate }) => rate),
  );
  const consuming = kindsThat(model, ({ consumptions }) =>
    consumptions.filter((consumption) => consumption.factor === factor).map(({ maximum }) => maximum),
  );
  const total = (count: "secreted" | "consumed"): number =>
    columnThat(recording, culture, (what) => what.of === "total" && what.count === count && what.factor === factor);
  const hasActivity = (molecule.activity ?? 0) > 0 && (molecule.molarMass ?? 0) > 0;
  return [
    ...(hasActivity ? [reading("given", inUnit("U/mL"), "U/mL", concentrations(own))] : []),
    reading("given", inUnit("pM"), "pM", concentrations(own)),
    reading("given per cell", part(given, given > 0 ? cellsAtDose(place, own) : 0), "molecules/cell"),
    ...rates(place, reading, "secreted", secreted, total("secreted"), "molecules", "hour", secreting),
    ...rates(place, reading, "consumed", consumed, total("consumed"), "molecules", "hour", consuming),
    ...(consuming.kinds.length > 0 ? [reading("consumed, of all that came in", 100 * part(consumed, came), "%")] : []),
    reading("decayed, of all that came in", 100 * part(decayed, came), "%"),
    ...leftReading(reading, booked(of, "left"), came),
  ];
}

function benchReadings(experiment: Experiment, world: World, booked: ReadonlyMap<string, number>): Reading[] {
  const { model, bench, recording } = world;
  return bench.flatMap((book) => {
    if (book.notes.length === 0) return [];
    const reading = readingFor("", book.preparation);
    const dosed = partDosed(book);
    const takes = takesOf(experiment, recording.arm, model.preparations.indexOf(book.preparation));
    const sources = [...new Set(takes.map(({ culture }) => model.cultures[culture].name))];
    const held = handledIn(book);
    const kept = held.find(({ of }) => of === "vesicles");
    const lines = sources.flatMap((culture) =>
      model.vesicles.map(({ name }) => `${culture}/vesicles ${name}/released`),
    );
    const released = lines.reduce((sum, line) => sum + (booked.get(line) ?? 0), 0);
    return [
      reading("made from medium", book.volume / mL, "mL"),
      reading("medium in its doses", dosed > 0 ? (book.volume * dosed) / mL : Number.NaN, "mL"),
      reading("producers in its doses", dosed > 0 ? book.producers * dosed : Number.NaN, "cells"),
      reading("left after its doses", dosed > 0 ? 100 * (1 - dosed) : Number.NaN, "%"),
      reading("vesicles kept, of those released", 100 * part(kept?.made ?? 0, released), "%"),
      ...held.map(({ of, taken, made }) => {
        const cites = of === "vesicles" ? recoveriesIn(takes) : [];
        return reading(`${of.replace(/^factor /, "")} kept, of what was taken`, 100 * part(made, taken), "%", cites);
      }),
    ];
  });
}

const readingFor =
  (culture: string, subject: string) =>
  (figure: string, value: number, unit: string, from?: unknown): Reading => ({
    ...{ culture, subject, figure, value, unit },
    ...(from !== undefined && { from }),
  });

/** What went out through walls, where anything did. */
const leftReading = (reading: ReturnType<typeof readingFor>, left: number, came: number): Reading[] =>
  left > 0 ? [reading("left through walls, of all that came in", 100 * part(left, came), "%")] : [];

/** A mean over cells that can do a thing, whether or not they do. */
const ofCells = (reading: Reading): Reading => ({ ...reading, isMost: true });

/** A part of a whole; NaN where there is no whole. */
const part = (of: number, whole: number): number => (whole > 0 ? of / whole : Number.NaN);

/** Kinds of cells that do a thing, and the formulas of how fast they do it. */
interface Doing {
  readonly kinds: readonly number[];
  readonly formulas?: readonly Expression[];
}

function kindsThat(model: Model, ratesOf: (kind: Kind) => readonly Expression[]): Required<Doing> {
  const rates = model.kinds.map(ratesOf);
  return { kinds: [...rates.keys()].filter((kind) => rates[kind].length > 0), formulas: rates.flat() };
}

/** What a cell does in a time: over the whole recording, and the highest from one record to the next. */
function rates(
  { world, culture }: Place,
  reading: ReturnType<typeof readingFor>,
  verb: string,
  amount: number,
  column: number,
  counted: "vesicles" | "molecules",
  per: "hour" | "day",
  doing: Doing,
): Reading[] {
  const spans = spansOf(world.recording, culture, doing.kinds);
  if (!spans) return [];
  const seconds = { hour, day }[per];
  const unit = `${counted}/(cell*${per})`;
  const time = spans.reduce((sum, span) => sum + cellTime(span), 0);
  const pace = (span: Span): number => part(change(world.recording, span.from, column) * seconds, cellTime(span));
  const paces = column < 0 ? [] : spans.map(pace).filter(Number.isFinite);
  return [
    reading(`${verb} per cell`, part(amount * seconds, time), unit),
    ofCells(
      reading(`${verb} per cell, highest`, paces.length > 0 ? Math.max(...paces) : Number.NaN, unit, doing.formulas),
    ),
  ];
}

/** Cells in the culture when a thing was first given; NaN where it waited for a condition. */
function cellsAtDose({ world, culture }: Place, doses: readonly PlannedDose[]): number {
  const times = doses.map(({ at }) => at).filter(Number.isFinite);
  return times.length > 0 ? cellsAt(world.recording, culture, Math.min(...times)) : Number.NaN;
}

type PlannedEvent = Experiment["arms"][number]["plan"]["protocol"][number];
type PlannedAct<What extends string> = Extract<PlannedEvent["act"], { do: What }>;

/** What brings vesicles or factors into a culture. Names are places in the model, never formulas. */
interface PlannedDose {
  readonly at: number; // s
  readonly act: PlannedAct<"add" | "vesicles" | "dose">;
}

const eventsOf = (experiment: Experiment, arm: string): readonly PlannedEvent[] =>
  experiment.arms.find(({ name }) => name === arm)!.plan.protocol;

function dosesIn(experiment: Experiment, arm: string, culture: number): PlannedDose[] {
  return eventsOf(experiment, arm).flatMap(({ at, culture: where, act }) =>
    where === culture && typeof at === "number" && (act.do === "add" || act.do === "vesicles" || act.do === "dose")
      ? [{ at, act }]
      : [],
  );
}

/** How much was asked for, where that is a concentration. */
const concentrations = (doses: readonly PlannedDose[]): unknown[] =>
  doses.map(({ act }) => (act.do === "dose" ? act.amount : act.concentration));

interface PlannedTake {
  readonly culture: number;
  readonly act: PlannedAct<"take">;
}

function takesOf(experiment: Experiment, arm: string, preparation: number): PlannedTake[] {
  return eventsOf(experiment, arm).flatMap(({ culture, act }) =>
    act.do === "take" && act.preparation === preparation ? [{ culture: Number(culture), act }] : [],
  );
}

/** The recoveries that the steps of these preparations state. */
const recoveriesIn = (takes: readonly PlannedTake[]): unknown[] =>
  takes.flatMap(({ act }) =>
    act.passages.flatMap(({ vesicles }) =>
      vesicles.flatMap((passed) =>
        typeof passed === "object" && "passed" in passed ? passed.passed.steps.map(({ recovery }) => recovery) : [],
      ),
    ),
  );

/** Rows of the table that the parameters in some formulas cite, through derived parameters and algebraic attributes. */
function rowsCited(
  experiment: Experiment,
  model: Model,
  formulas: unknown,
  table: ReadonlyMap<string, TableRow>,
): TableRow[] {
  const ids = new Set<string>();
  const seen = new Set<unknown>();
  const walk = (what: unknown): void => {
    if (typeof what !== "object" || what === null || seen.has(what)) return;
    seen.add(what);
    const expression = what as Expression;
    if (expression.kind === "parameter") {
      const { source, formula } = experiment.parameters[expression.index];
      const cited = /^table:(\S+)$/.exec(source);
      if (cited) ids.add(cited[1]);
      walk(formula);
    } else if (expression.kind === "read") {
      const { of } = expression;
      if (of.signal === "attribute")
        for (const { attributes } of model.kinds) walk(attributes.find(({ index }) => index === of.index)?.is);
      walk(of);
    } else for (const inner of Object.values(what)) walk(inner);
  };
  walk(formulas);
  return [...ids].sort().flatMap((id) => table.get(id) ?? []);
}

/** The range that rows of the unit's dimension span together, in that unit; undefined where there is none. */
function comparisonOf(rows: readonly TableRow[], unit: string, isMost: boolean): Comparison | undefined {
  const one = measure(`1 ${unit}`);
  if (isProblem(one)) throw new RangeError(`"${unit}" is no unit: ${one.text}`);
  const fitting = rows.flatMap(({ id, range }): { id: string; range: Range }[] =>
    range && sameVector(range.vector, one.vector) ? [{ id, range }] : [],
  );
  if (fitting.length === 0) return undefined;
  return {
    rows: fitting.map(({ id }) => id),
    low: Math.min(...fitting.map(({ range }) => range.low)) / one.value,
    high: Math.max(...fitting.map(({ range }) => range.high)) / one.value,
    isMost,
  };
}
