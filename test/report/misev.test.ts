/** The report on vesicles: what each thing in a scenario turns from missing to assumed to shown. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Recording } from "../../src/observe/recording.ts";
import { type MisevItem, misevOf } from "../../src/report/misev.ts";
import type { Experiment } from "../../src/scenario/experiment.ts";
import { dish, experimentOf, modelFor } from "../scenario/dish.ts";
import { experimentOf as fileOf } from "../scenario/reading.ts";

const spins = [
  { spin: "300 xg", for: "10 min", keep: "supernatant" },
  { spin: "120000 xg", for: "70 min", keep: "pellet", recovery: "20 %", "carry-over": "1 %", source: "assumed" },
];
const takePellet = { at: "12 hour", from: "flask", take: "supernatant", as: "pellet", through: spins };
const givePellet = { at: "12 hour", in: "well", dose: "pellet", amount: "1e8 /mL" };
const flask = { volume: "10 mL", mixing: "stirred", simulate: "100 cells", seed: { T: "1e6 /mL" } };

/** Vesicles of a flask, given to a well; a test's parts stand over these. */
const preparing = (parts: Readonly<Record<string, unknown>> = {}): Experiment =>
  experimentOf(
    dish({
      cells: { T: { diameter: "7 um", release: { EXO: "100 /hour" }, source: "assumed" } },
      cultures: { flask, well: { volume: "200 uL", mixing: "stirred", simulate: "100 cells" } },
      protocol: [takePellet, { at: "12 hour", in: "well", seed: { T: "1e6 /mL" } }],
      arms: { medium: {}, EXO: { do: [givePellet] } },
      ...parts,
    }),
  );

/** The item that asks for something that begins so. */
function asked(experiment: Experiment, begin: string, of?: string, recordings?: readonly Recording[]): MisevItem {
  const found = misevOf(experiment, recordings).filter(
    (item) => item.asks.startsWith(begin) && (of === undefined || item.of === of),
  );
  assert.is(found.length, 1, `${begin} of ${of}`);
  return found[0];
}
const is = (experiment: Experiment, begin: string, status: MisevItem["status"], by: RegExp): void => {
  const item = asked(experiment, begin);
  assert.is(item.status, status, `${begin}: ${item.by}`);
  assert.match(item.by, by);
};

test("a scenario without vesicles has no report", () => {
  assert.equal(misevOf(experimentOf(dish({ vesicles: {}, cargo: {} }))), []);
});

test("a bare preparation: what the protocol does is shown, what nothing reads is assumed, what nothing says is missing", () => {
  const experiment = preparing();
  is(experiment, "origin", "missing", /small extracellular vesicles/);
  is(experiment, "which cells", "assumed", /^T, as seeded in flask$/);
  is(experiment, "how many cells", "missing", /no automated count of flask when pellet is taken/);
  is(experiment, "volume, medium", "shown", /10 mL for 12 hours, of which 100 % is taken/);
  is(experiment, "vesicles of the medium", "missing", /no preparation/);
  is(experiment, "every step", "shown", /spin at 300 xg for 10 min.*; spin at 120000 xg for 70 min/);
  is(experiment, "how much of what is soluble", "assumed", /^1 % of the factors$/);
  is(experiment, "size", "assumed", /lognormal\(45 nm, 1\.2\)/);
  is(experiment, "proteins of the surface", "missing", /surface/);
  is(experiment, "proteins of the lumen", "assumed", /^prime in the model/);
  is(experiment, "what should not be there", "missing", /contaminant/);
  is(experiment, "number", "assumed", /no instrument/);
  is(experiment, "single vesicles", "missing", /one vesicle/);
  is(experiment, "in numbers", "shown", /1e8 \/mL/);
  is(experiment, "more than one", "missing", /one dose in one arm/);
  is(experiment, "no vesicles", "shown", /^arm “medium”$/);
  is(experiment, "no contact", "shown", /without a cell/);
  for (const control of ["medium that held", "what is left", "what is soluble, by itself", "uptake", "other vesicles"])
    is(experiment, control, "missing", /^(no arm|all arms)/);
});

test("how much is recovered is what the steps let through", () => {
  const [species] = modelFor(preparing(), "EXO")
    .protocol.flatMap(({ act }) => (act.do === "take" ? [act.passages] : []))
    .map((passages) => passages.reduce((all, { vesicles }) => all * vesicles[0], 100));
  assert.ok(species > 10 && species < 20); // a fifth of what the spin pellets
  is(preparing(), "how much is recovered", "assumed", new RegExp(`^${species.toPrecision(3)} % of EXO`));
});

test("instruments of the preparation and of the flask show what they read", () => {
  const cargo = { CD9: { face: "surface" }, CD63: { face: "surface" } };
  const experiment = preparing({
    cargo,
    vesicles: { EXO: { diameter: "45 nm", cargo: { CD9: 20, CD63: 20 }, source: "assumed" } },
    assays: [
      { of: "pellet", measure: ["light scattering", "bead flow CD9 CD63"] },
      { at: "12 hour", in: "flask", measure: ["count", "flow T"] },
    ],
  });
  is(experiment, "size", "shown", /^light scattering$/);
  is(experiment, "proteins of the surface", "shown", /^bead flow$/);
  is(experiment, "which cells", "shown", /^flow cytometry$/);
  is(experiment, "how many cells", "shown", /^automated count$/);
  const early = preparing({ assays: [{ at: "6 hour", in: "flask", measure: ["count"] }] });
  is(early, "how many cells", "missing", /when pellet is taken/);
});

test("readings of a recording stand beside their instrument, and one that read nothing shows nothing", () => {
  const experiment = preparing({ assays: [{ of: "pellet", measure: ["light scattering"] }] });
  const columns = modelFor(experiment, "EXO").observables;
  const isRead = columns.findIndex(({ subject }) => subject === "pellet z-average");
  const recorded = (value: number): Recording => ({
    arm: "EXO",
    donor: 1,
    replicate: 1,
    times: Float64Array.of(0, 43200),
    columns,
    values: Float64Array.from({ length: 2 * columns.length }, (_, at) =>
      at === columns.length + isRead ? value / columns[isRead].scale : Number.NaN,
    ),
    digests: [],
  });
  const shown = asked(experiment, "size", "pellet", [recorded(52), recorded(56), recorded(Number.NaN)]);
  assert.equal([shown.status, shown.by], ["shown", "light scattering: pellet z-average 54 nm"]);
  assert.is(asked(experiment, "size", "pellet", [recorded(Number.NaN)]).status, "missing");
});

test("evidence of a species shows it; of a species that it is like, it is assumed", () => {
  const evidence = { origin: "CD63 in the endosome", purity: "no calnexin", single: "electron microscopy" };
  const vesicles = {
    EXO: { diameter: "45 nm", source: "assumed", evidence },
    other: { like: "EXO", evidence: { single: "tracking" } },
  };
  const experiment = preparing({
    vesicles,
    arms: { EXO: { do: [givePellet, { at: "12 hour", in: "well", vesicles: { other: "1e8 /mL" } }] } },
  });
  for (const key of ["origin", "what should not", "single"]) {
    const of = key === "origin" ? "EXO" : "pellet";
    assert.is(asked(experiment, key, of).status, "shown", key);
  }
  assert.equal(
    ["origin", "what should not", "single"].map((key) => asked(experiment, key, "other").status),
    ["assumed", "assumed", "shown"],
  );
  assert.is(asked(experiment, "origin", "other").by, "as was shown of EXO: CD63 in the endosome");
  assert.match(asked(experiment, "which cells, and how", "other").by, /from outside/);
});

test("release by multivesicular bodies is an assumed origin", () => {
  const bodies = { form: "3 /hour", size: 30, fusion: "0.2 /hour" };
  const experiment = preparing({
    cells: { T: { diameter: "7 um", release: { EXO: { bodies } }, source: "assumed" } },
  });
  is(experiment, "origin", "assumed", /multivesicular bodies/);
});

test("a part of a preparation is no dose that another laboratory can repeat; two amounts are a response", () => {
  const part = preparing({
    arms: { medium: {}, EXO: { do: [{ at: "12 hour", in: "well", dose: "pellet", part: "1 %" }] } },
  });
  is(part, "in numbers", "missing", /^1 % of it/);
  const two = preparing({
    parameters: { dose: { value: "1e8 /mL", source: "assumed" } },
    arms: { EXO: { do: [{ ...givePellet, amount: "dose" }] }, more: { like: "EXO", set: { dose: "2e8 /mL" } } },
  });
  is(two, "more than one", "shown", /^2 doses in arms “EXO” and “more”$/);
  is(two, "no vesicles", "missing", /^no arm/);
});

test("controls are known by what they do, not by their names", () => {
  const experiment = preparing({
    cultures: {
      flask,
      empty: { volume: "10 mL", mixing: "stirred" },
      well: { volume: "200 uL", mixing: "stirred", simulate: "100 cells" },
    },
    cells: {
      T: { diameter: "7 um", release: { EXO: "100 /hour" }, capture: { EXO: "1e-8 mL/hour" }, source: "assumed" },
    },
    conditions: { heat: { start: 0 } },
    parameters: { heated: { value: 0, source: "assumed" } },
    protocol: [
      { at: "0 hour", in: "flask", set: { heat: "heated" } },
      { at: "0 hour", in: "empty", add: { IL2: "1 U/mL" } },
      takePellet,
      { ...takePellet, from: "empty", as: "blank" },
      {
        ...takePellet,
        as: "rest",
        through: [{ spin: "120000 xg", for: "18 hour", keep: "supernatant" }],
      },
      { at: "12 hour", in: "well", seed: { T: "1e6 /mL" } },
    ],
    arms: {
      a: {},
      b: { do: [givePellet] },
      c: { do: [{ at: "12 hour", in: "well", dose: "blank", part: "1 %" }] },
      d: { do: [{ at: "12 hour", in: "well", dose: "rest", part: "1 %" }] },
      e: { do: [{ at: "12 hour", in: "well", add: { IL2: "1 U/mL" } }] },
      f: { like: "b", do: [{ at: "12 hour", in: "well", block: "capture EXO" }] },
      g: { like: "b", set: { heated: 1 } },
    },
  });
  is(experiment, "vesicles of the medium", "shown", /same steps/);
  is(experiment, "no vesicles", "shown", /^arms “a” and “e”$/);
  is(experiment, "medium that held", "shown", /^arm “c”$/);
  is(experiment, "what is left", "shown", /^arm “d”$/);
  is(experiment, "what is soluble, by itself", "shown", /^arm “e”$/);
  is(experiment, "uptake", "shown", /^arm “f”$/);
  is(experiment, "other vesicles", "shown", /^arm “g”$/);
});

test("a factor that arms with vesicles get as well is no control of what is soluble", () => {
  const add = { at: "12 hour", in: "well", add: { IL2: "1 U/mL" } };
  const experiment = preparing({ arms: { IL2: { do: [add] }, both: { do: [add, givePellet] } } });
  is(experiment, "what is soluble, by itself", "missing", /^no arm/);
});

test("an antibody against the cargo of vesicles blocks them", () => {
  const experiment = preparing({
    cargo: { FasL: { face: "surface" } },
    vesicles: { EXO: { diameter: "45 nm", cargo: { FasL: 5 }, source: "assumed" } },
    factors: { IL2: {}, anti: { "molar-mass": "150 kDa", source: "assumed" } },
    bindings: { neutralises: { ligand: "anti", cargo: "FasL", kd: "1 nM", source: "assumed" } },
    arms: {
      EXO: { do: [givePellet] },
      blocked: { like: "EXO", do: [{ at: "12 hour", in: "well", add: { anti: "10 nM" } }] },
    },
  });
  is(experiment, "uptake or cargo blocked", "shown", /^arm “blocked”$/);
});

test("cells that share a culture are in contact, and their vesicles are in no preparation", () => {
  const experiment = fileOf("scenarios/00-first-dish.yaml");
  is(experiment, "no contact", "missing", /share a culture/);
  is(experiment, "no vesicles", "missing", /^no arm/);
  is(experiment, "uptake", "shown", /^arm “blocked”$/);
  assert.equal(
    [...new Set(misevOf(experiment).map(({ part }) => part))],
    ["nomenclature", "characterization", "controls"],
  );
});

test("the main scenario: its controls by name, and what it lacks", () => {
  const experiment = fileOf("scenarios/03-activated-t-exosomes-with-il2.yaml");
  const controls = misevOf(experiment).filter(({ part }) => part === "controls");
  assert.ok(controls.every(({ status }) => status === "shown"));
  assert.match(asked(experiment, "medium that held").by, /^arm “mock_IL2”$/);
  assert.match(asked(experiment, "what is left").by, /^arm “depleted_IL2”$/);
  assert.is(asked(experiment, "how many cells").status, "missing");
  assert.is(asked(experiment, "size", "pellet").status, "shown");
  assert.is(asked(experiment, "size", "APC_EXO").status, "assumed");
});

test.run();
