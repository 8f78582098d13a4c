/**
 * Runs the worlds of one donor and replicate and records them. Arms that are alike up to some time share their past: it is
 * computed once and forked, and as they share their chance too, they differ by nothing but what was done to them.
 */
import { imbalances } from "../engine/audit.ts";
import { actOut } from "../engine/process/protocol.ts";
import { digestOf, load, save } from "../engine/saved.ts";
import { fork, newSimulation, type Plan, type Simulation } from "../engine/simulation.ts";
import { step } from "../engine/step.ts";
import type { Model } from "../model.ts";
import { measure } from "./measure.ts";
import type { Snapshot } from "./snapshot.ts";
import { snapshotsOf } from "./snapshots.ts";

export interface World {
  readonly arm: string;
  readonly plan: Plan;
}

/** What one world leaves: the table's values, the digests, and the state at the end with its ledger. */
export interface Outcome {
  readonly arm: string;
  readonly times: Float64Array; // s, shape [times]
  readonly values: Float64Array; // base units, shape [times, observables], row-major
  readonly digests: readonly string[]; // by recorded time
  readonly snapshots: readonly Snapshot[]; // of all recorded times
  readonly end: Simulation;
}

/** What is read at one recorded time. */
export interface Row {
  readonly time: number; // s
  readonly values: Float64Array; // base units, shape [observables]
  readonly digest: string; // of the whole state
  readonly snapshots: readonly Snapshot[]; // of the static cultures, where they are asked for
}

/** Worlds that were stopped on their way: their state at a boundary between steps, and what was recorded until then. */
export interface Paused {
  readonly arms: readonly string[]; // they are still alike
  readonly state: Uint8Array; // see engine/saved.ts
  readonly rows: readonly Row[];
}

export interface Hooks {
  /** Is told the part of all steps that is done, 0 to 1. */
  readonly watch?: (part: number) => void;
  /** Whether static cultures are looked at whole at each recorded time. */
  readonly look?: boolean;
  /** Asked at every boundary between steps: true stops all worlds there. */
  readonly stop?: () => boolean;
  /** What an earlier call left when it was stopped, with the worlds that it had finished. */
  readonly from?: { readonly paused: readonly Paused[]; readonly finished: readonly Outcome[] };
}

/**
 * Runs worlds to their end.
 * @param key run key of the donor and replicate, the same for every arm
 * @throws RunFault where a world cannot go on; Error where a book does not close
 */
export function recordWorlds(
  worlds: readonly World[],
  key: readonly [number, number],
  watch?: Hooks["watch"],
): Outcome[] {
  return recordOrPause(worlds, key, watch ? { watch } : {}).outcomes;
}

/** As `recordWorlds`, but it can be stopped, and goes on from where it was. The outcomes of worlds that were stopped are missing. */
export function recordOrPause(
  worlds: readonly World[],
  key: readonly [number, number],
  { watch, stop, from, look = false }: Hooks,
): { readonly outcomes: Outcome[]; readonly paused: Paused[] } {
  const outcomes = new Map<string, Outcome>(from?.finished.map((outcome) => [outcome.arm, outcome]));
  let done = outcomes.size;
  const progress = (steps: number): void => {
    done += steps;
    watch?.(Math.min(1, done / worlds.length));
  };
  const branches: Branch[] = from ? from.paused.map((paused) => resumed(paused, worlds)) : groupsOf(worlds, key);
  const paused: Paused[] = [];
  for (let branch = branches.pop(); branch; branch = branches.pop()) {
    if (follow(branch, branches, progress, look, stop))
      for (const outcome of outcomesOf(branch)) outcomes.set(outcome.arm, outcome);
    else paused.push({ arms: branch.worlds.map(({ arm }) => arm), state: save(branch.simulation), rows: branch.rows });
  }
  return { outcomes: worlds.flatMap(({ arm }) => outcomes.get(arm) ?? []), paused };
}

/** Worlds that are alike so far, with the one state that stands for them all. */
interface Branch {
  worlds: readonly World[];
  readonly simulation: Simulation;
  readonly rows: Row[];
}

function groupsOf(worlds: readonly World[], key: readonly [number, number]): Branch[] {
  const groups = new Map<string, World[]>();
  for (const world of worlds) {
    const body = bodyOf(world.plan.model);
    groups.set(body, [...(groups.get(body) ?? []), world]);
  }
  return [...groups.values()].map((group) => ({
    worlds: group,
    simulation: newSimulation(group[0].plan, key),
    rows: [],
  }));
}

function resumed({ arms, state, rows }: Paused, worlds: readonly World[]): Branch {
  const group = worlds.filter(({ arm }) => arms.includes(arm));
  return { worlds: group, simulation: load(group[0].plan, state), rows: [...rows] };
}

/** All of a model but what is done to it, as text: arms with the same body can share a past. */
export const bodyOf = (model: Model): string =>
  JSON.stringify({ ...model, protocol: [] }, (_key, value) => (value === Infinity ? "∞" : value));

/** Runs a branch to its end; worlds that part from the first of it become branches of their own. False where it was stopped. */
function follow(
  branch: Branch,
  branches: Branch[],
  progress: (steps: number) => void,
  look: boolean,
  stop?: () => boolean,
): boolean {
  const { simulation, rows } = branch;
  const [{ plan }] = branch.worlds;
  const { model } = plan;
  const slack = 1e-9 * model.time.step;
  const until = new Map(branch.worlds.map((world) => [world, partingTime(model, world.plan.model)]));
  for (;;) {
    if (stop?.()) return false;
    // A step that only some of them cut short is no longer shared: they part at the boundary before it.
    const grid = model.time.start + (simulation.step + 1) * model.time.step;
    const leaving = branch.worlds.filter((world) => {
      const parting = until.get(world)!;
      return parting <= simulation.time + slack || parting < grid - slack;
    });
    if (leaving.length > 0) {
      actOut(simulation, Math.min(...leaving.map((world) => sharedEvents(model, world.plan.model)))); // once for all
      branch.worlds = branch.worlds.filter((world) => !leaving.includes(world));
      branches.push({ worlds: leaving, simulation: fork(simulation, leaving[0].plan), rows: [...rows] });
    }
    actOut(simulation);
    if (model.time.records.some((time) => Math.abs(time - simulation.time) <= slack))
      rows.push({ ...rowOf(simulation, rows), snapshots: look ? snapshotsOf(simulation) : [] });
    if (simulation.time >= model.time.end - slack) return true;
    const before = simulation.time;
    step(simulation);
    progress((branch.worlds.length * (simulation.time - before)) / (model.time.end - model.time.start));
  }
}

/** What the worlds of a branch that is at its end leave. @throws Error where a book does not close */
function outcomesOf({ worlds, simulation, rows }: Branch): Outcome[] {
  const open = imbalances(simulation);
  if (open.length > 0) {
    const [{ culture, of, expected, found }] = open;
    throw new Error(`the books of ${culture} do not close for ${of}: ${expected} expected, ${found} found`);
  }
  const width = simulation.plan.model.observables.length;
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, index) => {
    values.set(row.values, index * width);
  });
  return worlds.map(({ arm }) => ({
    arm,
    times: Float64Array.from(rows, (row) => row.time),
    values,
    digests: rows.map((row) => row.digest),
    snapshots: rows.flatMap(({ snapshots }) => snapshots),
    end: simulation,
  }));
}

/** Reads a world as it is now. @param before what was read of it so far */
export function rowOf(simulation: Simulation, before: readonly Row[] = []): Omit<Row, "snapshots"> {
  const values = new Float64Array(simulation.plan.model.observables.length);
  measure(simulation, values, before);
  return { time: simulation.time, values, digest: digestOf(simulation) };
}

/** When the first thing is done in one of two worlds that is not done in the other, s; Infinity: never. */
export function partingTime(one: Model, other: Model): number {
  const same = sharedEvents(one, other);
  const until = Math.min(...[one, other].map((model) => timelineOf(model).times[same] ?? Infinity));
  // An event that waits for a condition may come at any time: it must stand in both, in the same place among the others.
  const before = [one, other].map(({ protocol }) =>
    JSON.stringify(protocol.filter(({ at }) => Number.isNaN(at) || at < until)),
  );
  return before[0] === before[1] ? until : -Infinity;
}

/** How many events that have a time are the same in two worlds, from the first on. */
function sharedEvents(one: Model, other: Model): number {
  const [mine, others] = [timelineOf(one).texts, timelineOf(other).texts];
  let same = 0;
  while (same < mine.length && mine[same] === others[same]) same++;
  return same;
}

interface Timeline {
  readonly times: readonly number[]; // s, ascending
  readonly texts: readonly string[]; // all that an event is
}

const timelines = new WeakMap<Model, Timeline>();

/** The events of a model that have a time. */
function timelineOf(model: Model): Timeline {
  let timeline = timelines.get(model);
  if (!timeline) {
    const timed = model.protocol.filter(({ at }) => !Number.isNaN(at)).sort((a, b) => a.at - b.at);
    timeline = { times: timed.map(({ at }) => at), texts: timed.map((event) => JSON.stringify(event)) };
    timelines.set(model, timeline);
  }
  return timeline;
}
