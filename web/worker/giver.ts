/** Who released a vesicle: its id is a hash of its producer's id and its number, so the producer is found, not kept. */
import { dead } from "../../src/engine/cells.ts";
import { bornColumn, generationColumn } from "../../src/engine/layout.ts";
import { releaseTag } from "../../src/engine/process/release.ts";
import type { Simulation } from "../../src/engine/simulation.ts";
import { threefry } from "../../src/kernels/threefry.ts";
import type { Id } from "../protocol.ts";
import { type Live, stateIn } from "./live.ts";
import { daughtersOf, rowOfId } from "./past.ts";

export interface Giver {
  readonly id: Id;
  readonly number: number; // from 1: how many packets of the species it had released with this one
  /** What it was when it was seen last before, and first after. */
  readonly seen: readonly { readonly time: number; readonly kind: number }[];
}

/** A cell that may have released it, and the numbers that come into question. */
interface Suspect {
  readonly id: Id;
  readonly from: number;
  readonly to: number; // Infinity: it is not known how many it released
}

const mostTries = 4_000_000;
/** Generations that are born and gone between two kept states. */
const unseen = 2;

const words = new Int32Array(2);

/** @param id of the packet @param born s; when it was released */
export function giverOf(live: Live, species: number, id: Id, born: number): Giver | undefined {
  const column = live.plan.layout.columnOf.get(`released:${species}`);
  if (column === undefined) return undefined;
  const [before, after] = around(live, born);
  const suspects = suspectsIn(before, after, column, born);
  const known = suspects.filter(({ to }) => to < Infinity);
  const usual = Math.max(64, ...known.map(({ from, to }) => to - from));
  let tries = 0;
  for (let block = 0; ; block++) {
    let open = false;
    for (const { id: cell, from, to } of suspects) {
      const first = from + block * usual;
      const end = Math.min(to, first + usual);
      for (let number = first; number < end; number++, tries++) {
        threefry(cell[0], cell[1], number, releaseTag, words, 0);
        if (words[0] !== id[0] || words[1] !== id[1]) continue;
        return { id: cell, number: number + 1, seen: [before, after].flatMap((state) => seenIn(state, cell)) };
      }
      if (end < to) open = true;
    }
    if (!open || tries > mostTries) return undefined;
  }
}

/** The last state at or before a time, and the first after it, the present one among them. */
function around(live: Live, time: number): (Simulation | undefined)[] {
  const before = live.snapshots.findLast((snapshot) => snapshot.time <= time);
  const after = live.snapshots.find((snapshot) => snapshot.time > time);
  const isNear = live.simulation.time > time && !(after && after.time <= live.simulation.time);
  return [before && stateIn(before), isNear ? live.simulation : after && stateIn(after)];
}

function seenIn(state: Simulation | undefined, id: Id): { time: number; kind: number }[] {
  return (state?.cultures ?? []).flatMap(({ cells }) => {
    const row = rowOfId(cells, id);
    return row < 0 ? [] : [{ time: state!.time, kind: cells.kind[row] }];
  });
}

/** Cells that were there then. @param column of the numbers that cells have released */
function suspectsIn(
  before: Simulation | undefined,
  after: Simulation | undefined,
  column: number,
  born: number,
): Suspect[] {
  const found: Suspect[] = [];
  const alive = new Set<string>();
  const released = new Map<string, number>();
  for (const { cells } of before?.cultures ?? [])
    for (let row = 0; row < cells.count; row++)
      released.set(`${cells.id[2 * row]},${cells.id[2 * row + 1]}`, cells.columns[column][row]);
  for (const { cells } of after?.cultures ?? [])
    for (let row = 0; row < cells.count; row++) {
      if (cells.kind[row] === dead) continue;
      const id: Id = [cells.id[2 * row], cells.id[2 * row + 1]];
      const from = released.get(id.join()) ?? 0;
      alive.add(id.join());
      const isYounger = cells.columns[bornColumn][row] > born;
      if (!isYounger && cells.columns[column][row] > from) found.push({ id, from, to: cells.columns[column][row] });
    }
  // Who divided or died in between, and daughters who did so too: how many they released is not known.
  const lost = (id: Id, generation: number, from: number, deep: number): void => {
    found.push({ id, from, to: Infinity });
    for (const daughter of deep < unseen ? daughtersOf(id, generation) : [])
      if (!alive.has(daughter.join())) lost(daughter, generation + 1, 0, deep + 1);
  };
  for (const { cells } of before?.cultures ?? [])
    for (let row = 0; row < cells.count; row++) {
      const id: Id = [cells.id[2 * row], cells.id[2 * row + 1]];
      if (cells.kind[row] === dead || alive.has(id.join())) continue;
      lost(id, cells.columns[generationColumn][row], released.get(id.join())!, 0);
    }
  return found;
}
