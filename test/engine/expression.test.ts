import { test } from "uvu";
import * as assert from "uvu/assert";
import { closureOf, filled, hill, kept, type Places, power, remembered } from "../../src/engine/expression.ts";
import { planOf } from "../../src/engine/simulation.ts";
import { pow } from "../../src/kernels/math.ts";
import type { Expression, FunctionName, Operator } from "../../src/model.ts";
import { attribute, fixed, kind, model, near, number, read } from "./bench.ts";

const numbers = [0, -0, 1, -1, 0.5, 2, 3, -2.5, 1e-9, 1e9, 1e300, Infinity, -Infinity, Number.NaN];
const operators: Operator[] = ["+", "-", "*", "/", "^", "<", "<=", ">", ">=", "==", "!=", "and", "or"];
const functions: [FunctionName, number][] = [
  ["hill", 3],
  ["clamp", 3],
  ["min", 2],
  ["max", 2],
  ["min", 4],
  ["max", 5],
  ["exp", 1],
  ["log", 1],
  ["sqrt", 1],
  ["abs", 1],
  ["not", 1],
  ["floor", 1],
];
const operate = (operator: Operator, left: Expression, right: Expression): Expression => ({
  kind: "operate",
  operator,
  left,
  right,
});
const call = (name: FunctionName, ...parts: Expression[]): Expression => ({ kind: "call", name, arguments: parts });

/** The value of a formula by both means; its cell has the attributes given. */
function valuesOf(formula: Expression, attributes: readonly number[]): number[] {
  const T = kind("T", { start: attributes.map((value, index) => ({ attribute: index, value: fixed(value) })) });
  const made = model({
    end: 1,
    step: 1,
    kinds: [T],
    attributes: attributes.map((_, index) => ({ name: `${index}`, unit: "", scale: 1, inherit: "copy" as const })),
  });
  return (["generated code", "closures"] as const).map((means) => {
    const plan = planOf(made, means);
    const columns = plan.layout.columns.map(() => new Float64Array(1));
    attributes.forEach((value, index) => {
      columns[plan.layout.attribute[index]][0] = value;
    });
    return plan.programs[0].evaluateOf(formula)(0, plan.parameters, new Float64Array(plan.layout.scalarCount), columns);
  });
}
const same = (formula: Expression, attributes: readonly number[]): void => {
  const [generated, closure] = valuesOf(formula, attributes);
  assert.ok(Object.is(generated, closure), `${JSON.stringify(formula)} of ${attributes}: ${generated}, ${closure}`);
};

for (const operator of operators)
  test(`closureOf() gives the bits of textOf(): ${operator}`, () => {
    for (const left of numbers)
      for (const right of numbers) {
        same(operate(operator, attribute(0), attribute(1)), [left, right]);
        same(operate(operator, number(left), attribute(0)), [right]);
      }
  });

for (const [name, count] of functions)
  test(`closureOf() gives the bits of textOf(): ${name} of ${count}`, () => {
    for (let draw = 0; draw < 200; draw++) {
      const parts = Array.from(
        { length: count },
        (_, place) => numbers[(draw * 7 + place * 5 + draw * place) % numbers.length],
      );
      same(call(name, ...parts.map((_, index) => attribute(index))), parts);
    }
  });

test("min() and max() heed all they are given", () => {
  const all = [3, 1, 4, 1.5, 9];
  const parts = all.map((_, index) => attribute(index));
  assert.equal(valuesOf(call("min", ...parts), all), [1, 1]);
  assert.equal(valuesOf(call("max", ...parts), all), [9, 9]);
});

test("a choice takes one branch", () => {
  const choice: Expression = { kind: "choose", when: attribute(0), then: number(1), otherwise: number(2) };
  assert.equal(valuesOf(choice, [5]), [1, 1]);
  assert.equal(valuesOf(choice, [0]), [2, 2]);
});

test("a formula nested in itself many times is worked out alike", () => {
  let formula: Expression = attribute(0);
  for (let depth = 0; depth < 60; depth++)
    formula = operate(depth % 3 === 0 ? "*" : "+", formula, operate("/", attribute(1), number(depth + 1)));
  same(formula, [0.3, -1.7]);
});

test("power() takes small whole powers as products, the rest from the kernels", () => {
  for (const x of [0, 0.3, 2, 17]) {
    assert.is(power(x, 1), x);
    assert.is(power(x, 3), x * x * x);
    assert.is(power(x, 4), x * x * (x * x));
    assert.is(power(x, 1.7), pow(x, 1.7));
  }
});

test("hill() is a share: half at the half-max, none at nothing, all of it far above", () => {
  for (const steepness of [1, 2, 1.5, 8]) {
    assert.is(hill(3, 3, steepness), 0.5);
    assert.is(hill(0, 3, steepness), 0);
    assert.is(hill(-1, 3, steepness), 0);
    assert.is(hill(1e300, 1e-300, steepness), 1);
    near(hill(6, 3, steepness), 2 ** steepness / (1 + 2 ** steepness), 1e-15, "twice the half-max", 1);
  }
});

test("kept() and filled() solve a gain beside a loss, also at rates near 0 and below", () => {
  for (const rate of [-0.5, -1e-7, 0, 1e-9, 1e-7, 0.999e-5, 1.001e-5, 0.01, 3, 200]) {
    const dt = 2;
    near(kept(rate, dt), Math.exp(-rate * dt), 1e-15 * Math.exp(-rate * dt), `kept at ${rate}`, 1);
    const exact = rate === 0 ? dt : -Math.expm1(-rate * dt) / rate;
    near(filled(rate, dt), exact, 1e-11 * exact, `filled at ${rate}`, 1); // 1e-16 / 1e-5 where the series ends
  }
  assert.equal([kept(Infinity, 1), filled(Infinity, 1)], [0, 0]);
});

test("remembered() works out anew what has changed, and nothing else", () => {
  const asked: number[][] = [];
  const product = remembered((rate, dt) => {
    asked.push([rate, dt]);
    return rate * dt;
  });
  const calls = [
    [2, 3],
    [2, 3],
    [2, 4],
    [5, 4],
    [5, 4],
    [2, 3],
  ];
  assert.equal(
    calls.map(([rate, dt]) => product(rate, dt)),
    [6, 6, 8, 20, 20, 6],
  );
  assert.equal(asked, [calls[0], calls[2], calls[3], calls[5]]);
});

test("a formula reads what its cell has, and 0 of what it has not", () => {
  const places: Places = ({ signal }) =>
    signal === "time" ? { at: "scalar", index: 0 } : { at: "formula", name: "zero", of: number(0) };
  const value = closureOf(operate("+", read({ signal: "time" }), read({ signal: "bound", index: 3 })), places);
  assert.is(value(0, new Float64Array(0), Float64Array.of(7), []), 7);
});

test.run();
