/** What a scenario uses, and what `like` writes out: parts over parts, each with its own place. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { distance, nearest, suggestion } from "../../src/scenario/nearest.ts";
import { dish, evaluate, experimentOf, issuesOf, kindOf, modelFor, spoken } from "./dish.ts";

const library = `
factors:
  IL2: { molar-mass: 15.5 kDa, half-life: 10 hour, source: assumed }
cells:
  base: { abstract: true, diameter: 7 um, die: 0.1 /hour, attributes: { x: { start: 3, toward: 5, rate: 1 /hour } }, source: assumed }
  T: { like: base, tags: { TCR: OVA } }
rules:
  - { id: kept, of: T, behaviour: die, signal: "free:IL2", direction: decreases, to: 0 /hour, half-max: 10 pM, source: assumed }
  - { id: changed, of: T, behaviour: secrete IL2, signal: x, direction: increases, to: 1 /s, half-max: 1, source: assumed }
`;
const using = (parts: Record<string, unknown> = {}): string =>
  dish({ factors: {}, cells: {}, use: ["exoculture:t"], ...parts });
const own = { "exoculture:t": library };

test("readScenario() reads what a scenario uses as if it stood in it", () => {
  const model = modelFor(experimentOf(using(), own));
  assert.equal(
    model.factors.map(({ name }) => name),
    ["IL2"],
  );
  assert.is(evaluate(model.factors[0].loss), Math.LN2 / 36_000);
  assert.equal(
    model.kinds.map(({ name }) => name),
    ["T"],
  );
});

test("readScenario() writes a scenario over what it uses, key by key", () => {
  const parts = {
    factors: { IL2: { loss: "1 /hour" } },
    cells: { T: { diameter: "9 um", attributes: { x: { is: 2 } } } },
  };
  const model = modelFor(experimentOf(using(parts), own));
  assert.is(evaluate(model.factors[0].loss), 1 / 3600); // in place of the half-life, not beside it
  assert.is(model.factors[0].molarMass, 15.5);
  const kind = kindOf(model, "T");
  assert.is(kind.diameter, 9);
  assert.is(evaluate(kind.attributes[0].is!), 2); // in place of toward and rate
  assert.is(kind.hazards.length, 1);
});

test("readScenario() replaces a used rule of the same id and keeps the others", () => {
  const rule = {
    id: "changed",
    of: "T",
    behaviour: "die",
    signal: "x",
    direction: "increases",
    to: "2 /hour",
    "half-max": 1,
    source: "assumed",
  };
  const { document } = experimentOf(using({ rules: [rule] }), own);
  assert.equal(
    document.rules.map(({ id, behaviour }) => `${id}: ${behaviour}`),
    ["kept: die", "changed: die"],
  );
});

test("readScenario() tells faults of a used file at their place in it", () => {
  const wrong = { "exoculture:t": library.replace("toward: 5", "towards: 5").replace("0.1 /hour", "0.1 hour") };
  const issues = issuesOf(using(), wrong);
  assert.match(
    issues.map(spoken).join("\n"),
    /exoculture:t:5:\d+ cells\.\w+\.attributes\.x\.towards is not a key here \(did you mean "toward"\?\)/,
  );
  assert.match(issues.map(spoken).join("\n"), /exoculture:t:5:\d+ cells\.\w+\.die.* is "0\.1 hour", which is a time/);
});

const refused: readonly (readonly [used: string, says: RegExp])[] = [
  ["exoculture:nothing", /there is no such file/],
  ["nowhere.yaml", /there is no such file/],
  ["../outside.yaml", /it leaves the folder/],
  ["a/../../outside.yaml", /it leaves the folder/],
  ["/etc/passwd", /only a path below the folder/],
  ["C:\\\\secret.yaml", /only a path below the folder/],
  ["https://example.org/a.yaml", /only a path below the folder/],
  ["~/a.yaml", /only a path below the folder/],
  ["file:a.yaml", /only a path below the folder/],
  ["exoculture:../secret", /only a path below the folder/],
];
for (const [used, says] of refused) {
  test(`readScenario() refuses to use ${used}`, () => {
    const all = { "../outside.yaml": "{}", "/etc/passwd": "{}", "exoculture:../secret": "{}" };
    assert.match(
      issuesOf(dish({ use: [JSON.parse(`"${used}"`)] }), all)
        .map(spoken)
        .join("\n"),
      says,
    );
  });
}

test("readScenario() reads a path below the folder, however it is written", () => {
  const files = { "shared/cells.yaml": library };
  assert.equal(issuesOf(using({ use: ["./shared/x/../cells.yaml"] }), files).map(spoken), []);
});

test("readScenario() refuses files that use each other in a circle, and reads one used twice once", () => {
  const circle = { "a.yaml": "use: [b.yaml]\n", "b.yaml": "use: [a.yaml]\n" };
  assert.match(
    issuesOf(dish({ use: ["a.yaml"] }), circle)
      .map(spoken)
      .join("\n"),
    /in a circle: dish\.yaml → a\.yaml → b\.yaml → a\.yaml/,
  );
  const diamond = { "a.yaml": "use: [c.yaml]\n", "b.yaml": "use: [c.yaml]\n", "c.yaml": library };
  assert.equal(issuesOf(using({ use: ["a.yaml", "b.yaml"] }), diamond).map(spoken), []);
});

test("readScenario() takes definitions alone from a file that others use", () => {
  const doing = { "exoculture:t": `${library}\nprotocol: []\n` };
  assert.match(issuesOf(using(), doing).map(spoken).join("\n"), /protocol cannot stand in a file that others use/);
});

test("withLikes() gives a state what its type gives, and what the state it is like gives", () => {
  const cells = {
    base: {
      abstract: true,
      diameter: "7 um",
      die: "1 /hour",
      capture: { EXO: "1e-8 mL/hour" },
      attributes: { x: { start: 3 } },
    },
    T: {
      like: "base",
      start: "resting",
      states: {
        resting: { capture: { EXO: { clearance: "2e-8 mL/hour" } } },
        active: { like: "resting", diameter: "11 um", die: "none", secrete: { IL2: "1 /s" } },
      },
    },
  };
  const model = modelFor(experimentOf(dish({ cells })));
  const [active, resting] = [kindOf(model, "T active"), kindOf(model, "T resting")];
  assert.equal([resting.diameter, active.diameter], [7, 11]);
  assert.equal([resting.hazards.length, active.hazards.length], [1, 0]);
  for (const kind of [resting, active]) assert.is(evaluate(kind.captures[0].clearance), 2e4 / 3600);
  assert.equal([resting.secretions.length, active.secretions.length], [0, 1]);
  for (const kind of [resting, active]) assert.is(evaluate(kind.start[0].value.a), 3);
});

test("a species like another carries its cargo but for what it is without", () => {
  const vesicles = {
    EXO: { diameter: "50 nm", cargo: { prime: 5, CD63: 20 }, loss: "1 /hour" },
    bald: { like: "EXO", without: ["prime"], cargo: { CD63: 10 } },
  };
  const cargo = { prime: { face: "lumen" }, CD63: { face: "surface" } };
  const [EXO, bald] = modelFor(experimentOf(dish({ vesicles, cargo }))).vesicles;
  assert.equal(
    EXO.cargo.map(({ copies }) => evaluate(copies)),
    [20, 5],
  );
  assert.equal(
    bald.cargo.map(({ copies }) => evaluate(copies)),
    [10],
  );
  assert.is(evaluate(bald.loss), 1 / 3600);
});

test("distance() counts letters put in, left out, changed and swapped", () => {
  assert.equal(
    [distance("", "abc"), distance("relase", "release"), distance("recieve", "receive"), distance("kitten", "sitting")],
    [3, 1, 1, 3],
  );
});

test("nearest() takes the nearest word, the first by code unit of several, none that is far", () => {
  assert.is(nearest("becom", ["become", "decom"]), "become");
  assert.is(nearest("ab", ["az", "aa"]), "aa");
  assert.is(nearest("volume", ["share", "seed"]), undefined);
  assert.is(suggestion("x", []), "there is none here");
});

test.run();
