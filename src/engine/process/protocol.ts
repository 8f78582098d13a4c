/**
 * What the experimenter does, when it is due: seeding, adding, removing, taking a preparation and dosing it. Amounts in the
 * protocol are those of the real well; a culture holds its simulated share of them.
 */
import { begin, binomial, next } from "../../kernels/chance.ts";
import { hashText } from "../../kernels/threefry.ts";
import type { Act, ProtocolEvent } from "../../model.ts";
import { closeUp } from "../cells.ts";
import { phaseKey, wordOf } from "../keys.ts";
import { seed, setAttribute } from "../lineage.ts";
import { dropEmpty } from "../packets.ts";
import { cornerOf, nowhere, spill } from "../places.ts";
import { pour } from "../pools.ts";
import {
  type CultureState,
  freeVesicles,
  newPreparation,
  type Preparation,
  RunFault,
  type Simulation,
} from "../simulation.ts";
import { readScalars } from "../surroundings.ts";
import { bury } from "./fate.ts";
import { climb } from "./ladder.ts";

const key = new Int32Array(2);
const nameWords = new Uint32Array(2);

/** Does every event that is due at the present time, in the order of the protocol. @param only the first so many of it */
export function actOut(simulation: Simulation, only = Infinity): void {
  const { model, triggers, parameters } = simulation.plan;
  const { protocol } = model;
  const slack = 1e-9 * model.time.step;
  for (let index = 0; index < Math.min(protocol.length, only); index++) {
    const event = protocol[index];
    if (simulation.done[index]) continue;
    const trigger = triggers[index];
    if (trigger) {
      const culture = simulation.cultures[event.culture];
      readScalars(simulation, culture, 0);
      if (trigger(0, parameters, culture.scalars, culture.cells.columns) === 0) continue;
    } else if (event.at > simulation.time + slack) continue;
    simulation.done[index] = 1;
    act(simulation, event, nameOf(simulation, index));
  }
}

/** Names an event by what it is and not by its place in the list, which differs from arm to arm: its draws go with it. */
function nameOf(simulation: Simulation, index: number): string {
  const { protocol } = simulation.plan.model;
  const { at, culture, text, act } = protocol[index];
  let before = 0; // events that cannot be told from it
  for (let other = 0; other < index; other++) {
    const one = protocol[other];
    if (Object.is(one.at, at) && one.culture === culture && one.text === text && one.act.do === act.do) before++;
  }
  return `${act.do} ${text} ${before}`;
}

function act(simulation: Simulation, event: ProtocolEvent, eventName: string): void {
  const { model } = simulation.plan;
  const culture = simulation.cultures[event.culture];
  const name = model.cultures[event.culture].name;
  const what: Act = event.act;
  readScalars(simulation, culture, 0);
  switch (what.do) {
    case "seed":
      seed(simulation, culture, name, what.kind, whole(what.density * culture.volume));
      break;
    case "add": {
      const amount = what.concentration * culture.volume;
      give(culture, what.factor, model.factors[what.factor].counted ? whole(amount) : amount);
      break;
    }
    case "vesicles":
      addVesicles(simulation, event, eventName, what.species, whole(what.concentration * culture.volume));
      break;
    case "remove":
      removeMedium(simulation, event, eventName, what.medium, undefined);
      removeCells(simulation, event, eventName, what.kinds, what.cells);
      break;
    case "sort":
      sort(simulation, event, eventName, what);
      break;
    case "set":
      culture.conditions[what.condition] = what.value;
      break;
    case "change":
      for (let row = 0; row < culture.cells.count; row++)
        if (what.kinds.includes(culture.cells.kind[row]))
          setAttribute(simulation, culture, row, what.attribute, what.value);
      break;
    case "take":
      take(simulation, event, eventName, what);
      break;
    case "dose":
      dose(simulation, event, eventName, what);
  }
}

const whole = (amount: number): number => Math.floor(amount + 0.5);

/** Mixes an amount into all of the medium. */
function give(culture: CultureState, factor: number, amount: number): void {
  culture.factor[factor] += amount;
  const field = culture.fields[factor];
  if (field) for (let voxel = 0; voxel < field.length; voxel++) field[voxel] += amount / field.length;
  culture.ledger.factors.given[factor] += amount;
}

/** Vesicles with what their species carries by itself, from outside every culture. */
function addVesicles(
  simulation: Simulation,
  event: ProtocolEvent,
  eventName: string,
  species: number,
  count: number,
): void {
  const { parameters, vesicles } = simulation.plan;
  const culture = simulation.cultures[event.culture];
  const { copies, given } = vesicles;
  copies.fill(0);
  for (const { cargo, copies: each } of given[species])
    copies[cargo] = each(0, parameters, culture.scalars, culture.cells.columns);
  put(simulation, event, eventName, species, count, 0);
}

/** Puts vesicles with the copies in hand into a culture as its species keeps them, and books them as given. */
function put(
  simulation: Simulation,
  event: ProtocolEvent,
  eventName: string,
  species: number,
  count: number,
  first: number,
): number {
  const { model, vesicles } = simulation.plan;
  const { copies } = vesicles;
  const culture = simulation.cultures[event.culture];
  const { name } = model.vesicles[species];
  culture.ledger.vesicles.given[species] += count;
  for (let cargo = 0; cargo < copies.length; cargo++) culture.ledger.cargo.given[cargo] += count * copies[cargo];
  hashText(`${model.cultures[event.culture].name}/${name}/${eventName}`, nameWords, 0);
  const corner = cornerOf(simulation, culture);
  climb(simulation, culture, event.culture, species, count);
  return spill(
    simulation,
    culture,
    species,
    count,
    nameWords[0],
    nameWords[1],
    first,
    simulation.step,
    nowhere,
    corner,
  );
}

/** Takes a part of the medium out of a culture: into a preparation (amounts of the real well), or away. */
function removeMedium(
  simulation: Simulation,
  event: ProtocolEvent,
  eventName: string,
  part: number,
  into: Preparation | undefined,
): void {
  if (part === 0) return;
  const { model, words } = simulation.plan;
  const culture = simulation.cultures[event.culture];
  const { ledger } = culture;
  const line = into ? "taken" : "removed";
  const word0 = words[2 * event.culture];
  const word1 = words[2 * event.culture + 1];
  for (let factor = 0; factor < model.factors.length; factor++) {
    const counted = model.factors[factor].counted;
    phaseKey(simulation, wordOf(`${eventName} ${model.factors[factor].name}`), key);
    begin(key[0], key[1], word0, word1);
    const gone = counted ? binomial(culture.factor[factor], part) : culture.factor[factor] * part;
    culture.factor[factor] -= gone;
    const field = culture.fields[factor];
    if (field) for (let voxel = 0; voxel < field.length; voxel++) field[voxel] *= 1 - part;
    ledger.factors[line][factor] += gone;
    if (into) into.factor[factor] += gone / culture.share;
  }
  for (let species = 0; species < model.vesicles.length; species++) {
    phaseKey(simulation, wordOf(`${eventName} ${model.vesicles[species].name}`), key);
    const pool = culture.pools[species];
    for (let joint = 0; joint < pool.count.length; joint++) {
      begin(key[0], key[1], word0, (word1 + joint) | 0);
      const there = pool.count[joint];
      if (there === 0) continue;
      const gone = binomial(there, part);
      pool.count[joint] = there - gone;
      ledger.vesicles[line][species] += gone;
      for (let cargo = 0; cargo < model.cargo.length; cargo++) {
        const at = joint * model.cargo.length + cargo;
        const copies = gone === there ? pool.cargo[at] : (pool.cargo[at] / there) * gone;
        pool.cargo[at] -= copies;
        ledger.cargo[line][cargo] += copies;
        if (into) into.pools[species].cargo[at % into.pools[species].cargo.length] += copies / culture.share;
      }
      if (into) into.pools[species].count[joint % into.pools[species].count.length] += gone / culture.share;
    }
    removePackets(simulation, culture, species, part, line, into);
  }
}

function removePackets(
  simulation: Simulation,
  culture: CultureState,
  species: number,
  part: number,
  line: "taken" | "removed",
  into: Preparation | undefined,
): void {
  const { model, vesicles } = simulation.plan;
  const { ledger } = culture;
  const { copies } = vesicles;
  const packets = culture.packets[species];
  for (let row = 0; row < packets.count; row++) {
    begin(key[0], key[1], packets.id[2 * row], packets.id[2 * row + 1]);
    const gone = binomial(packets.weight[row], part);
    if (gone === 0) continue;
    packets.weight[row] -= gone;
    ledger.vesicles[line][species] += gone;
    for (let cargo = 0; cargo < copies.length; cargo++) {
      copies[cargo] = packets.cargo[cargo][row];
      ledger.cargo[line][cargo] += gone * copies[cargo];
    }
    if (into) pour(into.pools[species], model.vesicles[species], gone / culture.share, copies, 0);
  }
  dropEmpty(packets);
}

function removeCells(
  simulation: Simulation,
  event: ProtocolEvent,
  eventName: string,
  kinds: readonly number[],
  part: number,
): void {
  if (part === 0) return;
  const culture = simulation.cultures[event.culture];
  const { cells } = culture;
  phaseKey(simulation, wordOf(`${eventName} cells`), key);
  for (let row = 0; row < cells.count; row++) {
    if (!kinds.includes(cells.kind[row])) continue;
    begin(key[0], key[1], cells.id[2 * row], cells.id[2 * row + 1]);
    if (next() < part) bury(simulation, culture, row, "removed");
  }
  closeUp(cells);
}

/** Cells of some kinds stay, with as many of the others as the purity says. */
function sort(
  simulation: Simulation,
  event: ProtocolEvent,
  eventName: string,
  what: Extract<Act, { do: "sort" }>,
): void {
  const { cells } = simulation.cultures[event.culture];
  const others = Array.from(simulation.plan.model.kinds.keys()).filter((kind) => !what.kinds.includes(kind));
  let wanted = 0;
  for (let row = 0; row < cells.count; row++) if (what.kinds.includes(cells.kind[row])) wanted++;
  const along = (what.yield * wanted * (1 - what.purity)) / what.purity; // of the others
  const rest = cells.count - wanted;
  removeCells(simulation, event, eventName, what.kinds, 1 - what.yield);
  removeCells(simulation, event, eventName, others, rest > along ? 1 - along / rest : 0);
}

/** Medium becomes a preparation; each passage lets a part of each kind of matter through. */
function take(
  simulation: Simulation,
  event: ProtocolEvent,
  eventName: string,
  what: Extract<Act, { do: "take" }>,
): void {
  const { model } = simulation.plan;
  const culture = simulation.cultures[event.culture];
  const preparation = simulation.preparations[what.preparation];
  const holds = culture.cells.count > 0 || culture.factor.some((amount) => amount > 0);
  if (!holds && model.vesicles.every((_, species) => freeVesicles(culture, species) === 0))
    throw new RunFault(
      `${event.text}: culture ${model.cultures[event.culture].name} is empty by then`,
      "seed it, or take the supernatant later",
    );
  // What is in hand goes through the passages by itself: the preparation may hold more from before.
  const batch = newPreparation(simulation.plan);
  removeMedium(simulation, event, eventName, what.part, batch);
  note(preparation, "taken", batch);
  batch.pools.forEach(({ count }, species) => {
    batch.taken[species] = total(count);
  });
  gather(preparation.taken, batch.taken);
  for (const passage of what.passages) {
    batch.pools.forEach((pool, species) => {
      scale(pool.count, passage.vesicles[species]);
      scale(pool.cargo, passage.vesicles[species]);
    });
    for (let factor = 0; factor < batch.factor.length; factor++) batch.factor[factor] *= passage.factors[factor];
    note(preparation, passage.step, batch);
  }
  preparation.volume += (culture.volume / culture.share) * what.part;
  preparation.producers += (culture.cells.count / culture.share) * what.part;
  gather(preparation.factor, batch.factor);
  preparation.pools.forEach((pool, species) => {
    preparation.lost[species] += batch.taken[species] - total(batch.pools[species].count);
    gather(pool.count, batch.pools[species].count);
    gather(pool.cargo, batch.pools[species].cargo);
  });
}

function scale(amounts: Float64Array, part: number): void {
  for (let at = 0; at < amounts.length; at++) amounts[at] *= part;
}

function gather(amounts: Float64Array, more: Float64Array): void {
  for (let at = 0; at < amounts.length; at++) amounts[at] += more[at];
}

/** Writes into a preparation's book what is in hand after a step. */
function note(preparation: Preparation, step: string, inHand: Preparation): void {
  preparation.book.push({ step, vesicles: vesiclesIn(inHand), factor: Array.from(inHand.factor) });
}

function vesiclesIn(preparation: Preparation): number {
  let sum = 0;
  for (const { count } of preparation.pools) sum += total(count);
  return sum;
}

const total = (amounts: Float64Array): number => amounts.reduce((sum, amount) => sum + amount, 0);

/** Doses a culture with a part of a preparation; what is not there cannot be dosed. */
function dose(
  simulation: Simulation,
  event: ProtocolEvent,
  eventName: string,
  what: Extract<Act, { do: "dose" }>,
): void {
  const { model, vesicles } = simulation.plan;
  const culture = simulation.cultures[event.culture];
  const preparation = simulation.preparations[what.preparation];
  const there = vesiclesIn(preparation);
  const well = culture.volume / culture.share; // µm³
  const asked = what.by === "concentration" ? what.amount * well : what.amount;
  const all = { concentration: there, part: 1, equivalents: preparation.producers }[what.by];
  const exact = asked === 0 ? 0 : asked / all;
  const part = exact > 1 && exact <= 1 + 1e-12 ? 1 : exact;
  if (!(part <= 1)) {
    const name = model.preparations[what.preparation];
    const volume = there > 0 ? (preparation.volume * part) / 1e12 : Infinity; // mL
    throw new RunFault(
      what.by === "concentration"
        ? `${event.text}: a dose of ${asked.toPrecision(3)} vesicles, but ${name} holds ${there.toPrecision(3)}`
        : `${event.text}: ${part.toPrecision(3)} times what ${name} holds`,
      Number.isFinite(volume)
        ? `make more: the supernatant of ${Number(volume.toPrecision(3))} mL of producer culture would be enough for this arm`
        : `${name} holds no vesicles at all: look at how it is made`,
    );
  }
  const { copies } = vesicles;
  const cargoKinds = model.cargo.length;
  preparation.pools.forEach((pool, species) => {
    let packets = 0; // made so far by this dose
    for (let joint = 0; joint < pool.count.length; joint++) {
      if (pool.count[joint] === 0) continue;
      const count = whole(pool.count[joint] * part * culture.share);
      for (let cargo = 0; cargo < cargoKinds; cargo++) {
        const at = joint * cargoKinds + cargo;
        copies[cargo] = pool.cargo[at] / pool.count[joint];
        pool.cargo[at] *= 1 - part;
      }
      const left = pool.count[joint] * (1 - part);
      preparation.dosed[species] += pool.count[joint] - left;
      pool.count[joint] = left;
      packets += put(simulation, event, eventName, species, count, packets);
    }
  });
  for (let factor = 0; factor < preparation.factor.length; factor++) {
    const amount = preparation.factor[factor] * part * culture.share;
    preparation.factor[factor] *= 1 - part;
    give(culture, factor, model.factors[factor].counted ? whole(amount) : amount);
  }
  note(preparation, `${event.text} (left)`, preparation);
}
