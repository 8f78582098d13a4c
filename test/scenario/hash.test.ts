/** The hash of an experiment is that of its content, and the model does not depend on how the content is laid out. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { settled } from "../../src/scenario/plan.ts";
import { experimentOf } from "./dish.ts";

const text = `title: A dish
time: { from: 0 hour, to: 1 day, step: 1 hour, record: 6 hour }
parameters:
  b: { value: 2 /hour, source: assumed }
  a: { value: 1 /hour, source: assumed }
factors:
  Z: { loss: a, source: assumed }
  A: { loss: b, source: assumed }
cells:
  T: { diameter: 7 um, source: assumed, secrete: { Z: 1 /s, A: 2 /s }, attributes: { y: { start: 1 }, x: { is: y } } }
  B: { diameter: 7 um, source: assumed }
rules:
  - { id: z, of: T, behaviour: die, signal: "free:A", direction: increases, to: 1 /hour, half-max: 1 pM, source: assumed }
  - { id: a, of: T, behaviour: die, signal: "free:Z", direction: increases, to: 1 /hour, half-max: 1 pM, source: assumed }
cultures:
  well: { volume: 1 mL, mixing: stirred, seed: { T: 1e6 /mL, B: 1e6 /mL } }
protocol:
  - { at: 1 hour, add: { Z: 1 nM, A: 2 nM } }
arms: { two: { set: { a: 2 /hour } }, one: {} }
`;

/** The same tree with every mapping's keys turned round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, turned(part)]),
  );
}

const lines = text.split("\n");
const sameContent: readonly (readonly [how: string, text: string])[] = [
  ["with CRLF", lines.join("\r\n")],
  ["with a byte order mark", `\uFEFF${text}`],
  ["with comments and blank lines", lines.map((line) => `${line} # a comment\n`).join("\n")],
  ["with its sections in another order", [lines[0], ...sections(lines.slice(1)).reverse().flat()].join("\n")],
  ["with a number written otherwise", text.replaceAll("replicates: 1", "replicates: 1e0")],
];

function sections(body: readonly string[]): string[][] {
  const found: string[][] = [];
  for (const line of body) {
    if (/^\S/.test(line)) found.push([line]);
    else found.at(-1)?.push(line);
  }
  return found;
}

const experiment = experimentOf(text);
const parameters = experiment.parameters.map(({ value }) => value);

for (const [how, other] of sameContent) {
  test(`hash is the same for a file ${how}`, () => assert.is(experimentOf(other).hash, experiment.hash));
}

test("hash and models are the same whatever the order of keys", async () => {
  const yaml = await import("yaml");
  const other = experimentOf(JSON.stringify(turned(yaml.parse(text))));
  assert.is(other.hash, experiment.hash);
  for (const arm of experiment.arms) {
    const same = other.arms.find(({ name }) => name === arm.name)!;
    assert.equal(
      JSON.parse(JSON.stringify(settled(same.plan, parameters))),
      JSON.parse(JSON.stringify(settled(arm.plan, parameters))),
    );
  }
});

for (const [what, from, to] of [
  ["a number", "value: 2 /hour", "value: 3 /hour"],
  ["a name", "Z: { loss", "Y: { loss"],
  ["a title", "title: A dish", "title: Another dish"],
  ["an arm", "one: {}", "one: {}, three: {}"],
] as const) {
  test(`hash differs where ${what} differs`, () => {
    const changed = what === "a name" ? text.replaceAll("Z", "Y") : text.replace(from, to);
    assert.is.not(experimentOf(changed).hash, experiment.hash);
  });
}

test("hash tells what is used, not how it is split into files", () => {
  const cells = `${sections(lines.slice(1))
    .find(([first]) => first.startsWith("cells:"))!
    .join("\n")}\n`;
  const own = { "cells.yaml": cells };
  const split = `${text.replace(cells, "")}use: [cells.yaml]\n`;
  const changed = { "cells.yaml": cells.replace("7 um", "8 um") };
  assert.is.not(experimentOf(split, own).hash, experimentOf(split, changed).hash);
});

test("an experiment is plain data: it survives a structured clone", () => {
  assert.equal(structuredClone(experiment), experiment);
});

test.run();
