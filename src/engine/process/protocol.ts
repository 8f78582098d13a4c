/**
 * What the experimenter does, when it is due: seeding, adding, removing, taking a preparation and dosing it. Amounts in the
 * protocol are those of the real well; a culture holds its simulated share of them.
 */
import { begin, binomial, next } from "../../kernels/chance.ts";
import { hashText, threefry } from "../../kernels/threefry.ts";
import type { Act, ProtocolEvent } from "../../model.ts";
import { closeUp } from "../cells.ts";
import { closureOf } from "../expression.ts";
import { seed, setAttribute } from "../lineage.ts";
import { addPacket, dropEmpty } from "../packets.ts";
import { pour } from "../pools.ts";
import {
  type CultureState,
  cultureWords,
  type Preparation,
  phaseKey,
  RunFault,
  readScalars,
  type Simulation,
} from "../simulation.ts";
import { bury } from "./fate.ts";

const key = new Uint32Array(2);

/** Does every event that is due at the present time, in the order of the protocol. */
export function actOut(simulation: Simulation): void {
  const { model, triggers, parameters } = simulation.plan;
  const { protocol } = model;
  const slack = 1e-9 * model.time.step;
  for (let index = 0; index < protocol.length; index++) {
    const event = protocol[index];
    if (simulation.done[index]) continue;
    const trigger = triggers[index];
    if (trigger) {
      const culture = simulation.cultures[event.culture];
      readScalars(simulation, culture, 0);
      if (trigger(0, parameters, culture.scalars, culture.cells.columns) === 0) continue;
    } else if (event.at > simulation.time + slack) continue;
    simulation.done[index] = 1;
    act(simulation, event, index);
  }
}

function act(simulation: Simulation, event: ProtocolEvent, index: number): void {
  const { model } = simulation.plan;
  const culture = simulation.cultures[event.culture];
  const name = model.cultures[event.culture].name;
  const what: Act = event.act;
  readScalars(simulation, culture, 0);
  switch (what.do) {
    case "seed":
      return seed(simulation, culture, name, what.kind, whole(what.density * culture.volume));
    case "add": {
      const counted = model.factors[what.factor].counted;
      const amount = what.concentration * culture.volume;
      give(culture, what.factor, counted ? whole(amount) : amount);
      return;
    }
    case "vesicles":
      return addVesicles(simulation, event, index, what.species, whole(what.concentration * culture.volume));
    case "remove":
      removeMedium(simulation, event, index, what.medium, undefined);
      return removeCells(simulation, event, index, what.kinds, what.cells);
    case "set":
      culture.conditions[what.condition] = what.value;
      return;
    case "change":
      for (let row = 0; row < culture.cells.count; row++)
        if (what.kinds.includes(culture.cells.kind[row]))
          setAttribute(simulation, culture, row, what.attribute, what.value);
      return;
    case "take":
      return take(simulation, event, index, what);
    case "dose":
      return dose(simulation, event, index, what);
  }
}

const whole = (amount: number): number => Math.floor(amount + 0.5);

function give(culture: CultureState, factor: number, amount: number): void {
  culture.factor[factor] += amount;
  culture.ledger.factors.given[factor] += amount;
}

/** Vesicles with what their species carries by itself, from outside every culture. */
function addVesicles(
  simulation: Simulation,
  event: ProtocolEvent,
  index: number,
  species: number,
  count: number,
): void {
  const { model, parameters, layout, vesicles } = simulation.plan;
  const culture = simulation.cultures[event.culture];
  const { copies } = vesicles;
  copies.fill(0);
  for (const carried of model.vesicles[species].cargo)
    copies[carried.cargo] = closureOf(carried.copies, layout.shared)(
      0,
      parameters,
      culture.scalars,
      culture.cells.columns,
    );
  put(simulation, event, index, species, count, copies);
}

/** Puts vesicles into a culture as its species keeps them, and books them as given. */
function put(
  simulation: Simulation,
  event: ProtocolEvent,
  index: number,
  at: number,
  count: number,
  copies: Float64Array,
): void {
  const { model } = simulation.plan;
  const culture = simulation.cultures[event.culture];
  const { ledger } = culture;
  const species = model.vesicles[at];
  ledger.vesicles.given[at] += count;
  for (let cargo = 0; cargo < copies.length; cargo++) ledger.cargo.given[cargo] += count * copies[cargo];
  if (species.detail === "pool") return pour(culture.pools[at], species, count, copies);
  const packets = culture.packets[at];
  hashText(`${model.cultures[event.culture].name}/${species.name}/${index}`, key, 0);
  for (let left = count, ordinal = 0; left > 0; ordinal++) {
    const row = addPacket(packets);
    const weight = Math.min(left, species.packet);
    left -= weight;
    threefry(key[0], key[1], ordinal, simulation.step, packets.id, 2 * row);
    packets.weight[row] = weight;
    packets.born[row] = simulation.time;
    for (let cargo = 0; cargo < copies.length; cargo++) packets.cargo[cargo][row] = copies[cargo];
  }
}

/** Takes a part of the medium out of a culture: into a preparation (amounts of the real well), or away. */
function removeMedium(
  simulation: Simulation,
  event: ProtocolEvent,
  index: number,
  part: number,
  into: Preparation | undefined,
): void {
  if (part === 0) return;
  const { model } = simulation.plan;
  const culture = simulation.cultures[event.culture];
  const { ledger } = culture;
  const line = into ? "taken" : "removed";
  const words = cultureWords(simulation, event.culture);
  for (let factor = 0; factor < model.factors.length; factor++) {
    const counted = model.factors[factor].counted;
    phaseKey(simulation, `medium ${index} ${model.factors[factor].name}`, key);
    begin(key[0], key[1], words[0], words[1]);
    const gone = counted ? binomial(culture.factor[factor], part) : culture.factor[factor] * part;
    culture.factor[factor] -= gone;
    ledger.factors[line][factor] += gone;
    if (into) into.factor[factor] += gone / culture.share;
  }
  for (let species = 0; species < model.vesicles.length; species++) {
    phaseKey(simulation, `medium ${index} ${model.vesicles[species].name}`, key);
    const pool = culture.pools[species];
    for (let joint = 0; joint < pool.count.length; joint++) {
      begin(key[0], key[1], words[0], (words[1] + joint) >>> 0);
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
        if (into) into.pools[species].cargo[at] += copies / culture.share;
      }
      if (into) into.pools[species].count[joint] += gone / culture.share;
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
    if (into) pour(into.pools[species], model.vesicles[species], gone / culture.share, copies);
  }
  dropEmpty(packets);
}

function removeCells(
  simulation: Simulation,
  event: ProtocolEvent,
  index: number,
  kinds: readonly number[],
  part: number,
): void {
  if (part === 0) return;
  const culture = simulation.cultures[event.culture];
  const { cells } = culture;
  phaseKey(simulation, `cells ${index}`, key);
  for (let row = 0; row < cells.count; row++) {
    if (!kinds.includes(cells.kind[row])) continue;
    begin(key[0], key[1], cells.id[2 * row], cells.id[2 * row + 1]);
    if (next() < part) bury(simulation, culture, row, "removed");
  }
  closeUp(cells);
}

/** Medium becomes a preparation; each passage lets a part of each kind of matter through. */
function take(simulation: Simulation, event: ProtocolEvent, index: number, what: Extract<Act, { do: "take" }>): void {
  const { model } = simulation.plan;
  const culture = simulation.cultures[event.culture];
  const preparation = simulation.preparations[what.preparation];
  if (culture.cells.count === 0 && culture.factor.every((amount) => amount === 0))
    throw new RunFault(
      `${event.text}: culture ${model.cultures[event.culture].name} is empty by then`,
      "seed it, or take the supernatant later",
    );
  preparation.volume += (culture.volume / culture.share) * what.part;
  preparation.producers += culture.cells.count / culture.share;
  removeMedium(simulation, event, index, what.part, preparation);
  note(preparation, "taken");
  for (const passage of what.passages) {
    preparation.pools.forEach((pool, species) => {
      for (let at = 0; at < pool.count.length; at++) pool.count[at] *= passage.vesicles[species];
      for (let at = 0; at < pool.cargo.length; at++) pool.cargo[at] *= passage.vesicles[species];
    });
    for (let factor = 0; factor < preparation.factor.length; factor++)
      preparation.factor[factor] *= passage.factors[factor];
    note(preparation, passage.step);
  }
}

/** Writes into a preparation's book how many vesicles it holds after a step. */
function note(preparation: Preparation, step: string): void {
  preparation.book.push({ step, vesicles: vesiclesIn(preparation), factor: Array.from(preparation.factor) });
}

function vesiclesIn(preparation: Preparation): number {
  let sum = 0;
  for (const pool of preparation.pools) for (const count of pool.count) sum += count;
  return sum;
}

/** Doses a culture with a part of a preparation; what is not there cannot be dosed. */
function dose(simulation: Simulation, event: ProtocolEvent, index: number, what: Extract<Act, { do: "dose" }>): void {
  const { model, vesicles } = simulation.plan;
  const culture = simulation.cultures[event.culture];
  const preparation = simulation.preparations[what.preparation];
  const there = vesiclesIn(preparation);
  const well = culture.volume / culture.share; // µm³
  const wanted = what.by === "concentration" ? what.amount * well : 0;
  const part =
    what.by === "part" ? what.amount : what.by === "equivalents" ? what.amount / preparation.producers : wanted / there;
  if (!(part <= 1 + 1e-12)) {
    const name = model.preparations[what.preparation];
    const volume = there > 0 ? (preparation.volume * part) / 1e12 : Infinity; // mL
    throw new RunFault(
      what.by === "concentration"
        ? `${event.text}: a dose of ${wanted.toPrecision(3)} vesicles, but ${name} holds ${there.toPrecision(3)}`
        : `${event.text}: ${part.toPrecision(3)} times what ${name} holds`,
      Number.isFinite(volume)
        ? `make more: the supernatant of ${volume.toPrecision(3)} mL of producer culture would be enough for this arm`
        : `${name} holds no vesicles at all: look at how it is made`,
    );
  }
  const { copies } = vesicles;
  const cargoKinds = model.cargo.length;
  preparation.pools.forEach((pool, species) => {
    for (let joint = 0; joint < pool.count.length; joint++) {
      if (pool.count[joint] === 0) continue;
      const count = whole(pool.count[joint] * part * culture.share);
      for (let cargo = 0; cargo < cargoKinds; cargo++) {
        const at = joint * cargoKinds + cargo;
        copies[cargo] = pool.cargo[at] / pool.count[joint];
        pool.cargo[at] *= 1 - part;
      }
      pool.count[joint] *= 1 - part;
      put(simulation, event, index, species, count, copies);
    }
  });
  for (let factor = 0; factor < preparation.factor.length; factor++) {
    const amount = preparation.factor[factor] * part * culture.share;
    preparation.factor[factor] *= 1 - part;
    give(culture, factor, model.factors[factor].counted ? whole(amount) : amount);
  }
  note(preparation, `${event.text} (left)`);
}
