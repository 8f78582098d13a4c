/**
 * One world while it runs: its cultures, what the bench holds between them, and the time. Everything that changes is in
 * `Simulation`; what is worked out from the model once is in `Plan` and never changes.
 */
import { hashText } from "../kernels/threefry.ts";
import type { Model } from "../model.ts";
import { type Cells, newCells } from "./cells.ts";
import { type Draws, generatedDraws, plainDraws } from "./draws.ts";
import { closureOf, type Evaluate } from "./expression.ts";
import { type FieldsPlan, fieldsPlanOf } from "./fields-plan.ts";
import { type FlowsPlan, flowsPlanOf } from "./flows-plan.ts";
import { wordOf } from "./keys.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { type Ledger, newLedger } from "./ledger.ts";
import { newPackets, type Packets } from "./packets.ts";
import { type KindProgram, type Means, programsOf } from "./program.ts";
import { newScratch, type Scratch } from "./scratch.ts";
import { voxelsOf } from "./space/grid.ts";
import { type SpacePlan, spacePlanOf } from "./space-plan.ts";
import { type VesiclesPlan, vesiclesPlanOf } from "./vesicles-plan.ts";

export interface Plan {
  readonly model: Model;
  readonly layout: Layout;
  readonly programs: readonly KindProgram[];
  readonly parameters: Float64Array;
  readonly fields: FieldsPlan;
  readonly vesicles: VesiclesPlan;
  readonly flows: FlowsPlan;
  readonly sources: readonly Evaluate[]; // by source: its rate
  readonly spaces: readonly (SpacePlan | undefined)[]; // by culture; undefined: it is stirred
  readonly scratch: Scratch;
  readonly draws: Draws;
  /** Names of the cultures as two words each, to key draws that belong to no cell or vesicle. */
  readonly words: Int32Array;
  /** By attribute: the use of chance in which cells draw what they start with. */
  readonly startUses: readonly number[];
  /** By event of the protocol: the condition it waits for, if any. */
  readonly triggers: readonly (Evaluate | undefined)[];
  /** Times at which a step is cut short besides the grid: events, records and when devices start and stop, ascending. */
  readonly cuts: Float64Array;
}

/**
 * Free vesicles of one species, counted by joint cargo class; each class keeps its cargo as a total. In a static culture there is
 * such a pool in each voxel, one after the other.
 */
export interface Pool {
  readonly count: Float64Array; // whole numbers, shape [voxels, classes]
  readonly cargo: Float64Array; // copies, shape [voxels, classes, cargo kinds], row-major
}

/** How finely a species is kept: from single vesicles to counts. */
export const rungs = ["individuals", "packets", "pool"] as const;

export interface CultureState {
  volume: number; // µm³, of the simulated part
  share: number;
  readonly cells: Cells;
  readonly factor: Float64Array; // molecules in the simulated part, shape [factors]
  /** Where it is, in a static culture: molecules by voxel, by factor. Their sum is `factor`. */
  readonly fields: readonly Float64Array[];
  readonly conditions: Float64Array;
  readonly pools: readonly Pool[]; // by species
  readonly packets: readonly Packets[]; // by species; empty for a species kept as a pool
  readonly rungs: Uint8Array; // by species: how it is kept now, of `rungs`
  readonly ledger: Ledger;
  readonly scalars: Float64Array; // worked out anew in each phase, see Layout
  families: number; // founders seeded so far
  readonly founders: Float64Array; // the same by kind
}

/** What was taken from a culture and waits on the bench, in amounts of the real well. */
export interface Preparation {
  volume: number; // µm³ of medium it was taken from
  producers: number; // living cells whose medium it is, of the real well
  readonly pools: readonly Pool[];
  readonly factor: Float64Array; // molecules
  /** Vesicles by species: taken = lost on the way + dosed + what is there. */
  readonly taken: Float64Array;
  readonly lost: Float64Array;
  readonly dosed: Float64Array;
  /** What was in hand after each thing done: vesicles of all species, and molecules by factor. */
  readonly book: { readonly step: string; readonly vesicles: number; readonly factor: readonly number[] }[];
}

/** What a device holds, in amounts of the real well. */
export interface DeviceState {
  readonly vesicles: Float64Array; // by species
  readonly factors: Float64Array; // molecules, by factor
}

export interface Simulation {
  readonly plan: Plan;
  readonly key: Int32Array; // run key, two words
  readonly cultures: readonly CultureState[];
  readonly devices: readonly DeviceState[];
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

/** The fault of a rate that is no rate. @param what it is the rate of @param rate 1/s, or in the unit given */
export function rateFault(what: string, rate: number, unit = "per second"): RunFault {
  return new RunFault(
    `${what} came to ${rate} ${unit}`,
    "a rate must be a number of 0 or more for every cell: look at its formula and rules",
  );
}

/** A fault told with the culture and the time. @param index of the culture */
export function faultIn({ plan, time }: Simulation, index: number, { message, hint }: RunFault): RunFault {
  return new RunFault(
    `${plan.model.cultures[index].name} at ${Number((time / 3600).toPrecision(6))} h: ${message}`,
    hint,
  );
}

/** Works out all that follows from a model alone. @param means closures where generated code is forbidden */
export function planOf(model: Model, means: Means = "generated code"): Plan {
  const layout = layoutOf(model);
  const programs = programsOf(model, layout, means);
  const vesicles = vesiclesPlanOf(model, layout);
  const words = new Uint32Array(2 * model.cultures.length);
  for (const [index, culture] of model.cultures.entries()) hashText(culture.name, words, 2 * index);
  const events = model.protocol.filter((event) => !Number.isNaN(event.at)).map((event) => event.at);
  const switches = [...model.devices, ...model.sources].flatMap(({ on }) => on.flatMap(({ from, to }) => [from, to]));
  return {
    model,
    layout,
    programs,
    parameters: Float64Array.from(model.parameters),
    fields: fieldsPlanOf(model, layout),
    vesicles,
    flows: flowsPlanOf(model, layout),
    sources: model.sources.map(({ rate }) => closureOf(rate, layout.shared)),
    spaces: model.cultures.map(({ space }) => space && spacePlanOf(model, space, vesicles.classes)),
    scratch: newScratch(Math.max(1, ...programs.map((program) => program.outs)), layout.contacts.length),
    draws: means === "closures" ? plainDraws : generatedDraws(),
    words: Int32Array.from(words),
    startUses: model.attributes.map(({ name }) => wordOf(`start ${name}`)),
    triggers: model.protocol.map((event) => (event.when ? closureOf(event.when, layout.shared) : undefined)),
    cuts: Float64Array.from([...new Set([...events, ...switches, ...model.time.records])].sort((a, b) => a - b)),
  };
}

/** A world at its start: empty cultures, nothing done yet. @param key two words of the run */
export function newSimulation(plan: Plan, key: readonly [number, number]): Simulation {
  const { model, layout } = plan;
  return {
    plan,
    key: Int32Array.from(key),
    cultures: model.cultures.map((culture, index) => ({
      volume: culture.volume * culture.share,
      share: culture.share,
      cells: newCells(layout, model.kinds.length),
      factor: new Float64Array(model.factors.length),
      fields: plan.spaces[index]?.fields.map(({ grid }) => new Float64Array(voxelsOf(grid))) ?? [],
      conditions: Float64Array.from(culture.conditions),
      pools: poolsOf(plan, plan.spaces[index]?.voxels ?? 1),
      packets: model.vesicles.map(() => newPackets(model.cargo.length, layout.place >= 0)),
      rungs: Uint8Array.from(model.vesicles, ({ detail }) => (detail === "auto" ? 0 : rungs.indexOf(detail))),
      ledger: newLedger(model),
      scalars: new Float64Array(layout.scalarCount),
      families: 0,
      founders: new Float64Array(model.kinds.length),
    })),
    devices: model.devices.map(() => ({
      vesicles: new Float64Array(model.vesicles.length),
      factors: new Float64Array(model.factors.length),
    })),
    preparations: model.preparations.map(() => newPreparation(plan)),
    step: 0,
    piece: 0,
    time: model.time.start,
    done: new Uint8Array(model.protocol.length),
  };
}

/** A preparation that holds nothing. */
export function newPreparation(plan: Plan): Preparation {
  const factor = new Float64Array(plan.model.factors.length);
  const line = (): Float64Array => new Float64Array(plan.model.vesicles.length);
  return {
    volume: 0,
    producers: 0,
    pools: poolsOf(plan, 1),
    factor,
    taken: line(),
    lost: line(),
    dosed: line(),
    book: [],
  };
}

const poolsOf = (plan: Plan, voxels: number): Pool[] =>
  plan.vesicles.classes.map((classes) => ({
    count: new Float64Array(voxels * classes),
    cargo: new Float64Array(voxels * classes * plan.model.cargo.length),
  }));

/**
 * A copy that goes on under another plan and shares nothing with the first but its chance. The two plans may differ only in
 * events of the protocol that are not done yet.
 */
export function fork(simulation: Simulation, plan: Plan): Simulation {
  const copy = newSimulation(plan, [simulation.key[0], simulation.key[1]]);
  // What is done stands in both lists, in the same order, though not at the same places.
  const events = plan.model.protocol.map((event) => JSON.stringify(event));
  let place = 0;
  for (const [index, event] of simulation.plan.model.protocol.entries()) {
    if (simulation.done[index] === 0) continue;
    place = events.indexOf(JSON.stringify(event), place) + 1;
    if (place === 0)
      throw new RangeError(`the world to go on in does not have the event "${event.text}", which is done`);
    copy.done[place - 1] = 1;
  }
  return {
    ...copy,
    cultures: simulation.cultures.map(copied),
    devices: simulation.devices.map(copied),
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

/** The places of a culture; undefined where it is stirred. */
export const spaceOf = ({ plan, cultures }: Simulation, culture: CultureState): SpacePlan | undefined =>
  plan.layout.place < 0 ? undefined : plan.spaces[cultures.indexOf(culture)];

/** Free vesicles of a species in the simulated part, whatever the detail in which they are kept. */
export function freeVesicles(culture: CultureState, species: number): number {
  let free = 0;
  const { count } = culture.pools[species];
  for (let at = 0; at < count.length; at++) free += count[at];
  const packets = culture.packets[species];
  for (let row = 0; row < packets.count; row++) free += packets.weight[row];
  return free;
}
