/**
 * Runs the worlds of one donor and replicate and records them. Arms that are alike up to some time share their past: it is
 * computed once and forked, and as they share their chance too, they differ by nothing but what was done to them.
 */
import { imbalances } from "../engine/audit.ts";
import { actOut } from "../engine/process/protocol.ts";
import { digestOf } from "../engine/saved.ts";
import { fork, newSimulation, type Plan, type Simulation } from "../engine/simulation.ts";
import { step } from "../engine/step.ts";
import type { Model } from "../model.ts";
import { measure } from "./measure.ts";

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
  readonly end: Simulation;
}

interface Row {
  readonly time: number;
  readonly values: Float64Array;
  readonly digest: string;
}

/**
 * @param key run key of the donor and replicate, the same for every arm
 * @param watch is told the part of all steps that is done, 0 to 1
 * @throws RunFault where a world cannot go on; Error where a book does not close
 */
export function recordWorlds(
  worlds: readonly World[],
  key: readonly [number, number],
  watch?: (part: number) => void,
): Outcome[] {
  const outcomes = new Map<string, Outcome>();
  let done = 0;
  const progress = (steps: number): void => {
    done += steps;
    watch?.(Math.min(1, done / worlds.length));
  };
  const groups = new Map<string, World[]>();
  for (const world of worlds) {
    const body = bodyOf(world.plan.model);
    groups.set(body, [...(groups.get(body) ?? []), world]);
  }
  for (const group of groups.values()) follow(group, newSimulation(group[0].plan, key), [], outcomes, progress);
  return worlds.map((world) => outcomes.get(world.arm)!);
}

/** All of a model but what is done to it: arms with the same body can share a past. */
const bodyOf = (model: Model): string =>
  JSON.stringify({ ...model, protocol: [] }, (_key, value) => (value === Infinity ? "∞" : value));

function follow(
  group: readonly World[],
  simulation: Simulation,
  rows: Row[],
  outcomes: Map<string, Outcome>,
  progress: (steps: number) => void,
): void {
  const [lead] = group;
  const { model } = lead.plan;
  const slack = 1e-9 * model.time.step;
  let together = group.map((world) => ({ world, until: partingTime(model, world.plan.model) }));
  for (;;) {
    // A step that only some of them cut short is no longer shared: they part at the boundary before it.
    const grid = model.time.start + (simulation.step + 1) * model.time.step;
    const leaving = together
      .filter(({ until }) => until <= simulation.time + slack || until < grid - slack)
      .map(({ world }) => world);
    if (leaving.length > 0) {
      together = together.filter(({ world }) => !leaving.includes(world));
      follow(leaving, fork(simulation, leaving[0].plan), [...rows], outcomes, progress);
    }
    actOut(simulation);
    if (model.time.records.some((time) => Math.abs(time - simulation.time) <= slack)) rows.push(rowOf(simulation));
    if (simulation.time >= model.time.end - slack) break;
    const before = simulation.time;
    step(simulation);
    progress((together.length * (simulation.time - before)) / (model.time.end - model.time.start));
  }
  const open = imbalances(simulation);
  if (open.length > 0) {
    const [{ culture, of, expected, found }] = open;
    throw new Error(`the books of ${culture} do not close for ${of}: ${expected} expected, ${found} found`);
  }
  const width = model.observables.length;
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, index) => {
    values.set(row.values, index * width);
  });
  for (const { world } of together)
    outcomes.set(world.arm, {
      arm: world.arm,
      times: Float64Array.from(rows, (row) => row.time),
      values,
      digests: rows.map((row) => row.digest),
      end: simulation,
    });
}

function rowOf(simulation: Simulation): Row {
  const values = new Float64Array(simulation.plan.model.observables.length);
  measure(simulation, values);
  return { time: simulation.time, values, digest: digestOf(simulation) };
}

/** When the first thing is done in one of two worlds that is not done in the other, s; Infinity: never. */
function partingTime(one: Model, other: Model): number {
  const timed = [one, other].map(({ protocol }) =>
    protocol.filter(({ at }) => !Number.isNaN(at)).sort((a, b) => a.at - b.at),
  );
  let same = 0;
  while (timed[0][same] && JSON.stringify(timed[0][same]) === JSON.stringify(timed[1][same])) same++;
  const until = Math.min(...timed.map((events) => events[same]?.at ?? Infinity));
  // An event that waits for a condition may come at any time: it must stand in both, in the same place among the others.
  const before = [one, other].map(({ protocol }) =>
    JSON.stringify(protocol.filter(({ at }) => Number.isNaN(at) || at < until)),
  );
  return before[0] === before[1] ? until : -Infinity;
}
