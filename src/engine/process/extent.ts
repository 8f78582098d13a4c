/**
 * How much of a well is simulated. A culture that outgrows what it may hold goes on with three quarters of its share: of
 * every kind of cell exactly so many stay (what is left of a cell by a draw), of the free vesicles and the factors too.
 * Densities and concentrations go on as they were, and so do the books: each line shrinks alike, and what stayed beyond that
 * is a line of its own.
 */
import { begin, next } from "../../kernels/chance.ts";
import { closeUp, dead, group } from "../cells.ts";
import { phaseKey, wordOf } from "../keys.ts";
import { dropEmpty } from "../packets.ts";
import { fit } from "../scratch.ts";
import type { CultureState, Simulation } from "../simulation.ts";
import { type Stock, stockOf } from "../stock.ts";

const key = new Int32Array(2);
const part = 0.75; // goes on: with less, a growing culture is simulated with more cells than needed; exact in binary

/** Cuts the simulated share of a culture while it holds more cells than it may. @param index of the culture */
export function stepExtent(simulation: Simulation, culture: CultureState, index: number): void {
  const { most } = simulation.plan.model.cultures[index];
  if (most === undefined) return;
  for (let round = 0; culture.cells.count > most; round++) cut(simulation, culture, index, round);
}

function cut(simulation: Simulation, culture: CultureState, index: number, round: number): void {
  const before = stockOf(simulation, culture);
  cutCells(simulation, culture, round);
  cutMedium(simulation, culture, index, round);
  culture.volume *= part;
  culture.share *= part;
  const after = stockOf(simulation, culture);
  for (const book of ["cells", "vesicles", "bodies", "cargo", "factors"] satisfies (keyof Stock)[]) {
    const lines: Readonly<Record<string, Float64Array>> = culture.ledger[book];
    for (const amounts of Object.values(lines)) for (let at = 0; at < amounts.length; at++) amounts[at] *= part;
    for (let at = 0; at < after[book].length; at++) lines.rescaled[at] += after[book][at] - part * before[book][at];
  }
}

/** Of each kind the cells with the smallest draws stay. */
function cutCells(simulation: Simulation, culture: CultureState, round: number): void {
  const { cells } = culture;
  const { scratch, model } = simulation.plan;
  const { first, rows, id, kind } = cells;
  fit(scratch, cells);
  group(cells);
  phaseKey(simulation, wordOf("cutting cells"), key, round);
  const { chance } = scratch;
  for (let row = 0; row < cells.count; row++) {
    begin(key[0], key[1], id[2 * row], id[2 * row + 1]);
    chance[row] = next();
  }
  for (let at = 0; at < model.kinds.length; at++) {
    const own = rows.subarray(first[at], first[at + 1]);
    const drawn = Float64Array.from(own, (row) => chance[row]).sort((a, b) => a - b);
    const stay = part * drawn.length;
    const last = drawn[Math.floor(stay)];
    for (const row of own) {
      if (chance[row] < last) continue;
      if (chance[row] === last) {
        begin(key[0], key[1], id[2 * row + 1], id[2 * row]);
        if (next() < stay - Math.floor(stay)) continue;
      }
      kind[row] = dead;
    }
  }
  closeUp(cells);
}

function cutMedium(simulation: Simulation, culture: CultureState, index: number, round: number): void {
  const { model, words } = simulation.plan;
  const use = (name: string): void => {
    phaseKey(simulation, wordOf(`cutting ${name}`), key, round);
    begin(key[0], key[1], words[2 * index], words[2 * index + 1]);
  };
  model.factors.forEach(({ name, counted }, factor) => {
    use(`factor ${name}`);
    culture.factor[factor] = counted ? partOf(culture.factor[factor]) : part * culture.factor[factor];
  });
  model.vesicles.forEach(({ name }, species) => {
    const pool = culture.pools[species];
    for (let joint = 0; joint < pool.count.length; joint++) {
      if (pool.count[joint] === 0) continue;
      use(`${name} ${joint}`);
      const stays = partOf(pool.count[joint]);
      for (let cargo = 0; cargo < model.cargo.length; cargo++)
        pool.cargo[joint * model.cargo.length + cargo] *= stays / pool.count[joint];
      pool.count[joint] = stays;
    }
    const packets = culture.packets[species];
    use(name);
    for (let row = 0; row < packets.count; row++) {
      begin(key[0], key[1], packets.id[2 * row], packets.id[2 * row + 1]);
      packets.weight[row] = partOf(packets.weight[row]);
    }
    dropEmpty(packets);
  });
}

/** So many of a whole number as stay, what is left of one by a draw. */
function partOf(count: number): number {
  const stay = part * count;
  const whole = Math.floor(stay);
  return whole + (stay > whole && next() < stay - whole ? 1 : 0);
}
