/** Routes, devices and clearance as the language writes them: what becomes of them in the model, and what they come to in a run. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { newSimulation, planOf } from "../../src/engine/simulation.ts";
import { normalCumulative } from "../../src/kernels/math.ts";
import type { Model } from "../../src/model.ts";
import { recordWorlds } from "../../src/observe/record.ts";
import { englishOf } from "../../src/report/english.ts";
import { variantOf } from "../../src/scenario/read.ts";
import { dish, evaluate, experimentOf, issuesOf, modelFor, spoken } from "./dish.ts";

const hour = 3600;
const parts = {
  parameters: { k: { value: "0.2 /hour", source: "assumed" } },
  conditions: { heat: { start: 2 } },
  cargo: { prime: { face: "lumen" }, mark: { face: "surface" } },
  vesicles: {
    EXO: { diameter: "lognormal(100 nm, 1.5)", cargo: { mark: 2 }, source: "assumed" },
    large: { diameter: "500 nm", loss: "0.1 /hour", source: "assumed" },
  },
  cells: {
    T: { diameter: "7 um", start: "idle", states: { idle: {}, busy: {} }, source: "assumed" },
    B: { diameter: "12 um", source: "assumed" },
  },
  cultures: {
    blood: { volume: "1 mL", mixing: "stirred", share: "1 %", seed: { T: "1e4 /mL", B: "1e4 /mL" } },
    node: { volume: "1 mL", mixing: "stirred", share: "2 %" },
  },
};
const written = (more: Record<string, unknown>): string => dish({ ...parts, ...more });
const modelWith = (more: Record<string, unknown>, arm = "medium"): Model => modelFor(experimentOf(written(more)), arm);
const route = (given: Record<string, unknown> = {}) => ({
  routes: { r: { from: "blood", to: "node", rate: "k * heat", ...given } },
});
const device = (given: Record<string, unknown> = {}) => ({
  devices: {
    d: { in: "blood", flow: "1 mL/hour", affinity: { cargo: "mark", share: "60 %", capacity: 1e12 }, ...given },
  },
});
const faultsOf = (more: Record<string, unknown>): string[] => issuesOf(written(more)).map(spoken);

/** Everything read of one arm, by name, subject and culture, at its last record. */
function lastOf(more: Record<string, unknown>, arm = "medium"): (reading: string, culture?: number) => number {
  const model = modelWith(more, arm);
  const [{ values }] = recordWorlds([{ arm, plan: planOf(model) }], [1, 2]);
  return (reading, culture = 0) => {
    const at = model.observables.findIndex(
      (one) => `${one.name} ${one.subject}` === reading && one.culture === culture,
    );
    assert.ok(at >= 0, `${reading} in ${culture}`);
    return values[values.length - model.observables.length + at] * model.observables[at].scale;
  };
}

test("a route carries factors and species, and no cells, where it does not say what", () => {
  const [found] = modelWith(route()).routes;
  assert.equal([found.name, found.from, found.to], ["r", 0, 1]);
  assert.equal([found.factors, found.vesicles, found.kinds], [[1], [1, 1], [0, 0, 0]]);
  assert.is(
    evaluate(found.rate, [0.2 / hour], () => 2),
    0.4 / hour,
  );
});

test("what a route carries is named: factors, species, cells in all states or one", () => {
  const carried = (...carries: string[]) => {
    const [{ factors, vesicles, kinds }] = modelWith(route({ carries })).routes;
    return [factors, vesicles, kinds];
  };
  assert.equal(carried("IL2"), [[1], [0, 0], [0, 0, 0]]);
  assert.equal(carried("large", "T"), [[0], [0, 1], [0, 1, 1]]);
  assert.equal(carried("T.idle", "B"), [[0], [0, 0], [1, 0, 1]]);
});

test("the part that passes a sieve is the lognormal cumulative; cells pass whole or not at all", () => {
  for (const pores of [60, 100, 150, 300]) {
    const [{ vesicles, kinds, factors }] = modelWith(
      route({ carries: ["EXO", "large", "T", "B", "IL2"], sieve: `${pores} nm` }),
    ).routes;
    const expected = normalCumulative(Math.log(pores / 100) / Math.log(1.5));
    assert.ok(Math.abs(vesicles[0] - expected) <= 1 / 400, `${vesicles[0]}, not ${expected}`); // it stands on 200 diameters
    assert.equal([vesicles[1], kinds, factors], [0, [0, 0, 0], [1]]);
  }
  const [{ kinds }] = modelWith(route({ carries: ["T", "B"], sieve: "10 um" })).routes;
  assert.equal(kinds, [0, 1, 1]);
});

test("a device has its flow, pores, affinity, capacity, windows and what it clears", () => {
  const [found] = modelWith(
    device({ sieve: "200 nm", clears: { IL2: "10 %" }, on: [{ from: "1 hour", to: "90 min" }] }),
  ).devices;
  assert.is(evaluate(found.flow), 1e12 / hour);
  assert.equal(found.affinity, { cargo: 0, share: 0.6, capacity: 1e12 });
  assert.equal([found.on, found.factors, found.culture], [[{ from: hour, to: 1.5 * hour }], [0.1], 0]);
  assert.ok(found.vesicles[0] > 0.9 && found.vesicles[1] === 0);
  const [open] = modelWith(device({ affinity: { cargo: "mark", share: 0.5 } })).devices;
  assert.equal([open.on, open.affinity?.capacity], [[{ from: 0, to: 24 * hour }], Infinity]);
});

test("an arm without a route or a device has it still, and it does nothing", () => {
  const experiment = experimentOf(
    written({
      ...route(),
      ...device(),
      arms: { medium: {}, cut: { without: ["route:r"] }, off: { without: ["device:d"] } },
    }),
  );
  assert.is(evaluate(modelFor(experiment, "cut").routes[0].rate), 0);
  assert.is(evaluate(modelFor(experiment, "off").devices[0].flow), 0);
  assert.equal(modelFor(experiment, "off").devices[0].on, modelFor(experiment).devices[0].on);
  assert.equal(modelFor(experiment, "off").observables, modelFor(experiment).observables);
  const variant = variantOf(experiment, { without: ["device:d", "route:r"] });
  assert.is(evaluate(modelFor(variant).routes[0].rate), 0);
});

test("a culture clears factors and vesicles besides their own loss, and others do not", () => {
  const cultures = {
    blood: { ...parts.cultures.blood, clearance: { large: "k", IL2: "0.5 /hour" } },
    node: parts.cultures.node,
  };
  const protocol = ["blood", "node"].map((culture) => ({
    at: "0 hour",
    in: culture,
    vesicles: { large: "1e9 /mL" },
    add: { IL2: "1 nM" },
  }));
  const last = lastOf({ cultures, protocol, time: { from: "0 hour", to: "4 hour", step: "1 hour", record: "4 hour" } });
  const close = (found: number, expected: number, part: number): void =>
    assert.ok(Math.abs(found - expected) <= part * expected, `${found}, not ${expected}`);
  close(last("concentration IL2"), 1000 * Math.exp(-0.52 * 4), 1e-9);
  close(last("concentration IL2", 1), 1000 * Math.exp(-0.02 * 4), 1e-9);
  close(last("vesicles large free"), 1e9 * Math.exp(-0.3 * 4), 4 / Math.sqrt(3e6));
  close(last("vesicles large free", 1), 1e9 * Math.exp(-0.1 * 4), 4 / Math.sqrt(1e7));
});

test("cells that a route brings are observed where they arrive, with all that they can become", () => {
  const cells = {
    ...parts.cells,
    T: { ...parts.cells.T, states: { idle: { become: { busy: { rate: "1 /hour" } } }, busy: {} } },
  };
  const last = lastOf({ ...route({ carries: ["T.idle", "EXO"] }), cells, arms: { medium: {} } });
  assert.ok(last("count T busy", 1) > 0);
  assert.is(last("total T sent"), last("total T sent", 0));
  assert.ok(Math.abs(last("total T received", 1) - last("total T sent")) <= 100 * 50);
});

test("what a device holds and a route carries is read in amounts of the real wells", () => {
  const last = lastOf({
    ...route({ carries: ["IL2"] }),
    ...device({ clears: { IL2: "10 %" } }),
    protocol: [{ at: "0 hour", in: "blood", vesicles: { EXO: "1e7 /mL" }, add: { IL2: "1 nM" } }],
  });
  assert.is(last("held EXO by d") + last("vesicles EXO free"), 1e7);
  const molecules = 1e-12 * 6.02214076e23; // of 1 nM in 1 mL
  const held = last("held IL2 by d");
  const sent = last("total IL2 sent");
  assert.ok(Math.abs(sent / held / 4 - 1) < 0.05, `${sent / held}`); // 0.4 against 0.1 per hour, and decay between
  assert.ok(Math.abs(sent - last("total IL2 received", 1)) < 1e-9 * sent);
  assert.ok(sent + held < molecules && sent + held > 0.9 * molecules);
});

test("a supernatant can be taken from a culture that a route fills", () => {
  assert.equal(faultsOf({ ...route(), protocol: [{ at: "4 hour", from: "node", take: "supernatant", as: "p" }] }), []);
});

test("a model with routes and devices begins with devices that hold nothing", () => {
  const { devices } = newSimulation(planOf(modelWith({ ...route(), ...device() })), [1, 2]);
  assert.equal([...devices[0].vesicles, ...devices[0].factors], [0, 0, 0]);
});

test("routes, devices and clearance are said in English", () => {
  const cultures = { ...parts.cultures, node: { ...parts.cultures.node, clearance: { large: "0.5 /hour" } } };
  const said = englishOf(
    experimentOf(
      written({
        ...route({ sieve: "200 nm" }),
        ...device({ clears: { IL2: "10 %" } }),
        cultures,
        arms: { medium: {}, off: { without: ["device:d"] } },
      }),
    ),
  ).flatMap(({ sentences }) => sentences);
  for (const sentence of [
    "The route r carries everything but cells from blood to node at 0.2 per hour × the condition heat, as far as it is smaller than 200 nm.",
    "The device d passes 1 mL per hour of blood, and holds back 60 % of what passes and carries mark until 1e12 are held, and takes out 10 % of the IL2 in each pass.",
    "It clears large at 0.5 per hour, besides the loss that they have everywhere.",
  ])
    assert.ok(said.includes(sentence), `${sentence}\n${said.join("\n")}`);
  assert.ok(said.some((sentence) => sentence.includes("without the device d")));
});

const faults: readonly (readonly [what: string, parts: Record<string, unknown>, says: RegExp])[] = [
  ["an end that is no culture", route({ to: "spleen" }), /routes\.r\.to is "spleen": there is no such culture/],
  ["a route to itself", route({ to: "blood" }), /routes\.r leads back to where it begins/],
  ["cargo that is carried", route({ carries: ["mark"] }), /routes\.r\.carries\[0\] is "mark": there are no such/],
  ["a rate without a unit", route({ rate: 3 }), /routes\.r\.rate is 3/],
  ["a rate that reads a factor", route({ rate: "free:IL2 / 1 pM * 1 /hour" }), /reads free:IL2/],
  ["pores of 0", route({ sieve: "0 nm" }), /routes\.r\.sieve is 0/],
  ["a device that holds nothing", device({ affinity: undefined }), /devices\.d holds nothing back/],
  ["cargo inside", device({ affinity: { cargo: "prime", share: 1 } }), /sits inside vesicles \(a device binds cargo/],
  ["a share beyond all", device({ affinity: { cargo: "mark", share: "120 %" } }), /affinity\.share/],
  ["no room", device({ affinity: { cargo: "mark", share: 1, capacity: 0 } }), /affinity\.capacity is 0/],
  ["a window that ends early", device({ on: [{ from: "3 hour", to: "2 hour" }] }), /on\[0\] ends before it begins/],
  [
    "a window after the end",
    device({ on: [{ from: "3 hour", to: "2 day" }] }),
    /on\[0\]\.to is "2 day", which is outside/,
  ],
  ["an unknown factor", device({ clears: { IL3: "10 %" } }), /devices\.d\.clears\.IL3 is no factor/],
  [
    "clearance of nothing there is",
    { cultures: { ...parts.cultures, node: { ...parts.cultures.node, clearance: { EXOS: "1 /hour" } } } },
    /cultures\.node\.clearance\.EXOS is no vesicle species \(did you mean "EXO"/,
  ],
  [
    "a device that is not there",
    { arms: { medium: { without: ["device:x"] } } },
    /is "device:x", which does not exist/,
  ],
];
for (const [what, more, says] of faults)
  test(`a fault: ${what}`, () => {
    const found = faultsOf(more);
    assert.ok(
      found.some((fault) => says.test(fault)),
      found.join("\n"),
    );
  });

test.run();
