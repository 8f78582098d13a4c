/** Formulas: what they give, and all that is refused. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { isMisreading, type Resolve, readFormula, unitTerm } from "../../src/scenario/formula.ts";
import type { Vector } from "../../src/units.ts";
import { evaluate } from "./dish.ts";

const plain: Vector = [0, 0, 0, 0];
const concentration: Vector = [-3, 0, 0, 0];
const picomolar = (unitTerm("pM")!.expression as { value: number }).value;

/** x is a plain parameter, c a concentration (free:IL2), both by index. */
const resolve: Resolve = (name) => {
  if (name === "x") return { expression: { kind: "parameter", index: 0 }, vector: plain };
  if (name === "y") return { expression: { kind: "parameter", index: 1 }, vector: plain };
  if (name === "free:IL2") return { expression: { kind: "parameter", index: 2 }, vector: concentration };
  if (name === "cells:CD8.resting") return { expression: { kind: "parameter", index: 3 }, vector: concentration };
  return unitTerm(name) ?? { text: `reads ${name}`, hint: "unknown" };
};

const numberIn = (text: string, parameters: readonly number[] = []): number => {
  const term = readFormula(text, resolve);
  if (Array.isArray(term)) throw new Error(term.map((each) => `${each.text}: ${each.hint}`).join("\n"));
  return evaluate(term.expression, parameters);
};

const vectorOf = (text: string): unknown => {
  const term = readFormula(text, resolve);
  return Array.isArray(term) ? undefined : term.vector;
};

const misreadings = (text: string): string => {
  const term = readFormula(text, resolve);
  return Array.isArray(term) ? term.map((each) => `${each.text}: ${each.hint}`).join("\n") : "nothing";
};

const values: readonly (readonly [text: string, value: number])[] = [
  ["1 + 2 * 3", 7],
  ["-x^2", -16],
  ["2^-1", 0.5],
  ["(1 + 2) * 3", 9],
  ["x / y / 2", 1],
  ["1/2 hour", 1800],
  ["0.1 /hour * x", 0.4 / 3600],
  ["x > 3 and y < 3 ? 1 : 0", 1],
  ["not (x > 3) or y == 2", 1],
  ["x != 4", 0],
  ["x >= 4 and x <= 4", 1],
  ["hill(x, 4, 3)", 0.5],
  ["min(x, y, 1)", 1],
  ["max(x, y)", 4],
  ["clamp(x, 0, 3)", 3],
  ["sqrt(x) + abs(-1) + floor(1.7)", 4],
  ["exp(log(x))", 4],
  ["not(x)", 0],
  ["free:IL2 / (free:IL2 + 5 pM)", 0.5],
  ["x > 3 ? free:IL2 / 5 pM : 0", 1],
  ["hill(free:IL2, 5 pM, 2) * 10", 5],
  ["free:IL2 > 0", 1],
  ["max(free:IL2, 0) / 1 nM", 0.005],
  ["cells:CD8.resting / (1e6 /mL)", 2],
  ["60 % * x", 2.4],
  ["sqrt(free:IL2 * 5 pM)", 5 * picomolar],
  ["free:IL2^2 / (5 pM)", 5 * picomolar],
];

/** Those that are no plain number. */
const dimensioned: ReadonlyMap<string, Vector> = new Map([
  ["1/2 hour", [0, 1, 0, 0]],
  ["0.1 /hour * x", [0, -1, 0, 0]],
  ["sqrt(free:IL2 * 5 pM)", concentration],
  ["free:IL2^2 / (5 pM)", concentration],
]);

for (const [text, value] of values) {
  test(`readFormula() reads ${text}`, () => {
    const got = numberIn(text, [4, 2, 5 * picomolar, 2e-6]);
    assert.equal(vectorOf(text), dimensioned.get(text) ?? plain);
    assert.ok(Math.abs(got - value) <= 4 * Number.EPSILON * Math.abs(value), `${got}`);
  });
}

/** Everything that is no formula of ours: the parser may know it, a scenario may not use it. */
const refused: readonly (readonly [text: string, says: RegExp])[] = [
  ["", /holds|cannot be read/],
  ["x +", /cannot be read/],
  ["(x", /cannot be read/],
  ["z + 1", /reads z/],
  ["x + free:IL2", /put.* together in "\+"|puts/],
  ["x < free:IL2", /puts/],
  ["free:IL2 ? 1 : 2", /as a condition/],
  ["exp(free:IL2)", /what exp takes/],
  ["hill(free:IL2, 5, 2)", /puts/],
  ["hill(x, y)", /calls hill with 2 values/],
  ["exp()", /calls exp with 0 values/],
  ["exp(1, 2)", /calls exp with 2 values/],
  ["2 ^ free:IL2", /as a power/],
  ["free:IL2 ^ x", /a power that is no number/],
  ["sin(x)", /calls "sin"/],
  ["hil(x, 1, 2)", /calls "hil".*did you mean "hill"/],
  ["ones(20000, 20000)", /calls "ones"/],
  ["import(1)", /calls "import"/],
  ["evaluate(x)", /calls "evaluate"/],
  ["cos.constructor(1)", /calls what is no name/],
  ["x.constructor", /no formula/],
  ['x["constructor"]', /no formula/],
  ["constructor", /reads constructor/],
  ["__proto__", /reads __proto__/],
  ["hasOwnProperty(x)", /calls "hasOwnProperty"/],
  ["toString()", /calls "toString"/],
  ["x = 1", /no formula/],
  ["f(a) = a", /no formula/],
  ["x; y", /no formula/],
  ["[1, 2]", /no formula/],
  ["{a: 1}", /no formula/],
  ["1:3", /no formula/],
  ['"text"', /holds "text"/],
  ["true", /holds true/],
  ["NaN", /not finite/],
  ["Infinity", /not finite/],
  ["1e400", /not finite/],
  ["1 < x < 3", /more than two things/],
  ["x % 2", /uses "%"/],
  ["x!", /uses "!"/],
  ["x'", /uses "'"/],
  ["x & 1", /uses "&"/],
  ["x to pM", /uses "to"/],
  ["x .* y", /uses "\.\*"/],
  ["pi * x", /reads pi/],
  ["i", /reads i/],
  ["frее:IL2", /has the letter/],
  ["free\u0298IL2", /has the letter/],
];

for (const [text, says] of refused) {
  test(`readFormula() refuses ${JSON.stringify(text)}`, () => assert.match(misreadings(text), says));
}

test("readFormula() tells all that is wrong at once", () => {
  assert.is(misreadings("z1 + z2 + sin(x)").split("\n").length, 3);
});

test("readFormula() takes hostile sizes without harm", () => {
  const started = process.hrtime.bigint();
  assert.match(misreadings("1+".repeat(5000)), /10000 characters/);
  assert.match(misreadings(`${"(".repeat(1000)}1${")".repeat(999)}`), /cannot be read|nested too deeply/);
  assert.match(misreadings(`${"-".repeat(1900)}x`), /nothing|nested too deeply/);
  assert.ok(Number(process.hrtime.bigint() - started) < 2e9);
});

test("isMisreading() tells a misreading from a term", () => {
  assert.is(isMisreading({ text: "", hint: "" }), true);
  assert.is(isMisreading(unitTerm("pM")!), false);
});

test.run();
