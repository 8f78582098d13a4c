/** Contact that is weighted and matched, and what cells show to others, from text to model. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Expression, Model, Signal } from "../../src/model.ts";
import { dish, evaluate, experimentOf, issuesOf, kindOf, modelFor, spoken } from "./dish.ts";

const hour = 3600;
type Text = Record<string, unknown>;

const cargo = { antigen: { face: "lumen" }, pMHC: { face: "surface" } };
const vesicles = {
  HA: { diameter: "80 nm", cargo: { antigen: 10 }, tags: { peptide: "HA" }, source: "assumed" },
  OVA: {
    diameter: "80 nm",
    cargo: { antigen: 10, pMHC: 2 },
    tags: { peptide: "OVA", haplotype: "b" },
    source: "assumed",
  },
};
const presenting = {
  diameter: "15 um",
  tags: { haplotype: "k" },
  capture: { HA: "1e-8 mL/hour", OVA: "1e-8 mL/hour" },
  acquire: { HA: { share: "2 %", process: "0.2 /hour" }, OVA: { share: "5 %", process: "0.1 /hour", dressed: "30 %" } },
  present: { antigen: { on: "MHC", "half-life": "20 hour" }, pMHC: {} },
  attributes: { level: { start: 1 }, size: { unit: "copies", start: 3 }, worked: { is: "2 * level" } },
  source: "assumed",
};
const rule = (signal: unknown, parts: Text = {}): Text => ({
  id: "felt",
  of: "T",
  behaviour: "die",
  signal,
  direction: "increases",
  to: "1 /hour",
  "half-max": "1e6 /mL",
  source: "assumed",
  ...parts,
});
const T = { diameter: "7 um", tags: { TCR: "OVA", restriction: ["b", "q"] }, source: "assumed" };
const text = (rules: readonly Text[], cells: Text = {}, more: Text = {}): string =>
  dish({ cargo, vesicles, cells: { DC: presenting, T, ...cells }, rules, ...more });
const modelWith = (rules: readonly Text[], cells: Text = {}, more: Text = {}): Model =>
  modelFor(experimentOf(text(rules, cells, more)));
const faults = (rules: readonly Text[], cells: Text = {}, more: Text = {}): string =>
  issuesOf(text(rules, cells, more))
    .map(spoken)
    .join("\n");

/** The signals in the hazard of death of T. */
function signalsOf(model: Model): Signal[] {
  const found: Signal[] = [];
  const walk = (expression: Expression): void => {
    if (expression.kind === "read") found.push(expression.of);
    else for (const part of Object.values(expression)) if (typeof part === "object") [part].flat().forEach(walk);
  };
  for (const { rate } of kindOf(model, "T").hazards) walk(rate);
  return found;
}

/** What one neighbour of each kind counts for, by its own readings. */
function weightsOf(model: Model, read: (signal: Signal) => number): Record<string, number> {
  const [signal] = signalsOf(model);
  if (signal?.signal !== "contact") return {};
  return Object.fromEntries(
    signal.weights.map(({ kind, of }) => [model.kinds[kind].name, evaluate(of, model.parameters, read)]),
  );
}

test("contact is weighted by a number or a formula of the neighbour, and the half-max is that in a volume", () => {
  const byLevel = modelWith([rule({ "contact-with": "DC", "weighted-by": "level" })]);
  assert.equal(
    weightsOf(byLevel, () => 7),
    { DC: 7 },
  );
  const byFormula = modelWith([rule({ "contact-with": "DC", "weighted-by": "level * size / (1 + level)" })]);
  assert.equal(
    weightsOf(byFormula, (signal) =>
      signal.signal === "attribute" && byFormula.attributes[signal.index].name === "size" ? 8 : 1,
    ),
    { DC: 4 },
  );
  const density = 3e-6; // 1/µm³
  const rate = evaluate(kindOf(byLevel, "T").hazards[0].rate, [], () => density) * hour;
  assert.ok(Math.abs(rate - 0.75) < 1e-12, String(rate));
});

test("each kind of neighbour is weighted, and a kind that counts for nothing is left out", () => {
  const states = { start: "on", states: { on: {}, off: { attributes: { level: { is: 0 } } } }, diameter: "9 um" };
  const NK = { ...states, attributes: { level: { start: 2 } }, source: "assumed" };
  const model = modelWith([rule({ "contact-with": "NK", "weighted-by": "level" })], { NK });
  assert.equal(
    weightsOf(model, () => 5),
    { "NK off": 5, "NK on": 5 },
  );
  assert.equal(signalsOf(modelWith([rule({ "contact-with": "NK", "weighted-by": 0 })], { NK })), []);
});

test("without tags in common there is no contact; with them there is as much as without `matching`", () => {
  const matching = (tag: string) => ({ matching: { restriction: tag } });
  const b = { diameter: "9 um", tags: { haplotype: "b" }, source: "assumed" };
  const k = { diameter: "9 um", tags: { haplotype: "k" }, source: "assumed" };
  const mixtures = { both: { B: "50 %", K: "50 %" } };
  const all = modelWith([rule({ "contact-with": "both" })], { B: b, K: k }, { mixtures });
  const some = modelWith([rule({ "contact-with": "both" }, matching("haplotype"))], { B: b, K: k }, { mixtures });
  const kinds = (model: Model): string[] =>
    signalsOf(model).flatMap((signal) =>
      signal.signal === "cells" ? signal.kinds.map((kind) => model.kinds[kind].name) : [],
    );
  assert.equal(kinds(all), ["B", "K"]);
  assert.equal(kinds(some), ["B"]);
  const none = modelWith([rule({ "contact-with": "K" }, matching("haplotype"))], { K: k });
  assert.equal(kinds(none), []);
  const attributes = { level: { start: 1 } };
  const weighed = { B: { ...b, attributes }, K: { ...k, attributes } };
  const by = { "contact-with": "both", "weighted-by": "level" };
  assert.equal(
    weightsOf(modelWith([rule(by)], weighed, { mixtures }), () => 4),
    { B: 4, K: 4 },
  );
  assert.equal(
    weightsOf(modelWith([rule(by, matching("haplotype"))], weighed, { mixtures }), () => 4),
    { B: 4 },
  );
});

test("what is shown matches by the vesicle it came on; after processing the neighbour's own tags come first", () => {
  const read = (signal: Signal): number => {
    if (signal.signal === "shown")
      return signal.species === 0 ? 1 : signal.way === "processed" ? 10 : signal.index === 1 ? 100 : 0;
    return signal.signal === "surface" ? (signal.species === 1 ? 1000 : Number.NaN) : Number.NaN;
  };
  const by = "shown:antigen + shown:pMHC + surface:pMHC";
  const weigh = (matching?: Text): number | undefined =>
    weightsOf(modelWith([rule({ "contact-with": "DC", "weighted-by": by }, matching ? { matching } : {})]), (signal) =>
      signal.signal === "surface" ? 1000 : read(signal),
    ).DC;
  // antigen processed from HA (1) and OVA (10), pMHC of OVA processed (10) and as it is (100), on bound vesicles (1000)
  assert.is(weigh(), 1121);
  assert.is(weigh({ TCR: "peptide" }), 1120);
  assert.is(weigh({ restriction: "haplotype" }), 1100); // the cell presents on k, the vesicle brought b
  assert.is(weigh({ TCR: "peptide", restriction: "haplotype" }), 1100);
});

test("acquisition and display are read into base units, and a state can do without", () => {
  const states = {
    fresh: {},
    spent: { acquire: { HA: "none", OVA: "none" }, present: { antigen: "none", pMHC: "none" } },
  };
  const model = modelWith([], { DC: { ...presenting, start: "fresh", states } });
  const fresh = kindOf(model, "DC fresh");
  const [ofHA, ofOVA] = fresh.captures.map(({ acquires }) => acquires!);
  assert.equal([evaluate(ofHA.share), evaluate(ofHA.dressed), evaluate(ofHA.process) * hour], [0.02, 0, 0.2]);
  assert.equal([evaluate(ofOVA.share), evaluate(ofOVA.dressed)], [0.05, 0.3]);
  assert.equal(
    fresh.shows.map(({ cargo: shown, loss }) => [
      model.cargo[shown].name,
      Number((evaluate(loss) * 20 * hour).toFixed(12)),
    ]),
    [
      ["antigen", Number(Math.LN2.toFixed(12))],
      ["pMHC", 0],
    ],
  );
  const spent = kindOf(model, "DC spent");
  assert.equal(spent.shows, []);
  assert.ok(spent.captures.every(({ acquires }) => acquires === undefined));
});

test("every entry of `requires` can read what a rule can read, and all must respond", () => {
  const model = modelWith(
    [
      rule("a", {
        "half-max": 2,
        requires: [
          { signal: "b", "half-max": 3, power: 2 },
          { signal: { "contact-with": "DC", "weighted-by": "level" }, "half-max": "1e6 /mL" },
          { signal: { "for-each-bound-vesicle": { all: [{ cargo: "pMHC", "half-max": 2 }] } }, "half-max": 5 },
        ],
      }),
    ],
    { T: { ...T, attributes: { a: {}, b: {} }, capture: { OVA: { clearance: "1e-8 mL/hour", enters: "1 /hour" } } } },
  );
  const rate = (a: number, b: number, contact: number, bound: number): number =>
    evaluate(kindOf(model, "T").hazards[0].rate, [], (signal) => {
      if (signal.signal === "attribute") return model.attributes[signal.index].name === "a" ? a : b;
      return signal.signal === "contact" ? contact * 1e-6 : bound;
    }) * hour;
  const hill = (x: number, half: number, power = 1): number => x ** power / (half ** power + x ** power);
  for (const [a, b, contact, bound] of [
    [2, 3, 1, 10],
    [1, 5, 0.3, 2],
    [7, 0.5, 4, 100],
  ]) {
    const expected = hill(a, 2) * hill(b, 3, 2) * hill(contact, 1) * hill(bound / 2, 5);
    assert.ok(
      Math.abs(rate(a, b, contact, bound) - expected) < 1e-12,
      `${rate(a, b, contact, bound)} is not ${expected}`,
    );
  }
  for (const zero of [0, 1, 2, 3]) {
    const readings = [9, 9, 9, 9].map((value, at) => (at === zero ? 0 : value));
    assert.is(rate(...(readings as [number, number, number, number])), 0);
  }
});

test("what is wrong with contact is said with its place and remedy", () => {
  const cases: readonly [Text, RegExp][] = [
    [rule({ "contact-with": "DCs" }), /contact-with is "DCs": there are no such cells.*DC/],
    [rule({ "contact-with": "DC", "weighted-by": "levl" }), /weighted-by.*"levl".*level/],
    [rule({ "contact-with": "T", "weighted-by": "level" }), /weighted-by.*reads level, which T does not carry/],
    [
      rule({ "contact-with": "T", "weighted-by": "shown:antigen" }),
      /reads shown:antigen, which T never shows.*present.*acquire/,
    ],
    [rule({ "contact-with": "DC", "weighted-by": "level" }, { "half-max": "5 pM*hour" }), /half-max/],
    [rule({ "contact-with": "DC", "weighted-by": "level" }, { "half-max": 5 }), /half-max.*no unit/],
    [
      rule({ "contact-with": "DC" }, { matching: { TCR: "peptid" } }),
      /matching reads the tag "peptid", which no cell or vesicle carries.*peptide/,
    ],
  ];
  for (const [wrong, message] of cases) assert.match(faults([wrong]), message);
});

test("a bare name that can be shown is ambiguous in these ways too", () => {
  assert.match(
    faults([rule("antigen")]),
    /reads "antigen", which does not say what of it is meant \(write surface:antigen, payload:antigen, acquired:antigen, shown:antigen\)/,
  );
});

test("a number worked out from contact cannot count in contact; one that follows can", () => {
  const felt = (attribute: Text) =>
    [
      rule({ "contact-with": "T", "weighted-by": "heard" }, { behaviour: "attribute heard", to: 2 }),
      { T: { ...T, attributes: { heard: attribute } } },
    ] as const;
  assert.match(
    faults([felt({})[0]], felt({ is: 1 })[1]),
    /cells\.T\.attributes\.heard\.is is worked out from contact, and counts in contact.*toward/,
  );
  assert.is(faults([felt({})[0]], felt({ start: 1, toward: 1, rate: "0.1 /hour" })[1]), "");
});

test("what is wrong with what cells acquire and show is said with its place and remedy", () => {
  const cases: readonly [Text, RegExp][] = [
    [{ acquire: { HAA: { share: 1, process: "1 /hour" } } }, /acquire\.HAA is no vesicle species.*HA/],
    [{ present: { antgen: {} } }, /present\.antgen is no cargo.*antigen/],
    [{ capture: { HA: "1e-8 mL/hour" } }, /acquire\.OVA is acquired, but these cells do not capture it.*capture/],
    [{ present: {} }, /acquire\.HA carries nothing that these cells show.*present/],
    [{ acquire: {} }, /present\.antigen is shown, but no vesicle brings it.*acquire/],
    [{ acquire: { OVA: { share: "5 %" } } }, /acquire\.OVA has `share` without `process`/],
    [
      { acquire: { OVA: { process: "1 /hour", dressed: "5 %" } } },
      /acquire\.OVA has `share` without `process`, or `process` without `share`/,
    ],
    [{ acquire: { OVA: {} } }, /acquire\.OVA acquires nothing/],
    [
      { acquire: { OVA: { share: "70 %", process: "1 /hour", dressed: "40 %" } } },
      /acquire\.OVA has shares of more than 100 % together/,
    ],
    [
      { acquire: { HA: { dressed: "40 %" } }, present: { antigen: {} } },
      /acquire\.HA\.dressed is of cargo on the outer face, and antigen lies in the lumen/,
    ],
    [{ acquire: { OVA: { share: "170 %", process: "1 /hour" } } }, /acquire\.OVA\.share.*share from 0 to 1/],
  ];
  for (const [parts, message] of cases) assert.match(faults([], { DC: { ...presenting, ...parts } }), message);
});

test.run();
