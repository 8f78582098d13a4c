/** What there is to tell of one cell: what it is, where it comes from, what it carries, what it does now and how strongly it is moved to. */
import { dead } from "../../src/engine/cells.ts";
import { closureOf } from "../../src/engine/expression.ts";
import { bornColumn, enteredColumn, eventSlots, familyColumn, generationColumn } from "../../src/engine/layout.ts";
import { fill, find } from "../../src/engine/space/neighbours.ts";
import { meanAround, readScalars } from "../../src/engine/surroundings.ts";
import type { Expression, Model, Signal } from "../../src/model.ts";
import type { Experiment } from "../../src/scenario/experiment.ts";
import { partsOf } from "../../src/scenario/expression.ts";
import { type ActingRule, actingRules, behaviourAt } from "../../src/scenario/rules.ts";
import { printNumber, scaleOf } from "../../src/units.ts";
import type { Doing, Fact, Id, Response, Story } from "../protocol.ts";
import { texts } from "../texts.ts";
import type { Live } from "./live.ts";
import { daughtersOf, familyOf, mothersOf, rowOfId, type Sighting, sameId, statesOf } from "./past.ts";

const words = texts.story;

/** The story of a cell, looked for in this culture first; what is known of its past comes from the kept states. Undefined for one that was never seen. */
export function storyOf(live: Live, culture: number, id: Id, experiment: Experiment): Story | undefined {
  const { simulation, plan, arm } = live;
  const { model } = plan;
  const family = familyOf(live, statesOf(live), id);
  if (!family) return undefined;
  const own = family.flatMap((members) => members.find((one) => sameId(one.id, id)) ?? []);
  const [first] = own;
  const last = own[own.length - 1];
  const order = [culture, ...simulation.cultures.keys()];
  const home = order.find((each) => rowOfId(simulation.cultures[each].cells, id) >= 0) ?? culture;
  const state = simulation.cultures[home];
  const row = rowOfId(state.cells, id);
  const told = {
    ...{ arm, of: { cell: id }, time: simulation.time },
    mothers: mothersIn(live, first, family, experiment),
    past: pastOf(model, own, family, experiment),
    notes: [words.pastNote, plan.spaces[home] ? words.notKept : words.stirredNote],
  };
  const title = words.cell(model.kinds[last.kind].name, shortId(id));
  if (row < 0) return { ...told, title, gone: true, facts: [], doings: [] };
  const { cells } = state;
  readScalars(simulation, state, 0);
  const kind = cells.kind[row];
  const value = (expression: Expression): number =>
    closureOf(expression, plan.layout.places[kind])(row, plan.parameters, state.scalars, cells.columns);
  const at = (column: number): number => cells.columns[column][row];
  const kept = (name: string): number => {
    const column = plan.layout.columnOf.get(name);
    return column === undefined ? 0 : at(column);
  };
  const { clock } = experiment;
  const since = (time: number): string => `${printNumber((simulation.time - time) / 3600, 3)} h`;
  const on = (time: number): string => `${clock.unit} ${printNumber(time / clock.seconds, 3)}`;
  const facts: Fact[] = [
    { label: words.kind, value: model.kinds[kind].name },
    { label: words.founder, value: `${at(familyColumn) + 1}` },
    { label: words.generation, value: `${at(generationColumn)}` },
    { label: words.born, value: `${on(at(bornColumn))} (${since(at(bornColumn))})` },
    { label: words.entered, value: since(at(enteredColumn)) },
  ];
  facts.push(...surroundingsOf(live, home, row));
  eventSlots.forEach((event, slot) => {
    const due = plan.layout.due[slot] < 0 ? Infinity : at(plan.layout.due[slot]);
    if (Number.isFinite(due) && model.kinds[kind].clocks.some((each) => each.event === event))
      facts.push({ label: words.due[event], value: on(due) });
  });
  model.vesicles.forEach(({ name }, species) => {
    if (!plan.layout.captured[species]) return;
    if (plan.layout.staysBound[species])
      facts.push({ label: words.bound(name), value: printNumber(kept(`bound:${species}`)) });
    facts.push({ label: words.inside(name), value: printNumber(kept(`inside:${species}`)) });
  });
  model.cargo.forEach(({ name }, cargo) => {
    if (plan.layout.columnOf.has(`payload:${cargo}`))
      facts.push({ label: words.payload(name), value: printNumber(kept(`payload:${cargo}`)) });
  });
  for (const { index } of model.kinds[kind].attributes) {
    const { name, unit, scale } = model.attributes[index];
    const number = value({ kind: "read", of: { signal: "attribute", index } });
    facts.push({ label: name, value: `${printNumber(number * scale)} ${unit}`.trim() });
  }
  const doings = doingsOf(model, kind, value, rulesOf(experiment, arm, kind));
  return { ...told, title, gone: false, facts, doings };
}

/** A place, µm along x, y and z. */
export const placeAt = (columns: readonly ArrayLike<number>[], row: number): string[] =>
  columns.slice(0, 3).map((column) => printNumber(column[row], 4));

/** Of a cell in a static culture: where it is, how much of each factor is there, and which cells touch it. */
function surroundingsOf({ simulation, plan }: Live, culture: number, row: number): Fact[] {
  const space = plan.spaces[culture];
  if (!space) return [];
  const state = simulation.cultures[culture];
  const { cells } = state;
  const { model, layout } = plan;
  const [x, y, z] = [0, 1, 2].map((axis) => cells.columns[layout.place + axis] as Float64Array);
  const pM = scaleOf("pM", "concentration");
  const facts: Fact[] = [
    { label: words.place, value: words.at(placeAt([x, y, z], row)) },
    ...model.factors.map(({ name }, factor) => {
      const level = meanAround(simulation, state, space.fields[factor], state.fields[factor], row) / pM;
      return { label: words.around(name), value: `${printNumber(level, 3)} pM` };
    }),
  ];
  const { neighbours, radii } = space;
  const { reach } = space.space;
  fill(neighbours, cells.count, x, y, z);
  const near = find(neighbours, row, x[row], y[row], z[row], 2 * Math.max(...radii) + reach);
  const radius = radii[cells.kind[row]];
  const touching = [...neighbours.found.subarray(0, near)].flatMap((other, at): Fact[] => {
    const kind = cells.kind[other];
    if (kind === dead || Math.sqrt(neighbours.squared[at]) > radius + radii[kind] + reach) return [];
    const cell: Id = [cells.id[2 * other], cells.id[2 * other + 1]];
    return [{ label: words.touches, value: `${shortId(cell)}, ${model.kinds[kind].name}`, cell }];
  });
  return [...facts, ...(touching.length > 0 ? touching : [{ label: words.touches, value: words.noNeighbour }])];
}

/** A name for people: the first digits of an id. */
export const shortId = ([word]: Id): string => (word >>> 0).toString(16).padStart(8, "0").slice(0, 6);

/** The mothers of a cell: what each was where it was seen, and when it was born and divided, as far as that is known. */
function mothersIn(
  { plan }: Live,
  cell: Sighting,
  family: readonly (readonly Sighting[])[],
  { clock }: Experiment,
): Fact[] {
  const mothers = mothersOf(cell, family);
  if (!mothers) return [{ label: words.mothers, value: words.unknownMothers }];
  const on = (time: number | undefined): string =>
    time === undefined ? words.unseenTime : `${clock.unit} ${printNumber(time / clock.seconds, 3)}`;
  const line = [...mothers, cell.id];
  const seen = line.map((id) => family.flat().filter((one) => sameId(one.id, id)));
  return mothers.map((id, generation) => {
    const label = generation === 0 ? words.founderCell : words.motherCell(generation);
    const kinds = [...new Set(seen[generation].map(({ kind }) => plan.model.kinds[kind].name))];
    const born = seen[generation][0]?.born;
    const divided = seen[generation + 1][0]?.born;
    const value = words.mother(shortId(id), kinds, on(born), on(divided));
    return { label, value, ...(seen[generation].length > 0 && { cell: id }) };
  });
}

/** When a cell was first seen, and when it was seen as another kind or with other vesicles in it, at the times of the kept states. */
function pastOf(
  model: Model,
  own: readonly Sighting[],
  family: readonly (readonly Sighting[])[],
  { clock }: Experiment,
): Story["past"] {
  const past = own.flatMap(({ time, kind, inside }, index) => {
    const before = own[index - 1];
    const said = before
      ? before.kind === kind
        ? []
        : [words.became(model.kinds[kind].name)]
      : [words.seen(model.kinds[kind].name)];
    const took = inside.flatMap((number, species) => {
      const more = number - (before?.inside[species] ?? 0);
      const say = before ? words.took : words.held;
      return more > 0 ? [say(printNumber(more), model.vesicles[species].name)] : [];
    });
    return [...said, ...took].map((text) => ({ time: time / clock.seconds, text }));
  });
  const [{ id, generation }] = own;
  const daughters = daughtersOf(id, generation);
  const born = family.flat().find((one) => daughters.some((daughter) => sameId(daughter, one.id)));
  if (born) past.push({ time: born.born / clock.seconds, text: words.divided });
  return past;
}

const known = new WeakMap<Experiment, Map<string, ActingRule[]>>();

/** The rules on a kind in an arm, worked out when first asked for. */
function rulesOf(experiment: Experiment, arm: string, kind: number): ActingRule[] {
  const rules = known.get(experiment) ?? new Map<string, ActingRule[]>();
  known.set(experiment, rules);
  const key = `${kind} ${arm}`;
  const found = rules.get(key) ?? actingRules(experiment, arm, kind);
  rules.set(key, found);
  return found;
}

/** A behaviour to tell of, by its address, and how its rate is printed. */
interface Told {
  readonly address: string;
  readonly name: string;
  readonly rate: Expression;
  readonly print: (rate: number) => string;
}

/** Every behaviour of a kind with its rate now, the rules on it, and the responses to signals that stand in it. */
function doingsOf(
  model: Model,
  kind: number,
  value: (of: Expression) => number,
  rules: readonly ActingRule[],
): Doing[] {
  const responsesIn = (expression: Expression, but: readonly string[] = []): Response[] =>
    hillsIn(expression)
      .filter((hill) => !but.includes(JSON.stringify(hill)))
      .map((hill) => ({
        signal: hill.arguments
          .slice(0, 1)
          .flatMap(signalsOf)
          .map((signal) => nameOf(model, signal))
          .join(", "),
        share: value(hill),
      }));
  return behavioursOf(model, kind, rules).map(({ address, name, rate, print }) => {
    const acting = rules.filter((rule) => rule.address === address);
    const ofRules = acting.flatMap(({ response }) => hillsIn(response)).map((hill) => JSON.stringify(hill));
    return {
      name,
      rate: print(value(rate)),
      rules: acting.map(({ id, why, direction, response, without }) => ({
        ...{ id, why, increases: direction === "increases", share: value(response) },
        without: print(without ? value(without) : 0),
        signals: responsesIn(response),
      })),
      responses: responsesIn(rate, ofRules),
    };
  });
}

function behavioursOf(model: Model, index: number, rules: readonly ActingRule[]): Told[] {
  const kind = model.kinds[index];
  const perHour = (unit: string) => (rate: number) => `${printNumber(rate * 3600)} ${unit}`;
  const perSecond = (rate: number): string => `${printNumber(rate)} ${words.moleculesPerSecond}`;
  const told: Told[] = [
    ...kind.hazards.map(({ event, to, rate }) => ({
      address: event === "become" ? `become ${to}` : event,
      name: event === "become" ? words.become(model.kinds[to].name) : words.event[event],
      rate,
      print: perHour("/h"),
    })),
    ...kind.captures.map(({ species, clearance }) => ({
      address: `capture ${species}`,
      name: words.capture(model.vesicles[species].name),
      rate: clearance,
      print: perHour("µm³/h"),
    })),
    ...kind.releases.map(({ species, manner, rate }) => ({
      address: `${manner === "bodies" ? "form" : "release"} ${species}`,
      name:
        manner === "bodies" ? words.form(model.vesicles[species].name) : words.release(model.vesicles[species].name),
      rate,
      print: perHour("/h"),
    })),
    ...kind.secretions.map(({ factor, rate }) => ({
      address: `secrete ${factor}`,
      name: words.secrete(model.factors[factor].name),
      rate,
      print: perSecond,
    })),
    ...kind.consumptions.map(({ factor, maximum, halfMax }) => ({
      address: `consume ${factor}`,
      name: words.consume(model.factors[factor].name),
      rate: maximum,
      print: halfMax.kind === "number" && halfMax.value === 0 ? perHour("µm³/h") : perSecond,
    })),
  ];
  // How it walks, and what else rules are on: steps of uptake, attributes.
  for (const address of ["move", "climb", ...rules.map((rule) => rule.address)]) {
    const rate = behaviourAt(kind, address);
    if (rate && !told.some((one) => one.address === address)) told.push({ address, rate, ...inWords(model, address) });
  }
  return told;
}

/** Name and unit of a behaviour that is told of only where a rule is on it. */
function inWords(model: Model, address: string): Pick<Told, "name" | "print"> {
  const [verb, object] = address.split(" ");
  const index = Number(object);
  const perHour = (rate: number): string => `${printNumber(rate * 3600)} /h`;
  if (verb === "move") return { name: words.verb.move, print: (rate) => `${printNumber(rate * 60)} µm²/min` };
  if (verb === "climb") return { name: words.verb.climb, print: (rate) => `${printNumber(rate * 60)} µm/min` };
  if (verb === "loss") return { name: words.verb.loss(model.attributes[index].name), print: perHour };
  if (verb === "attribute" || verb === "gain") {
    const { name, unit, scale } = model.attributes[index];
    const [times, per] = verb === "gain" ? [3600, "/h"] : [1, ""];
    return {
      name: words.verb[verb](name),
      print: (rate) => `${printNumber(rate * scale * times)} ${unit}${per}`.trim(),
    };
  }
  const name = Object.hasOwn(words.steps, verb) ? words.steps[verb](model.vesicles[index].name) : verb;
  return { name, print: perHour };
}

type Hill = Extract<Expression, { kind: "call" }>;

const hillsIn = (expression: Expression): Hill[] => [
  ...(expression.kind === "call" && expression.name === "hill" ? [expression] : []),
  ...partsOf(expression).flatMap(hillsIn),
];

const signalsOf = (expression: Expression): Signal[] =>
  expression.kind === "read" ? [expression.of] : partsOf(expression).flatMap(signalsOf);

function nameOf(model: Model, signal: Signal): string {
  switch (signal.signal) {
    case "attribute":
      return model.attributes[signal.index].name;
    case "factor":
      return model.factors[signal.index].name;
    case "vesicle":
    case "bound":
    case "inside":
      return `${signal.signal} ${model.vesicles[signal.index].name}`;
    case "surface":
    case "payload":
      return `${signal.signal} ${model.cargo[signal.index].name}`;
    case "condition":
      return model.conditions[signal.index];
    default:
      return signal.signal;
  }
}
