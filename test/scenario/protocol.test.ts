/** The protocol in real amounts, preparations, shares, and what is observed. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Act, Model } from "../../src/model.ts";
import { passedPart, passing, type Treatment } from "../../src/scenario/passage.ts";
import { dish, evaluate, experimentOf, modelFor } from "./dish.ts";

const hour = 3600;
const two = {
  factors: { IL2: { "molar-mass": "15.5 kDa", activity: "16.4 U/ng" } },
  cells: { A: { diameter: "7 um" }, B: { diameter: "7 um", start: "on", states: { on: {}, off: {} } } },
  mixtures: { AB: { A: "30 %", "B.off": "70 %" } },
  cultures: {
    big: { volume: "10 mL", mixing: "stirred", simulate: "40000 cells", seed: { AB: "1e6 /mL" } },
    small: { volume: "200 uL", mixing: "stirred", simulate: "4000 cells", seed: { A: "1e6 /mL", B: "1e5 /mL" } },
  },
};
const modelWith = (parts: Record<string, unknown>, arm = "medium"): Model =>
  modelFor(experimentOf(dish({ ...two, ...parts })), arm);
const acts = (model: Model): Act[] => model.protocol.map(({ act }) => act);
const near = (got: number, expected: number, tolerance = 1e-12): void =>
  assert.ok(Math.abs(got - expected) <= tolerance * Math.abs(expected), `${got} is not ${expected}`);

test("a mixture seeds all its members, a type its start state", () => {
  const model = modelWith({});
  const seeded = model.protocol.map(({ culture, act }) =>
    act.do === "seed"
      ? [model.cultures[culture].name, model.kinds[act.kind].name, Number(act.density.toPrecision(12))]
      : [],
  );
  assert.equal(seeded, [
    ["big", "A", 3e-7],
    ["big", "B off", 7e-7],
    ["small", "A", 1e-6],
    ["small", "B on", 1e-7],
  ]);
});

test("events stand by time, then in the order of the file, those that wait last", () => {
  const protocol = [
    { at: "5 hour", in: "big", wash: 0.5 },
    { at: { when: "free:IL2 < 1 pM" }, in: "big", add: { IL2: "1 nM" } },
    { at: ["1 hour", "5 hour"], in: ["small", "big"], add: { IL2: "1 nM" } },
    { at: { every: "2 hour", from: "1 hour", to: "6 hour" }, in: "small", remove: "10 %" },
  ];
  const model = modelWith({ protocol });
  const told = model.protocol
    .slice(4)
    .map(({ at, culture, act }) => `${at / hour} ${model.cultures[culture].name} ${act.do}`);
  assert.equal(told, [
    "1 small add",
    "1 big add",
    "1 small remove",
    "3 small remove",
    "5 big remove",
    "5 small add",
    "5 big add",
    "5 small remove",
    "NaN big add",
  ]);
  assert.ok(model.protocol.at(-1)!.when);
});

test("amounts are in molecules, whatever the bench's unit", () => {
  const model = modelWith({
    protocol: [
      { at: "1 hour", in: "small", add: { IL2: "50 U/mL" } },
      { at: "2 hour", in: "small", vesicles: { EXO: "1e10 /mL" } },
    ],
    vesicles: { EXO: { diameter: "50 nm" } },
    cargo: {},
  });
  const [add, vesicles] = acts(model).slice(4);
  near(add.do === "add" ? add.concentration : 0, ((50 / 16.4e12) * 6.02214076e23) / 15.5 / 1e12);
  near(vesicles.do === "vesicles" ? vesicles.concentration : 0, 0.01);
});

test("changing medium takes a part out and puts as much fresh medium in", () => {
  const cultures = { ...two.cultures, small: { ...two.cultures.small, medium: { IL2: "2 nM" } } };
  const model = modelWith({ cultures, protocol: [{ at: "1 hour", in: "small", "change-medium": "25 %" }] });
  const [removed, added] = acts(model).slice(-2);
  assert.equal(removed, { do: "remove", medium: 0.25, kinds: [], cells: 0 });
  near(added.do === "add" ? added.concentration : 0, 0.25 * 2000 * 6.02214076e-4);
});

test("cells are depleted, attributes changed, conditions set, behaviours blocked and freed", () => {
  const cells = {
    ...two.cells,
    A: {
      diameter: "7 um",
      attributes: { x: {} },
      die: "1 /hour",
      secrete: { IL2: "1 /s" },
      divide: { first: "1 hour" },
    },
  };
  const protocol = [
    { at: "1 hour", in: "small", deplete: { B: "95 %" } },
    { at: "2 hour", in: "small", change: { of: "A", attribute: "x", to: "x / 2" } },
    { at: "3 hour", in: "small", set: { heat: 42 } },
    { at: "4 hour", in: "small", block: { secrete: "80 %", divide: 1 }, of: "A" },
    { at: "5 hour", in: "small", block: "die" },
    { at: "6 hour", in: "small", unblock: ["secrete", "divide"], of: "A" },
  ];
  const model = modelWith({ cells, protocol, conditions: { heat: {} } });
  const done = acts(model).slice(4);
  assert.equal(done[0], { do: "remove", medium: 0, kinds: [1, 2], cells: 0.95 });
  assert.is(done[1].do === "change" ? evaluate(done[1].value, [], () => 6) : 0, 3);
  assert.equal(model.conditions, ["heat", "block die", "block divide of A", "block secrete of A"]);
  const set = done.slice(2).map((act) => (act.do === "set" ? [model.conditions[act.condition], act.value] : []));
  assert.equal(set, [
    ["heat", 42],
    ["block divide of A", 1],
    ["block secrete of A", 0.8],
    ["block die", 1],
    ["block secrete of A", 0],
    ["block divide of A", 0],
  ]);
  const [kind] = model.kinds;
  near(
    evaluate(kind.secretions[0].rate, [], () => 0.8),
    0.2,
  );
  near(evaluate(kind.hazards[0].rate, [], () => 1) + 1, 1);
  assert.equal(
    [evaluate(kind.clocks[0].requires!, [], () => 1), evaluate(kind.clocks[0].requires!, [], () => 0)],
    [0, 1],
  );
});

test("cells are sorted", () => {
  const protocol = [
    { at: "1 hour", in: "small", sort: { keep: ["B.on", "A"], yield: "90 %", purity: "98 %" } },
    { at: "2 hour", in: "small", sort: { keep: "A" } },
  ];
  const [first, second] = acts(modelWith({ protocol })).slice(-2);
  assert.equal(first, { do: "sort", kinds: [2, 0], yield: 0.9, purity: 0.98 });
  assert.equal(second, { do: "sort", kinds: [0], yield: 1, purity: 1 });
});

const through = [
  { spin: "300 xg", for: "10 min", keep: "supernatant" },
  { filter: "200 nm" },
  { spin: "120000 xg", for: "70 min", keep: "pellet", recovery: "15 %", "carry-over": "0.03 %", source: "assumed" },
  { wash: "pellet", recovery: "70 %", "carry-over": "5 %", source: "assumed" },
  { recover: "90 %" },
];
const prepared = {
  vesicles: { EXO: { diameter: "lognormal(45 nm, 1.2)" } },
  cargo: {},
  protocol: [{ at: "2 hour", from: "big", take: "supernatant", part: "80 %", as: "exosomes", through }],
};

test("a preparation tells what each step lets through of vesicles and factors", () => {
  const act = acts(modelWith(prepared)).at(-1)!;
  if (act.do !== "take") throw new Error("not taken");
  assert.is(act.part, 0.8);
  assert.equal(
    act.passages.map(({ factors }) => factors[0]),
    [1, 1, 0.0003, 0.05, 1],
  );
  const [clearing, filter, pellet, wash, recover] = act.passages.map(({ vesicles }) => vesicles[0]);
  assert.ok(clearing > 0.99 && clearing < 1 && filter === 1);
  assert.ok(pellet > 0.1 && pellet < 0.15); // some of the smallest stay up
  near(wash, 0.7);
  near(recover, 0.9);
  const twice = {
    ...prepared,
    protocol: [{ ...prepared.protocol[0], through: [{ filter: "45 nm" }, { filter: "45 nm" }] }],
  };
  const filtered = acts(modelWith(twice)).at(-1)!;
  assert.equal(filtered.do === "take" ? filtered.passages.map(({ vesicles }) => vesicles[0]) : [], [0.5, 1]);
});

test("a dose is a concentration, a mass of protein, a part, or equivalents of cells", () => {
  const dose = (how: Record<string, unknown>): Act =>
    acts(
      modelWith({ ...prepared, arms: { medium: { do: [{ at: "2 hour", in: "small", dose: "exosomes", ...how }] } } }),
    ).at(-1)!;
  const expected: readonly (readonly [how: Record<string, unknown>, by: string, amount: number])[] = [
    [{ amount: "1e10 /mL" }, "concentration", 0.01],
    [{ amount: "10 ug/mL", "particles-per-mass": "3e10 /ug" }, "concentration", 0.3],
    [{ part: "50 %" }, "part", 0.5],
    [{ equivalents: "1e6 cells" }, "equivalents", 1e6],
  ];
  for (const [how, by, amount] of expected) {
    const act = dose(how);
    assert.is(act.do === "dose" ? act.by : "", by);
    near(act.do === "dose" ? act.amount : 0, amount);
  }
});

const spin = (force: number, minutes: number, keep: "supernatant" | "pellet"): Treatment => ({
  how: "spin",
  force: force * 9.80665e6,
  time: minutes * 60,
  path: 80_000,
  viscosity: 0.94e-9,
  medium: 1e-15,
  keep,
  recovery: { kind: "number", value: 1 },
});
const number = (value: number) => ({ kind: "number", value }) as const;
const fixed = (value: number) => ({ shape: "fixed", a: number(value), b: number(0), shift: number(0) }) as const;

test("passing() follows d²(ρ − ρm)a / 18η over the way to the pellet", () => {
  const speed = (0.05 ** 2 * 0.15e-15 * 1e5 * 9.80665e6) / (18 * 0.94e-9); // µm/s
  near(passing(spin(1e5, 20, "pellet"), 0.05, 1.15e-15), (speed * 1200) / 80_000);
  assert.is(passing(spin(1e5, 600, "pellet"), 0.05, 1.15e-15), 1);
  assert.is(passing(spin(1e5, 600, "pellet"), 0.05, 0.95e-15), 0); // lighter than the medium
  near(passing(spin(1e5, 20, "pellet"), 0.05, 1.15e-15) + passing(spin(1e5, 20, "supernatant"), 0.05, 1.15e-15), 1);
});

test("passedPart() of a spread is the mean over it: a uniform diameter against its integral", () => {
  const diameter = { shape: "uniform", a: number(0.03), b: number(0.06), shift: number(0) } as const;
  const step = spin(2e4, 30, "pellet");
  const slope = passing(step, 0.05, 1.15e-15) / 0.05 ** 2; // none of them is pelleted whole
  const mean = (slope * (0.06 ** 3 - 0.03 ** 3)) / (3 * 0.03);
  assert.ok(passing(step, 0.06, 1.15e-15) < 1);
  // the midpoint rule over 200 parts errs by h²/24 · f″, here slope · width² / (12 · 200²)
  near(
    passedPart({ diameter, density: fixed(1.15e-15), steps: [step] }, []),
    mean,
    (slope * 0.03 ** 2) / (12 * 200 ** 2) / mean + 1e-12,
  );
});

test("passedPart() knows what earlier steps took: a vesicle that a filter stopped cannot be pelleted", () => {
  const diameter = { shape: "uniform", a: number(0.05), b: number(0.15), shift: number(0) } as const;
  const filter: Treatment = { how: "filter", pores: 0.1, recovery: number(1) };
  const of = (steps: Treatment[]): number => passedPart({ diameter, density: fixed(1.15e-15), steps }, []);
  near(of([filter]), 0.5);
  near(of([filter, filter]), 1);
  const pellet = spin(2e4, 20, "pellet");
  assert.ok(of([filter, pellet]) < of([pellet]));
  near(of([filter]) * of([filter, pellet]), of([pellet]) * of([pellet, filter]));
});

test("a share is so many cells of the most that any arm seeds, the same in all arms", () => {
  const more = { at: "3 hour", in: "small", seed: { A: "1e6 cells" } };
  const arms = { medium: {}, more: { do: [more] }, twice: { do: [{ ...more, at: ["3 hour", "4 hour"] }] } };
  const experiment = experimentOf(dish({ ...two, ...prepared, arms }));
  for (const arm of ["medium", "more", "twice"]) {
    const { cultures } = modelFor(experiment, arm);
    near(cultures[0].share, 40_000 / 1e7);
    near(cultures[1].share, 4000 / (2.2e5 + 2e6));
  }
});

test("a share never exceeds the whole, and one that is stated stays", () => {
  const cultures = {
    big: { ...two.cultures.big, simulate: undefined, share: "1 %" },
    small: { ...two.cultures.small, simulate: "1e9 cells" },
  };
  const { cultures: made } = modelWith({ cultures });
  assert.equal(
    made.map(({ share }) => share),
    [0.01, 1],
  );
});

test("observables: what can be in each culture, once, in printed units", () => {
  const observe = [
    "counts",
    "fractions",
    "concentrations",
    "vesicles",
    "totals",
    { generations: 2 },
    { founders: 2 },
    { ratio: ["A", "B"] },
    { attributes: ["x"] },
  ];
  const cells = { ...two.cells, A: { diameter: "7 um", attributes: { x: { unit: "nM" } } }, C: { diameter: "7 um" } };
  const { observables } = modelWith({ observe, cells });
  const small = observables.filter(({ culture }) => culture === 1).map(({ name, subject }) => `${name} ${subject}`);
  for (const told of [
    "count A",
    "count B",
    "fraction A",
    "concentration IL2",
    "vesicles EXO bound",
    "total A births",
    "total EXO lost",
    "total IL2 consumed",
  ])
    assert.ok(small.includes(told), told);
  for (const told of [
    "generation A generation 1",
    "generation A generation 2+",
    "founder family 2",
    "ratio A/B",
    "attribute x of A",
    "attribute x of A deviation",
  ])
    assert.ok(small.includes(told), told);
  assert.not.ok(small.some((told) => / C\b/.test(told))); // nobody seeds it
  assert.is(new Set(small).size, small.length);
  const concentration = observables.find(({ name }) => name === "concentration")!;
  near(concentration.scale * 6.02214076e-4, 1);
  assert.is(concentration.unit, "pM");
});

test("records: a grid, a list, what assays ask for, and the end", () => {
  const time = (record: unknown) => ({ from: "-2 hour", to: "5 hour", step: "1 hour", record });
  const records = (record: unknown, more: Record<string, unknown> = {}): number[] =>
    modelWith({ time: time(record), ...more }).time.records.map((at) => at / hour);
  assert.equal(records("2 hour"), [-2, 0, 2, 4, 5]);
  assert.equal(records(["0 hour", "3 hour"]), [0, 3, 5]);
  assert.equal(records({ every: "7 hour", also: ["30 min"] }), [-2, 0.5, 5]);
  assert.equal(records("7 hour", { assays: [{ at: ["1 hour", "5 hour"], measure: ["count"] }] }), [-2, 1, 5]);
  assert.equal(experimentOf(dish({ ...two, time: time("1 hour") })).clock, { unit: "hour", seconds: 3600 });
});

test("assays become instruments with their times, and columns of the recording", () => {
  const assays = [
    { at: "1 hour", in: "small", measure: ["count"], with: { pipettingCv: 0.05 } },
    { of: "exosomes", measure: ["light scattering"] },
  ];
  const experiment = experimentOf(dish({ ...two, ...prepared, assays }));
  const { assays: found, observables, preparations } = modelFor(experiment);
  const [count, sizes] = found;
  assert.equal([count.instrument, count.at, count.settings.pipettingCv], ["automated count", [3600], 0.05]);
  assert.is(preparations[sizes.preparation], "exosomes");
  const subjects = observables.filter(({ measure }) => measure.of === "assay").map(({ subject }) => subject);
  assert.ok(
    subjects.includes("viable") && subjects.includes("viable (truth)") && subjects.includes("exosomes z-average"),
  );
});

test.run();
