/** Instruments as a scenario writes them: what each looks at, what it gives, and what is said of words that mean nothing. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { planOf } from "../../src/engine/simulation.ts";
import { settingsOf } from "../../src/instruments.ts";
import { pelletedPart } from "../../src/observe/assay/pellet.ts";
import { recordWorlds } from "../../src/observe/record.ts";
import { dish, experimentOf, issuesOf, modelFor } from "./dish.ts";

const parts = {
  cargo: { prime: { face: "lumen" }, other: { face: "lumen" }, CD63: { face: "surface" }, PDL1: { face: "surface" } },
  vesicles: {
    EXO: {
      diameter: "80 nm",
      density: "1.14 g/mL",
      cargo: { CD63: 50, PDL1: 1, prime: 3, other: 1 },
      source: "assumed",
    },
    BARE: { like: "EXO", density: "1.20 g/mL", without: ["CD63", "PDL1"] },
  },
  cells: {
    OTI: { diameter: "8 um", tags: { TCR: ["OVA"] }, source: "assumed" },
    P14: { diameter: "8 um", tags: { TCR: "GP33" }, source: "assumed" },
    target: {
      diameter: "20 um",
      start: "well",
      states: { well: {}, dying: { die: { after: "100 day" } } },
      source: "assumed",
    },
  },
  cultures: {
    well: {
      volume: "1 mL",
      mixing: "stirred",
      share: "100 %",
      seed: { OTI: "30 cells", P14: "70 cells", "target.well": "600 cells", "target.dying": "400 cells" },
      medium: { IL2: "1 ng/mL" },
    },
  },
  factors: { IL2: { "molar-mass": "15.5 kDa", activity: "16.4 U/ng", source: "assumed" } },
  protocol: [
    { at: "0 hour", in: "well", vesicles: { EXO: "1e6 /mL", BARE: "3e6 /mL" } },
    { at: "1 hour", in: "well", deplete: { "target.dying": "50 %" } },
    { at: "2 hour", from: "well", take: "supernatant", part: "10 %", as: "sample" },
  ],
};
const measured = (measure: readonly string[], more: object = { at: "12 hour", in: "well" }) =>
  dish({ ...parts, assays: [{ measure, ...more }] });

/** What is so by the reading's name, and what is read, at the time of the assay. */
function told(text: string): Map<string, { truth: number; reading: number }> {
  const model = modelFor(experimentOf(text));
  const [{ times, values }] = recordWorlds([{ arm: "medium", plan: planOf(model) }], [1, 2]);
  const { observables } = model;
  const found = new Map<string, { truth: number; reading: number }>();
  observables.forEach(({ measure, name, subject }, column) => {
    if (measure.of !== "assay") return;
    const row = [...times.keys()].find((at) => !Number.isNaN(values[at * observables.length + column])) ?? 0;
    const value = values[row * observables.length + column];
    const key = `${name} ${subject.replace(" (truth)", "")}`;
    found.set(key, {
      truth: Number.NaN,
      reading: Number.NaN,
      ...found.get(key),
      [measure.truth ? "truth" : "reading"]: value,
    });
  });
  return found;
}

const truth = (text: string, name: string): number => {
  const found = told(text).get(name);
  assert.ok(found, `${name} is in ${[...told(text).keys()].join(", ")}`);
  return found.truth;
};
const near = (actual: number, expected: number, part = 1e-9): void =>
  assert.ok(Math.abs(actual - expected) <= part * Math.abs(expected), `${actual}, expected ${expected}`);

test("a tetramer finds the cells that carry a tag among those with such a tag, or among types that are named", () => {
  near(truth(measured(["tetramer OVA"]), "tetramer OVA"), 30);
  near(truth(measured(["tetramer GP33 P14"]), "tetramer GP33"), 100);
  near(truth(measured(["tetramer OVA OTI target"]), "tetramer OVA"), (100 * 30) / (30 + 600 + 200), 0.1);
});

test("a tumour is the volume of its cells, over the part of it that they fill", () => {
  const cell = (Math.PI / 6) * 20 ** 3 * 1e-9; // mm³
  const text = measured(["tumour volume target"], { at: "0.5 hour", in: "well" });
  near(truth(text, "tumour volume target"), (1000 * cell) / 0.6);
  const both = measured(["tumour volume target OTI"], { at: "0.5 hour", in: "well", with: { cellPart: 1 } });
  near(truth(both, "tumour volume target+OTI"), 1000 * cell + 30 * (Math.PI / 6) * 8 ** 3 * 1e-9);
});

test("caspases are on in the states that are named, and in the dead", () => {
  near(truth(measured(["caspase target.dying"], { at: "0.5 hour", in: "well" }), "caspase target"), 40);
  near(truth(measured(["caspase target"], { at: "0.5 hour", in: "well" }), "caspase target"), 0);
});

test("killing counts the label of cells that died, not of those that were taken away; daughters share that of their mother", () => {
  near(truth(measured(["killing target"]), "killing target"), 0);
  const text = dish({
    ...parts,
    cells: {
      ...parts.cells,
      target: {
        ...parts.cells.target,
        states: { well: { divide: { first: "2 hour", limit: 2 } }, dying: { die: { after: "3 hour" } } },
      },
    },
    protocol: [],
    assays: [{ at: "12 hour", in: "well", measure: ["killing target"] }],
  });
  near(truth(text, "killing target"), 40); // 400 of 1000 died, while 600 became 2400
});

test("an ELISA reads all of a factor, what was put in too", () => {
  near(truth(measured(["ELISA IL2"], { at: "1 hour", in: "well" }), "ELISA IL2"), 1000);
});

test("plasma is captured by one marker and told by another; copies are Poisson over vesicles", () => {
  const found = (text: string) => truth(text, "plasma capture CD63");
  near(found(measured(["plasma capture CD63 PDL1"], { at: "1.5 hour", in: "well" })), 1e6, 1e-6);
  near(
    truth(measured(["plasma capture CD63 PDL1"], { at: "1.5 hour", in: "well" }), "plasma capture PDL1 of CD63"),
    100 * (1 - Math.exp(-1)),
  );
  near(truth(measured(["plasma capture CD63"], { of: "sample" }), "plasma capture sample CD63"), 1e8, 0.02); // in a hundredth
});

test("a gradient parts species by density, and markers by who carries them", () => {
  for (const [more, prefix] of [
    [{ at: "1.5 hour", in: "well" }, ""],
    [{ of: "sample" }, "sample "],
  ] as const) {
    const text = measured(["sucrose gradient CD63"], {
      ...more,
      with: { lightest: 1.05, densest: 1.25, fractions: 10 },
    });
    near(truth(text, `sucrose gradient ${prefix}fraction 5`), 25, 0.02); // 1.13 to 1.15
    near(truth(text, `sucrose gradient ${prefix}fraction 8`), 75, 0.02); // 1.19 to 1.21
    near(truth(text, `sucrose gradient ${prefix}modal density`), 1.2);
    near(truth(text, `sucrose gradient ${prefix}CD63 modal density`), 1.14);
  }
});

test("a preparation has the densities that its spin let through", () => {
  const text = dish({
    ...parts,
    vesicles: { EXO: { ...parts.vesicles.EXO, density: "uniform(1.10 g/mL, 1.20 g/mL)" } },
    medium: { density: "1.00 g/mL", source: "assumed" },
    protocol: [
      { at: "0 hour", in: "well", vesicles: { EXO: "1e9 /mL" } },
      {
        at: "2 hour",
        from: "well",
        take: "supernatant",
        as: "sample",
        through: [{ spin: "1000 xg", for: "10 min", keep: "pellet", "carry-over": "1 %", source: "assumed" }],
      },
    ],
    assays: [{ of: "sample", measure: ["sucrose gradient"], with: { lightest: 1.1, densest: 1.2, fractions: 2 } }],
  });
  // Of each density a part goes down that is in proportion to what it is above the medium's.
  const denser = (0.2 ** 2 - 0.15 ** 2) / (0.2 ** 2 - 0.1 ** 2);
  near(truth(text, "sucrose gradient sample fraction 2"), 100 * denser, 1e-6);
});

test("differential spins part the medium by size and density", () => {
  const kit = settingsOf("differential spins");
  const text = measured(["differential spins"], { at: "1.5 hour", in: "well" });
  const down = [1.14, 1.2].map((density) => pelletedPart(80, density, { force_xg: 300, minutes: 10 }, kit));
  near(truth(text, "differential spins 300 xg"), 100 * (0.25 * down[0] + 0.75 * down[1]), 1e-6);
});

test("particles are tracked in a culture and in a preparation", () => {
  near(
    truth(measured(["nanoparticle tracking"], { at: "1.5 hour", in: "well" }), "nanoparticle tracking particles"),
    4e6,
  );
  const sample = told(measured(["nanoparticle tracking"], { of: "sample" }));
  near(sample.get("nanoparticle tracking sample mean")!.truth, 80, 1e-6);
  near(sample.get("nanoparticle tracking sample particles")!.truth, 4e8, 0.02); // in a hundredth
});

test("an RNA profile is of all vesicles of a place, and is held against another place", () => {
  near(truth(measured(["RNA profile prime other"], { of: "sample" }), "RNA profile sample prime"), 75e4, 1e-6);
  const against = measured(["RNA profile prime other against sample"], { of: "sample" });
  assert.is(truth(against, "RNA profile sample enriched"), 0);
  assert.is(truth(against, "RNA profile sample prime change"), 0);
});

const faults: readonly (readonly [measure: string, more: object | undefined, said: RegExp])[] = [
  ["tetramre OVA", undefined, /no instrument \(did you mean "tetramer"/],
  ["tetramer OVVA", undefined, /seeks "OVVA", a tag that no cell carries \(did you mean "OVA"/],
  ["killing targt", undefined, /there is no such cell type \(did you mean "target"/],
  ["caspase target.dead", undefined, /there are no such cells/],
  ["tumour volume EXO", undefined, /EXO is a vesicle species/],
  ["plasma capture", undefined, /names no cargo/],
  ["RNA profile prime against nowhere", undefined, /there is no such culture/],
  ["RNA profile prime against well", { of: "sample" }, /there is no such preparation/],
  ["ELISA IL2 against well", undefined, /only an RNA profile is held against another/],
  ["killing target", { of: "sample" }, /looks at a culture/],
  ["ELISA IL7", undefined, /there is no such factor/],
];
for (const [measure, more, said] of faults)
  test(`"${measure}"${more ? " of a preparation" : ""} is a fault that says why`, () => {
    const issues = issuesOf(measured([measure], more)).map(({ text, hint }) => `${text} (${hint})`);
    assert.ok(
      issues.some((issue) => said.test(issue)),
      issues.join("\n"),
    );
  });

test("a setting outside its limits is a fault that names them and the unit", () => {
  const issues = issuesOf(measured(["tetramer OVA"], { at: "1 hour", in: "well", with: { limit: 200 } }));
  assert.match(issues[0].hint, /from 0 to 100 is needed, in %/);
});

test.run();
