/**
 * What MISEV asks of a study of extracellular vesicles (MISEV2018, doi:10.1080/20013078.2018.1535750; MISEV2023,
 * doi:10.1002/jev2.12404), asked of a scenario. What the protocol does is shown by it. What is said of the vesicles and of
 * the cells is shown where an instrument of the scenario reads it, or where `evidence` of the species says who saw it; it is
 * assumed where it is a number of the scenario that nothing reads. What nothing says is missing.
 */
import type { Act, Model, ProtocolEvent } from "../model.ts";
import type { Recording } from "../observe/recording.ts";
import type { Experiment } from "../scenario/experiment.ts";
import { numberOf } from "../scenario/expression.ts";
import { modelOf } from "../scenario/model.ts";
import { entriesByName } from "../scenario/names.ts";
import { completed } from "../scenario/parameters.ts";
import { printNumber, printQuantity } from "../units.ts";
import { listed, quantityInWords } from "./english/words.ts";
import { numeral } from "./numeral.ts";

export type MisevPart = "nomenclature" | "source" | "separation" | "characterization" | "dose" | "controls";

/** One line of the report. */
export interface MisevItem {
  readonly part: MisevPart;
  readonly asks: string;
  /** The species or preparation it is about; empty: the experiment. */
  readonly of: string;
  readonly status: "shown" | "assumed" | "missing";
  /** What shows it, what is assumed, or what would be needed. */
  readonly by: string;
}

/**
 * The report, part by part; empty where the scenario has no vesicles. Parameters stand at their defaults, arms at what they set.
 * @param recordings of a run: readings are added to the instruments that gave them, and one that read nothing shows nothing
 */
export function misevOf(experiment: Experiment, recordings: readonly Recording[] = []): MisevItem[] {
  const bench = benchOf(experiment, recordings);
  const { preparations, added, released } = bench;
  const made = preparations.filter(({ use }) => use === "vesicles");
  const species = [...new Set([...made.flatMap((each) => each.species), ...added, ...released])].sort((a, b) => a - b);
  return [
    ...species.map((each) => originOf(bench, each)),
    ...made.flatMap((each) => sourceOf(bench, each)),
    ...added.map((each) => outsideOf(bench, each)),
    ...made.flatMap((each) => separationOf(each)),
    ...made.flatMap((each) => characterOf(bench, each.name, each.species, each.index)),
    ...species
      .filter((each) => !made.some((preparation) => preparation.species.includes(each)))
      .flatMap((each) => characterOf(bench, nameOf(bench, each), [each], undefined)),
    ...dosesOf(bench),
    ...(species.length === 0 ? [] : controlsOf(bench)),
  ];
}

interface ArmModel {
  readonly name: string;
  readonly model: Model;
}

/** A preparation by what it is for: vesicles; the same steps with medium that held no cell; what is left without vesicles. */
interface Preparation {
  readonly index: number;
  readonly name: string;
  readonly use: "vesicles" | "mock" | "depleted";
  readonly take: ProtocolEvent & { readonly act: Extract<Act, { do: "take" }> };
  readonly species: readonly number[]; // that its cells release
  readonly model: Model; // of the first arm that takes it
}

interface Bench {
  readonly experiment: Experiment;
  readonly recordings: readonly Recording[];
  readonly arms: readonly ArmModel[];
  readonly preparations: readonly Preparation[];
  readonly added: readonly number[]; // species that are put in from outside
  readonly released: readonly number[]; // species that cells of a culture release and take up there
  /** Arms in which cells get vesicles: doses of them where there are any, else those of their own culture. */
  readonly exposed: readonly ArmModel[];
  readonly receiving: ReadonlySet<number>; // cultures
}

function benchOf(experiment: Experiment, recordings: readonly Recording[]): Bench {
  const arms = experiment.arms.map(({ name }) => ({ name, model: armModel(experiment, name) }));
  const preparations = preparationsIn(arms);
  const isVesicles = new Set(preparations.filter(({ use }) => use === "vesicles").map(({ index }) => index));
  const gives = ({ act }: ProtocolEvent): boolean =>
    act.do === "vesicles" || (act.do === "dose" && isVesicles.has(act.preparation));
  const added = arms.flatMap(({ model }) =>
    model.protocol.flatMap(({ act }) => (act.do === "vesicles" && act.concentration > 0 ? [act.species] : [])),
  );
  const dosed = arms.filter(({ model }) => model.protocol.some(gives));
  const shared = arms.map((arm) => ({ arm, pairs: exchangedIn(arm.model) }));
  const own = shared.filter(({ pairs }) => pairs.length > 0).map(({ arm }) => arm);
  return {
    experiment,
    recordings,
    arms,
    preparations,
    added: [...new Set(added)],
    released: [...new Set(shared.flatMap(({ pairs }) => pairs.map(({ species }) => species)))],
    exposed: dosed.length > 0 ? dosed : own,
    receiving: new Set(
      dosed.length > 0
        ? dosed.flatMap(({ model }) => model.protocol.filter(gives).map(({ culture }) => culture))
        : shared.flatMap(({ pairs }) => pairs.map(({ culture }) => culture)),
    ),
  };
}

/** An arm with the parameters as they stand. */
function armModel(experiment: Experiment, name: string): Model {
  const { parameters: list, derived: order, arms } = experiment;
  const { set } = arms.find((arm) => arm.name === name)!;
  const defaults = list.map(({ value }) => value);
  const own = defaults.slice();
  for (const { parameter, value } of set) own[parameter] = numberOf(value, defaults);
  const fixed = new Set(set.map(({ parameter }) => parameter));
  return modelOf(experiment, { arm: name, parameters: completed({ list, order }, own, fixed) });
}

function preparationsIn(arms: readonly ArmModel[]): Preparation[] {
  const names = arms[0]?.model.preparations ?? [];
  return names.flatMap((name, index): Preparation[] => {
    for (const { model } of arms) {
      const take = model.protocol.find(({ act }) => act.do === "take" && act.preparation === index);
      if (take?.act.do !== "take") continue;
      const { act } = take;
      const species = speciesOf(model, take);
      const part = (of: "vesicles" | "factors", each: number): number =>
        act.passages.reduce((all, passage) => all * passage[of][each], 1);
      const isEmptied = species.every((each) => part("vesicles", each) < 0.1);
      const keepsFactors = model.factors.every((_, each) => part("factors", each) > 0.5);
      const hasCells = typesIn(model, take.culture, take.at).length > 0;
      const use = !hasCells ? "mock" : isEmptied && keepsFactors && act.passages.length > 0 ? "depleted" : "vesicles";
      return [{ index, name, use, take: { ...take, act }, species, model }];
    }
    return [];
  });
}

/** Types of cell that were seeded in a culture before a time. */
function typesIn(model: Model, culture: number, until: number): string[] {
  const seeded = model.protocol.flatMap((event) =>
    event.culture === culture && event.act.do === "seed" && event.at <= until && event.act.density > 0
      ? [model.kinds[event.act.kind].type]
      : [],
  );
  return [...new Set(seeded)];
}

function speciesOf(model: Model, { culture, at }: ProtocolEvent): number[] {
  const types = typesIn(model, culture, at);
  const releases = model.kinds.filter(({ type }) => types.includes(type)).flatMap((kind) => kind.releases);
  return [...new Set(releases.map(({ species }) => species))].sort((a, b) => a - b);
}

/** Species that cells of a culture release and cells of the same culture take up. */
function exchangedIn(model: Model): { readonly culture: number; readonly species: number }[] {
  return model.cultures.flatMap((_, culture) => {
    const types = typesIn(model, culture, model.time.end);
    const kinds = model.kinds.filter(({ type }) => types.includes(type));
    const captured = new Set(kinds.flatMap((kind) => kind.captures.map(({ species }) => species)));
    const released = new Set(kinds.flatMap((kind) => kind.releases.map(({ species }) => species)));
    return [...released].filter((species) => captured.has(species)).map((species) => ({ culture, species }));
  });
}

function originOf(bench: Bench, species: number): MisevItem {
  const item = { part: "nomenclature", asks: "origin in the cell, which the word exosome claims" } as const;
  const of = nameOf(bench, species);
  const { origin } = evidenceOf(bench, [species]);
  if (origin !== undefined) return { ...item, of, ...origin };
  const [{ model }] = bench.arms;
  const isFromBodies = model.kinds.some(({ releases }) =>
    releases.some((release) => release.species === species && release.manner === "bodies"),
  );
  return isFromBodies
    ? { ...item, of, status: "assumed", by: "in the model they leave multivesicular bodies; nothing showed it" }
    : {
        ...item,
        of,
        status: "missing",
        by: "nothing says where they form: “small extracellular vesicles” claims less",
      };
}

function sourceOf(bench: Bench, { name: of, take, model, index }: Preparation): MisevItem[] {
  const part = "source";
  const types = typesIn(model, take.culture, take.at);
  const culture = model.cultures[take.culture];
  const isThere = (instrument: string) => (assay: Model["assays"][number]) =>
    assay.instrument === instrument && assay.culture === take.culture && assay.preparation < 0;
  const flow = assaysThat(model, isThere("flow cytometry"));
  const counts = assaysThat(model, (assay) => isThere("automated count")(assay) && assay.at.includes(take.at));
  const before = model.protocol.filter((event) => event.culture === take.culture && event.at <= take.at);
  const start = Math.min(...before.filter(({ act }) => act.do === "seed").map(({ at }) => at));
  const factors = before.flatMap(({ act }) =>
    act.do === "add" && act.concentration > 0 ? [model.factors[act.factor].name] : [],
  );
  const { unit, seconds } = bench.experiment.clock;
  const duration = quantityInWords(printNumber((take.at - start) / seconds), unit);
  return [
    {
      part,
      asks: "which cells",
      of,
      ...readBy(bench, flow, { status: "assumed", by: `${listed(types)}, as seeded in ${culture.name}` }),
    },
    {
      part,
      asks: "how many cells, and how many of them alive, at the harvest",
      of,
      ...readBy(
        bench,
        counts,
        { status: "missing", by: `no automated count of ${culture.name} when ${of} is taken` },
        take.at,
      ),
    },
    {
      part,
      asks: "volume, medium and time of conditioning",
      of,
      status: "shown",
      by: `the protocol: ${printQuantity(culture.volume, "volume", "mL")} for ${duration}${factors.length === 0 ? "" : ` with ${listed([...new Set(factors)])}`}, of which ${percent(take.act.part)} is taken`,
    },
    {
      part,
      asks: "vesicles of the medium itself",
      of,
      ...(bench.preparations.some((other) => other.use === "mock" && isAlike(other, index, bench))
        ? { status: "shown", by: "the same steps with medium that held no cell" }
        : { status: "missing", by: "no preparation of medium that held no cell" }),
    },
  ];
}

/** Whether a preparation goes through the same steps as another one. */
function isAlike({ take }: Preparation, other: number, { preparations }: Bench): boolean {
  const steps = ({ passages }: Preparation["take"]["act"]): string => passages.map(({ step }) => step).join();
  return preparations.some(({ index, take: beside }) => index === other && steps(beside.act) === steps(take.act));
}

function outsideOf(bench: Bench, species: number): MisevItem {
  const by = "they are put in from outside: no cell makes them, and no step separates them";
  return { part: "source", asks: "which cells, and how treated", of: nameOf(bench, species), status: "missing", by };
}

function separationOf({ name: of, take, species, model }: Preparation): MisevItem[] {
  const part = "separation";
  const { passages } = take.act;
  const through = (each: number): number => passages.reduce((all, { vesicles }) => all * vesicles[each], 1);
  const kept = species.map((each) => `${percent(through(each))} of ${model.vesicles[each].name}`);
  const carried = model.factors.map((_, each) => passages.reduce((all, { factors }) => all * factors[each], 1));
  return [
    passages.length === 0
      ? { part, asks: "every step, with force and time", of, status: "missing", by: "the medium is used as it is" }
      : {
          part,
          asks: "every step, with force and time",
          of,
          status: "shown",
          by: `the protocol: ${passages.map(({ step }) => step).join("; ")}`,
        },
    { part, asks: "how much is recovered", of, status: "assumed", by: `${listed(kept)} of what was taken` },
    {
      part,
      asks: "how much of what is soluble comes along",
      of,
      status: "assumed",
      by:
        carried.length === 0 ? "nothing soluble is in the scenario" : `${percent(Math.max(...carried))} of the factors`,
    },
  ];
}

/** Size, markers, purity, number and single vesicles. @param preparation its index; undefined: vesicles that are in none */
function characterOf(
  bench: Bench,
  of: string,
  species: readonly number[],
  preparation: number | undefined,
): MisevItem[] {
  const part = "characterization";
  const [{ model }] = bench.arms;
  const evidence = evidenceOf(bench, species);
  const seen = (key: string, otherwise: Finding): Finding => evidence[key] ?? otherwise;
  const instrument = (name: string): number[] =>
    assaysThat(model, (assay) => assay.instrument === name && assay.preparation === (preparation ?? Number.NaN));
  const carried = (face: "surface" | "lumen"): string[] => cargoOf(model, species, face);
  const cargo = (face: "surface" | "lumen"): Finding =>
    carried(face).length > 0
      ? { status: "assumed", by: `${listed(carried(face))} in the model; nothing reads them` }
      : { status: "missing", by: `no cargo of the ${face} is named` };
  const stained = [...instrument("bead flow"), ...instrument("plasma capture")];
  const written = entriesByName(bench.experiment.document.vesicles);
  const diameters = [...new Set(species.map((each) => String(written[each][1].diameter)))];
  return [
    {
      part,
      asks: "size, by which method",
      of,
      ...readBy(
        bench,
        [...instrument("light scattering"), ...instrument("nanoparticle tracking")],
        seen("size", { status: "assumed", by: `${listed(diameters)} in the model` }),
      ),
    },
    { part, asks: "proteins of the surface", of, ...readBy(bench, stained, seen("markers", cargo("surface"))) },
    { part, asks: "proteins of the lumen", of, ...seen("lumen", cargo("lumen")) },
    {
      part,
      asks: "what should not be there (proteins of other compartments, of serum)",
      of,
      ...seen("purity", { status: "missing", by: "no contaminant is named that is absent" }),
    },
    {
      part,
      asks: "number, by two methods (particles, protein, lipid)",
      of,
      ...readBy(
        bench,
        instrument("nanoparticle tracking"),
        seen("number", { status: "assumed", by: "the simulation counts vesicles; no instrument does" }),
      ),
    },
    {
      part,
      asks: "single vesicles, by picture and by another method",
      of,
      ...seen("single", { status: "missing", by: "no instrument looks at one vesicle at a time" }),
    },
  ];
}

/** Names of the cargo of one face that vesicles of these species carry or that their producers stamp on them. */
function cargoOf(model: Model, species: readonly number[], face: "surface" | "lumen"): string[] {
  const carried = species.flatMap((each) => [
    ...model.vesicles[each].cargo.map(({ cargo }) => cargo),
    ...model.kinds.flatMap(({ releases }) =>
      releases.filter((release) => release.species === each).flatMap(({ stamps }) => stamps.map(({ cargo }) => cargo)),
    ),
  ]);
  const found = [...new Set(carried)].sort((a, b) => a - b).map((each) => model.cargo[each]);
  return found.filter((cargo) => cargo.face === face).map(({ name }) => name);
}

/** The amounts in which each preparation or species is given, and whether there are several. */
function dosesOf(bench: Bench): MisevItem[] {
  const given = new Map<string, { readonly amounts: Set<string>; readonly arms: Set<string>; onlyParts: boolean }>();
  for (const { name, model } of bench.exposed)
    for (const { act } of model.protocol) {
      const dose = doseIn(bench, act);
      if (!dose) continue;
      const all = given.get(dose.of) ?? { amounts: new Set(), arms: new Set(), onlyParts: true };
      all.amounts.add(dose.amount);
      all.arms.add(name);
      all.onlyParts &&= dose.isPart;
      given.set(dose.of, all);
    }
  return [...given].flatMap(([of, { amounts, arms, onlyParts }]): MisevItem[] => [
    {
      part: "dose",
      asks: "in numbers that another laboratory can repeat",
      of,
      status: onlyParts ? "missing" : "shown",
      by: onlyParts
        ? `${listed([...amounts])}: how many vesicles that is, nobody says`
        : `the protocol: ${listed([...amounts])}`,
    },
    {
      part: "dose",
      asks: "more than one, so that a response to it can be seen",
      of,
      ...(amounts.size > 1
        ? { status: "shown", by: `${amounts.size} doses in ${armsInWords([...arms])}` }
        : { status: "missing", by: `one dose in ${arms.size === 1 ? "one arm" : `all ${arms.size} arms`}` }),
    },
  ]);
}

function doseIn(bench: Bench, act: Act): { of: string; amount: string; isPart: boolean } | undefined {
  if (act.do === "vesicles")
    return {
      of: nameOf(bench, act.species),
      amount: printQuantity(act.concentration, "density", "/mL"),
      isPart: false,
    };
  if (act.do !== "dose") return undefined;
  const preparation = bench.preparations.find(({ index }) => index === act.preparation);
  if (preparation?.use !== "vesicles") return undefined;
  const amount = {
    concentration: () => printQuantity(act.amount, "density", "/mL"),
    part: () => `${percent(act.amount)} of it`,
    equivalents: () => `what ${printNumber(act.amount)} cells made`,
  }[act.by]();
  return { of: preparation.name, amount, isPart: act.by === "part" };
}

/** Arms beside those with vesicles, and what each leaves out or changes. */
function controlsOf(bench: Bench): MisevItem[] {
  const { arms, exposed, receiving, preparations } = bench;
  const others = arms.filter((arm) => !exposed.includes(arm));
  const there = ({ model }: ArmModel): readonly ProtocolEvent[] =>
    model.protocol.filter(({ culture }) => receiving.has(culture));
  const takes = (arm: ArmModel, use: Preparation["use"]): boolean =>
    there(arm).some(
      ({ act }) => act.do === "dose" && preparations.find(({ index }) => index === act.preparation)?.use === use,
    );
  const isUntouched = (arm: ArmModel): boolean => !there(arm).some(({ act }) => act.do === "dose");
  const factorsOf = (arm: ArmModel): string[] =>
    there(arm).flatMap(({ act }) => (act.do === "add" ? [arm.model.factors[act.factor].name] : []));
  const besides = new Set(exposed.flatMap(factorsOf));
  const control = (asks: string, found: readonly ArmModel[], needed: string): MisevItem => ({
    part: "controls",
    asks,
    of: "",
    ...(found.length > 0
      ? { status: "shown", by: armsInWords(found.map(({ name }) => name)) }
      : { status: "missing", by: needed }),
  });
  const isApart = !bench.released.some((species) => isOnlyShared(bench, species));
  return [
    control("no vesicles", others.filter(isUntouched), "no arm goes without them"),
    control(
      "medium that held no cell, through the same steps",
      others.filter((arm) => takes(arm, "mock")),
      "no arm gets such a preparation",
    ),
    control(
      "what is left when vesicles are taken out",
      others.filter((arm) => takes(arm, "depleted")),
      "no arm gets a supernatant without vesicles",
    ),
    control(
      "what is soluble, by itself",
      others.filter((arm) => isUntouched(arm) && factorsOf(arm).some((factor) => !besides.has(factor))),
      "no arm gets, without vesicles, a factor that might come along with them",
    ),
    control(
      "uptake or cargo blocked",
      exposed.filter((arm) => isBlocked(bench, arm, there(arm))),
      "no arm blocks what the vesicles do",
    ),
    control("other vesicles: of other cells, with other cargo", differing(bench), "all arms get the same vesicles"),
    isApart
      ? {
          part: "controls",
          asks: "no contact with the cells that made them",
          of: "",
          status: "shown",
          by: "vesicles come without a cell",
        }
      : {
          part: "controls",
          asks: "no contact with the cells that made them",
          of: "",
          status: "missing",
          by: "cells that release vesicles share a culture with those that take them up",
        },
  ];
}

/** Whether cells get a species from their own culture alone. */
function isOnlyShared({ added, preparations }: Bench, species: number): boolean {
  const comes = preparations.some((each) => each.use === "vesicles" && each.species.includes(species));
  return !comes && !added.includes(species);
}

function isBlocked({ experiment }: Bench, { model }: ArmModel, events: readonly ProtocolEvent[]): boolean {
  const blockers = new Set(
    entriesByName(experiment.document.bindings).flatMap(([, { ligand, cargo }]) =>
      cargo === undefined ? [] : [ligand],
    ),
  );
  return events.some(
    ({ act }) =>
      (act.do === "set" && act.value > 0 && /^block (capture|enter)\b/.test(model.conditions[act.condition])) ||
      (act.do === "add" && act.concentration > 0 && blockers.has(model.factors[act.factor].name)),
  );
}

/** Arms whose vesicles are not those of the first: another species or preparation, other cargo, or cells treated otherwise. */
function differing({ exposed, preparations }: Bench): ArmModel[] {
  const signature = ({ model }: ArmModel): string => {
    const given = model.protocol.flatMap(({ act }): unknown[] => {
      if (act.do === "vesicles") return [act.species];
      if (act.do !== "dose") return [];
      const { take } = preparations.find(({ index }) => index === act.preparation)!;
      const before = model.protocol.filter((event) => event.culture === take.culture && event.at <= take.at);
      const treated = before.filter((event) => ["seed", "add", "set"].includes(event.act.do));
      return [[act.preparation, treated.map((event) => event.act)]];
    });
    return JSON.stringify([
      given,
      model.vesicles.map(({ cargo }) => cargo),
      model.kinds.map(({ releases }) => releases),
    ]);
  };
  return exposed.filter((arm) => signature(arm) !== signature(exposed[0]));
}

type Finding = Pick<MisevItem, "status" | "by">;

/** What some instruments show; what else is to be said where there are none. @param at s; absent: whenever they read */
function readBy({ arms, recordings }: Bench, assays: readonly number[], otherwise: Finding, at?: number): Finding {
  if (assays.length === 0) return otherwise;
  const [{ model }] = arms;
  const name = listed([...new Set(assays.map((assay) => model.assays[assay].instrument))]);
  if (recordings.length === 0) return { status: "shown", by: name };
  const columns = model.observables.filter(
    ({ measure }) => measure.of === "assay" && !measure.truth && assays.includes(measure.assay),
  );
  const readings = columns.flatMap((column) => {
    const values = recordings.flatMap((recording) => valuesOf(recording, column, at));
    if (values.length === 0) return [];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return [`${column.subject} ${numeral(mean * column.scale)}${column.unit === "" ? "" : ` ${column.unit}`}`];
  });
  if (readings.length === 0) return { status: "missing", by: `${name} is asked for, and read nothing` };
  return { status: "shown", by: `${name}: ${listed(readings)}` };
}

/** Finite values of a column, base units. */
function valuesOf(recording: Recording, column: Model["observables"][number], at: number | undefined): number[] {
  const { columns, times, values } = recording;
  const index = columns.findIndex(
    ({ name, subject, culture }) => name === column.name && subject === column.subject && culture === column.culture,
  );
  if (index < 0) return [];
  return [...times].flatMap((time, row) => {
    const value = values[row * columns.length + index];
    return Number.isFinite(value) && (at === undefined || Math.abs(time - at) <= 1e-6) ? [value] : [];
  });
}

const assaysThat = (model: Model, is: (assay: Model["assays"][number]) => boolean): number[] =>
  model.assays.flatMap((assay, index) => (is(assay) ? [index] : []));

/**
 * What was shown of some species: `origin`, `size`, `markers`, `lumen`, `purity`, `number`, `single`. What a species takes over
 * from the one it is like was shown of that one.
 */
function evidenceOf({ experiment }: Bench, species: readonly number[]): Readonly<Record<string, Finding>> {
  const all = entriesByName(experiment.document.vesicles);
  return Object.fromEntries(
    species.flatMap((each) => {
      const { evidence, like } = all[each][1];
      const [, base] = all.find(([name]) => name === like) ?? [];
      return entriesByName(evidence).map(([key, text]): [string, Finding] => [
        key,
        base?.evidence[key] === text
          ? { status: "assumed", by: `as was shown of ${like}: ${text}` }
          : { status: "shown", by: `evidence: ${text}` },
      ]);
    }),
  );
}

const nameOf = ({ arms }: Bench, species: number): string => arms[0].model.vesicles[species].name;
const percent = (part: number): string => `${printNumber(100 * part, 3)} %`;
const armsInWords = (names: readonly string[]): string =>
  `${names.length === 1 ? "arm" : "arms"} ${listed(names.map((name) => `“${name}”`))}`;
