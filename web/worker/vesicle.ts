/** What there is to tell of a free vesicle: who gave it, what it carries, where it is; or what a dot of the scheme stands for. */
import { type CultureState, freeVesicles, type Simulation } from "../../src/engine/simulation.ts";
import type { Experiment } from "../../src/scenario/experiment.ts";
import { printNumber } from "../../src/units.ts";
import type { Fact, Id, Story } from "../protocol.ts";
import { texts } from "../texts.ts";
import { giverOf } from "./giver.ts";
import { type Live, stateIn } from "./live.ts";
import { placeAt, shortId } from "./story.ts";

const words = texts.story;

interface Found {
  readonly state: Simulation;
  readonly species: number;
  readonly row: number;
}

/** The story of a packet (or a single vesicle) by its id; undefined for one that was never seen. */
export function vesicleStory(live: Live, culture: number, id: Id, experiment: Experiment): Story | undefined {
  const { simulation, plan, arm } = live;
  const { model } = plan;
  const found = lastSeen(live, culture, id);
  if (!found) return undefined;
  const { state, species, row } = found;
  const packets = state.cultures[culture].packets[species];
  const gone = state !== simulation;
  const { clock } = experiment;
  const on = (time: number): string => `${clock.unit} ${printNumber(time / clock.seconds, 3)}`;
  const born = packets.born[row];
  const weight = packets.weight[row];
  const facts: Fact[] = [
    { label: words.standsFor, value: words.vesicles(printNumber(weight)) },
    { label: words.givenAt, value: `${on(born)} (${words.ago(printNumber((simulation.time - born) / 3600, 3))})` },
    ...givenBy(live, culture, species, id, born, experiment),
    ...model.cargo.flatMap(({ name }, cargo) => {
      const copies = packets.cargo[cargo][row];
      return copies > 0 ? [{ label: words.carries(name), value: printNumber(copies, 3) }] : [];
    }),
    {
      label: words.where,
      value: gone ? words.noLongerFree(on(state.time)) : words.free(model.cultures[culture].name),
    },
    ...(plan.spaces[culture]
      ? [{ label: gone ? words.lastPlace : words.place, value: words.at(placeAt(packets.places, row)) }]
      : []),
  ];
  return {
    ...{ arm, of: { vesicle: id }, time: simulation.time, gone, facts, mothers: [], doings: [], past: [] },
    title: words.vesicle(model.vesicles[species].name, shortId(id)),
    notes: gone ? [words.goneNote] : [],
  };
}

/** Where it is now, or was seen last. */
function lastSeen(live: Live, culture: number, id: Id): Found | undefined {
  const now = packetAt(live.simulation, culture, id);
  if (now) return now;
  for (const snapshot of [...live.snapshots].reverse()) {
    const found = snapshot.time < live.simulation.time ? packetAt(stateIn(snapshot), culture, id) : undefined;
    if (found) return found;
  }
  return undefined;
}

function packetAt(state: Simulation, culture: number, [word0, word1]: Id): Found | undefined {
  for (const [species, { id, count }] of state.cultures[culture].packets.entries())
    for (let row = 0; row < count; row++)
      if (id[2 * row] === word0 && id[2 * row + 1] === word1) return { state, species, row };
  return undefined;
}

/** Its producer, or what was done when it came in; or that neither is known. */
function givenBy(live: Live, culture: number, species: number, id: Id, born: number, { clock }: Experiment): Fact[] {
  const { model } = live.plan;
  const giver = giverOf(live, species, id, born);
  if (giver) {
    const seen = giver.seen.map(({ time, kind }) =>
      words.seenAs(model.kinds[kind].name, clock.unit, printNumber(time / clock.seconds, 3)),
    );
    const isSeen = seen.length > 0;
    const value = `${shortId(giver.id)}: ${isSeen ? seen.join(", ") : words.unseenCell}`;
    return [
      { label: words.givenBy, value, ...(isSeen && { cell: giver.id }) },
      { label: words.numberOf, value: printNumber(giver.number) },
    ];
  }
  const slack = 1e-6 * model.time.step;
  const events = model.protocol.filter(
    ({ at, culture: where, act }) =>
      where === culture &&
      Math.abs(at - born) <= slack &&
      (act.do === "dose" || (act.do === "vesicles" && act.species === species)),
  );
  if (events.length > 0)
    return [{ label: words.givenBy, value: words.protocol(events.map(({ text }) => text).join("; ")) }];
  const sources = model.sources.filter(
    ({ of, culture: where, on }) =>
      where === culture &&
      "species" in of &&
      of.species === species &&
      on.some(({ from, to }) => from <= born + slack && born <= to + slack),
  );
  const names = sources.map(({ name }) => name);
  return [{ label: words.givenBy, value: names.length > 0 ? words.sources(names) : words.unknownGiver }];
}

/** What the dots of vesicles that are only counted stand for. @param perDot vesicles for each */
export function dotStory(live: Live, culture: number, perDot: number): Story {
  const { simulation, plan, arm } = live;
  const { model } = plan;
  const state = simulation.cultures[culture];
  const { share } = state;
  const facts = model.vesicles.flatMap(({ name }, species): Fact[] => {
    const counted = countedIn(state, species);
    if (counted === 0) return [];
    const givers = model.kinds.filter(({ releases }) => releases.some((release) => release.species === species));
    return [
      { label: words.freeOf(name), value: printNumber(freeVesicles(state, species) / share, 3) },
      { label: words.releasedOf(name), value: printNumber(state.ledger.vesicles.released[species] / share, 3) },
      { label: words.givenOf(name), value: printNumber(state.ledger.vesicles.given[species] / share, 3) },
      { label: words.releasing(name), value: givers.map((kind) => kind.name).join(", ") || words.nobody },
      ...model.cargo.flatMap((cargo, index) => {
        const { cargo: copies } = state.pools[species];
        let all = 0;
        for (let at = index; at < copies.length; at += model.cargo.length) all += copies[at];
        return all > 0 ? [{ label: words.meanOf(name, cargo.name), value: printNumber(all / counted, 3) }] : [];
      }),
    ];
  });
  return {
    ...{
      arm,
      of: "dot",
      time: simulation.time,
      title: plan.spaces[culture] ? words.voxelDot : words.dot,
      gone: false,
      facts,
      mothers: [],
      doings: [],
      past: [],
    },
    notes: [words[plan.spaces[culture] ? "voxelNote" : "dotNote"](printNumber(perDot, 2)), words.wholeWell],
  };
}

function countedIn(state: CultureState, species: number): number {
  const { count } = state.pools[species];
  let sum = 0;
  for (let at = 0; at < count.length; at++) sum += count[at];
  return sum;
}
