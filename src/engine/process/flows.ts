/**
 * What runs between cultures, and what devices hold of it. Each thing goes its way by itself at constant rates, so where it is
 * when the step ends is a chance in closed form (kernels/chain.ts), whatever the step and however the routes branch or return;
 * a device is a place that nothing leaves. Whole things draw where they go, amounts are divided so. All is decided by what was
 * there when the step began. Cultures differ in the share that is simulated: what arrives is scaled from share to share.
 */

import { transitions } from "../../kernels/chain.ts";
import { begin, binomial, next } from "../../kernels/chance.ts";
import { threefry } from "../../kernels/threefry.ts";
import { closeUp, dead, reserve } from "../cells.ts";
import { phaseKey } from "../keys.ts";
import { familyColumn } from "../layout.ts";
import { guardRows } from "../lineage.ts";
import { addPacket, dropEmpty } from "../packets.ts";
import { pack } from "../pools.ts";
import { type CultureState, faultIn, rateFault, type Simulation } from "../simulation.ts";
import { bookCell } from "../stock.ts";
import { readScalars } from "../surroundings.ts";

const key = new Int32Array(2);
const nameWords = new Int32Array(2);

/** Moves matter between all cultures, and into devices, over one step. @param dt s */
export function stepFlows(simulation: Simulation, dt: number): void {
  const { flows, model } = simulation.plan;
  if (flows.states === 0) return;
  readRates(simulation, dt);
  for (let factor = 0; factor < model.factors.length; factor++) moveFactor(simulation, factor, dt);
  findRoom(simulation, dt);
  for (let species = 0; species < model.vesicles.length; species++) {
    for (let joint = 0; joint < flows.uses.pool[species].length; joint++) movePool(simulation, species, joint, dt);
    if (model.vesicles[species].detail !== "pool") movePackets(simulation, species, dt);
  }
  if (flows.cells) moveCells(simulation, dt);
}

/** Works out how fast each route and device runs now. */
function readRates(simulation: Simulation, dt: number): void {
  const { flows, model, parameters } = simulation.plan;
  const middle = simulation.time + dt / 2; // devices are switched between steps
  for (let route = 0; route < flows.rate.length; route++) {
    const { name, from } = model.routes[route];
    const culture = simulation.cultures[from];
    readScalars(simulation, culture, dt);
    const rate = flows.routes[route](0, parameters, culture.scalars, culture.cells.columns);
    if (!(rate >= 0 && rate < Infinity)) throw faultIn(simulation, from, rateFault(`the route ${name}`, rate));
    flows.rate[route] = rate;
  }
  for (let device = 0; device < flows.pass.length; device++) {
    const { name, culture: index, on } = model.devices[device];
    flows.pass[device] = 0;
    if (!on.some(({ from, to }) => from < middle && middle < to)) continue;
    const culture = simulation.cultures[index];
    readScalars(simulation, culture, dt);
    const flow = flows.devices[device](0, parameters, culture.scalars, culture.cells.columns);
    if (!(flow >= 0 && flow < Infinity))
      throw faultIn(simulation, index, rateFault(`the flow through the device ${name}`, flow, "µm³/s"));
    flows.pass[device] = (flow * culture.share) / culture.volume;
  }
}

/** Where a molecule of a factor is after the step, by where it was. */
function chancesOfFactor({ plan }: Simulation, factor: number, dt: number): void {
  const { flows, model } = plan;
  const { states, rates } = flows;
  rates.fill(0);
  for (let route = 0; route < model.routes.length; route++) {
    const { from, to, factors } = model.routes[route];
    rates[from * states + to] += flows.rate[route] * factors[factor];
  }
  for (let device = 0; device < model.devices.length; device++) {
    const { culture, factors } = model.devices[device];
    rates[culture * states + model.cultures.length + device] = flows.pass[device] * factors[factor];
  }
  transitions(rates, states, dt, flows.chances);
}

/** The same for a vesicle of a species with the copies in hand. */
function chancesOfVesicle({ plan }: Simulation, species: number, dt: number): void {
  const { flows, model } = plan;
  const { states, rates } = flows;
  const { copies } = plan.vesicles;
  let isSame = flows.last[0] === species;
  flows.last[0] = species;
  for (let device = 0; device < model.devices.length; device++) {
    const { affinity } = model.devices[device];
    const holds = affinity && flows.keep[device] > 0 && copies[affinity.cargo] > 0 ? 1 : 0;
    isSame &&= flows.last[1 + device] === holds;
    flows.last[1 + device] = holds;
  }
  if (isSame) return;
  rates.fill(0);
  for (let route = 0; route < model.routes.length; route++) {
    const { from, to, vesicles } = model.routes[route];
    rates[from * states + to] += flows.rate[route] * vesicles[species];
  }
  for (let device = 0; device < model.devices.length; device++) {
    const { culture, vesicles, affinity } = model.devices[device];
    if (affinity && flows.last[1 + device] === 1)
      rates[culture * states + model.cultures.length + device] =
        flows.pass[device] * vesicles[species] * affinity.share;
  }
  transitions(rates, states, dt, flows.chances);
}

/** Whether anything can leave a culture by the rates in hand. */
function isLeft({ plan }: Simulation, from: number): boolean {
  const { states, chances } = plan.flows;
  for (let to = 0; to < states; to++) if (to !== from && chances[from * states + to] > 0) return true;
  return false;
}

/** How much each device can still hold, and which part of what would reach it in this step that is. */
function findRoom(simulation: Simulation, dt: number): void {
  const { flows, model, vesicles } = simulation.plan;
  const { states, room, keep } = flows;
  const cultures = model.cultures.length;
  flows.last.fill(-1);
  let isLimited = false;
  for (let device = 0; device < room.length; device++) {
    const { affinity } = model.devices[device];
    room[device] = affinity ? affinity.capacity : 0;
    const { vesicles: held } = simulation.devices[device];
    for (let species = 0; species < held.length; species++) room[device] -= held[species];
    keep[device] = room[device] >= 1 ? 1 : 0;
    isLimited ||= keep[device] > 0 && room[device] < Infinity && flows.pass[device] > 0;
  }
  if (!isLimited) return;
  const { wanted } = flows;
  wanted.fill(0);
  const want = (from: number, species: number, count: number): void => {
    chancesOfVesicle(simulation, species, dt);
    for (let device = 0; device < wanted.length; device++)
      wanted[device] += (count / simulation.cultures[from].share) * flows.chances[from * states + cultures + device];
  };
  for (let from = 0; from < cultures; from++) {
    const { pools, packets } = simulation.cultures[from];
    for (let species = 0; species < pools.length; species++) {
      for (let joint = 0; joint < pools[species].count.length; joint++)
        if (copiesIn(simulation, from, species, joint) > 0) want(from, species, pools[species].count[joint]);
      const { count, cargo, weight } = packets[species];
      for (let row = 0; row < count; row++) {
        for (let at = 0; at < cargo.length; at++) vesicles.copies[at] = cargo[at][row];
        want(from, species, weight[row]);
      }
    }
  }
  for (let device = 0; device < wanted.length; device++) {
    // What is drawn scatters: a standard deviation stays open, so that no species has the sites for its name; the last few are filled.
    const scatter = Math.sqrt(room[device]);
    const open = room[device] > 4 ? room[device] - scatter : room[device] + 3 * scatter;
    if (keep[device] > 0 && wanted[device] > open) keep[device] = open / wanted[device];
  }
}

/** Takes in hand the copies on a vesicle of a class; returns how many of them there are. */
function copiesIn(simulation: Simulation, index: number, species: number, joint: number): number {
  const { copies } = simulation.plan.vesicles;
  const { count, cargo } = simulation.cultures[index].pools[species];
  if (count[joint] > 0)
    for (let at = 0; at < copies.length; at++) copies[at] = cargo[joint * copies.length + at] / count[joint];
  return count[joint];
}

function moveFactor(simulation: Simulation, factor: number, dt: number): void {
  const { flows, model } = simulation.plan;
  const { states, before, arrived, chances, ways } = flows;
  const { counted } = model.factors[factor];
  let all = 0;
  for (let index = 0; index < before.length; index++) {
    before[index] = simulation.cultures[index].factor[factor];
    arrived[index] = 0;
    all += before[index];
  }
  if (all === 0) return;
  chancesOfFactor(simulation, factor, dt);
  phaseKey(simulation, flows.uses.factor[factor], key);
  for (let from = 0; from < before.length; from++) {
    if (before[from] === 0 || !isLeft(simulation, from)) continue;
    const culture = simulation.cultures[from];
    const books = culture.ledger.factors;
    let left = before[from];
    let passed = 0;
    for (let to = 0; to < states; to++) {
      const chance = chances[from * states + to];
      if (to === from || chance === 0) continue;
      const way = 2 * (from * states + to);
      begin(key[0], key[1], ways[way], ways[way + 1]);
      const gone = counted ? binomial(left, chanceAmong(chance, passed)) : before[from] * chance;
      passed += chance;
      left -= gone;
      if (to >= before.length) {
        books.held[factor] += gone;
        simulation.devices[to - before.length].factors[factor] += gone / culture.share;
        continue;
      }
      books.sent[factor] += gone;
      const target = simulation.cultures[to];
      const exact = (gone * target.share) / culture.share;
      const arrives = counted ? rounded(exact) : exact;
      arrived[to] += arrives;
      target.ledger.factors.received[factor] += arrives;
      target.ledger.factors.rounded[factor] += arrives - exact;
    }
    culture.factor[factor] = counted ? left : before[from] * chances[from * states + from];
  }
  for (let to = 0; to < arrived.length; to++) simulation.cultures[to].factor[factor] += arrived[to];
}

/** The chance of something among what is left after other chances of it have passed. */
const chanceAmong = (chance: number, passed: number): number => (passed < 1 ? Math.min(1, chance / (1 - passed)) : 1);

/** A whole number with this mean, by the stream in hand; no draw where it is whole already. */
function rounded(exact: number): number {
  const whole = Math.floor(exact);
  return exact > whole && next() < exact - whole ? whole + 1 : whole;
}

/** Vesicles of one species and class. */
function movePool(simulation: Simulation, species: number, joint: number, dt: number): void {
  const { flows, vesicles, model } = simulation.plan;
  const { states, before, arrived, arrivedCargo, ways } = flows;
  const { copies } = vesicles;
  const kinds = copies.length;
  let all = 0;
  for (let index = 0; index < before.length; index++) {
    before[index] = simulation.cultures[index].pools[species].count[joint];
    all += before[index];
  }
  if (all === 0) return;
  arrived.fill(0);
  arrivedCargo.fill(0);
  phaseKey(simulation, flows.uses.pool[species][joint], key);
  for (let from = 0; from < before.length; from++) {
    if (copiesIn(simulation, from, species, joint) === 0) continue;
    chancesOfVesicle(simulation, species, dt);
    if (!isLeft(simulation, from)) continue;
    const culture = simulation.cultures[from];
    let left = before[from];
    let passed = 0;
    for (let to = 0; to < states; to++) {
      const chance = to === from ? 0 : chanceOf(simulation, from, to);
      if (chance === 0) continue;
      const way = 2 * (from * states + to);
      begin(key[0], key[1], ways[way], ways[way + 1]);
      const drawn = binomial(left, chanceAmong(chance, passed));
      passed += chance;
      if (to >= before.length) left -= hold(simulation, culture, to - before.length, species, drawn);
      else {
        left -= drawn;
        const arrives = send(simulation, culture, simulation.cultures[to], species, drawn);
        arrived[to] += arrives;
        for (let at = 0; at < kinds; at++) arrivedCargo[to * kinds + at] += arrives * copies[at];
      }
    }
    const { count, cargo } = culture.pools[species];
    count[joint] = left;
    for (let at = 0; at < kinds; at++) cargo[joint * kinds + at] = left * copies[at];
  }
  for (let to = 0; to < model.cultures.length; to++) {
    const { count, cargo } = simulation.cultures[to].pools[species];
    count[joint] += arrived[to];
    for (let at = 0; at < kinds; at++) cargo[joint * kinds + at] += arrivedCargo[to * kinds + at];
  }
}

/** Chance to be in a state after the step; in a device only as far as there is room. */
function chanceOf({ plan }: Simulation, from: number, to: number): number {
  const { flows, model } = plan;
  const device = to - model.cultures.length;
  return flows.chances[from * flows.states + to] * (device < 0 ? 1 : flows.keep[device]);
}

/** Gives vesicles with the copies in hand to a device, as far as there is room to the last one; returns how many it holds. */
function hold(
  simulation: Simulation,
  { share, ledger }: CultureState,
  device: number,
  species: number,
  drawn: number,
): number {
  const { flows, vesicles } = simulation.plan;
  const { copies } = vesicles;
  const held = Math.min(drawn, Math.floor(flows.room[device] * share * (1 + 1e-12)));
  flows.room[device] -= held / share;
  simulation.devices[device].vesicles[species] += held / share;
  ledger.vesicles.held[species] += held;
  for (let at = 0; at < copies.length; at++) ledger.cargo.held[at] += held * copies[at];
  return held;
}

/** Books vesicles with the copies in hand as sent and received; returns how many arrive, by the stream in hand. */
function send(
  simulation: Simulation,
  culture: CultureState,
  target: CultureState,
  species: number,
  gone: number,
): number {
  const { copies } = simulation.plan.vesicles;
  const exact = (gone * target.share) / culture.share;
  const arrives = rounded(exact);
  culture.ledger.vesicles.sent[species] += gone;
  target.ledger.vesicles.received[species] += arrives;
  target.ledger.vesicles.rounded[species] += arrives - exact;
  for (let at = 0; at < copies.length; at++) {
    culture.ledger.cargo.sent[at] += gone * copies[at];
    target.ledger.cargo.received[at] += arrives * copies[at];
    target.ledger.cargo.rounded[at] += (arrives - exact) * copies[at];
  }
  return arrives;
}

/** Vesicles that are kept one by one or in packets: each row draws its own ways. */
function movePackets(simulation: Simulation, species: number, dt: number): void {
  const { flows, vesicles } = simulation.plan;
  const { states, before } = flows;
  const { copies } = vesicles;
  phaseKey(simulation, flows.uses.packets[species], key);
  for (let index = 0; index < before.length; index++) before[index] = simulation.cultures[index].packets[species].count;
  for (let from = 0; from < before.length; from++) {
    const culture = simulation.cultures[from];
    const packets = culture.packets[species];
    for (let row = 0; row < before[from]; row++) {
      for (let at = 0; at < copies.length; at++) copies[at] = packets.cargo[at][row];
      chancesOfVesicle(simulation, species, dt);
      if (!isLeft(simulation, from)) continue;
      begin(key[0], key[1], packets.id[2 * row], packets.id[2 * row + 1]);
      const whole = packets.weight[row];
      let passed = 0;
      for (let to = 0; to < states; to++) {
        const chance = to === from ? 0 : chanceOf(simulation, from, to);
        if (chance === 0) continue;
        const drawn = binomial(packets.weight[row], chanceAmong(chance, passed));
        passed += chance;
        if (drawn === 0) continue;
        if (to >= before.length) {
          packets.weight[row] -= hold(simulation, culture, to - before.length, species, drawn);
          continue;
        }
        packets.weight[row] -= drawn;
        const arrives = send(simulation, culture, simulation.cultures[to], species, drawn);
        if (drawn === whole && arrives === whole) carryPacket(simulation, from, to, species, row, whole);
        else splitPacket(simulation, from, to, species, row, arrives);
      }
    }
  }
  for (let index = 0; index < before.length; index++) dropEmpty(simulation.cultures[index].packets[species]);
}

/** A packet that goes as it is keeps its name. */
function carryPacket(
  simulation: Simulation,
  from: number,
  to: number,
  species: number,
  row: number,
  weight: number,
): void {
  const packets = simulation.cultures[from].packets[species];
  const target = simulation.cultures[to].packets[species];
  const place = addPacket(target);
  target.id[2 * place] = packets.id[2 * row];
  target.id[2 * place + 1] = packets.id[2 * row + 1];
  target.weight[place] = weight;
  target.born[place] = packets.born[row];
  for (let at = 0; at < target.cargo.length; at++) target.cargo[at][place] = packets.cargo[at][row];
}

/** What goes of a packet, or is more of it in the other share, has a name of its own. */
function splitPacket(
  simulation: Simulation,
  from: number,
  to: number,
  species: number,
  row: number,
  count: number,
): void {
  const { ways, states } = simulation.plan.flows;
  const { id, born } = simulation.cultures[from].packets[species];
  const target = simulation.cultures[to];
  const way = 2 * (from * states + to);
  threefry(key[0], key[1], id[2 * row], id[2 * row + 1], nameWords, 0);
  threefry(nameWords[0], nameWords[1], ways[way], ways[way + 1], nameWords, 0);
  const made = pack(simulation, target, species, count, nameWords[0], nameWords[1], 0, 0);
  const packets = target.packets[species];
  for (let place = packets.count - made; place < packets.count; place++) packets.born[place] = born[row];
}

/** Cells go with all they hold and all they are; only the family is counted anew in each culture. */
function moveCells(simulation: Simulation, dt: number): void {
  const { flows, model } = simulation.plan;
  const { states, before, byKind, rates } = flows;
  const size = states * states;
  for (let kind = 0; kind < model.kinds.length; kind++) {
    rates.fill(0);
    for (let route = 0; route < model.routes.length; route++) {
      const { from, to, kinds } = model.routes[route];
      rates[from * states + to] += flows.rate[route] * kinds[kind];
    }
    transitions(rates, states, dt, flows.chances);
    byKind.set(flows.chances, kind * size);
  }
  phaseKey(simulation, flows.uses.cells, key);
  for (let index = 0; index < before.length; index++) before[index] = simulation.cultures[index].cells.count;
  for (let from = 0; from < before.length; from++) {
    const { cells } = simulation.cultures[from];
    for (let row = 0; row < before[from]; row++) {
      const first = cells.kind[row] * size + from * states;
      if (byKind[first + from] === 1) continue;
      begin(key[0], key[1], cells.id[2 * row], cells.id[2 * row + 1]);
      let aim = next();
      for (let to = 0; to < before.length; to++) {
        if (to === from) continue;
        aim -= byKind[first + to];
        if (aim >= 0) continue;
        carryCell(simulation, from, to, row);
        break;
      }
    }
  }
  for (let index = 0; index < before.length; index++) closeUp(simulation.cultures[index].cells);
}

/** Moves a cell, as so many as the share of the other culture makes of it: the first of them keeps its name. */
function carryCell(simulation: Simulation, from: number, to: number, row: number): void {
  const culture = simulation.cultures[from];
  const target = simulation.cultures[to];
  const { cells } = culture;
  const exact = target.share / culture.share;
  const arrives = rounded(exact);
  bookCell(simulation, cells, row, culture.ledger, "sent", 1);
  bookCell(simulation, cells, row, target.ledger, "received", arrives);
  bookCell(simulation, cells, row, target.ledger, "rounded", arrives - exact);
  guardRows(simulation, target, target.cells.count + arrives);
  reserve(target.cells, target.cells.count + arrives);
  for (let ordinal = 0; ordinal < arrives; ordinal++) {
    const place = target.cells.count++;
    const { id, founderId, kind, columns } = target.cells;
    if (ordinal === 0) for (let word = 0; word < 2; word++) id[2 * place + word] = cells.id[2 * row + word];
    else {
      threefry(key[0], key[1], cells.id[2 * row], cells.id[2 * row + 1], nameWords, 0);
      threefry(nameWords[0], nameWords[1], ordinal, 0, id, 2 * place);
    }
    for (let word = 0; word < 2; word++) founderId[2 * place + word] = cells.founderId[2 * row + word];
    kind[place] = cells.kind[row];
    for (let column = 0; column < columns.length; column++) columns[column][place] = cells.columns[column][row];
    columns[familyColumn][place] = target.families;
  }
  if (arrives > 0) target.families++;
  cells.kind[row] = dead;
}
