/** All that can be wrong with a file: each fault with its place, its words and its remedy, and all faults at once. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readScenario } from "../../src/scenario/read.ts";
import { dish, experimentOf, filesWith, issuesOf, spoken } from "./dish.ts";

const manyFaults = `title: All of it
colour: blue
time: { from: 0 day, to: 2 day, step: 5, record: 1 hour }
parameters:
  uptake: { value: 1e-8 mL/day, range: [1e-9 mL, 1e-7 mL/hour], source: "table:exo.uptake.kk" }
  loop_a: { value: loop_b + 1, source: assumed }
  loop_b: { value: 2 * loop_a, source: assumed }
factors:
  IL2: { diffusion: 100 um^2/s, loss: -0.02 /hour, source: assumed }
vesicles:
  EXO: { diameter: "lognormal(45 nm, 0.5)", relase: 1, source: assumed }
cargo: {}
cells:
  CD8:
    diameter: 7 um
    source: assumed
    start: restin
    states:
      resting: { become: { activatd: 0.1 /hour } }
      activated: { consume: { IL2: { maximum: 1 /s, half-max: 50 U/mL } } }
rules:
  - { id: r, of: CD8 resting, behaviour: become activated, signal: IL2, direction: increases, to: 1 /hour, half-max: 1 pM, source: assumed }
  - { id: s, of: CD8 resting, behaviour: becom activated, signal: "free:IL2", direction: increase, to: 1 /hour, half-max: 5 um, source: assumed }
cultures:
  well: { volume: 200 um, mixing: stirred, seed: { CD4: 1e6 /mL } }
protocol:
  - { at: 3 day, in: well, add: { IL2: 1 nM } }
  - { at: 1 day, in: wel, add: { IL-2: 1 nM } }
  - { at: 1 day, in: well, dose: exosomes, amount: 1e9 /mL }
arms:
  medium: { set: { uptake: fast } }
  Medium: { without: ["rule:t"] }
`;

/** Line, column and words of every fault above, in their order. */
const expected: readonly (readonly [place: string, text: RegExp, hint: RegExp])[] = [
  ["2:1", /^colour is not a key here/, /there are|did you mean/],
  ["3:39", /^time\.step is 5, which has no unit/, /a time is needed, such as "10 min"/],
  ["5:41", /^parameters\.uptake\.range\[0\] is "1e-9 mL", which is a volume/, /a volume per time/],
  [
    "5:73",
    /^parameters\.uptake\.source is "table:exo\.uptake\.kk": the parameter table has no such row/,
    /exo\.uptake\.k/,
  ],
  ["7:20", /goes round in a circle: loop_a → loop_b → loop_a/, /give one of them a number/],
  ["9:39", /^factors\.IL2\.loss is negative/, /a rate of 0 or more/],
  [
    "11:20",
    /diameter is "lognormal\(45 nm, 0\.5\)", which has a geometric standard deviation below 1/,
    /lognormal\(median/,
  ],
  ["11:45", /^vesicles\.EXO\.relase is not a key here/, /there are/],
  ["17:12", /^cells\.CD8\.start is "restin"|start/, /resting/],
  ["19:28", /activatd is no state of CD8/, /did you mean "activated"/],
  ["20:63", /half-max is "50 U\/mL", which is an activity in a volume/, /molar-mass and activity/],
  ["22:68", /^rules\[0\]\.signal reads "IL2", which does not say/, /write free:IL2/],
  ["23:42", /^rules\[1\]\.behaviour is "becom activated", which is no behaviour/, /did you mean "become"/],
  ["23:90", /^rules\[1\]\.direction is "increase"/, /did you mean "increases"/],
  ["25:19", /^cultures\.well\.volume is "200 um", which is a length/, /a volume is needed, such as "200 uL"/],
  ["25:52", /CD4 names no cells/, /CD8/],
  ["27:11", /is "3 day", which is outside the time/, /0 day to 2 day/],
  ["28:22", /^protocol\[1\]\.in is "wel": there is no such culture/, /did you mean "well"/],
  ["29:34", /is "exosomes": there is no such preparation/, /./],
  ["31:28", /^arms\.medium\.set\.uptake is "fast", which/, /./],
  ["32:3", /differs from arm medium in capitals/, /another name/],
  ["32:23", /is "rule:t", which does not exist/, /./],
];

test("readScenario() tells every fault of a file at once, each at its place", () => {
  const issues = issuesOf(manyFaults);
  const said = issues.map(spoken).join("\n");
  for (const [place, text, hint] of expected) {
    const found = issues.find((issue) => `${issue.line}:${issue.column}` === place && text.test(issue.text));
    assert.ok(found, `nothing at ${place} says ${text}; said:\n${said}`);
    assert.match(found.hint, hint, spoken(found));
  }
});

test("readScenario() tells the same places whatever the line ends and the byte order mark", () => {
  const places = issuesOf(manyFaults).map(spoken);
  assert.equal(issuesOf(`\uFEFF${manyFaults.replaceAll("\n", "\r\n")}`).map(spoken), places);
  assert.match(issuesOf("\uFEFFcolour: blue\r\ntitle: a\r\n").map(spoken)[0], /:1:1 /);
});

test("readScenario() tells faults by line, and none twice", () => {
  const issues = issuesOf(manyFaults);
  for (const [index, issue] of issues.entries()) {
    const before = issues[index - 1];
    if (before)
      assert.ok(
        issue.line > before.line || (issue.line === before.line && issue.column >= before.column),
        spoken(issue),
      );
  }
  assert.is(new Set(issues.map(spoken)).size, issues.length);
});

test("readScenario() tells nothing that follows from another fault alone", () => {
  const said = issuesOf(manyFaults).map(spoken);
  const unexplained = said.filter(
    (each) =>
      !expected.some(([place, text]) => each.includes(`:${place} `) && text.test(each.slice(each.indexOf(" ") + 1))),
  );
  // each of these stands at a wrong part of its own
  const own = [
    /28:34 protocol\[1\]\.add\.IL-2 is not a name/,
    /23:123 rules\[1\]\.half-max is "5 um", which is a length/,
    /6:21 parameters\.loop_a/,
  ];
  assert.equal(
    unexplained.filter((each) => !own.some((one) => one.test(each))),
    [],
  );
});

test("readScenario() reads a right file without a fault", () => {
  assert.equal(issuesOf(dish()).map(spoken), []);
});

/** A part of a right file made wrong, and what is said. */
const faults: readonly (readonly [claim: string, parts: Record<string, unknown>, says: RegExp])[] = [
  ["a newer language", { language: 2 }, /language is 2, which is newer .*this version reads language 1/],
  ["an empty title", { title: "" }, /title is empty/],
  ["no arm", { arms: {} }, /arms has no arm/],
  ["an unknown key with the nearest right one", { cultres: {} }, /cultres is not a key here .*did you mean "cultures"/],
  [
    "a time that ends before it begins",
    { time: { from: "2 day", to: "1 day", step: "1 hour", record: "1 hour" } },
    /time\.to is "1 day", which is not after 2 day/,
  ],
  [
    "a step of no length",
    { time: { from: "0 day", to: "1 day", step: "0 hour", record: "1 hour" } },
    /time\.step is not above 0/,
  ],
  [
    "more records than can be kept",
    { time: { from: "0 day", to: "100 day", step: "1 hour", record: "1 s" } },
    /time\.record makes \d+ records/,
  ],
  [
    "a record outside",
    { time: { from: "0 day", to: "1 day", step: "1 hour", record: ["2 day"] } },
    /time\.record\[0\] is outside/,
  ],
  ["a source that the table lacks", { factors: { IL2: { source: "table:il2.loss" } } }, /no such row/],
  [
    "a parameter whose row has another dimension",
    { parameters: { k: { value: "1 hour", source: "table:exo.uptake.k" } } },
    /parameters\.k\.source is "table:exo\.uptake\.k", which is a volume per time/,
  ],
  ["a parameter without a source", { parameters: { k: { value: "1 hour" } } }, /parameters\.k has no `source`/],
  [
    "a unit of no factor",
    { parameters: { k: { value: "50 U/mL", source: "assumed" } } },
    /is an activity in a volume of no factor .*of: FACTOR/,
  ],
  [
    "a distribution with a wrong number of values",
    { vesicles: { EXO: { diameter: "normal(50 nm)" } } },
    /gives normal 1 values .*normal\(mean, standard deviation\)/,
  ],
  [
    "a distribution with values of the wrong kind",
    { vesicles: { EXO: { diameter: "lognormal(50 nm, 1 nm)" } } },
    /a plain number is needed there/,
  ],
  [
    "a distribution in a formula",
    { vesicles: { EXO: { diameter: "2 * normal(50 nm, 1 nm)" } } },
    /mixes a distribution into a formula/,
  ],
  [
    "an interval that ends before it begins",
    { vesicles: { EXO: { diameter: "uniform(50 nm, 40 nm)" } } },
    /ends .* before it begins/,
  ],
  ["a negative spread", { vesicles: { EXO: { diameter: "normal(50 nm, -1 nm)" } } }, /negative standard deviation/],
  ["a mixture that is not the whole", { mixtures: { CD3: { T: "60 %" } } }, /mixtures\.CD3 sums to 0\.6/],
  ["a share above 1", { mixtures: { CD3: { T: "160 %" } } }, /a share from 0 to 1/],
  ["a mixture of mixtures", { mixtures: { A: { T: 1 }, B: { A: 1 } } }, /is a mixture itself/],
  ["a culture without a volume", { cultures: { well: { mixing: "stirred" } } }, /cultures\.well has no `volume`/],
  ["a volume of 0", { cultures: { well: { volume: "0 mL", mixing: "stirred" } } }, /volume is 0/],
  ["mixing that is neither", { cultures: { well: { volume: "1 mL", mixing: "stird" } } }, /did you mean "stirred"/],
  [
    "loss said twice",
    { factors: { IL2: { loss: "1 /hour", "half-life": "1 hour", source: "assumed" } } },
    /both loss and half-life/,
  ],
  [
    "a reaction of unknown factors",
    { reactions: { r: { from: ["IL3"], to: [], rate: "1 /hour" } } },
    /"IL3": there is no such factor .*did you mean "IL2"/,
  ],
  [
    "a reaction at a rate of the wrong order",
    { reactions: { r: { from: ["IL2", "IL2"], to: [], rate: "1 /hour" } } },
    /a rate of a reaction of two/,
  ],
  [
    "a cargo where a factor is meant",
    { protocol: [{ at: "0 hour", add: { prime: "1 nM" } }] },
    /prime is no factor .*prime is a cargo/,
  ],
  ["a species like none", { vesicles: { A: { like: "B" } } }, /like is "B", which is not in vesicles/],
  [
    "species like each other",
    { vesicles: { A: { like: "B" }, B: { like: "A" } } },
    /goes round in a circle: A → B → A|B → A → B/,
  ],
  [
    "an attribute driven twice",
    { cells: { T: { diameter: "7 um", attributes: { x: { is: 1, gain: "1 /hour" } } } } },
    /driven in more than one way/,
  ],
  [
    "an attribute that goes nowhere",
    { cells: { T: { diameter: "7 um", attributes: { x: { toward: 1 } } } } },
    /toward a value without a rate/,
  ],
  [
    "attributes that need each other",
    { cells: { T: { diameter: "7 um", attributes: { x: { is: "y" }, y: { is: "x" } } } } },
    /goes round in a circle: x → y → x/,
  ],
  [
    "an attribute with two units",
    {
      cells: {
        A: { diameter: "7 um", attributes: { x: { unit: "pM" } } },
        B: { diameter: "7 um", attributes: { x: { unit: "nM" } } },
      },
    },
    /one attribute has one unit/,
  ],
  [
    "an attribute that the type lacks",
    { cells: { A: { diameter: "7 um", attributes: { x: {} } }, T: { diameter: "7 um", die: "x * 1 /hour" } } },
    /reads x, which T does not carry/,
  ],
  ["cells without a diameter", { cells: { T: {} } }, /has no `diameter`/],
  [
    "a type that does not say where it begins",
    { cells: { T: { diameter: "7 um", states: { a: {}, b: {} } } } },
    /in which state its cells begin .*a, b/,
  ],
  ["cells that are abstract", { cells: { T: { diameter: "7 um", abstract: true } } }, /names T, which is abstract/],
  [
    "division that says neither rate nor times",
    { cells: { T: { diameter: "7 um", divide: {} } } },
    /neither or both of when and how often/,
  ],
  [
    "two drawn times for one event",
    {
      cells: {
        T: {
          diameter: "7 um",
          start: "a",
          states: { a: { become: { b: { after: "1 hour" }, c: { after: "2 hour" } } }, b: {}, c: {} },
        },
      },
    },
    /a second drawn time to become/,
  ],
  [
    "fates that leave something over",
    {
      cells: {
        T: {
          diameter: "7 um",
          start: "a",
          states: { a: { "one-of": [{ rate: "1 /hour", among: { b: 0.5, c: 0.4 } }] }, b: {}, c: {} },
        },
      },
    },
    /is not seen to sum to 1/,
  ],
  [
    "a latch that does not hold",
    {
      cells: {
        T: {
          diameter: "7 um",
          start: "a",
          states: { a: { become: { b: { rate: "1 /hour", latches: true } } }, b: { become: { a: "1 /hour" } } },
        },
      },
    },
    /T b can become T a again/,
  ],
  [
    "capture that does not say how fast",
    { cells: { T: { diameter: "7 um", capture: { EXO: { detach: "1 /hour" } } } } },
    /does not say how fast/,
  ],
  [
    "consumption in half a form",
    { cells: { T: { diameter: "7 um", consume: { IL2: { maximum: "1 /s" } } } } },
    /neither or both of its forms/,
  ],
  [
    "release in two ways",
    { cells: { T: { diameter: "7 um", release: { EXO: { rate: "1 /hour", batch: { size: 3, rate: "1 /hour" } } } } } },
    /more than one thing/,
  ],
  ["a binding to nothing", { bindings: { b: { ligand: "IL2", kd: "1 pM" } } }, /binds to nothing/],
  [
    "a signal that nothing binds",
    { cells: { T: { diameter: "7 um", die: "bound:IL2 * 1 /hour" } } },
    /nothing binds IL2/,
  ],
  [
    "a signal that is read too wide",
    { factors: { IL2: { loss: "free:IL2 / (1 nM) * 1 /hour", source: "assumed" } } },
    /only parameters and conditions can be read here/,
  ],
  ["a line that does nothing", { protocol: [{ at: "1 hour" }] }, /does nothing/],
  [
    "a line without a place",
    {
      cultures: { a: { volume: "1 mL", mixing: "stirred" }, b: { volume: "1 mL", mixing: "stirred" } },
      protocol: [{ at: "1 hour", add: { IL2: "1 nM" } }],
    },
    /does not say where .*a, b/,
  ],
  [
    "a dose that is never taken",
    {
      protocol: [{ at: "1 hour", from: "well", take: "supernatant", as: "p" }],
      arms: { medium: {}, E: { do: [{ at: "1 hour", dose: "q", amount: "1 /mL" }] } },
    },
    /"q": there is no such preparation/,
  ],
  [
    "a dose before it is taken",
    {
      protocol: [
        { at: "2 hour", from: "well", take: "supernatant", as: "p" },
        { at: "1 hour", dose: "p", part: "10 %" },
      ],
    },
    /which is taken later/,
  ],
  [
    "a supernatant of an empty well",
    {
      cultures: { well: { volume: "1 mL", mixing: "stirred" } },
      protocol: [{ at: "2 hour", from: "well", take: "supernatant", as: "p" }],
    },
    /takes from well, which is empty by then/,
  ],
  [
    "a dose of protein without its vesicles",
    {
      protocol: [
        { at: "1 hour", from: "well", take: "supernatant", as: "p" },
        { at: "2 hour", dose: "p", amount: "10 ug/mL" },
      ],
    },
    /particles-per-mass/,
  ],
  [
    "a spin that does not say what is kept",
    {
      protocol: [
        { at: "1 hour", from: "well", take: "supernatant", as: "p", through: [{ spin: "300 xg", for: "10 min" }] },
      ],
    },
    /has no `keep`/,
  ],
  [
    "a pellet without its carry-over",
    {
      protocol: [
        {
          at: "1 hour",
          from: "well",
          take: "supernatant",
          as: "p",
          through: [{ spin: "300 xg", for: "10 min", keep: "pellet" }],
        },
      ],
    },
    /has no `carry-over`/,
  ],
  [
    "a carry-over without a source",
    {
      protocol: [
        {
          at: "1 hour",
          from: "well",
          take: "supernatant",
          as: "p",
          through: [{ spin: "300 xg", for: "10 min", keep: "pellet", "carry-over": "1 %" }],
        },
      ],
    },
    /carry-over without its `source`/,
  ],
  [
    "a block of no behaviour",
    { protocol: [{ at: "1 hour", block: "captur" }] },
    /which is no behaviour .*did you mean "capture"/,
  ],
  ["a block that is freed but never set", { protocol: [{ at: "1 hour", unblock: "die" }] }, /is never blocked/],
  ["an unknown condition", { protocol: [{ at: "1 hour", set: { heat: 1 } }] }, /heat is no condition/],
  [
    "a trigger that reads nothing",
    { protocol: [{ at: { when: "1 > 0" }, add: { IL2: "1 nM" } }] },
    /reads nothing of the culture/,
  ],
  [
    "a trigger that reads a cell",
    {
      cells: { T: { diameter: "7 um", attributes: { x: {} } } },
      protocol: [{ at: { when: "x > 0" }, add: { IL2: "1 nM" } }],
    },
    /same in the whole well/,
  ],
  ["arms like each other", { arms: { a: { like: "b" }, b: { like: "a" } } }, /goes round in a circle: a → b → a/],
  [
    "an arm that sets a negative rate",
    { parameters: { k: { value: "1 /hour", source: "assumed" } }, arms: { a: { set: { k: "-1 /hour" } } } },
    /is negative/,
  ],
  [
    "a claim that switches off what is not there",
    {
      claims: [
        {
          id: "x",
          says: "x",
          evidence: "S",
          holds: [{ value: "count T", of: "medium", at: "1 hour", above: 0 }],
          off: { without: ["rule:z"] },
        },
      ],
    },
    /"rule:z", which does not exist/,
  ],
  [
    "a claim with evidence of no kind",
    { claims: [{ id: "x", says: "x", evidence: "T", holds: [{ value: "count T", of: "medium", above: 0 }] }] },
    /claims\[0\]\.evidence is "T"/,
  ],
  ["a ratio of no cells", { observe: [{ ratio: ["T", "B"] }] }, /"B": there are no such cells/],
  ["a donor that varies nothing", { donors: { count: 3, vary: { k: "normal(1, 0.1)" } } }, /k is no parameter/],
  ["two rules of one id", { rules: [rule({}), rule({})] }, /"r" a second time/],
  [
    "rules that go to different levels",
    { rules: [rule({}), rule({ id: "s", to: "2 /hour" })] },
    /rules\[1\]\.to differs from that of r/,
  ],
  ["a rule on what is not there", { rules: [rule({ behaviour: "capture EXO" })] }, /which T has no rate of/],
  ["a half-max of 0", { rules: [rule({ "half-max": "0 pM" })] }, /half-max is not above 0/],
  [
    "a rule read as either that has no AND",
    { rules: [rule({})], arms: { a: { either: ["r"] } } },
    /cannot be read as either/,
  ],
  [
    "tags that nothing carries",
    { rules: [rule({ signal: "inside:EXO", "half-max": 1, matching: "TCR" })] },
    /reads the tag "TCR", which no cell carries/,
  ],
];

function rule(parts: Record<string, unknown>): Record<string, unknown> {
  return {
    id: "r",
    of: "T",
    behaviour: "die",
    signal: "free:IL2",
    direction: "increases",
    to: "1 /hour",
    "half-max": "10 pM",
    source: "assumed",
    ...parts,
  };
}

for (const [claim, parts, says] of faults) {
  test(`readScenario() refuses ${claim}`, () => {
    const issues = issuesOf(dish(parts));
    assert.ok(issues.length > 0, "nothing was said");
    assert.match(issues.map(spoken).join("\n"), says);
    for (const issue of issues) assert.ok(issue.line >= 1 && issue.column >= 1 && issue.hint !== "", spoken(issue));
  });
}

const texts: readonly (readonly [claim: string, text: string, says: RegExp])[] = [
  ["a text that is no scenario", "hello", /1:1 this is not a scenario/],
  ["an empty text", "", /1:1 this is not a scenario/],
  ["a key that stands twice", "title: a\ntitle: b\n", /2:1 this key stands here twice/],
  [
    "a number that is not finite",
    "title: a\nreplicates: .inf\n",
    /2:13 replicates is Infinity: a finite number is needed/,
  ],
  ["a number that is none", "title: a\nreplicates: .nan\n", /2:13 replicates is NaN/],
  ["a tab", "title: a\ntime:\n\tfrom: 1 s\n", /3:1 this line is indented with a tab/],
  ["a tag", "title: !!js/function a\n", /1:8 this has a tag/],
  ["a second document", "title: a\n---\ntitle: b\n", /a second document begins here/],
  ["an alias that stands for nothing", "title: *a\n", /title is \*a, which stands for nothing/],
  ["an alias inside itself", "title: a\narms: &x { b: *x }\n", /is \*x, inside what that stands for/],
  ["nesting without end", `title: ${"[".repeat(500_000)}`, /nested deeper than 40 levels/],
  ["levels without end", `title: ${"{a: ".repeat(60)}1${"}".repeat(60)}\n`, /nested deeper than 40 levels/],
  [
    "indentation without end",
    Array.from({ length: 300 }, (_, level) => `${" ".repeat(level)}a:`).join("\n"),
    /nested deeper than 40 levels/,
  ],
  ["a file without end", `title: ${"x".repeat(1_000_001)}`, /1000008 characters/],
  ["keys that are no words", "? [1, 2]\n: 3\ntitle: a\n", /has a key that is not a word/],
];

for (const [claim, text, says] of texts) {
  test(`readScenario() refuses ${claim}`, () => assert.match(issuesOf(text).map(spoken).join("\n"), says));
}

test("readScenario() does not let aliases grow", () => {
  const words = "bcdefghij".split("");
  const bomb = [
    "a: &a [x, x, x, x, x, x, x, x, x]",
    ...words.map((word, index) => `${word}: &${word} [${Array(9).fill(`*${"abcdefghi"[index]}`).join(", ")}]`),
  ];
  const started = process.hrtime.bigint();
  assert.match(issuesOf(bomb.join("\n")).map(spoken).join("\n"), /grows beyond what is read/);
  assert.ok(Number(process.hrtime.bigint() - started) < 5e9);
});

test("readScenario() takes hostile names for names", () => {
  const hostile = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "prototype"];
  for (const name of hostile) {
    const text = `{ "title": "t", "time": { "from": "0 s", "to": "1 hour", "step": "1 min", "record": "1 hour" },
      "parameters": { "${name}": { "value": "1 /hour", "source": "assumed" } },
      "factors": { "${name}": {} }, "cargo": { "${name}": { "face": "lumen" } },
      "vesicles": { "${name}": { "diameter": "50 nm", "cargo": { "${name}": 3 } } },
      "mixtures": { "all_${name}": { "${name}": 1 } },
      "cells": { "${name}": { "diameter": "7 um", "die": "parameter:${name} * (1 + payload:${name}) * (1 + free:other)",
        "secrete": { "${name}": "1 /s" }, "release": { "${name}": { "rate": "1 /hour", "stamp": { "${name}": 2 } } } } },
      "cultures": { "${name}": { "volume": "1 mL", "mixing": "stirred", "seed": { "all_${name}": "1e6 /mL" }, "medium": { "${name}": "1 nM" } } },
      "arms": { "${name}": { "set": { "${name}": "2 /hour" } } } }`;
    const issues = issuesOf(text).map(spoken);
    assert.is(issues.length, 1, `${name}: ${issues.join("\n")}`); // the one thing that is wrong
    assert.match(issues[0], /reads free:other/);
    assert.ok("experiment" in readScenario(text.replace(" * (1 + free:other)", ""), "dish.yaml", filesWith()), name);
  }
  assert.is(({} as Record<string, unknown>).value, undefined);
});

const warningsOf = (text: string): string[] =>
  experimentOf(text).warnings.map(({ text: said, hint }) => `${said} (${hint})`);

test("a step longer than the time between records is warned of, and one as long is not", () => {
  const warned = (time: object): string[] =>
    warningsOf(dish({ time: { from: "0 day", to: "2 day", ...time } })).filter((text) => /time\.step/.test(text));
  assert.match(
    warned({ step: "2 hour", record: "1 hour" }).join(),
    /^time\.step is 2 hour, longer than the time between records: .* \(a step of 1 hour or less, or fewer records\)$/,
  );
  assert.is(warned({ step: "61 min", record: { every: "1 hour", also: ["5 hour"] } }).length, 1);
  assert.equal(warned({ step: "60 min", record: "1 hour" }), []);
  assert.equal(warned({ step: "0.3 hour", record: { every: "18 min" } }), []);
  assert.equal(warned({ step: "6 hour", record: ["1 hour", "2 hour"] }), []); // single times cut single steps
});

test("a culture that may hold fewer cells than it begins with is warned of", () => {
  const warned = (most: string): string[] => {
    const well = { volume: "200 uL", mixing: "stirred", simulate: "100 cells", seed: { T: "1e6 /mL" } };
    return warningsOf(dish({ cultures: { well: { ...well, "at-most": most } } })).filter((text) =>
      /at-most/.test(text),
    );
  };
  assert.match(
    warned("99 cells").join(),
    /^cultures\.well\.at-most is "99 cells", fewer than the 100 cells that it begins with: .* \(100 cells or more/,
  );
  assert.equal(warned("100 cells"), []);
});

test("cells that do not fit into their culture are warned of, in the arm that seeds most", () => {
  const warned = (density: string, arm: object = {}): string[] => {
    const well = { volume: "200 uL", mixing: "stirred", simulate: "100 cells", seed: { T: density } };
    const parts = { parameters: { more: { value: "1e6 /mL", source: "assumed" } }, arms: { medium: {}, more: arm } };
    return warningsOf(dish({ cultures: { well }, ...parts })).filter((text) => /take up/.test(text));
  };
  // A cell of 7 µm has 179.6 µm³: 5.568e9 of them fill a mL.
  assert.equal(warned("5.5e9 /mL"), []);
  assert.match(
    warned("5.6e9 /mL").join(),
    /^cultures\.well\.seed puts in cells .* take up 1\.006 times .* \(seed fewer/,
  );
  const told = warned("more", { set: { more: "1e10 /mL" } });
  assert.is(told.length, 1);
  assert.match(told[0], /1\.796 times the volume of well/);
});

test("a factor is warned of above 100 g/L, once for a line that many arms share", () => {
  const warned = (amount: string): string[] =>
    warningsOf(
      dish({
        protocol: [{ at: "1 hour", add: { IL2: "dose" } }],
        parameters: { dose: { value: amount, of: "IL2", source: "assumed" } },
        arms: { medium: {}, other: {} },
      }),
    ).filter((text) => /g\/L/.test(text));
  assert.equal(warned("99 mg/mL"), []);
  assert.equal(warned("101 mg/mL").length, 1);
  assert.match(warned("101 mg/mL")[0], /^protocol\[0\]\.add\.IL2 makes 101 g\/L of IL2 .* \(look at the unit/);
});

test("a parameter of a factor whose unit cannot be one is told on its own line, and not where it is read", () => {
  const told = (value: string | number): string[] =>
    issuesOf(
      dish({
        parameters: { dose: { value, of: "IL2", source: "assumed" } },
        protocol: [{ at: "1 hour", add: { IL2: "dose" } }],
      }),
    ).map(({ text, hint }) => `${text} (${hint})`);
  for (const value of ["50 U/mL", "3 ng/mL", "195 pM"]) assert.equal(told(value), []);
  for (const [value, wrong] of [
    ["50 U/kg", /^parameters\.dose\.value is "50 U\/kg", which is units of activity for each mass \(.*50 U\/mL/],
    [50, /^parameters\.dose\.value is 50, which has no unit \(.*50 U\/mL/],
  ] as const) {
    assert.is(told(value).length, 1);
    assert.match(told(value)[0], wrong);
  }
});

test.run();
