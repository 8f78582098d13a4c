/** Arms: what each adds, sets and switches off; `like`, `cross`, and variants that every arm takes on. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Model } from "../../src/model.ts";
import type { Experiment } from "../../src/scenario/experiment.ts";
import { modelOf } from "../../src/scenario/model.ts";
import { variantOf } from "../../src/scenario/read.ts";
import { worldsOf } from "../../src/scenario/worlds.ts";
import { dish, evaluate, experimentOf, issuesOf, kindOf, modelFor, spoken } from "./dish.ts";

const add = (factor: string) => ({ at: "1 hour", in: "well", add: { [factor]: "1 nM" } });
const parts = {
  parameters: {
    k: { value: "1 /hour", source: "assumed" },
    double: { value: "2 * k", source: "assumed" },
    dose: { value: "1 nM", source: "assumed" },
  },
  factors: { IL2: {}, IL7: {} },
  bindings: {
    high: { ligand: "IL2", receptor: "CD25", kd: "10 pM" },
    blocks: { ligand: "IL7", cargo: "FasL", kd: "1 nM" },
  },
  reactions: { decay: { from: ["IL2"], to: [], rate: "1 /hour" } },
  cargo: { FasL: { face: "surface" } },
  vesicles: { EXO: { diameter: "50 nm", cargo: { FasL: 20 } } },
  cells: {
    T: {
      diameter: "7 um",
      attributes: { CD25: { start: 100 } },
      secrete: { IL2: "1 /s" },
      release: { EXO: { rate: "double", stamp: { FasL: "CD25" } } },
      capture: { EXO: { clearance: "1e-8 mL/hour", enters: "1 /hour" } },
      die: "surface:FasL / 100 * k",
    },
  },
  rules: [
    {
      id: "both",
      of: "T",
      behaviour: "secrete IL7",
      signal: "bound:IL2",
      direction: "increases",
      to: "4 /s",
      "half-max": 50,
      power: 2,
      requires: [{ signal: "surface:FasL", "half-max": 10 }],
      source: "assumed",
    },
  ],
  cultures: { well: { volume: "200 uL", mixing: "stirred", seed: { T: "1e6 /mL" }, medium: { IL7: "1 pM" } } },
};
const experiment = (arms: Record<string, unknown>): Experiment => experimentOf(dish({ ...parts, arms }));
const textsOf = (model: Model): string[] => model.protocol.map(({ text }) => text);
const world = (of: Experiment, arm: string): Model => modelOf(of, worldsOf(of, { seed: "1", arms: [arm] })[0]);

test("arms stand in the order of the file, with a label or their name", () => {
  const { arms } = experiment({ zero: {}, a: { label: "first = best" } });
  assert.equal(
    arms.map(({ name, label }) => [name, label]),
    [
      ["zero", "zero"],
      ["a", "first = best"],
    ],
  );
});

test("an arm like others does what they do, in their order, then its own", () => {
  const of = experiment({
    IL2: { do: [add("IL2")] },
    IL7: { do: [add("IL7")] },
    all: { like: ["IL7", "IL2"], do: [{ at: "1 hour", wash: "50 %" }] },
    medium: {},
  });
  const common = textsOf(world(of, "medium"));
  assert.equal(textsOf(world(of, "all")).slice(common.length), [
    "add IL7 1 nM to well (1 hour)",
    "add IL2 1 nM to well (1 hour)",
    "wash well (1 hour)",
  ]);
  assert.equal(textsOf(world(of, "medium")), common);
});

test("an arm sets parameters, and what is worked out from them follows", () => {
  const of = experiment({
    medium: {},
    fast: { set: { k: "3 /hour" } },
    slow: { like: "fast", set: { double: "1 /hour" } },
  });
  const release = (arm: string): number => {
    const model = world(of, arm);
    return evaluate(kindOf(model, "T").releases[0].rate, model.parameters) * 3600;
  };
  assert.equal([release("medium"), release("fast"), release("slow")], [2, 6, 1]);
});

test("an arm seeds a culture in another way", () => {
  const of = experiment({
    medium: {},
    dense: { seed: { well: { T: "2e6 /mL" } } },
    few: { seed: { well: { T: "1000 cells" } } },
  });
  const density = (arm: string): number => {
    const { act } = world(of, arm).protocol[0];
    return act.do === "seed" ? act.density : Number.NaN;
  };
  assert.equal([density("medium"), density("dense"), density("few")], [1e-6, 2e-6, 1000 / 200e9]);
});

test("an arm does without a rule, a cargo, a factor, a vesicle, a binding or a reaction", () => {
  const without = (id: string): Model => world(experiment({ medium: {}, less: { without: [id] } }), "less");
  const full = world(experiment({ medium: {} }), "medium");
  const secreted = (model: Model): number[] => kindOf(model, "T").secretions.map(({ factor }) => factor);
  assert.equal(secreted(full), [0, 1]);
  assert.equal(secreted(without("rule:both")), [0]);
  const bald = without("cargo:FasL");
  assert.is(evaluate(bald.vesicles[0].cargo[0].copies), 0);
  assert.is(evaluate(kindOf(bald, "T").releases[0].stamps[0].copies), 0);
  assert.equal(secreted(without("factor:IL2")), [1]);
  assert.ok(textsOf(full).some((text) => text.includes("IL7")));
  assert.not.ok(textsOf(without("factor:IL7")).some((text) => text.includes("IL7")));
  assert.equal(kindOf(without("vesicle:EXO"), "T").releases, []);
  assert.equal([full.reactions.length, without("reaction:decay").reactions.length], [1, 0]);
  const rate = (model: Model): number =>
    evaluate(kindOf(model, "T").secretions[1].rate, [], ({ signal }) => (signal === "factor" ? 1e-5 : 100));
  assert.ok(rate(full) > 0);
  assert.is(rate(without("binding:high")), 0);
  const dying = (model: Model): number =>
    evaluate(kindOf(model, "T").hazards[0].rate, model.parameters, ({ signal }) => (signal === "factor" ? 1 : 100));
  assert.ok(dying(without("binding:blocks")) > 2 * dying(full));
});

test("an arm leaves the model of the others as it is", () => {
  const alone = JSON.stringify(world(experiment({ medium: {} }), "medium"));
  const beside = JSON.stringify(
    world(experiment({ medium: {}, less: { without: ["rule:both", "cargo:FasL"], do: [add("IL2")] } }), "medium"),
  );
  assert.is(beside, alone);
});

test("a cross makes an arm of every combination of its levels", () => {
  const of = experiment({
    IL2: { label: "IL-2", do: [add("IL2")] },
    grid: {
      label: "grid",
      do: [{ at: "2 hour", wash: "10 %" }],
      cross: {
        dose: ["0.1 nM", "1 nM"],
        source: ["IL2"],
        k_level: { low: { set: { k: "0.1 /hour" } }, high: { label: "k high", set: { k: "9 /hour" } } },
      },
    },
  });
  assert.equal(
    of.arms.map(({ name, label }) => `${name}: ${label}`),
    [
      "IL2: IL-2",
      "grid_0_1_nM_low_IL2: grid, dose 0.1 nM, low, IL-2",
      "grid_0_1_nM_high_IL2: grid, dose 0.1 nM, k high, IL-2",
      "grid_1_nM_low_IL2: grid, dose 1 nM, low, IL-2",
      "grid_1_nM_high_IL2: grid, dose 1 nM, k high, IL-2",
    ].sort((a, b) => rank(a) - rank(b)),
  );
  const model = world(of, "grid_0_1_nM_high_IL2");
  assert.equal(textsOf(model).slice(-2), ["add IL2 1 nM to well (1 hour)", "wash well (2 hour)"]);
  assert.ok(Math.abs(model.parameters[2] * 3600 - 9) < 1e-12);
  /** Axes and named levels go by name, values as they stand. */
  function rank(text: string): number {
    return ["IL2:", "grid_0_1_nM_high", "grid_0_1_nM_low", "grid_1_nM_high", "grid_1_nM_low"].findIndex((start) =>
      text.startsWith(start),
    );
  }
});

test("a cross of a parameter that does not exist, or of an arm that does not, is a fault", () => {
  assert.match(
    issuesOf(dish({ ...parts, arms: { a: { cross: { nothing: ["x"] } } } }))
      .map(spoken)
      .join("\n"),
    /"x": there is no such arm/,
  );
  assert.match(
    issuesOf(dish({ ...parts, arms: { a: { cross: { k: ["fast"] } } } }))
      .map(spoken)
      .join("\n"),
    /"fast"/,
  );
});

test("an arm reads the AND of a rule as OR", () => {
  const of = experiment({ medium: {}, or: { either: ["both"] } });
  const rate = (arm: string, bound: number, FasL: number): number => {
    const model = world(of, arm);
    const kd = 10 * 6.02214076e-4; // 10 pM
    return evaluate(kindOf(model, "T").secretions[1].rate, model.parameters, (signal) => {
      if (signal.signal === "factor") return signal.index === 0 ? kd : 0; // half of the receptors hold the ligand
      return signal.signal === "attribute" ? 2 * bound : FasL;
    });
  };
  assert.ok(Math.abs(rate("medium", 50, 10) - 4 * 0.5 * 0.5) < 1e-12);
  assert.is(rate("medium", 0, 10), 0);
  assert.ok(Math.abs(rate("or", 0, 10) - 4 * 0.5) < 1e-12);
  assert.ok(Math.abs(rate("or", 50, 10) - 4 * (2 / 3)) < 1e-12); // odds 1 and 1
});

test("variantOf() gives every arm a difference, and leaves the experiment as it was", () => {
  const of = experiment({ medium: {}, IL2: { do: [add("IL2")] } });
  const before = JSON.stringify(of);
  const variant = variantOf(of, { without: ["rule:both"], set: { k: "5 /hour" } });
  for (const arm of ["medium", "IL2"]) {
    const model = world(variant, arm);
    assert.is(kindOf(model, "T").secretions.length, 1);
    assert.ok(Math.abs(model.parameters[2] * 3600 - 5) < 1e-12);
  }
  assert.is(JSON.stringify(of), before);
  assert.throws(() => variantOf(of, { without: ["rule:none"] }), /rule:none/);
});

test("modelOf() throws for an arm or parameters that there are not", () => {
  const of = experiment({ medium: {} });
  assert.throws(() => modelOf(of, { arm: "none", parameters: [] }), /no arm "none"/);
  assert.throws(() => modelOf(of, { arm: "medium", parameters: [1] }), /3 parameters/);
  assert.type(modelFor(of).kinds.length, "number");
});

test.run();
