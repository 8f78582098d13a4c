/**
 * One world while it runs: its cultures, what the bench holds between them, and the time. Everything that changes is in
 * `Simulation`; what is worked out from the model once is in `Plan` and never changes.
 */
import { hashText, threefry } from "../kernels/threefry.ts";
import type { Model } from "../model.ts";
import { type Cells, newCells } from "./cells.ts";
import { closureOf, type Evaluate } from "./expression.ts";
import { type FieldsPlan, fieldsPlanOf } from "./fields-plan.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { type Ledger, newLedger } from "./ledger.ts";
import { newPackets, type Packets } from "./packets.ts";
import { type KindProgram, type Means, programsOf } from "./program.ts";
import { newScratch, type Scratch } from "./scratch.ts";
import { type VesiclesPlan, vesiclesPlanOf } from "./vesicles-plan.ts";

export interface Plan {
  readonly model: Model;
  readonly layout: Layout;
  readonly programs: readonly KindProgram[];
  readonly parameters: Float64Array;
  /** Joint cargo classes of each species' pool. */
  readonly classes: readonly number[];
  readonly fields: FieldsPlan;
  readonly vesicles: VesiclesPlan;
  readonly scratch: Scratch;
  /** Names of the cultures as two words each, to key draws that belong to no cell or vesicle. */
  readonly words: Uint32Array;
  /** By event of the protocol: the condition it waits for, if any. */
  readonly triggers: readonly (Evaluate | undefined)[];
  /** Times at which a step is cut short besides the grid: events and records, ascending. */
  readonly cuts: Float64Array;
}

/** Free vesicles of one species, counted by joint cargo class; each class keeps its cargo as a total. */
export interface Pool {
  readonly count: Float64Array; // whole numbers, shape [classes]
  readonly cargo: Float64Array; // copies, shape [classes, cargo kinds], row-major
}

export interface CultureState {
  readonly volume: number; // µm³, of the simulated part
  readonly share: number;
  readonly cells: Cells;
  readonly factor: Float64Array; // molecules in the simulated part, shape [factors]
  readonly conditions: Float64Array;
  readonly pools: readonly Pool[]; // by species
  readonly packets: readonly Packets[]; // by species; empty for a species kept as a pool
  readonly ledger: Ledger;
  readonly scalars: Float64Array; // worked out anew in each phase, see Layout
  families: number; // founders seeded so far
}

/** What was taken from a culture and waits on the bench, in amounts of the real well. */
export interface Preparation {
  volume: number; // µm³ of medium it was taken from
  producers: number; // living cells of the culture it was taken from, of the real well
  readonly pools: readonly Pool[];
  readonly factor: Float64Array; // molecules
  /** What it held after each thing done with it: vesicles of all species, and molecules by factor. */
  readonly book: { readonly step: string; readonly vesicles: number; readonly factor: readonly number[] }[];
}

export interface Simulation {
  readonly plan: Plan;
  readonly key: Uint32Array; // run key, two words
  readonly cultures: readonly CultureState[];
  readonly preparations: readonly Preparation[];
  /** Whole grid steps done, and pieces of the present one where events or records cut it. */
  step: number;
  piece: number;
  time: number; // s
  readonly done: Uint8Array; // by event of the protocol
}

/** What went wrong while a world ran: the file's fault, not ours. */
export class RunFault extends Error {
  readonly hint: string;
  constructor(text: string, hint: string) {
    super(text);
    this.name = "RunFault";
    this.hint = hint;
  }
}

/** Works out all that follows from a model alone. @param means closures where generated code is forbidden */
export function planOf(model: Model, means: Means = "generated code"): Plan {
  const layout = layoutOf(model);
  const words = new Uint32Array(2 * model.cultures.length);
  model.cultures.forEach((culture, index) => hashText(culture.name, words, 2 * index));
  const outs = model.kinds.map((kind) => kind.hazards.length + 1 + kind.releases.length);
  const events = model.protocol.filter((event) => !Number.isNaN(event.at)).map((event) => event.at);
  return {
    model,
    layout,
    programs: programsOf(model, layout, means),
    parameters: Float64Array.from(model.parameters),
    classes: model.vesicles.map((species) => species.classes.reduce((all, one) => all * (one.edges.length + 1), 1)),
    fields: fieldsPlanOf(model, layout),
    vesicles: vesiclesPlanOf(model, layout),
    scratch: newScratch(model.kinds.length, Math.max(4, ...outs)),
    words,
    triggers: model.protocol.map((event) => (event.when ? closureOf(event.when, layout.shared) : undefined)),
    cuts: Float64Array.from([...new Set([...events, ...model.time.records])].sort((a, b) => a - b)),
  };
}

/** A world at its start: empty cultures, nothing done yet. @param key two words of the run */
export function newSimulation(plan: Plan, key: readonly [number, number]): Simulation {
  const { model, layout } = plan;
  return {
    plan,
    key: Uint32Array.from(key),
    cultures: model.cultures.map((culture) => ({
      volume: culture.volume * culture.share,
      share: culture.share,
      cells: newCells(layout),
      factor: new Float64Array(model.factors.length),
      conditions: Float64Array.from(culture.conditions),
      pools: poolsOf(plan),
      packets: model.vesicles.map(() => newPackets(model.cargo.length)),
      ledger: newLedger(model),
      scalars: new Float64Array(layout.scalarCount),
      families: 0,
    })),
    preparations: model.preparations.map(() => ({
      volume: 0,
      producers: 0,
      pools: poolsOf(plan),
      factor: new Float64Array(model.factors.length),
      book: [],
    })),
    step: 0,
    piece: 0,
    time: model.time.start,
    done: new Uint8Array(model.protocol.length),
  };
}

const poolsOf = (plan: Plan): Pool[] =>
  plan.classes.map((classes) => ({
    count: new Float64Array(classes),
    cargo: new Float64Array(classes * plan.model.cargo.length),
  }));

/**
 * A copy that goes on under another plan and shares nothing with the first but its chance. The two plans may differ only in
 * events of the protocol that are not done yet.
 */
export function fork(simulation: Simulation, plan: Plan): Simulation {
  const copy = newSimulation(plan, [simulation.key[0], simulation.key[1]]);
  const done = copy.done;
  done.set(simulation.done.subarray(0, done.length));
  return {
    ...copy,
    cultures: simulation.cultures.map(copied),
    preparations: simulation.preparations.map((preparation) => ({
      ...copied(preparation),
      book: [...preparation.book],
    })),
    step: simulation.step,
    piece: simulation.piece,
    time: simulation.time,
  };
}

/** Copies plain data with typed arrays in it, all the way down. */
function copied<T>(part: T): T {
  if (ArrayBuffer.isView(part)) return (part as unknown as Float64Array).slice() as T;
  if (Array.isArray(part)) return part.map(copied) as T;
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, copied(value)])) as T;
}

const nameWords = new Uint32Array(2);
const hashes = new Map<string, number>();

/** One word for the name of a use of chance. */
function wordOf(name: string): number {
  let word = hashes.get(name);
  if (word === undefined) {
    hashText(name, nameWords, 0);
    word = nameWords[0] >>> 0;
    hashes.set(name, word);
  }
  return word;
}

/**
 * The key of one use of chance in the present piece of the present step: draws with it are keyed further by who draws.
 * @param use process, thing and block, such as "capture EXO 0"; written into `out`, two words
 */
export function phaseKey(simulation: Simulation, use: string, out: Uint32Array, ordinal = 0): void {
  threefry(simulation.key[0], simulation.key[1], simulation.step, wordOf(use), out, 0);
  if (simulation.piece !== 0 || ordinal !== 0) threefry(out[0], out[1], simulation.piece, ordinal, out, 0);
}

/** The key of a draw that belongs to an entity for its whole life, whenever it is made. */
export function lifeKey(simulation: Simulation, use: string, out: Uint32Array): void {
  threefry(simulation.key[0], simulation.key[1], 0xffffffff, wordOf(use), out, 0);
}

/** The two words that stand for a culture where a draw belongs to it and to none of its cells. */
export function cultureWords(simulation: Simulation, index: number): readonly [number, number] {
  const { words } = simulation.plan;
  return [words[2 * index], words[2 * index + 1]];
}

/** Sets the scalars that every formula of a culture's cells may read, from the state as it is now. @param dt s */
export function readScalars(simulation: Simulation, culture: CultureState, dt: number): void {
  const { layout, model } = simulation.plan;
  const { scalars, cells } = culture;
  scalars[0] = simulation.time;
  scalars[1] = dt;
  for (let factor = 0; factor < model.factors.length; factor++)
    scalars[layout.factorScalar + factor] = culture.factor[factor] / culture.volume;
  for (let species = 0; species < model.vesicles.length; species++)
    scalars[layout.vesicleScalar + species] = freeVesicles(culture, species) / culture.volume;
  for (let condition = 0; condition < model.conditions.length; condition++)
    scalars[layout.conditionScalar + condition] = culture.conditions[condition];
  for (let group = 0; group < layout.groups.length; group++) {
    const kinds = layout.groups[group];
    let living = 0;
    for (let row = 0; row < cells.count; row++) if (kinds.includes(cells.kind[row])) living++;
    scalars[layout.groupScalar + group] = living / culture.volume;
  }
}

/** Free vesicles of a species in the simulated part, whatever the detail in which they are kept. */
export function freeVesicles(culture: CultureState, species: number): number {
  let free = 0;
  const { count } = culture.pools[species];
  for (let at = 0; at < count.length; at++) free += count[at];
  const packets = culture.packets[species];
  for (let row = 0; row < packets.count; row++) free += packets.weight[row];
  return free;
}
