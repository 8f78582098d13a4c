/**
 * What one kind of cell does in a step, as loops over its rows. Built once from the model's formulas: algebraic attributes
 * become locals, what is the same for every cell is worked out before the loop. The same list of statements becomes either
 * generated code or closures; both give the same bits.
 */
import type { Expression, Kind, Model } from "../model.ts";
import {
  closureOf,
  type Evaluate,
  type Formula,
  formulasIn,
  isShared,
  libraryNames,
  libraryValues,
  textOf,
} from "./expression.ts";
import { isStored, type Layout } from "./layout.ts";

/** Sets (or adds to) one cell of `out[index]`, or of the culture's column `index`, from a formula. */
export interface Statement {
  readonly target: "sum" | "out" | "column"; // sum: out[0][index] += value
  readonly index: number;
  readonly value: Formula;
}

/** Runs the statements for the rows `rows[from … to − 1]`; every value is worked out before any column of that row is set. */
export type Loop = (
  from: number,
  to: number,
  rows: Int32Array,
  p: Float64Array,
  s: Float64Array,
  columns: readonly (Float64Array | Int32Array)[],
  out: readonly Float64Array[],
) => void;

export type Means = "generated code" | "closures";

export interface KindProgram {
  /** out[0]: secretions, then consumption maxima, summed over rows. */
  readonly exchange: Loop;
  /** out[0]: clearance of each capture, µm³/s, at [capture]; out[1]: its sites. */
  readonly clear: readonly Loop[];
  /** out: each hazard, 1/s, then their sum. */
  readonly hazards: Loop;
  /** As `hazards`, then each release's rate, 1/s; then the attributes advance by the step. */
  readonly behave: Loop;
  /** One formula for one row, compiled on first use. */
  readonly valueOf: (expression: Expression) => Evaluate;
  /** An attribute's value for one row, whether it is kept or worked out. */
  readonly attribute: (index: number) => Evaluate;
}

export function programsOf(model: Model, layout: Layout, means: Means): KindProgram[] {
  return model.kinds.map((kind, index) => programOf(kind, index, model, layout, means));
}

function programOf(kind: Kind, index: number, model: Model, layout: Layout, means: Means): KindProgram {
  const places = layout.places[index];
  const loop = (statements: readonly Statement[]): Loop =>
    means === "closures" ? closureLoop(statements, places) : generatedLoop(statements, places);
  const rates: Statement[] = kind.hazards.map((hazard, at) => ({ target: "out", index: at, value: hazard.rate }));
  const total = kind.hazards.map((hazard) => hazard.rate).reduce<Expression>(add, { kind: "number", value: 0 });
  const hazards: Statement[] = [...rates, { target: "out", index: rates.length, value: total }];
  const releases = kind.releases.map(
    (release, at): Statement => ({ target: "out", index: hazards.length + at, value: release.rate }),
  );
  const advances: Statement[] = [];
  for (const attribute of kind.attributes) {
    if (!(attribute.gain || attribute.loss) || !isStored(kind, attribute.index)) continue;
    const column = layout.columnOf.get(`attribute:${attribute.index}`);
    if (column === undefined) continue;
    const nothing: Expression = { kind: "number", value: 0 };
    const value: Expression = { kind: "read", of: { signal: "attribute", index: attribute.index } };
    advances.push({
      target: "column",
      index: column,
      value: { kind: "relax", value, gain: attribute.gain ?? nothing, loss: attribute.loss ?? nothing },
    });
  }
  model.cargo.forEach((cargo, at) => {
    const column = layout.columnOf.get(`payload:${at}`);
    if (column === undefined || (cargo.decay.kind === "number" && cargo.decay.value === 0)) return;
    const value: Expression = { kind: "read", of: { signal: "payload", index: at } };
    advances.push({
      target: "column",
      index: column,
      value: { kind: "relax", value, gain: { kind: "number", value: 0 }, loss: cargo.decay },
    });
  });
  const exchanges: Formula[] = [
    ...kind.secretions.map((one) => one.rate),
    ...kind.consumptions.map((one) => one.maximum),
  ];
  const evaluators = new Map<Expression, Evaluate>();
  const valueOf = (expression: Expression): Evaluate => {
    let evaluate = evaluators.get(expression);
    if (!evaluate) {
      evaluate = means === "closures" ? closureOf(expression, places) : generatedValue(expression, places);
      evaluators.set(expression, evaluate);
    }
    return evaluate;
  };
  const reads = model.attributes.map((_, at): Expression => ({ kind: "read", of: { signal: "attribute", index: at } }));
  return {
    exchange: loop(exchanges.map((value, at) => ({ target: "sum", index: at, value }))),
    clear: kind.captures.map((capture) =>
      loop([
        { target: "out", index: 0, value: capture.clearance },
        { target: "out", index: 1, value: capture.sites ?? { kind: "number", value: Infinity } },
      ]),
    ),
    hazards: loop(hazards),
    behave: loop([...hazards, ...releases, ...advances]),
    valueOf,
    attribute: (at) => valueOf(reads[at]),
  };
}

const add = (left: Expression, right: Expression): Expression => ({ kind: "operate", operator: "+", left, right });

const partsOf = (formula: Formula): Expression[] =>
  formula.kind === "relax" ? [formula.value, formula.gain, formula.loss] : [formula];

function closureLoop(statements: readonly Statement[], places: Parameters<typeof closureOf>[1]): Loop {
  const values = statements.map((statement) => closureOf(statement.value, places));
  const results = new Float64Array(statements.length);
  return (from, to, rows, p, s, columns, out) => {
    for (let k = from; k < to; k++) {
      const row = rows[k];
      for (let at = 0; at < values.length; at++) results[at] = values[at](row, p, s, columns);
      for (let at = 0; at < values.length; at++) {
        const { target, index } = statements[at];
        if (target === "sum") out[0][index] += results[at];
        else if (target === "out") out[index][row] = results[at];
        else columns[index][row] = results[at];
      }
    }
  };
}

/** Compiled text is kept: every donor and replicate of an arm shares one function, and with it what the host learnt of it. */
const compiled = new Map<string, unknown>();

function compile<T>(parameters: string, body: string): T {
  const text = `${parameters}\n${body}`;
  let made = compiled.get(text) as T | undefined;
  if (!made) {
    const factory = new Function(...libraryNames, `"use strict"; return (${parameters}) => {\n${body}\n};`);
    made = factory(...libraryValues) as T;
    compiled.set(text, made);
  }
  return made;
}

/** The locals of a piece of generated code: algebraic attributes and what is worked out once, each in order of need. */
function writer(places: Parameters<typeof textOf>[1]) {
  const before: string[] = [];
  const named = new Map<string, string>();
  const once = (text: string): string => {
    let name = named.get(text);
    if (!name) {
      name = `h${named.size}`;
      named.set(text, name);
      before.push(`const ${name} = ${text};`);
    }
    return name;
  };
  const inside: string[] = [];
  const define = (formulas: Map<string, Expression>): void => {
    for (const [name, of] of formulas) {
      const line = `const ${name} = ${textOf(of, places, once)};`;
      (isShared(of, places) ? before : inside).push(line);
    }
  };
  return { before, inside, once, define };
}

const columnsUsed = (text: string): string[] =>
  [...new Set([...text.matchAll(/\bc(\d+)\[/g)].map((match) => match[1]))].map(
    (index) => `const c${index} = columns[${index}];`,
  );

function generatedLoop(statements: readonly Statement[], places: Parameters<typeof textOf>[1]): Loop {
  if (statements.length === 0) return () => undefined;
  const { before, inside, once, define } = writer(places);
  define(formulasIn(
    statements.flatMap((statement) => partsOf(statement.value)),
    places,
  ));
  const values = statements.map((statement, at) => `const v${at} = ${textOf(statement.value, places, once)};`);
  const sums = statements.filter((statement) => statement.target === "sum").map((statement) => statement.index);
  const stores = statements.map(({ target, index }, at) =>
    target === "sum" ? `t${index} += v${at};` : target === "out" ? `o${index}[i] = v${at};` : `c${index}[i] = v${at};`,
  );
  const outs = statements
    .filter((statement) => statement.target === "out")
    .map(({ index }) => `const o${index} = out[${index}];`);
  const lines = [
    ...new Set(outs),
    ...sums.map((index) => `let t${index} = out[0][${index}];`),
    ...before,
    "for (let k = from; k < to; k++) {",
    "const i = rows[k];",
    ...inside,
    ...values,
    ...stores,
    "}",
    ...sums.map((index) => `out[0][${index}] = t${index};`),
  ];
  return compile<Loop>("from, to, rows, p, s, columns, out", [...columnsUsed(lines.join("\n")), ...lines].join("\n"));
}

function generatedValue(expression: Expression, places: Parameters<typeof textOf>[1]): Evaluate {
  const { before, inside, once, define } = writer(places);
  define(formulasIn([expression], places));
  const result = textOf(expression, places, once);
  const lines = [...before, ...inside, `return ${result};`];
  return compile<Evaluate>("i, p, s, columns", [...columnsUsed(lines.join("\n")), ...lines].join("\n"));
}
