/** Cells: what they read, attributes, bindings, events, and what they exchange with the medium. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Model, Signal } from "../../src/model.ts";
import { dish, evaluate, experimentOf, issuesOf, kindOf, modelFor, spoken } from "./dish.ts";

const picomolar = 6.02214076e-4; // molecules/µm³
const hour = 3600;
const modelWith = (cell: Record<string, unknown>, more: Record<string, unknown> = {}): Model =>
  modelFor(experimentOf(dish({ cells: { T: { diameter: "7 um", ...cell } }, ...more })));
const near = (got: number, expected: number, tolerance = 1e-12): void =>
  assert.ok(Math.abs(got - expected) <= tolerance * Math.abs(expected), `${got} is not ${expected}`);

test("a formula reads each thing by its prefix, and what is unmistakable by its name", () => {
  const more = {
    parameters: { k: { value: "1 /hour", source: "assumed" } },
    conditions: { heat: { start: 2 } },
    cargo: { prime: { face: "lumen" }, FasL: { face: "surface" } },
    vesicles: { EXO: { diameter: "50 nm", cargo: { FasL: 3 } } },
    mixtures: { all_T: { T: 1 } },
    cultures: { well: { volume: "1 mL", mixing: "stirred", conditions: { heat: 3 } } },
  };
  const reads: readonly (readonly [text: string, signal: string])[] = [
    ["x", "attribute 0"],
    ["attribute:x", "attribute 0"],
    ["heat", "condition 0"],
    ["condition:heat", "condition 0"],
    ["free:IL2 / (1 pM)", "factor 0"],
    ["free:EXO / (1 /mL)", "vesicle 0"],
    ["bound:EXO", "bound 0"],
    ["inside:EXO", "inside 0"],
    ["surface:FasL", "surface 0"],
    ["cargo:FasL", "surface 0"],
    ["payload:FasL", "payload 0"],
    ["cargo:prime", "payload 1"],
    ["cells:T / (1 /mL)", "cells "],
    ["cells:all_T / (1 /mL)", "cells "],
    ["time / (1 hour)", "time "],
    ["age / (1 hour)", "age "],
    ["residence / (1 hour)", "residence "],
    ["generation", "generation "],
  ];
  for (const [text, signal] of reads) {
    const model = modelWith({ attributes: { x: {} }, die: `k * ${text}` }, more);
    const seen: string[] = [];
    evaluate(kindOf(model, "T").hazards[0].rate, model.parameters, (of: Signal) => {
      seen.push(`${of.signal} ${"index" in of ? of.index : ""}`);
      return 1;
    });
    assert.equal(seen, [signal], text);
  }
  assert.equal(modelWith({}, more).cultures[0].conditions, [3]);
});

test("a name that could mean several things is refused with every way to write it", () => {
  const more = {
    parameters: { IL2: { value: 1, source: "assumed" } },
    bindings: { IL2: { ligand: "IL2", receptor: "CD25", kd: "1 pM" } },
  };
  const cells = { T: { diameter: "7 um", attributes: { CD25: {}, IL2: {} }, die: "IL2 * 1 /hour" } };
  assert.match(
    issuesOf(dish({ ...more, cells }))
      .map(spoken)
      .join("\n"),
    /write parameter:IL2, attribute:IL2, free:IL2, bound:IL2/,
  );
  const cargo = { T: { diameter: "7 um", die: "prime * 1 /hour" } };
  assert.match(
    issuesOf(dish({ cells: cargo }))
      .map(spoken)
      .join("\n"),
    /write surface:prime, payload:prime/,
  );
  const unit = { T: { diameter: "7 um", attributes: { h: {} }, die: "h * 1 /hour" } };
  assert.match(
    issuesOf(dish({ cells: unit }))
      .map(spoken)
      .join("\n"),
    /write attribute:h; it is a unit as well/,
  );
});

test("bound: is the receptor that holds the ligand at equilibrium", () => {
  const model = modelWith(
    { attributes: { CD25: {}, seen: { is: "bound:IL2" } } },
    { bindings: { high: { ligand: "IL2", receptor: "CD25", kd: "11 pM" } } },
  );
  const seen = kindOf(model, "T").attributes.find(({ is }) => is)!.is!;
  for (const concentration of [0, 3, 11, 500]) {
    const got = evaluate(seen, [], ({ signal }) => (signal === "factor" ? concentration * picomolar : 200));
    near(got, (200 * concentration) / (concentration + 11));
  }
});

test("bound: sums over the receptors of a ligand, and ligands of one receptor compete", () => {
  const bindings = {
    high: { ligand: "IL2", receptor: "CD25", kd: "10 pM" },
    low: { ligand: "IL2", receptor: "CD122", kd: "1000 pM" },
    block: { ligand: "antibody", receptor: "CD25", kd: "100 pM" },
  };
  const cell = { attributes: { CD25: {}, CD122: {}, all: { is: "bound:IL2" }, one: { is: "bound:high" } } };
  const model = modelWith(cell, { bindings, factors: { IL2: {}, antibody: {} } });
  const read = (name: string): number => {
    const index = model.attributes.findIndex((attribute) => attribute.name === name);
    return evaluate(kindOf(model, "T").attributes.find((each) => each.index === index)!.is!, [], (signal) => {
      if (signal.signal === "factor") return (signal.index === 0 ? 20 : 300) * picomolar; // IL2, antibody
      return (signal as { index: number }).index === model.attributes.findIndex(({ name: other }) => other === "CD25")
        ? 100
        : 40;
    });
  };
  const high = (100 * (20 / 10)) / (1 + 20 / 10 + 300 / 100);
  near(read("one"), high);
  near(read("all"), high + (40 * 20) / (20 + 1000));
});

test("a ligand that binds a cargo takes it off the surface in proportion", () => {
  const more = {
    cargo: { FasL: { face: "surface" } },
    vesicles: { EXO: { diameter: "50 nm" } },
    factors: { anti: {} },
    bindings: { b: { ligand: "anti", cargo: "FasL", kd: "2 nM" } },
  };
  const model = modelWith({ die: "surface:FasL * 1 /hour" }, more);
  near(
    evaluate(kindOf(model, "T").hazards[0].rate, [], ({ signal }) => (signal === "factor" ? 6000 * picomolar : 40)) *
      hour,
    10,
  );
});

test("an attribute is driven by is, by gain and loss, or toward a value", () => {
  const parts = {
    half: { toward: "8 + y", "half-life": "2 hour" },
    free: { gain: "3 /hour", loss: "0.1 /hour" },
    y: { is: "2 * free" },
    kept: { start: "normal(5, 1)" },
  };
  const model = modelWith({ attributes: parts });
  const of = (name: string) =>
    kindOf(model, "T").attributes.find(({ index }) => model.attributes[index].name === name)!;
  near(evaluate(of("half").loss!) * 2 * hour, Math.LN2);
  near(evaluate(of("half").gain!, [], () => 4) / evaluate(of("half").loss!), 12);
  near(evaluate(of("free").gain!) * hour, 3);
  assert.equal(Object.keys(of("kept")), ["index"]);
  assert.is(kindOf(model, "T").start.length, 3); // an algebraic attribute has none
});

test("algebraic attributes stand after those they read", () => {
  const model = modelWith({ attributes: { a: { is: "b + 1" }, b: { is: "c + z" }, c: { is: 2 }, z: { start: 1 } } });
  assert.equal(
    kindOf(model, "T").attributes.map(({ index }) => model.attributes[index].name),
    ["z", "c", "b", "a"],
  );
});

test("an attribute prints in its own unit", () => {
  const model = modelWith({ attributes: { level: { unit: "nM", start: "2 nM", "on-enter": "1 pM" } } });
  const { scale, unit } = model.attributes[0];
  near(evaluate(kindOf(model, "T").start[0].value.a) * scale, 2);
  assert.is(unit, "nM");
});

test("division has a rate, or drawn times with all that goes with them", () => {
  const hazard = kindOf(
    modelWith({ attributes: { x: {} }, divide: { rate: "1 /hour", requires: "x > 2", limit: 5 } }),
    "T",
  ).hazards[0].rate;
  const at = (x: number, generation: number): number =>
    evaluate(hazard, [], ({ signal }) => (signal === "generation" ? generation : x)) * hour;
  assert.equal([at(3, 4), at(3, 5), at(2, 0)], [1, 0, 0]);
  const divide = {
    first: "10 hour + lognormal(30 hour, 1.2)",
    later: "gamma(16 hour, 0.2)",
    shared: "family",
    requires: "x > 2",
    otherwise: "stops",
    limit: "x",
  };
  const { clocks, hazards } = kindOf(modelWith({ attributes: { x: {} }, divide }), "T");
  assert.is(hazards.length, 0);
  const [{ event, first, later, shared, otherwise }] = clocks;
  assert.equal([event, shared, otherwise], ["divide", "family", "stops"]);
  assert.equal(
    [first.shape, first.a, first.b, first.shift].map((part) => (typeof part === "string" ? part : evaluate(part))),
    ["lognormal", 108_000, 1.2, 36_000],
  );
  assert.equal([later.shape, evaluate(later.a), evaluate(later.b)], ["gamma", 57_600, 0.2]);
});

test("fates of one rate share it, and rest takes what is left", () => {
  const states = {
    a: { "one-of": [{ rate: "10 /hour", among: { b: 0.3, c: "x / 100", e: "rest" } }] },
    b: {},
    c: {},
    e: {},
  };
  const model = modelWith({ attributes: { x: {} }, start: "a", states });
  const rates = kindOf(model, "T a").hazards.map(({ to, rate }) => [
    model.kinds[to].state,
    Math.round(evaluate(rate, [], () => 20) * hour * 1e9) / 1e9,
  ]);
  assert.equal(rates, [
    ["b", 3],
    ["c", 2],
    ["e", 5],
  ]);
});

test("a cell becomes a state of its own type, or another type", () => {
  const cells = {
    T: { diameter: "7 um", start: "a", states: { a: { become: { b: "1 /hour", "U.x": { after: "2 hour" } } }, b: {} } },
    U: { diameter: "7 um", start: "x", states: { x: {}, y: {} } },
  };
  const model = modelFor(experimentOf(dish({ cells })));
  const { hazards, clocks } = kindOf(model, "T a");
  assert.equal([model.kinds[hazards[0].to].name, model.kinds[clocks[0].to].name], ["T b", "U x"]);
});

test("capture is stated, or a part of what diffusion brings, or what is slower of both", () => {
  const diameter = "lognormal(54 nm, 1.2)";
  const clearance = (capture: Record<string, unknown>): number =>
    evaluate(
      kindOf(modelWith({ capture: { EXO: capture } }, { vesicles: { EXO: { diameter } } }), "T").captures[0].clearance,
    );
  const kT = 1.380649e-23 * 310.15; // J
  const diffusion = kT / (3 * Math.PI * 0.94e-3 * 54e-9); // m²/s
  const limit = 4 * Math.PI * diffusion * 3.5e-6 * 1e18; // µm³/s
  near(clearance({ efficiency: 1 }), limit);
  near(clearance({ efficiency: "10 %" }), limit / 10);
  near(clearance({ clearance: "100 um^3/s" }), 100);
  near(clearance({ clearance: "100 um^3/s", efficiency: 1 }), 1 / (1 / 100 + 1 / limit));
});

test("capture enters at once unless a rate stands there", () => {
  const captured = (capture: unknown) => kindOf(modelWith({ capture: { EXO: capture } }), "T").captures[0];
  assert.is(evaluate(captured("1e-8 mL/hour").entry), Number.POSITIVE_INFINITY);
  near(evaluate(captured({ clearance: "1e-8 mL/hour", enters: "4 /hour", sites: 100 }).entry), 4 / hour);
  assert.is(evaluate(captured({ clearance: "1e-8 mL/hour", sites: 100 }).sites!), 100);
});

test("release is steady, in batches, or by bodies, and stamps cargo", () => {
  const manner = (release: unknown) =>
    kindOf(modelWith({ attributes: { x: {} }, release: { EXO: release } }), "T").releases[0];
  assert.is(manner("100 /hour").manner, "steady");
  const batch = manner({ batch: { size: 30, rate: "3 /hour" }, stamp: { prime: "2 * x" } });
  assert.equal([batch.manner, evaluate(batch.size), evaluate(batch.stamps[0].copies, [], () => 4)], ["batch", 30, 8]);
  const bodies = manner({ bodies: { form: "2 /hour", size: 20, fusion: "1 /hour", degradation: "3 /hour" } });
  assert.equal(
    [bodies.rate, bodies.size, bodies.fusion, bodies.degradation].map((part) => Math.round(evaluate(part) * hour)),
    [2, 20 * hour, 1, 3],
  );
});

test("consumption saturates, or clears", () => {
  const of = (consume: unknown) => kindOf(modelWith({ consume: { IL2: consume } }), "T").consumptions[0];
  const saturating = of({ maximum: "0.3 /s", "half-max": "50 U/mL" });
  assert.is(evaluate(saturating.maximum), 0.3);
  assert.ok(evaluate(saturating.halfMax) > 190 * picomolar);
  const clearing = of("36 um^3/hour");
  assert.equal([evaluate(clearing.maximum), evaluate(clearing.halfMax)], [0.01, 0]);
});

test("an enzyme on vesicles turns a factor over by Michaelis and Menten", () => {
  const more = {
    factors: { AMP: {}, ADO: {} },
    cargo: { CD73: { face: "surface" } },
    vesicles: { EXO: { diameter: "50 nm", cargo: { CD73: 50 } }, bald: { diameter: "50 nm" } },
    reactions: {
      hydrolysis: {
        from: ["AMP"],
        to: ["ADO"],
        "catalysed-by": { cargo: "CD73", maximum: "10 /s", "half-max": "5 nM" },
      },
    },
  };
  const { reactions } = modelWith({}, more);
  const rate = evaluate(reactions[0].rate, [], ({ signal }) => (signal === "factor" ? 15_000 * picomolar : 0.02));
  near(rate, (10 * 50 * 0.02) / (20_000 * picomolar));
});

test("a reaction runs back as a reaction of its own", () => {
  const { reactions } = modelWith(
    {},
    {
      factors: { A: {}, B: {}, AB: {} },
      reactions: { bind: { from: ["A", "B"], to: ["AB"], rate: "1e5 /M/s", back: "0.01 /s" } },
    },
  );
  assert.equal(
    reactions.map(({ name, from, to }) => [name, from.length, to.length]),
    [
      ["bind", 2, 1],
      ["bind back", 1, 2],
    ],
  );
});

test("powers that cannot run yet are told with their lines", () => {
  const wakes = {
    id: "wakes",
    of: "T",
    behaviour: "divide",
    signal: { "for-each-bound-vesicle": { all: [{ cargo: "FasL", "half-max": 3 }] } },
    direction: "increases",
    to: "0.05 /hour",
    "half-max": 20,
    source: "assumed",
  };
  const { notYet } = experimentOf(
    dish({
      cargo: { FasL: { face: "surface" } },
      vesicles: { EXO: { diameter: "54 nm", source: "assumed" } },
      cells: { T: { diameter: "7 um", release: { EXO: { rate: "1 /hour", stamp: { FasL: 5 } } }, source: "assumed" } },
      rules: [wakes],
    }),
  );
  assert.equal(
    notYet.map(({ what }) => what),
    ["co-display on one vesicle of cargo that its producer stamps"],
  );
  assert.ok(notYet.every(({ line }) => line >= 1));
});

test.run();
