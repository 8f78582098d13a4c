/** One world that can be run on, taken back to any time and forked: what the dish shows. */
import { actOut } from "../../src/engine/process/protocol.ts";
import { digestOf, load, save } from "../../src/engine/saved.ts";
import { fork, newSimulation, type Plan, type Simulation } from "../../src/engine/simulation.ts";
import { step } from "../../src/engine/step.ts";
import { bodyOf, partingTime, rowOf } from "../../src/observe/record.ts";

/** A state at a recorded time, before anything is done there. */
export interface Snapshot {
  readonly time: number; // s
  readonly plan: Plan; // that it was saved under
  readonly bytes: Uint8Array;
}

/** What was read of a world at one time. */
type Row = ReturnType<typeof rowOf>;

export interface Live {
  readonly arm: string;
  readonly donor: number;
  readonly replicate: number;
  readonly key: readonly [number, number];
  readonly plan: Plan;
  readonly body: string;
  rows: (Row | undefined)[]; // by recorded time
  simulation: Simulation;
  settled: boolean; // what is due now was done
  snapshots: Snapshot[]; // ascending
  end: string; // digest of the state at the end; empty before
  /** The world that stands for this one too, until they part: state, rows and snapshots are that world's. */
  follows: { readonly live: Live; readonly until: number } | undefined;
}

/** Most bytes that the states of all worlds together take; beyond it every second one goes. */
const mostBytes = 200_000_000;

export function newLive(what: Pick<Live, "arm" | "donor" | "replicate" | "key" | "plan">): Live {
  const { plan, key } = what;
  const live = {
    ...what,
    body: bodyOf(plan.model),
    rows: plan.model.time.records.map(() => undefined),
    simulation: newSimulation(plan, key),
    settled: false,
    snapshots: [],
    end: "",
    follows: undefined,
  };
  settle(live);
  return live;
}

/** A world that another one stands for as long as they are alike; undefined where they never are. */
export function following(
  leader: Live,
  what: Pick<Live, "arm" | "donor" | "replicate" | "key" | "plan">,
): Live | undefined {
  if (leader.follows || !isAlike(leader, what)) return undefined;
  const until = partingTime(leader.plan.model, what.plan.model);
  if (!(until > leader.plan.model.time.start + slackOf(leader))) return undefined;
  const { body, rows, simulation, settled, snapshots } = leader;
  return { ...what, body, rows, simulation, settled, snapshots, end: "", follows: { live: leader, until } };
}

const isAlike = (
  live: Live,
  { donor, replicate, key, plan }: Pick<Live, "donor" | "replicate" | "key" | "plan">,
): boolean =>
  live.donor === donor &&
  live.replicate === replicate &&
  live.key[0] === key[0] &&
  live.key[1] === key[1] &&
  live.body === bodyOf(plan.model);

/** A world that goes on from the past that it shares with another one; undefined where it shares none. */
export function forkedFrom(
  other: Live,
  what: Pick<Live, "arm" | "donor" | "replicate" | "key" | "plan">,
): Live | undefined {
  const { plan } = what;
  if (!isAlike(other, what)) return undefined;
  const parting = partingTime(other.plan.model, plan.model);
  const shared = other.snapshots.filter(({ time }) => time <= parting);
  const last = shared.at(-1);
  if (!last) return undefined;
  const { records } = plan.model.time;
  return {
    ...what,
    body: other.body,
    rows: records.map((time, index) => (time < last.time ? other.rows[index] : undefined)),
    simulation: restored(last, plan),
    settled: false,
    snapshots: shared,
    end: parting === Infinity ? other.end : "",
    follows: undefined,
  };
}

const restored = ({ plan, bytes }: Snapshot, onward: Plan): Simulation => {
  const simulation = load(plan, bytes);
  return plan === onward ? simulation : fork(simulation, onward);
};

/** The world as it was then. */
export const stateIn = ({ plan, bytes }: Snapshot): Simulation => load(plan, bytes);

const slackOf = ({ plan }: Live): number => 1e-9 * plan.model.time.step;

/** Does what is due at the present time and reads what is recorded there. */
export function settle(live: Live): void {
  if (live.settled) return;
  const { simulation, plan } = live;
  const record = plan.model.time.records.findIndex((time) => Math.abs(time - simulation.time) <= slackOf(live));
  if (record >= 0 && !live.snapshots.some(({ time }) => time === simulation.time))
    insert(live, { time: simulation.time, plan, bytes: save(simulation) });
  actOut(simulation);
  if (record >= 0) live.rows[record] ??= rowOf(simulation);
  live.settled = true;
  if (isOver(live) && live.end === "") live.end = digestOf(simulation);
}

function insert(live: Live, snapshot: Snapshot): void {
  const after = live.snapshots.findIndex(({ time }) => time > snapshot.time);
  if (after < 0) live.snapshots.push(snapshot);
  else live.snapshots.splice(after, 0, snapshot);
}

export const isOver = (live: Live): boolean => live.simulation.time >= live.plan.model.time.end - slackOf(live);

/** One piece of a step onward, with the worlds that it stands for. False at the end. @param followers all of them */
export function advance(live: Live, followers: readonly Live[]): boolean {
  settle(live);
  if (isOver(live)) return false;
  step(live.simulation);
  live.settled = false;
  const { time, step: done } = live.simulation;
  const { model } = live.plan;
  const slack = slackOf(live);
  // A step that only one of them cuts short is no longer shared: they part at the boundary before it.
  const grid = model.time.start + (done + 1) * model.time.step;
  for (const follower of followers) {
    const { until } = follower.follows!;
    if (until <= time + slack || until < grid - slack) leave(follower);
  }
  settle(live);
  for (const follower of followers) {
    if (follower.follows) Object.assign(follower, { simulation: live.simulation, settled: true, end: live.end });
    else settle(follower);
  }
  return true;
}

/** A world that was another's goes on by itself, from before anything is done at the present time. */
function leave(follower: Live): void {
  const { live } = follower.follows!;
  follower.follows = undefined;
  follower.rows = live.rows.map((row) => (row && row.time < live.simulation.time ? row : undefined));
  follower.snapshots = live.snapshots.filter(({ time }) => time < live.simulation.time);
  follower.simulation = fork(live.simulation, follower.plan);
  follower.settled = false;
}

/** Goes back to the last kept state at or before a time. */
export function rewind(live: Live, time: number): void {
  const from = live.snapshots.findLast((snapshot) => snapshot.time <= time + slackOf(live));
  live.simulation = from ? restored(from, live.plan) : newSimulation(live.plan, live.key);
  live.settled = false;
  settle(live);
}

/** Keeps the states of all worlds within their bounds: the first and every second one stay. */
export function thin(lives: readonly Live[]): void {
  const held = new Map<Uint8Array, number>();
  for (const { snapshots } of lives) for (const { bytes } of snapshots) held.set(bytes, bytes.byteLength);
  const total = [...held.values()].reduce((sum, bytes) => sum + bytes, 0);
  if (total <= mostBytes) return;
  for (const live of lives) if (!live.follows) live.snapshots = live.snapshots.filter((_, index) => index % 2 === 0);
  for (const live of lives) if (live.follows) live.snapshots = live.follows.live.snapshots;
}

/** How far a world was ever run, s. */
export function knownUntil({ rows, simulation, plan }: Live): number {
  const last = rows.findLastIndex((row) => row !== undefined);
  return Math.max(simulation.time, last < 0 ? -Infinity : plan.model.time.records[last]);
}
