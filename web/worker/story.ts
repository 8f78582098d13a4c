/** What there is to tell of one cell: what it is, what it carries, what it does now and how strongly it is moved to. */
import { closureOf } from "../../src/engine/expression.ts";
import { bornColumn, enteredColumn, eventSlots, familyColumn, generationColumn } from "../../src/engine/layout.ts";
import { readScalars, type Simulation } from "../../src/engine/simulation.ts";
import type { Expression, Model, Signal } from "../../src/model.ts";
import type { Experiment } from "../../src/scenario/experiment.ts";
import { partsOf } from "../../src/scenario/expression.ts";
import { printNumber } from "../../src/units.ts";
import type { Story } from "../protocol.ts";
import { texts } from "../texts.ts";
import { type Live, stateIn } from "./live.ts";

type Id = readonly [number, number];

/** The story of a cell in a culture; what is known of its past comes from the kept states. */
export function storyOf(live: Live, culture: number, id: Id, experiment: Experiment): Story | undefined {
  const { simulation, plan, arm } = live;
  const { model } = plan;
  const row = rowOfId(simulation, culture, id);
  const past = pastOf(live, culture, id, experiment);
  if (row < 0) {
    if (past.length === 0) return undefined;
    return { arm, id, kind: "", gone: true, facts: [], doings: [], past };
  }
  const state = simulation.cultures[culture];
  const { cells } = state;
  readScalars(simulation, state, 0);
  const kind = cells.kind[row];
  const value = (expression: Expression): number =>
    closureOf(expression, plan.layout.places[kind])(row, plan.parameters, state.scalars, cells.columns);
  const at = (column: number): number => cells.columns[column][row];
  const own = (name: string): number => {
    const column = plan.layout.columnOf.get(name);
    return column === undefined ? 0 : at(column);
  };
  const { clock } = experiment;
  const since = (time: number): string => `${printNumber((simulation.time - time) / 3600, 3)} h`;
  const facts: (readonly [string, string])[] = [
    [texts.story.kind, model.kinds[kind].name],
    [texts.story.founder, `${at(familyColumn) + 1}`],
    [texts.story.generation, `${at(generationColumn)}`],
    [texts.story.born, `${clock.unit} ${printNumber(at(bornColumn) / clock.seconds, 3)} (${since(at(bornColumn))})`],
    [texts.story.entered, since(at(enteredColumn))],
  ];
  eventSlots.forEach((event, slot) => {
    const due = plan.layout.due[slot] < 0 ? Infinity : at(plan.layout.due[slot]);
    if (Number.isFinite(due) && model.kinds[kind].clocks.some((each) => each.event === event))
      facts.push([texts.story.due[event], `${clock.unit} ${printNumber(due / clock.seconds, 3)}`]);
  });
  model.vesicles.forEach(({ name }, species) => {
    if (!plan.layout.captured[species]) return;
    if (plan.layout.staysBound[species]) facts.push([texts.story.bound(name), printNumber(own(`bound:${species}`))]);
    facts.push([texts.story.inside(name), printNumber(own(`inside:${species}`))]);
  });
  model.cargo.forEach(({ name }, cargo) => {
    if (plan.layout.columnOf.has(`payload:${cargo}`))
      facts.push([texts.story.payload(name), printNumber(own(`payload:${cargo}`))]);
  });
  for (const { index } of model.kinds[kind].attributes) {
    const { name, unit, scale } = model.attributes[index];
    const number = value({ kind: "read", of: { signal: "attribute", index } });
    facts.push([name, `${printNumber(number * scale)} ${unit}`.trim()]);
  }
  return {
    arm,
    id,
    kind: model.kinds[kind].name,
    gone: false,
    facts,
    doings: doingsOf(model, kind, value, experiment),
    past,
  };
}

function rowOfId({ cultures }: Simulation, culture: number, [word0, word1]: Id): number {
  const { cells } = cultures[culture];
  for (let row = 0; row < cells.count; row++)
    if (cells.id[2 * row] === word0 && cells.id[2 * row + 1] === word1) return row;
  return -1;
}

/** Every behaviour of a kind with its rate now, and the responses to signals that stand in it. */
function doingsOf(
  model: Model,
  kind: number,
  value: (of: Expression) => number,
  experiment: Experiment,
): Story["doings"] {
  const { hazards, captures, releases, secretions, consumptions, type, state } = model.kinds[kind];
  const rules = (behaviour: string): string[] =>
    experiment.document.rules
      .filter((rule) => rule.behaviour === behaviour && [rule.of].flat().some((of) => isOf(of, type, state)))
      .map(({ id, why }) => (why === undefined ? id : `${id}: ${why}`));
  const doing = (
    behaviour: string,
    name: string,
    rate: Expression,
    perHour: number,
    unit: string,
  ): Story["doings"][number] => ({
    name,
    rate: `${printNumber(value(rate) * perHour)} ${unit}`,
    responses: hillsIn(rate).map((hill) => ({
      signal: hill.arguments
        .slice(0, 1)
        .flatMap(signalsOf)
        .map((signal) => nameOf(model, signal))
        .join(", "),
      share: value(hill),
    })),
    rules: rules(behaviour),
  });
  return [
    ...hazards.map(({ event, to, rate }) => {
      const behaviour = event === "become" ? `become ${model.kinds[to].state || model.kinds[to].type}` : event;
      return doing(
        behaviour,
        event === "become" ? texts.story.become(model.kinds[to].name) : texts.story.event[event],
        rate,
        3600,
        "/h",
      );
    }),
    ...captures.map(({ species, clearance }) =>
      doing(
        `capture ${model.vesicles[species].name}`,
        texts.story.capture(model.vesicles[species].name),
        clearance,
        3600,
        "µm³/h",
      ),
    ),
    ...releases.map(({ species, rate }) =>
      doing(
        `release ${model.vesicles[species].name}`,
        texts.story.release(model.vesicles[species].name),
        rate,
        3600,
        "/h",
      ),
    ),
    ...secretions.map(({ factor, rate }) =>
      doing(
        `secrete ${model.factors[factor].name}`,
        texts.story.secrete(model.factors[factor].name),
        rate,
        1,
        texts.story.moleculesPerSecond,
      ),
    ),
    ...consumptions.map(({ factor, maximum }) =>
      doing(
        `consume ${model.factors[factor].name}`,
        texts.story.consume(model.factors[factor].name),
        maximum,
        1,
        texts.story.moleculesPerSecond,
      ),
    ),
  ];
}

function isOf(of: string, type: string, state: string): boolean {
  const [name, only] = of.trim().split(/[ .]+/);
  return of === "all" || (name === type && (only === undefined || only === state));
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

/** When a cell was first seen, and when it was seen as another kind or with other vesicles in it, at the times of the kept states. */
function pastOf(live: Live, culture: number, id: Id, experiment: Experiment): Story["past"] {
  const { model, layout } = live.plan;
  const past: { time: number; text: string }[] = [];
  let before: { kind: number; held: readonly number[] } | undefined;
  let present = false;
  for (const snapshot of live.snapshots) {
    if (snapshot.time > live.simulation.time) break;
    const state = stateIn(snapshot);
    const row = rowOfId(state, culture, id);
    const say = (text: string): void => {
      past.push({ time: snapshot.time / experiment.clock.seconds, text });
    };
    if (row < 0) {
      if (present) say(texts.story.gone);
      present = false;
      continue;
    }
    const { cells } = state.cultures[culture];
    const kind = cells.kind[row];
    const held = model.vesicles.map((_, species) => {
      const column = layout.columnOf.get(`inside:${species}`);
      return column === undefined ? 0 : cells.columns[column][row];
    });
    if (!before) say(texts.story.seen(model.kinds[kind].name));
    else if (before.kind !== kind) say(texts.story.became(model.kinds[kind].name));
    held.forEach((number, species) => {
      const more = number - (before?.held[species] ?? 0);
      if (more > 0) say(texts.story.took(printNumber(more), model.vesicles[species].name));
    });
    before = { kind, held };
    present = true;
  }
  return past;
}
