/** Rules against their closed forms. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Model, Signal } from "../../src/model.ts";
import { dish, evaluate, experimentOf, kindOf, modelFor } from "./dish.ts";

const hour = 3600;
type Text = Record<string, unknown>;

const attributes = { a: { start: 1 }, b: { start: 1 }, c: { start: 1 }, e: { start: 1 }, level: { unit: "copies" } };
const rule = (id: string, signal: unknown, parts: Text = {}): Text => ({
  id,
  of: "T",
  behaviour: "die",
  signal,
  direction: "increases",
  to: "1 /hour",
  "half-max": 2,
  power: 3,
  source: "assumed",
  ...parts,
});

function modelWith(rules: readonly Text[], cell: Text = {}, more: Text = {}): Model {
  const T = { diameter: "7 um", attributes, die: "0.2 /hour", ...cell };
  return modelFor(experimentOf(dish({ cells: { T }, rules, ...more })));
}

/** Rate of death, per hour, with these attributes. */
function death(model: Model, values: Readonly<Record<string, number>>): number {
  const signalled = (signal: Signal): number =>
    signal.signal === "attribute" ? (values[model.attributes[signal.index].name] ?? 0) : (values[signal.signal] ?? 0);
  return evaluate(kindOf(model, "T").hazards[0].rate, model.parameters, signalled) * hour;
}

const hill = (x: number, half: number, power: number): number => x ** power / (half ** power + x ** power);
const near = (got: number, expected: number): void =>
  assert.ok(Math.abs(got - expected) <= 1e-13 * Math.max(1, Math.abs(expected)), `${got} is not ${expected}`);

/** The grammar's own combination: terms (s / half)^power of all promoters, then of all inhibitors. */
function multivariate(
  base: number,
  up: readonly number[],
  top: number,
  down: readonly number[],
  bottom: number,
): number {
  const share = (terms: readonly number[]): number => {
    const sum = terms.reduce((total, term) => total + term, 0);
    return sum / (1 + sum);
  };
  const raised = base + share(up) * (top - base);
  return raised + share(down) * (bottom - raised);
}

test("one rule moves a behaviour from its base to its level by a Hill term", () => {
  const model = modelWith([rule("r", "a")]);
  for (const a of [0, 0.5, 2, 7, 1e6]) near(death(model, { a }), 0.2 + hill(a, 2, 3) * 0.8);
});

test("rules on one behaviour combine as the multivariate Hill: increases first, decreases last", () => {
  const model = modelWith([
    rule("p", "a"),
    rule("q", "b", { "half-max": 5, power: 1 }),
    rule("s", "c", { direction: "decreases", to: "0.05 /hour", "half-max": 1, power: 2 }),
    rule("t", "e", { direction: "decreases", to: "0.05 /hour", "half-max": 4, power: 1.5 }),
  ]);
  for (const a of [0, 1, 3]) {
    for (const b of [0, 4]) {
      for (const c of [0, 2]) {
        for (const e of [0, 6]) {
          const up = [(a / 2) ** 3, b / 5];
          const down = [c ** 2, (e / 4) ** 1.5];
          near(death(model, { a, b, c, e }), multivariate(0.2, up, 1, down, 0.05));
        }
      }
    }
  }
});

test("a saturated rule gives its level and nothing above it", () => {
  const model = modelWith([rule("p", "a"), rule("q", "b")]);
  near(death(model, { a: 1e200, b: 1e200 }), 1);
});

test("requires multiplies: neither signal alone does anything, both together do", () => {
  const model = modelWith([
    rule("r", "a", {
      requires: [
        { signal: "b", "half-max": 3, power: 2 },
        { signal: "c", "half-max": 1 },
      ],
    }),
  ]);
  near(death(model, { a: 100, b: 0, c: 100 }), 0.2);
  near(death(model, { a: 4, b: 5, c: 6 }), 0.2 + 0.8 * hill(4, 2, 3) * hill(5, 3, 2) * hill(6, 1, 1));
});

test("a rule with requires counts beside another by the odds of its product", () => {
  const model = modelWith([
    rule("r", "a", { requires: [{ signal: "b", "half-max": 3 }] }),
    rule("s", "c", { power: 1 }),
  ]);
  const product = hill(4, 2, 3) * hill(5, 3, 1);
  near(death(model, { a: 4, b: 5, c: 6 }), multivariate(0.2, [product / (1 - product), 6 / 2], 1, [], 0));
});

test("while holds a rule back, and scaled-by multiplies its response up to the whole", () => {
  const held = modelWith([rule("r", "a", { while: "b > 1" })]);
  near(death(held, { a: 4, b: 1 }), 0.2);
  near(death(held, { a: 4, b: 2 }), 0.2 + 0.8 * hill(4, 2, 3));
  const scaled = modelWith([rule("r", "a", { "scaled-by": "level / 100" })]);
  near(death(scaled, { a: 4, level: 50 }), 0.2 + 0.8 * 0.5 * hill(4, 2, 3));
  near(death(scaled, { a: 4, level: 1e6 }), 1);
});

test("a rule gives a behaviour that the cell does not have of itself", () => {
  const model = modelWith(
    [
      rule("r", "a", { behaviour: "secrete IL2", to: "10 /s" }),
      rule("s", "a", { behaviour: "become U", to: "2 /hour" }),
    ],
    {},
    {
      cells: { T: { diameter: "7 um", attributes }, U: { diameter: "7 um" } },
    },
  );
  const kind = kindOf(model, "T");
  assert.is(kind.hazards.length, 1);
  assert.equal([kind.hazards[0].event, model.kinds[kind.hazards[0].to].name], ["become", "U"]);
  near(
    evaluate(kind.secretions[0].rate, [], () => 2),
    5,
  );
});

test("rules reach every behaviour that has a rate", () => {
  const cell = {
    divide: "0.1 /hour",
    consume: { IL2: { maximum: "1 /s", "half-max": "10 pM" } },
    capture: { EXO: { clearance: "1 um^3/s", detach: "1 /s", enters: "1 /s", digestion: "1 /s" } },
    release: { EXO: { bodies: { form: "1 /s", size: 30, fusion: "1 /s" } } },
    attributes: { ...attributes, x: { toward: 1, rate: "1 /s" }, y: { gain: "1 /s", loss: "1 /s" }, z: { is: 1 } },
  };
  const behaviours: readonly (readonly [behaviour: string, to: string | number, read: (model: Model) => unknown])[] = [
    ["divide", "5 /s", (model) => kindOf(model, "T").hazards.find(({ event }) => event === "divide")!.rate],
    ["consume IL2", "5 /s", (model) => kindOf(model, "T").consumptions[0].maximum],
    ["capture EXO", "5 um^3/s", (model) => kindOf(model, "T").captures[0].clearance],
    ["detach EXO", "5 /s", (model) => kindOf(model, "T").captures[0].detach],
    ["enter EXO", "5 /s", (model) => kindOf(model, "T").captures[0].entry],
    ["digest EXO", "5 /s", (model) => kindOf(model, "T").captures[0].digestion],
    ["release EXO", "5 /s", (model) => kindOf(model, "T").releases[0].fusion],
    ["form EXO", "5 /s", (model) => kindOf(model, "T").releases[0].rate],
    ["attribute z", 5, (model) => attributeOf(model, "z").is],
    ["attribute x", 5, (model) => attributeOf(model, "x").gain],
    ["gain y", "5 /s", (model) => attributeOf(model, "y").gain],
    ["loss y", "5 /s", (model) => attributeOf(model, "y").loss],
  ];
  const attributeOf = (model: Model, name: string) =>
    kindOf(model, "T").attributes.find(({ index }) => model.attributes[index].name === name)!;
  for (const [behaviour, to, read] of behaviours) {
    const model = modelWith([rule("r", "a", { behaviour, to })], cell);
    near(
      evaluate(read(model) as never, [], () => 1e100),
      5,
    );
  }
});

test("a delay runs the signal through stages whose mean time is the delay", () => {
  const model = modelWith([rule("r", "a", { delay: { time: "6 hour", steps: 3 } })]);
  const kind = kindOf(model, "T");
  const stages = model.attributes.flatMap(({ name }, index) => (name.startsWith("r delay") ? [index] : []));
  assert.is(stages.length, 3);
  const values: Record<number, number> = Object.fromEntries(stages.map((stage) => [stage, 0]));
  const a = model.attributes.findIndex(({ name }) => name === "a");
  const signalled = (signal: Signal): number =>
    signal.signal === "attribute" ? (signal.index === a ? 8 : (values[signal.index] ?? 0)) : 0;
  const dt = 20; // s; each stage exact over a step for the values at its start, as the engine does it
  let mean = 0;
  for (let step = 0; step < (60 * hour) / dt; step++) {
    const next = stages.map((stage) => {
      const { gain, loss } = kind.attributes.find(({ index }) => index === stage)!;
      const rate = evaluate(loss!, [], signalled);
      const kept = Math.exp(-rate * dt);
      return values[stage] * kept + (evaluate(gain!, [], signalled) / rate) * (1 - kept);
    });
    for (const [at, stage] of stages.entries()) values[stage] = next[at];
    mean += (1 - values[stages[2]] / 8) * dt;
  }
  assert.ok(Math.abs(values[stages[2]] - 8) < 1e-6); // after thirty times the mean time of a stage
  assert.ok(Math.abs(mean / (6 * hour) - 1) < (3 * 2 * dt) / (6 * hour)); // each stage lags by less than two steps
  near(death(model, { "r delay 03": 8 }), 0.2 + 0.8 * hill(8, 2, 3));
});

test("one bound vesicle must show all of the cargo that for-each-bound-vesicle names", () => {
  const more = {
    cargo: { pMHC: { face: "surface" }, B7: { face: "surface" } },
    vesicles: {
      both: { diameter: "60 nm", cargo: { pMHC: 10, B7: 20 } },
      one: { diameter: "60 nm", cargo: { pMHC: 10 } },
      other: { diameter: "60 nm", cargo: { B7: 20 } },
    },
  };
  const cell = {
    capture: Object.fromEntries(
      ["both", "one", "other"].map((name) => [name, { clearance: "1e-8 mL/hour", enters: "1 /hour" }]),
    ),
  };
  const all = [
    { cargo: "pMHC", "half-max": 10, power: 2 },
    { cargo: "B7", "half-max": 5 },
  ];
  const model = modelWith([rule("r", { "for-each-bound-vesicle": { all } }, { "half-max": 4, power: 1 })], cell, more);
  const rate = (bound: readonly number[]): number =>
    evaluate(kindOf(model, "T").hazards[0].rate, [], (signal) =>
      signal.signal === "bound" ? bound[signal.index] : Number.NaN,
    ) * hour;
  near(rate([0, 1000, 1000]), 0.2);
  near(rate([10, 0, 0]), 0.2 + 0.8 * hill(10 * 0.5 * 0.8, 4, 1));
});

test("matching lets a rule and a capture act between tags that agree alone", () => {
  const more = {
    cargo: {},
    vesicles: { EXO: { diameter: "60 nm", tags: { peptide: "OVA" } } },
    cells: Object.fromEntries(
      [
        ["OT", "OVA"],
        ["other", "HA"],
        ["both", ["HA", "OVA"]],
        ["none", undefined],
      ].map(([name, TCR]) => [
        name,
        {
          diameter: "7 um",
          ...(TCR ? { tags: { TCR } } : {}),
          capture: { EXO: { clearance: "1e-8 mL/hour", matching: { TCR: "peptide" } } },
        },
      ]),
    ),
    cultures: { well: { volume: "1 mL", mixing: "stirred" } },
  };
  const model = modelWith(
    [rule("r", "inside:EXO", { of: ["OT", "other", "both", "none"], matching: { TCR: "peptide" } })],
    {},
    more,
  );
  const acts = Object.fromEntries(model.kinds.map((kind) => [kind.name, [kind.captures.length, kind.hazards.length]]));
  assert.equal(acts, { OT: [1, 1], both: [1, 1], none: [0, 0], other: [0, 0] });
});

test("a rate that latches falls while another rule decreases it, and once the cell has changed nothing brings it back", () => {
  const states = { naive: { become: { primed: "0.1 /hour" } }, primed: {} };
  const becoming = { of: "T naive", behaviour: "become primed" };
  const rules = [
    rule("up", "a", { ...becoming, latches: true }),
    rule("down", "b", { ...becoming, direction: "decreases", to: "0.02 /hour", "half-max": 1, power: 1 }),
  ];
  const model = modelWith(rules, { start: "naive", states, die: "none" });
  const [{ rate, to }] = kindOf(model, "T naive").hazards;
  for (const [a, b] of [
    [0, 0],
    [3, 0],
    [3, 1],
    [3, 1e9],
    [0, 1e9],
  ]) {
    const signalled = (signal: Signal): number =>
      signal.signal === "attribute" ? (model.attributes[signal.index].name === "a" ? a : b) : Number.NaN;
    const raised = 0.1 + hill(a, 2, 3) * 0.9;
    near(evaluate(rate, [], signalled) * hour, raised + hill(b, 1, 1) * (0.02 - raised));
  }
  const primed = kindOf(model, "T primed");
  assert.is(model.kinds[to], primed);
  assert.equal([primed.hazards, primed.clocks], [[], []]);
  const back = rule("back", "b", { of: "T primed", behaviour: "become naive" });
  assert.throws(
    () => modelWith([...rules, back], { start: "naive", states, die: "none" }),
    /T primed can become T naive again/,
  );
});

test("a rule does not depend on where it stands in the file", () => {
  const rules = [rule("p", "a"), rule("q", "b"), rule("s", "c", { direction: "decreases", to: "0 /hour" })];
  const rates = [rules, [...rules].reverse()].map((order) => JSON.stringify(kindOf(modelWith(order), "T").hazards));
  assert.is(rates[0], rates[1]);
});

test.run();
