/**
 * Bad input, as a person meets it: a text, and the whole of what is said of it (line:column, words, remedy). One row for every fault
 * that the design promises to tell; test/scenario/faults.test.ts goes through the finer ones.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { actOut } from "../../src/engine/process/protocol.ts";
import { newSimulation, planOf, RunFault } from "../../src/engine/simulation.ts";
import { step } from "../../src/engine/step.ts";
import type { Experiment } from "../../src/scenario/experiment.ts";
import { modelOf } from "../../src/scenario/model.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { filesWith } from "./dish.ts";
import { millisecondsSince } from "./fuzz.ts";

/** A right file of fourteen lines; a row of the table replaces lines of it. */
const lines = `title: A dish
time: { from: 0 hour, to: 4 hour, step: 1 hour, record: 2 hour }
parameters: { speed: { value: 0.1 /hour, source: assumed } }
factors: { IL2: { molar-mass: 15.5 kDa, activity: 16.4 U/ng, loss: 0.02 /hour, source: assumed } }
cargo: { FasL: { face: surface } }
vesicles: { EXO: { diameter: "lognormal(45 nm, 1.2)", cargo: { FasL: 5 }, source: assumed } }
cells: { T: { diameter: 7 um, start: rest, states: { rest: {}, active: {} }, capture: { EXO: 1e-8 mL/hour }, source: assumed } }
rules:
  - { id: wakes, of: T rest, behaviour: become active, signal: inside:EXO, direction: increases, to: speed, half-max: 300, source: assumed }
cultures: { dish: { volume: 200 uL, mixing: stirred, simulate: 100 cells, seed: { T: 1e6 /mL } } }
protocol:
  - { at: 1 hour, in: dish, add: { IL2: 50 U/mL } }
arms: { medium: {} }
limit: { cells: 1000, vesicles: 1000 }`.split("\n");

/** The file with some of its lines replaced; a line may become several, or go (""). */
function dish(changes: Readonly<Record<number, string>>): string {
  return lines.map((line, index) => changes[index + 1] ?? line).join("\n");
}

const files = filesWith({
  "cells.yaml": "use: [more/cells.yaml]\n",
  "more/cells.yaml": "use: [cells.yaml]\n",
  "exoculture:il-2": "factors: { IL2: { loss: 1 /hour } }\n",
});

function said(text: string): string[] {
  const reading = readScenario(text, "dish.yaml", files);
  const issues = "issues" in reading ? reading.issues : [];
  return issues.map(
    ({ file, line, column, text: what, hint }) =>
      `${file === "dish.yaml" ? "" : `${file}:`}${line}:${column} ${what} (${hint})`,
  );
}

/** Claim, text, and everything that is said. */
const table: readonly (readonly [fault: string, text: string, says: readonly string[]])[] = [
  ["nothing, of a right file", dish({}), []],
  [
    "an unknown key, with the nearest",
    dish({ 1: "titel: A dish\ntitle: A dish" }),
    ['1:1 titel is not a key here (did you mean "title"?)'],
  ],
  [
    "an unknown key inside",
    dish({ 6: "vesicles: { EXO: { diametre: 45 nm, diameter: 45 nm, source: assumed } }" }),
    ['6:20 vesicles.EXO.diametre is not a key here (did you mean "diameter"?)'],
  ],
  [
    "a wrong unit",
    dish({ 10: "cultures: { dish: { volume: 200 um, mixing: stirred } }" }),
    ['10:29 cultures.dish.volume is "200 um", which is a length (a volume is needed, such as "200 uL")'],
  ],
  [
    "a missing unit",
    dish({ 2: "time: { from: 0 hour, to: 4 hour, step: 1, record: 2 hour }" }),
    ['2:41 time.step is 1, which has no unit (a time is needed, such as "10 min")'],
  ],
  [
    "a unit that is none",
    dish({ 2: "time: { from: 0 hour, to: 4 hour, step: 1 huor, record: 2 hour }" }),
    ['2:41 time.step is "1 huor", which has a unit that is not known: "huor" (a time is needed, such as "10 min")'],
  ],
  [
    "a negative rate",
    dish({ 4: "factors: { IL2: { loss: -0.1 /hour, source: assumed } }", 11: "", 12: "" }),
    ["4:25 factors.IL2.loss is negative (a rate of 0 or more is needed)"],
  ],
  [
    "an impossible distribution",
    dish({ 6: 'vesicles: { EXO: { diameter: "lognormal(45 nm, 0.8)", source: assumed } }' }),
    [
      '6:30 vesicles.EXO.diameter is "lognormal(45 nm, 0.8)", which has a geometric standard deviation below 1 (lognormal(median, geometric standard deviation))',
    ],
  ],
  [
    "a number that is not finite",
    dish({ 3: "parameters: { speed: { value: .inf, source: assumed } }" }),
    ["3:31 parameters.speed.value is Infinity: a finite number is needed (write a number)"],
  ],
  [
    "a number that is none",
    dish({ 3: "parameters: { speed: { value: .nan, source: assumed } }" }),
    ["3:31 parameters.speed.value is NaN: a finite number is needed (write a number)"],
  ],
  [
    "an infinite number in a text",
    dish({ 3: "parameters: { speed: { value: 1e999 /hour, source: assumed } }" }),
    [
      '3:31 parameters.speed.value is "1e999 /hour", which is not a finite number (a number with its unit is needed, such as 100 /hour, or a formula)',
    ],
  ],
  [
    "an unknown name in a rule",
    dish({ 9: lines[8].replace("inside:EXO", "inside:EXOS") }),
    ['9:64 rules[0].signal reads inside:EXOS: there is no vesicle species EXOS (did you mean "EXO"?)'],
  ],
  [
    "an unknown name in a formula",
    dish({ 9: lines[8].replace("to: speed", "to: 2 * sped") }),
    ['9:102 rules[0].to is "2 * sped", which reads "sped", which stands for nothing (did you mean "speed"?)'],
  ],
  [
    "an ambiguous name in a rule",
    dish({ 9: lines[8].replace("inside:EXO", "EXO") }),
    [
      '9:64 rules[0].signal reads "EXO", which does not say what of it is meant (write free:EXO, bound:EXO, inside:EXO)',
    ],
  ],
  [
    "an ambiguous name in a formula",
    dish({ 9: lines[8].replace("to: speed", "to: speed * FasL") }),
    [
      '9:102 rules[0].to is "speed * FasL", which reads "FasL", which does not say what of it is meant (write surface:FasL, payload:FasL)',
    ],
  ],
  [
    "a rule on cells that are not there",
    dish({ 9: lines[8].replace("T rest", "T resting") }),
    ['9:22 rules[0].of is "T resting": there are no such cells (did you mean "T rest"?)'],
  ],
  [
    "a formula with commas that was not quoted",
    dish({
      7: lines[6].replace(
        "active: {}",
        "active: { release: { EXO: { rate: 1 /hour, stamp: { FasL: hill(free:IL2, 1 pM, 2) } } } }",
      ),
    }),
    [
      '7:122 cells.T.states.active.release.EXO.stamp.FasL is "hill(free:IL2", which cannot be read as a formula (such as 0.1 /hour * hill(bound:IL2, 100, 2))',
      "7:137 cells.T.states.active.release.EXO.stamp.1 pM is not a name (text that holds a comma is quoted)",
      "7:143 cells.T.states.active.release.EXO.stamp.2) is not a name (text that holds a comma is quoted)",
    ],
  ],
  [
    "a circle of files",
    dish({ 1: "title: A dish\nuse: [cells.yaml]" }),
    [
      'more/cells.yaml:1:7 use[0] is "cells.yaml": files use each other in a circle: dish.yaml → cells.yaml → more/cells.yaml → cells.yaml (leave out one `use`)',
    ],
  ],
  [
    "a circle of likes",
    dish({ 6: "vesicles: { EXO: { like: OTHER }, OTHER: { like: EXO } }" }),
    [
      '6:18 vesicles.EXO has no `diameter` (add one, such as diameter: "lognormal(45 nm, 1.2)")',
      '6:42 vesicles.OTHER has no `diameter` (add one, such as diameter: "lognormal(45 nm, 1.2)")',
      "6:50 vesicles.OTHER.like goes round in a circle: EXO → OTHER → EXO (leave out one `like`)",
    ],
  ],
  [
    "a file that is not there",
    dish({ 1: "title: A dish\nuse: [exoculture:il-3]" }),
    [
      '2:7 use[0] is "exoculture:il-3": there is no such file (the library holds names such as exoculture:il-2; own files lie below this folder)',
    ],
  ],
  [
    "a path that leaves the folder",
    dish({ 1: "title: A dish\nuse: [../secrets.yaml]" }),
    [
      '2:7 use[0] is "../secrets.yaml": it leaves the folder of the scenario (use a path below this folder, such as shared/cells.yaml, or a name of the library, such as exoculture:il-2)',
    ],
  ],
  [
    "a path from the root",
    dish({ 1: "title: A dish\nuse: [/etc/passwd]" }),
    [
      '2:7 use[0] is "/etc/passwd": only a path below the folder of the scenario can be read (use a path below this folder, such as shared/cells.yaml, or a name of the library, such as exoculture:il-2)',
    ],
  ],
  [
    "a path of another system",
    dish({ 1: "title: A dish\nuse: ['C:\\\\secrets.yaml', '..\\\\secrets.yaml']" }),
    [
      '2:7 use[0] is "C:\\\\secrets.yaml": only a path below the folder of the scenario can be read (use a path below this folder, such as shared/cells.yaml, or a name of the library, such as exoculture:il-2)',
      '2:27 use[1] is "..\\\\secrets.yaml": only a path below the folder of the scenario can be read (use a path below this folder, such as shared/cells.yaml, or a name of the library, such as exoculture:il-2)',
    ],
  ],
  [
    "an expression that reaches for the host",
    dish({ 9: lines[8].replace("to: speed", 'to: "process.exit(1)"') }),
    [
      '9:102 rules[0].to is "process.exit(1)", which calls what is no name (there are abs, clamp, exp, floor, hill, log, max, min, not, sqrt)',
    ],
  ],
  [
    "an expression that builds a function",
    dish({ 9: lines[8].replace("to: speed", 'to: "constructor.constructor(\\"return 1\\")()"') }),
    [
      '9:102 rules[0].to is "constructor.constructor("return 1")()", which cannot be read as a formula near "1")()" (such as 0.1 /hour * hill(bound:IL2, 100, 2))',
    ],
  ],
  [
    "an expression that assigns",
    dish({ 9: lines[8].replace("to: speed", 'to: "speed = 5"') }),
    [
      '9:102 rules[0].to is "speed = 5", which holds something that is no formula (numbers, names, + - * / ^, comparisons, `a ? b : c` and listed functions are possible)',
    ],
  ],
  [
    "an expression that imports",
    dish({ 9: lines[8].replace("to: speed", 'to: "import(\\"fs\\")"') }),
    [
      '9:102 rules[0].to is "import("fs")", which calls "import" (there are abs, clamp, exp, floor, hill, log, max, min, not, sqrt)',
      '9:102 rules[0].to is "import("fs")", which holds "fs" (a formula is made of numbers, names and signs)',
    ],
  ],
  [
    "an expression that asks what all objects have",
    dish({ 9: lines[8].replace("to: speed", "to: toString") }),
    [
      '9:102 rules[0].to is "toString", which reads "toString", which stands for nothing (there are age, bound:EXO, free:EXO, free:IL2, generation, inside:EXO, payload:FasL, residence, speed, surface:FasL, time)',
    ],
  ],
  [
    "a time outside the experiment",
    dish({ 12: "  - { at: 9 hour, in: dish, add: { IL2: 50 U/mL } }" }),
    [
      '12:11 protocol[0].at is "9 hour", which is outside the time of the experiment (0 hour to 4 hour: change `time`, or this)',
    ],
  ],
  [
    "a dose of what was never taken",
    dish({ 12: "  - { at: 1 hour, in: dish, dose: pellet, part: 10 % }" }),
    ['12:35 protocol[0].dose is "pellet": there is no such preparation (there is none here)'],
  ],
  [
    "a newer language",
    dish({ 1: "language: 2\ntitle: A dish\ncolour: blue" }),
    ["1:11 language is 2, which is newer than what is read here (this version reads language 1: take a newer one)"],
  ],
  [
    "a key twice",
    dish({ 1: "title: A dish\ntitle: Another dish" }),
    ["2:1 this key stands here twice (keep one of them)"],
  ],
  [
    "a tag",
    dish({ 1: "title: !!js/function 'function () { return 1 }'" }),
    ["1:8 this has a tag (`!…`), which a scenario has no use for (remove the tag)"],
  ],
  [
    "a tab",
    dish({ 12: "\t- { at: 1 hour }" }),
    [
      "12:1 this line is indented with a tab (indent with spaces)",
      "12:4 protocol[0] does nothing (say what is done: seed, add, wash, take, dose, set, block, …)",
    ],
  ],
  [
    "text that is no YAML",
    dish({ 13: "arms: { medium: {}" }),
    [
      "14:1 this is not YAML: flow map in block collection must be sufficiently indented and end with a } (text that holds a comma or `: ` is quoted)",
    ],
  ],
  ["a list", "- title: A dish", ["1:1 this is not a scenario (a scenario is a list of keys such as `title: …`)"]],
  ["nothing at all", "", ["1:1 this is not a scenario (a scenario is a list of keys such as `title: …`)"]],
  [
    "two documents",
    `${dish({})}\n---\ntitle: Another dish`,
    ["15:1 a second document begins here (a scenario is one document: remove the line `---`)"],
  ],
  [
    "aliases that stand for themselves",
    dish({ 5: "cargo: &all { FasL: { face: surface }, more: *all }" }),
    ["5:46 cargo.more is *all, inside what that stands for (write the part out)"],
  ],
];

for (const [fault, text, says] of table) {
  test(`readScenario() tells ${fault}`, () => assert.equal(said(text), says));
}

test("readScenario() refuses a file that is too large before it looks at it", () => {
  const large = dish({ 1: `title: A dish\ntext: ${"x".repeat(1_000_000)}` });
  assert.equal(said(large), [
    `1:1 the file has ${large.length} characters: more than 1000000 are not read (split it with \`use\`, or move tables into a CSV file beside it)`,
  ]);
});

test("readScenario() refuses aliases that grow beyond measure, in no time", () => {
  const bomb = [
    "a: &a [x, x, x, x, x, x, x, x, x]",
    ..."bcdefghi".split("").map((name, index) => `${name}: &${name} [${`*${"abcdefgh"[index]}, `.repeat(9)}]`),
  ];
  const began = process.cpuUsage();
  const issues = said(`title: A dish\n${bomb.join("\n")}\n`);
  assert.ok(
    issues.some((issue) =>
      /^\d+:\d+ .*grows beyond what is read \(the aliases \(`\*name`\) stand for too much\)$/.test(issue),
    ),
    issues.join("\n"),
  );
  assert.ok(millisecondsSince(began) < 2000);
});

test("readScenario() refuses what is nested without end", () => {
  for (const open of ["[", "{ a: ", "- ", "? "]) {
    const issues = said(`title: A dish\ntext:\n  ${open.repeat(5000)}`);
    assert.ok(
      issues.some((issue) => /^3:\d+ .*nested deeper than 40 levels \(write it with fewer levels\)$/.test(issue)),
      issues.join("\n"),
    );
  }
  const [formula] = said(
    dish({ 9: lines[8].replace("to: speed", `to: "${"(".repeat(900)}1${")".repeat(900)} /hour"`) }),
  );
  assert.match(formula ?? "", /^$|^9:102 /);
});

test("readScenario() is not slowed down by marks without end", () => {
  for (const mark of ["&a ", "! ", "- ", "? ", "*a ", "| ", "> "]) {
    const began = process.cpuUsage();
    assert.ok(said(`title: A dish\ntext:\n  ${mark.repeat(20_000)}`).length > 0, mark);
    assert.ok(millisecondsSince(began) < 2000, mark);
  }
});

const hostile = ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"];

test("readScenario() takes names that objects have by themselves as names", () => {
  for (const name of hostile) {
    const renamed = dish({}).replace(
      /\b(?:dish|medium|speed|IL2|FasL|EXO|T|rest|wakes)\b(?!:? (?:dish|\{ volume))/g,
      (word) => (word === "T" ? name : word),
    );
    assert.equal(said(renamed), [], name);
    const experiment = read(renamed);
    assert.equal(
      modelOf(experiment, { arm: "medium", parameters: [0.1 / 3600] }).kinds.map((kind) => kind.type),
      [name, name],
    );
  }
  for (const [section, line] of [
    ["arms", 13],
    ["cultures", 10],
    ["factors", 4],
    ["cargo", 5],
    ["parameters", 3],
  ] as const) {
    for (const name of hostile) {
      const word = /\{ (\w+): [{]/.exec(lines[line - 1])![1];
      const text = lines
        .join("\n")
        .replace(new RegExp(`(?<![\\w.])${word}\\b(?!\\])`, "g"), name)
        .replace(`title: A ${name}`, "title: A dish");
      assert.equal(said(text), [], `${section}: ${name}`);
    }
  }
  assert.is(({} as Record<string, unknown>).polluted, undefined);
});

test("readScenario() says of an unknown hostile name what it says of any other", () => {
  for (const name of hostile) {
    assert.match(said(dish({ 14: `${name}: 1` }))[0], new RegExp(`^14:1 ${name} is not a key here `));
    assert.match(
      said(dish({ 9: lines[8].replace("to: speed", `to: ${name}`) }))[0],
      new RegExp(`reads "${name}", which stands for nothing`),
    );
  }
});

test("readScenario() reads a byte order mark and line ends of other systems, with the same places and the same hash", () => {
  const whole = dish({});
  const foreign = `\uFEFF${whole.replaceAll("\n", "\r\n")}`;
  assert.is(read(foreign).hash, read(whole).hash);
  const wrong = dish({ 10: "cultures: { dish: { volume: 200 um, mixing: stirred } }" });
  assert.equal(said(`\uFEFF${wrong.replaceAll("\n", "\r\n")}`), said(wrong));
  assert.equal(said(`\uFEFF${wrong.replaceAll("\n", "\r")}`), said(wrong));
});

test("a run stops where more is dosed than was made, and says how much would be enough", () => {
  const text = dish({
    7: lines[6].replace("active: {} }", "active: {} }, release: { EXO: 100 /hour }"),
    12: "  - { at: 2 hour, from: dish, take: supernatant, as: pellet }\n  - { at: 2 hour, in: dish, dose: pellet, amount: 1e12 /mL }",
  });
  const { message, hint } = faultOf(read(text));
  assert.match(
    message,
    /^dose pellet 1e12 \/mL into dish \(2 hour\): a dose of 2\.00e\+11 vesicles, but pellet holds \d\.\d+e\+7$/,
  );
  assert.match(hint, /^make more: the supernatant of \d[\d.e+]* mL of producer culture would be enough for this arm$/);
});

test("a run stops where a supernatant is taken from a well that is empty by then", () => {
  const text = dish({
    12: "  - { at: 1 hour, in: dish, deplete: { T: 100 % } }\n  - { at: 2 hour, from: dish, take: supernatant, as: pellet }",
  });
  const { message, hint } = faultOf(read(text));
  assert.is(message, "take the supernatant of dish as pellet (2 hour): culture dish is empty by then");
  assert.is(hint, "seed it, or take the supernatant later");
});

test.run();

function read(text: string): Experiment {
  const reading = readScenario(text, "dish.yaml", files);
  if ("issues" in reading) throw new Error(said(text).join("\n"));
  return reading.experiment;
}

/** The fault with which the first arm stops. */
function faultOf(experiment: Experiment): RunFault {
  const parameters = experiment.parameters.map(({ value }) => value);
  const simulation = newSimulation(planOf(modelOf(experiment, { arm: experiment.arms[0].name, parameters })), [1, 2]);
  try {
    for (; simulation.time < simulation.plan.model.time.end; step(simulation)) actOut(simulation);
  } catch (error) {
    if (error instanceof RunFault) return error;
    throw error;
  }
  throw new Error("the run did not stop");
}
