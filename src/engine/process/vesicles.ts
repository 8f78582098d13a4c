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
import { dropEmpty } from "../packets.ts";
import { pour } from "../pools.ts";
import { group } from "../scratch.ts";
import {
  type CultureState,
  cultureWords,
  freeVesicles,
  phaseKey,
  RunFault,
  readScalars,
  type Simulation,
} from "../simulation.ts";
import type { Captor } from "../vesicles-plan.ts";

/** Largest product of a sub-step and the rates that change in it. */
const finest = 0.05;
const mostPieces = 10_000;

const key = new Uint32Array(2);

/** Advances every free, bound and ingested vesicle of a culture by one step. @param dt s */
export function stepVesicles(simulation: Simulation, culture: CultureState, index: number, dt: number): void {
  const { model } = simulation.plan;
  if (model.vesicles.length === 0) return;
  readScalars(simulation, culture, dt);
  group(simulation.plan.scratch, culture.cells);
  for (let species = 0; species < model.vesicles.length; species++) {
    const pieces = subSteps(simulation, culture, species, dt);
    for (let piece = 0; piece < pieces; piece++) {
      moveBound(simulation, culture, species, dt / pieces, piece);
      meet(simulation, culture, index, species, dt / pieces, piece);
    }
    digest(simulation, culture, species, dt);
  }
}

function subSteps(simulation: Simulation, culture: CultureState, species: number, dt: number): number {
  const { plan } = simulation;
  const { scratch } = plan;
  const concentration = freeVesicles(culture, species) / culture.volume;
  let fastest = 0;
  for (const captor of plan.vesicles.captors[species]) {
    const from = scratch.first[captor.kind];
    const to = scratch.first[captor.kind + 1];
    if (from === to) continue;
    const { detach, entry, sites } = captor.capture;
    const row = scratch.rows[from];
    const off = valueOf(simulation, culture, captor, detach, row);
    if (off > 0 && !captor.atOnce) fastest = Math.max(fastest, off + valueOf(simulation, culture, captor, entry, row));
    if (!sites) continue;
    clearances(simulation, culture, captor, from, to);
    for (let k = from; k < to; k++) {
      const cell = scratch.rows[k];
      fastest = Math.max(fastest, (scratch.out[0][cell] * concentration) / scratch.out[1][cell]);
    }
  }
  return Math.min(Math.max(1, Math.ceil((dt * fastest) / finest)), mostPieces);
}

/** Fills out[0] with the clearance (µm³/s) and out[1] with the sites of the rows of one captor's kind. */
function clearances(simulation: Simulation, culture: CultureState, captor: Captor, from: number, to: number): void {
  const { plan } = simulation;
  const { scratch } = plan;
  const program = plan.programs[captor.kind].clear[captor.at];
  program(from, to, scratch.rows, plan.parameters, culture.scalars, culture.cells.columns, scratch.out);
}

function valueOf(
  simulation: Simulation,
  culture: CultureState,
  captor: Captor,
  formula: Parameters<ValueOf>[0],
  row: number,
): number {
  const { plan } = simulation;
  return plan.programs[captor.kind].valueOf(formula)(row, plan.parameters, culture.scalars, culture.cells.columns);
}
type ValueOf = Simulation["plan"]["programs"][number]["valueOf"];

/** Weight of every row: the volume it clears now, µm³/s, in out[2]. Returns their sum, taken row by row. */
function weigh(simulation: Simulation, culture: CultureState, species: number): number {
  const { scratch, vesicles, model } = simulation.plan;
  const { cells } = culture;
  const weight = scratch.out[2];
  weight.fill(0, 0, cells.count);
  const bound = vesicles.bound[species] < 0 ? undefined : cells.columns[vesicles.bound[species]];
  for (const captor of vesicles.captors[species]) {
    const from = scratch.first[captor.kind];
    const to = scratch.first[captor.kind + 1];
    clearances(simulation, culture, captor, from, to);
    const [clearance, sites] = scratch.out;
    for (let k = from; k < to; k++) {
      const row = scratch.rows[k];
      const open = captor.capture.sites && bound ? Math.max(0, 1 - bound[row] / sites[row]) : 1;
      weight[row] = clearance[row] * open;
    }
  }
  let sum = 0;
  for (let row = 0; row < cells.count; row++) sum += weight[row];
  if (!(sum >= 0))
    throw new RunFault(
      `the capture of ${model.vesicles[species].name} came to ${sum} µm³/s`,
      "a clearance must be a number of 0 or more for every cell: look at its formula and rules",
    );
  return sum;
}

/** Loss and capture of the free vesicles of one species. */
function meet(
  simulation: Simulation,
  culture: CultureState,
  index: number,
  species: number,
  h: number,
  piece: number,
): void {
  const { plan } = simulation;
  if (freeVesicles(culture, species) === 0) return;
  const loss = plan.vesicles.loss[species](0, plan.parameters, culture.scalars, culture.cells.columns);
  const weight = weigh(simulation, culture, species);
  const hazard = loss + weight / culture.volume;
  if (hazard === 0) return;
  const gone = 1 - exp(-hazard * h);
  const pool = culture.pools[species];
  for (let joint = 0; joint < pool.count.length; joint++)
    if (pool.count[joint] > 0)
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
  const { vesicles, scratch, model } = simulation.plan;
  const { cells, ledger } = culture;
  const pool = culture.pools[species];
  const cargoKinds = model.cargo.length;
  const { copies, moved } = vesicles;
  const there = pool.count[joint];
  for (let cargo = 0; cargo < cargoKinds; cargo++) copies[cargo] = pool.cargo[joint * cargoKinds + cargo] / there;
  moved.fill(0);

  const name = model.vesicles[species].name;
  const words = cultureWords(simulation, index);
  phaseKey(simulation, `loss ${name} ${joint}`, key, piece);
  begin(key[0], key[1], words[0], words[1]);
  const lost = binomial(there, losing);
  let left = there - lost;
  let passed = losing;
  ledger.vesicles.lost[species] += lost;
  for (let cargo = 0; cargo < cargoKinds; cargo++) ledger.cargo.lost[cargo] += lost * copies[cargo];

  const weight = scratch.out[2];
  phaseKey(simulation, `capture ${name} ${joint}`, key, piece);
  for (let row = 0; row < cells.count && left > 0; row++) {
    if (weight[row] === 0) continue;
    const own = weight[row] * perWeight;
    begin(key[0], key[1], cells.id[2 * row], cells.id[2 * row + 1]);
    const taken = binomial(left, own / (1 - passed));
    passed += own;
    if (taken === 0) continue;
    left -= taken;
    take(simulation, culture, species, row, taken, copies, h);
    for (let cargo = 0; cargo < cargoKinds; cargo++) moved[cargo] += taken * copies[cargo];
  }
  // A detached vesicle has come back into the pool meanwhile: only what this step took is booked out.
  pool.count[joint] += left - there;
  for (let cargo = 0; cargo < cargoKinds; cargo++)
    pool.cargo[joint * cargoKinds + cargo] -= moved[cargo] + lost * copies[cargo];
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
  const { scratch, vesicles, model } = simulation.plan;
  const { cells, ledger } = culture;
  const packets = culture.packets[species];
  const weight = scratch.out[2];
  const reach = scratch.out[3]; // running sum of the weights
  let all = 0;
  for (let row = 0; row < cells.count; row++) {
    all += weight[row];
    reach[row] = all;
  }
  phaseKey(simulation, `meet ${model.vesicles[species].name}`, key, piece);
  const key0 = key[0];
  const key1 = key[1];
  const { copies } = vesicles;
  for (let packet = 0; packet < packets.count; packet++) {
    if (packets.weight[packet] === 0) continue;
    begin(key0, key1, packets.id[2 * packet], packets.id[2 * packet + 1]);
    const leaving = binomial(packets.weight[packet], gone);
    if (leaving === 0) continue;
    const lost = binomial(leaving, lossShare);
    for (let cargo = 0; cargo < copies.length; cargo++) copies[cargo] = packets.cargo[cargo][packet];
    packets.weight[packet] -= leaving;
    ledger.vesicles.lost[species] += lost;
    for (let cargo = 0; cargo < copies.length; cargo++) ledger.cargo.lost[cargo] += lost * copies[cargo];
    for (let taken = lost; taken < leaving; taken++) {
      const row = firstAbove(reach, cells.count, next() * all);
      take(simulation, culture, species, row, 1, copies, h);
    }
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

/** Gives captured vesicles to a cell: inside where they enter at once, else on its surface. The stream of the draw goes on. */
function take(
  simulation: Simulation,
  culture: CultureState,
  species: number,
  row: number,
  taken: number,
  copies: Float64Array,
  h: number,
): void {
  const { vesicles, model } = simulation.plan;
  const { cells, ledger } = culture;
  const captor = captorOf(simulation, culture, species, row);
  ledger.vesicles.captured[species] += taken;
  let entered = taken;
  let stays = 0;
  if (!captor.atOnce) {
    const entry = valueOf(simulation, culture, captor, captor.capture.entry, row);
    const detach = valueOf(simulation, culture, captor, captor.capture.detach, row);
    const rate = entry + detach;
    // Taken at any time of the step alike: the part still on the surface at its end.
    const x = rate * h;
    const still = x < 1e-5 ? 1 - x / 2 : (1 - exp(-x)) / x;
    stays = binomial(taken, still);
    entered = rate > 0 ? binomial(taken - stays, entry / rate) : 0;
    const back = taken - stays - entered;
    if (back > 0) {
      ledger.vesicles.detached[species] += back;
      pour(culture.pools[species], model.vesicles[species], back, copies);
    }
    cells.columns[vesicles.bound[species]][row] += stays;
  }
  cells.columns[vesicles.inside[species]][row] += entered;
  for (let cargo = 0; cargo < copies.length; cargo++) {
    if (vesicles.payload[cargo] >= 0) cells.columns[vesicles.payload[cargo]][row] += entered * copies[cargo];
    const surface = vesicles.surface[species][cargo];
    if (surface >= 0) cells.columns[surface][row] += stays * copies[cargo];
  }
}

function captorOf(simulation: Simulation, culture: CultureState, species: number, row: number): Captor {
  const kind = culture.cells.kind[row];
  for (const captor of simulation.plan.vesicles.captors[species]) if (captor.kind === kind) return captor;
  throw new RangeError("a cell of a kind that captures nothing took a vesicle");
}

/** Vesicles on the surface enter the cell or come off it. */
function moveBound(simulation: Simulation, culture: CultureState, species: number, h: number, piece: number): void {
  const { vesicles, scratch, model } = simulation.plan;
  if (vesicles.bound[species] < 0) return;
  const { cells, ledger } = culture;
  const bound = cells.columns[vesicles.bound[species]];
  const inside = cells.columns[vesicles.inside[species]];
  const { copies } = vesicles;
  phaseKey(simulation, `bound ${model.vesicles[species].name}`, key, piece);
  const key0 = key[0];
  const key1 = key[1];
  for (const captor of vesicles.captors[species]) {
    if (captor.atOnce) continue;
    for (let k = scratch.first[captor.kind]; k < scratch.first[captor.kind + 1]; k++) {
      const row = scratch.rows[k];
      const there = bound[row];
      if (there === 0) continue;
      const entry = valueOf(simulation, culture, captor, captor.capture.entry, row);
      const detach = valueOf(simulation, culture, captor, captor.capture.detach, row);
      const rate = entry + detach;
      if (rate === 0) continue;
      begin(key0, key1, cells.id[2 * row], cells.id[2 * row + 1]);
      const leaving = binomial(there, 1 - exp(-rate * h));
      if (leaving === 0) continue;
      const entering = binomial(leaving, entry / rate);
      const off = leaving - entering;
      for (let cargo = 0; cargo < copies.length; cargo++) {
        const surface = vesicles.surface[species][cargo];
        copies[cargo] = surface < 0 ? 0 : cells.columns[surface][row] / there;
        if (surface >= 0) {
          cells.columns[surface][row] = leaving === there ? 0 : cells.columns[surface][row] - leaving * copies[cargo];
          cells.columns[vesicles.payload[cargo]][row] += entering * copies[cargo];
        }
      }
      bound[row] -= leaving;
      inside[row] += entering;
      if (off > 0) {
        ledger.vesicles.detached[species] += off;
        pour(culture.pools[species], model.vesicles[species], off, copies);
      }
    }
  }
}

/** Vesicles inside are broken down; what they delivered stays and fades at its own rate. */
function digest(simulation: Simulation, culture: CultureState, species: number, dt: number): void {
  const { vesicles, scratch, model } = simulation.plan;
  if (vesicles.inside[species] < 0) return;
  const { cells, ledger } = culture;
  const inside = cells.columns[vesicles.inside[species]];
  phaseKey(simulation, `digestion ${model.vesicles[species].name}`, key);
  for (const captor of vesicles.captors[species]) {
    const { digestion } = captor.capture;
    if (digestion.kind === "number" && digestion.value === 0) continue;
    for (let k = scratch.first[captor.kind]; k < scratch.first[captor.kind + 1]; k++) {
      const row = scratch.rows[k];
      if (inside[row] === 0) continue;
      begin(key[0], key[1], cells.id[2 * row], cells.id[2 * row + 1]);
      const broken = binomial(inside[row], 1 - exp(-valueOf(simulation, culture, captor, digestion, row) * dt));
      inside[row] -= broken;
      ledger.vesicles.degraded[species] += broken;
    }
  }
}
