/**
 * Free vesicles are lost or meet cells; what a cell has taken stays on its surface for a while, then enters or comes off.
 *
 * For the rates at the start of a sub-step every vesicle has one fate: lost with hazard `loss`, taken by cell i with hazard
 * clearance_i / volume, or still free. A pool draws that multinomial cell by cell (each draw is the cell's own), so no
 * vesicle is taken twice and the step may be as long as the rates stay what they are. Where a cell's sites fill up or
 * vesicles come off again, the rates do not stay, and the step is divided.
 */
import { begin, binomial, next } from "../../kernels/chance.ts";
import { exp } from "../../kernels/math.ts";
import { group } from "../cells.ts";
import { filled, remembered } from "../expression.ts";
import { phaseKey } from "../keys.ts";
import { dropEmpty } from "../packets.ts";
import { poolBeside } from "../places.ts";
import { pour } from "../pools.ts";
import { contactOut } from "../program.ts";
import { fit } from "../scratch.ts";
import { type CultureState, freeVesicles, RunFault, rateFault, type Simulation, spaceOf } from "../simulation.ts";
import { readScalars } from "../surroundings.ts";
import { climb } from "./ladder.ts";
import { giveVesicles } from "./sources.ts";
import { deliver, take } from "./take.ts";
import { wander } from "./wander.ts";

/** Largest product of a sub-step and the rates that change in it. */
const finest = 0.05;
/** Largest product of a sub-step and the loss of vesicles that are on their way meanwhile. */
const quickest = 0.25;
const mostPieces = 10_000;

const key = new Int32Array(2);
/** Part that leaves in a step of what was there, and part still there of what came at any time of it alike. */
const leavingSurface = remembered((rate, h) => 1 - exp(-rate * h));
const digested = remembered((rate, dt) => 1 - exp(-rate * dt));
const freshDigested = remembered((rate, dt) => 1 - filled(rate, dt) / dt);

/** Advances every free, bound and ingested vesicle of a culture by one step. @param dt s */
export function stepVesicles(simulation: Simulation, culture: CultureState, index: number, dt: number): void {
  const { model, scratch, vesicles } = simulation.plan;
  const { cells } = culture;
  if (model.vesicles.length === 0) return;
  readScalars(simulation, culture, dt);
  group(cells);
  fit(scratch, cells);
  if (model.sources.length > 0) giveVesicles(simulation, culture, index, dt);
  const places = spaceOf(simulation, culture);
  for (let species = 0; species < model.vesicles.length; species++) {
    if (isAbsent(simulation, culture, species)) continue;
    climb(simulation, culture, index, species);
    readContact(simulation, culture, species);
    let pieces = subSteps(simulation, culture, species, dt);
    if (places) {
      const losing = Math.ceil((dt * lossOf(simulation, culture, species)) / quickest);
      pieces = Math.min(Math.max(pieces, losing), mostPieces);
      places.pieces[species] = pieces;
    }
    const inside = vesicles.inside[species];
    if (inside >= 0) for (let row = 0; row < cells.count; row++) scratch.before[row] = cells.columns[inside][row];
    for (let piece = 0; piece < pieces; piece++) {
      if (piece > 0) readContact(simulation, culture, species);
      moveBound(simulation, culture, species, dt / pieces, piece);
      meet(simulation, culture, index, species, dt / pieces, piece, pieces);
    }
    digest(simulation, culture, species, dt);
  }
}

/** True where a culture holds none of a species: neither free nor in or on its cells. */
function isAbsent(simulation: Simulation, culture: CultureState, species: number): boolean {
  if (freeVesicles(culture, species) > 0) return false;
  const { vesicles } = simulation.plan;
  const { count, columns } = culture.cells;
  for (const column of [vesicles.bound[species], vesicles.inside[species]])
    if (column >= 0) for (let row = 0; row < count; row++) if (columns[column][row] > 0) return false;
  return true;
}

/** Works out the rates of every cell that can take a species, from the state as it is now. */
function readContact(simulation: Simulation, culture: CultureState, species: number): void {
  const { vesicles, scratch, programs, parameters, model } = simulation.plan;
  const { out } = scratch;
  const { first, rows } = culture.cells;
  const clearance = out[contactOut.clearance];
  const entry = out[contactOut.entry];
  const detach = out[contactOut.detach];
  const digestion = out[contactOut.digestion];
  for (const { kind, at } of vesicles.captors[species]) {
    const to = first[kind + 1];
    programs[kind].contact[at](first[kind], to, rows, parameters, culture.scalars, culture.cells.columns, out);
    if (vesicles.stores[species]) checkShares(simulation, culture, species, kind);
    for (let k = first[kind]; k < to; k++) {
      const row = rows[k];
      if (
        clearance[row] >= 0 &&
        clearance[row] < Infinity &&
        entry[row] >= 0 &&
        detach[row] >= 0 &&
        digestion[row] >= 0
      )
        continue;
      const name = `${model.vesicles[species].name} by ${model.kinds[kind].name} cells`;
      if (!(clearance[row] >= 0 && clearance[row] < Infinity))
        throw rateFault(`the capture of ${name}`, clearance[row], "µm³/s");
      if (!(entry[row] >= 0)) throw rateFault(`the entry of ${name}`, entry[row]);
      if (!(detach[row] >= 0)) throw rateFault(`the detachment of ${name}`, detach[row]);
      throw rateFault(`the digestion of ${name}`, digestion[row]);
    }
  }
}

/** What a kind acquires of a species and shows at once are parts of one whole. */
function checkShares(simulation: Simulation, culture: CultureState, species: number, kind: number): void {
  const { scratch, model } = simulation.plan;
  const { first, rows } = culture.cells;
  const share = scratch.out[contactOut.share];
  const dressed = scratch.out[contactOut.dressed];
  for (let k = first[kind]; k < first[kind + 1]; k++) {
    const row = rows[k];
    if (share[row] >= 0 && dressed[row] >= 0 && share[row] + dressed[row] <= 1 + 1e-12) continue;
    const name = `${model.vesicles[species].name} by ${model.kinds[kind].name} cells`;
    throw new RunFault(
      `what is acquired of ${name} came to shares of ${share[row]} to process and ${dressed[row]} to show as it is`,
      "shares are 0 or more, and at most 1 together: look at `acquire`",
    );
  }
}

function subSteps(simulation: Simulation, culture: CultureState, species: number, dt: number): number {
  const { vesicles, scratch } = simulation.plan;
  const { out } = scratch;
  const { first, rows } = culture.cells;
  const clearance = out[contactOut.clearance];
  const sites = out[contactOut.sites];
  const entry = out[contactOut.entry];
  const detach = out[contactOut.detach];
  const concentration = freeVesicles(culture, species) / culture.volume;
  let fastest = 0;
  for (const { kind, limited } of vesicles.captors[species]) {
    for (let k = first[kind]; k < first[kind + 1]; k++) {
      const row = rows[k];
      if (entry[row] === Infinity) continue; // what enters at once fills no site and does not come off
      if (detach[row] > 0) fastest = Math.max(fastest, entry[row] + detach[row]);
      if (limited) fastest = Math.max(fastest, (clearance[row] * concentration) / Math.max(sites[row], 1));
    }
  }
  return Math.min(Math.max(1, Math.ceil((dt * fastest) / finest)), mostPieces);
}

/** Weight of every row: the volume it clears now, µm³/s. Returns their sum, taken row by row. */
function weigh(simulation: Simulation, culture: CultureState, species: number): number {
  const { scratch, vesicles } = simulation.plan;
  const { cells } = culture;
  const { weight } = scratch;
  const { first, rows } = cells;
  const clearance = scratch.out[contactOut.clearance];
  weight.fill(0, 0, cells.count);
  for (const { kind, limited } of vesicles.captors[species]) {
    for (let k = first[kind]; k < first[kind + 1]; k++) weight[rows[k]] = clearance[rows[k]];
    if (!limited || vesicles.bound[species] < 0) continue;
    const bound = cells.columns[vesicles.bound[species]];
    const sites = scratch.out[contactOut.sites];
    for (let k = first[kind]; k < first[kind + 1]; k++) {
      const row = rows[k];
      weight[row] *= sites[row] > 0 ? Math.max(0, 1 - bound[row] / sites[row]) : 0;
    }
  }
  let sum = 0;
  for (let row = 0; row < cells.count; row++) sum += weight[row];
  return sum;
}

/** Hazard of a free vesicle to be lost, 1/s. */
function lossOf({ plan }: Simulation, culture: CultureState, species: number): number {
  const loss = plan.vesicles.loss[species](0, plan.parameters, culture.scalars, culture.cells.columns);
  if (loss >= 0 && loss < Infinity) return loss;
  throw rateFault(`the loss of ${plan.model.vesicles[species].name}`, loss);
}

/** Loss and capture of the free vesicles of one species. */
function meet(
  simulation: Simulation,
  culture: CultureState,
  index: number,
  species: number,
  h: number,
  piece: number,
  pieces: number,
): void {
  if (freeVesicles(culture, species) === 0) return;
  const loss = lossOf(simulation, culture, species);
  const cleared = weigh(simulation, culture, species);
  const places = spaceOf(simulation, culture);
  if (places) {
    wander(simulation, culture, index, places, species, h, piece, pieces, loss);
    return;
  }
  const hazard = loss + cleared / culture.volume;
  if (hazard === 0) return;
  const gone = 1 - exp(-hazard * h);
  const { count } = culture.pools[species];
  for (let joint = 0; joint < count.length; joint++)
    if (count[joint] > 0)
      meetPool(
        simulation,
        culture,
        index,
        species,
        joint,
        h,
        piece,
        (gone * loss) / hazard,
        gone / hazard / culture.volume,
      );
  if (culture.packets[species].count > 0) meetPackets(simulation, culture, species, h, piece, loss / hazard, gone);
}

/** @param losing chance of a vesicle to be lost @param perWeight chance to be taken by a row, for each µm³/s of its weight */
function meetPool(
  simulation: Simulation,
  culture: CultureState,
  index: number,
  species: number,
  joint: number,
  h: number,
  piece: number,
  losing: number,
  perWeight: number,
): void {
  const { vesicles, scratch, model, words } = simulation.plan;
  const { cells, ledger } = culture;
  const { id } = cells;
  const pool = culture.pools[species];
  const cargoKinds = model.cargo.length;
  const { copies } = vesicles;
  const there = pool.count[joint];
  for (let cargo = 0; cargo < cargoKinds; cargo++) copies[cargo] = pool.cargo[joint * cargoKinds + cargo] / there;

  phaseKey(simulation, vesicles.uses[species].loss[joint], key, piece);
  begin(key[0], key[1], words[2 * index], words[2 * index + 1]);
  const lost = binomial(there, losing);
  let left = there - lost;
  let passed = losing;
  let captured = 0;
  const { weight } = scratch;
  phaseKey(simulation, vesicles.uses[species].capture[joint], key, piece);
  for (let row = 0; row < cells.count && left > 0; row++) {
    if (weight[row] === 0) continue;
    const own = weight[row] * perWeight;
    begin(key[0], key[1], id[2 * row], id[2 * row + 1]);
    const met = binomial(left, own / (1 - passed));
    passed += own;
    if (met === 0) continue;
    const taken = take(simulation, culture, species, row, met, h);
    left -= taken;
    captured += taken;
  }
  ledger.vesicles.lost[species] += lost;
  // A detached vesicle has come back into the pool meanwhile: only what this step took is booked out.
  pool.count[joint] += left - there;
  for (let cargo = 0; cargo < cargoKinds; cargo++) {
    ledger.cargo.lost[cargo] += lost * copies[cargo];
    pool.cargo[joint * cargoKinds + cargo] -= (captured + lost) * copies[cargo];
  }
  for (const cargo of vesicles.absorbed[species]) ledger.cargo.absorbed[cargo] += captured * copies[cargo];
  if (pool.count[joint] === 0) pool.cargo.fill(0, joint * cargoKinds, (joint + 1) * cargoKinds);
}

/** Vesicles kept one by one or in packets: each row draws its own fate, and who takes it. */
function meetPackets(
  simulation: Simulation,
  culture: CultureState,
  species: number,
  h: number,
  piece: number,
  lossShare: number,
  gone: number,
): void {
  const { scratch, vesicles } = simulation.plan;
  const { cells, ledger } = culture;
  const packets = culture.packets[species];
  const { weight, reach } = scratch;
  let all = 0;
  for (let row = 0; row < cells.count; row++) {
    all += weight[row];
    reach[row] = all;
  }
  phaseKey(simulation, vesicles.uses[species].meet, key, piece);
  const { copies } = vesicles;
  for (let packet = 0; packet < packets.count; packet++) {
    begin(key[0], key[1], packets.id[2 * packet], packets.id[2 * packet + 1]);
    const leaving = binomial(packets.weight[packet], gone);
    if (leaving === 0) continue;
    const lost = binomial(leaving, lossShare);
    for (let cargo = 0; cargo < copies.length; cargo++) {
      copies[cargo] = packets.cargo[cargo][packet];
      ledger.cargo.lost[cargo] += lost * copies[cargo];
    }
    ledger.vesicles.lost[species] += lost;
    let captured = 0;
    for (let met = lost; met < leaving; met++) {
      const row = firstAbove(reach, cells.count, next() * all);
      captured += take(simulation, culture, species, row, 1, h);
    }
    packets.weight[packet] -= lost + captured;
    for (const cargo of vesicles.absorbed[species]) ledger.cargo.absorbed[cargo] += captured * copies[cargo];
  }
  dropEmpty(packets);
}

/** First row whose running sum is above the aim. */
function firstAbove(reach: Float64Array, count: number, aim: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reach[middle] > aim) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Vesicles on the surface enter the cell or come off it. */
function moveBound(simulation: Simulation, culture: CultureState, species: number, h: number, piece: number): void {
  const { vesicles, scratch, model } = simulation.plan;
  if (vesicles.bound[species] < 0) return;
  const { cells, ledger } = culture;
  const { columns, id, first, rows } = cells;
  const bound = columns[vesicles.bound[species]];
  const inside = columns[vesicles.inside[species]];
  const entry = scratch.out[contactOut.entry];
  const detach = scratch.out[contactOut.detach];
  const { copies } = vesicles;
  const carried = vesicles.carried[species];
  copies.fill(0);
  phaseKey(simulation, vesicles.uses[species].bound, key, piece);
  for (const { kind } of vesicles.captors[species])
    for (let k = first[kind]; k < first[kind + 1]; k++) {
      const row = rows[k];
      const there = bound[row];
      const rate = entry[row] + detach[row];
      if (there === 0 || rate === 0) continue;
      begin(key[0], key[1], id[2 * row], id[2 * row + 1]);
      const leaving = binomial(there, leavingSurface(rate, h));
      if (leaving === 0) continue;
      const entering = entry[row] === Infinity ? leaving : binomial(leaving, entry[row] / rate);
      for (let at = 0; at < carried.length; at++) {
        const cargo = carried[at];
        const surface = columns[vesicles.surface[species][cargo]];
        copies[cargo] = surface[row] / there;
        surface[row] = leaving === there ? 0 : surface[row] - leaving * copies[cargo];
      }
      deliver(simulation, culture, species, row, entering);
      bound[row] -= leaving;
      inside[row] += entering;
      const off = leaving - entering;
      if (off === 0) continue;
      ledger.vesicles.detached[species] += off;
      pour(culture.pools[species], model.vesicles[species], off, copies, poolBeside(simulation, culture, species, row));
    }
}

/** Vesicles inside are broken down; what they delivered stays and fades at its own rate. */
function digest(simulation: Simulation, culture: CultureState, species: number, dt: number): void {
  const { vesicles, scratch } = simulation.plan;
  if (vesicles.inside[species] < 0) return;
  const { columns, id, first, rows } = culture.cells;
  const inside = columns[vesicles.inside[species]];
  const digestion = scratch.out[contactOut.digestion];
  let all = 0;
  phaseKey(simulation, vesicles.uses[species].digestion, key);
  for (const { kind } of vesicles.captors[species])
    for (let k = first[kind]; k < first[kind + 1]; k++) {
      const row = rows[k];
      if (inside[row] === 0 || digestion[row] === 0) continue;
      begin(key[0], key[1], id[2 * row], id[2 * row + 1]);
      const there = scratch.before[row];
      const fresh = inside[row] - there;
      const broken = binomial(there, digested(digestion[row], dt)) + binomial(fresh, freshDigested(digestion[row], dt));
      inside[row] -= broken;
      all += broken;
    }
  culture.ledger.vesicles.degraded[species] += all;
}
