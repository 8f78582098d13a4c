/** A small scenario to change for a test, its reading, and the value of an expression where a test says what is read. */
import { readFileSync } from "node:fs";
import { exp, log, pow } from "../../src/kernels/math.ts";
import type { Expression, Issue, Kind, Model, Signal } from "../../src/model.ts";
import type { Experiment } from "../../src/scenario/experiment.ts";
import { modelOf } from "../../src/scenario/model.ts";
import { readScenario } from "../../src/scenario/read.ts";

/** The shipped parameter table, and whatever a test adds. */
export function filesWith(own: Readonly<Record<string, string>> = {}): (path: string) => string | undefined {
  const table = readFileSync(new URL("../../scenarios/library/parameters.csv", import.meta.url), "utf8");
  const texts = new Map(Object.entries({ "exoculture:parameters.csv": table, ...own }));
  return (path) => texts.get(path);
}

/** One culture with one type of cell, one factor and one species; a test's parts stand over these. */
export function dish(parts: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    title: "A dish",
    time: { from: "0 hour", to: "24 hour", step: "1 hour", record: "12 hour" },
    factors: { IL2: { "molar-mass": "15.5 kDa", activity: "16.4 U/ng", loss: "0.02 /hour", source: "assumed" } },
    cargo: { prime: { face: "lumen", decay: "0.02 /hour" } },
    vesicles: { EXO: { diameter: "lognormal(45 nm, 1.2)", cargo: { prime: 1 }, source: "assumed" } },
    cells: { T: { diameter: "7 um", source: "assumed" } },
    cultures: { well: { volume: "200 uL", mixing: "stirred", simulate: "100 cells", seed: { T: "1e6 /mL" } } },
    arms: { medium: {} },
    ...parts,
  });
}

/** The experiment of a text that must be right. */
export function experimentOf(text: string, own: Readonly<Record<string, string>> = {}): Experiment {
  const read = readScenario(text, "dish.yaml", filesWith(own));
  if ("issues" in read) throw new Error(read.issues.map(spoken).join("\n"));
  return read.experiment;
}

/** The issues of a text that must be wrong. */
export function issuesOf(text: string, own: Readonly<Record<string, string>> = {}): readonly Issue[] {
  const read = readScenario(text, "dish.yaml", filesWith(own));
  return "issues" in read ? read.issues : [];
}

export const spoken = ({ file, line, column, text, hint }: Issue): string =>
  `${file}:${line}:${column} ${text} (${hint})`;

/** The model of one arm with the parameters as they stand. */
export function modelFor(experiment: Experiment, arm = "medium"): Model {
  return modelOf(experiment, { arm, parameters: experiment.parameters.map(({ value }) => value) });
}

export function kindOf(model: Model, name: string): Kind {
  const kind = model.kinds.find((each) => each.name === name);
  if (!kind) throw new Error(`no kind ${name}`);
  return kind;
}

/** What a formula gives for these parameters and signals. */
export function evaluate(
  expression: Expression,
  parameters: readonly number[] = [],
  signalled: (signal: Signal) => number = () => Number.NaN,
): number {
  const of = (part: Expression): number => evaluate(part, parameters, signalled);
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "parameter":
      return parameters[expression.index];
    case "read":
      return signalled(expression.of);
    case "choose":
      return of(expression.when) !== 0 ? of(expression.then) : of(expression.otherwise);
    case "call": {
      const [a, b, c] = expression.arguments.map(of);
      const named = {
        hill: () => (a > 0 ? 1 / (1 + pow(b / a, c)) : 0),
        min: () => Math.min(...expression.arguments.map(of)),
        max: () => Math.max(...expression.arguments.map(of)),
        exp: () => exp(a),
        log: () => log(a),
        sqrt: () => Math.sqrt(a),
        abs: () => Math.abs(a),
        clamp: () => Math.min(Math.max(a, b), c),
        not: () => (a === 0 ? 1 : 0),
        floor: () => Math.floor(a),
      };
      return named[expression.name]();
    }
    case "operate": {
      const [left, right] = [of(expression.left), of(expression.right)];
      const named = {
        "+": () => left + right,
        "-": () => left - right,
        "*": () => left * right,
        "/": () => left / right,
        "^": () => pow(left, right),
        "<": () => Number(left < right),
        "<=": () => Number(left <= right),
        ">": () => Number(left > right),
        ">=": () => Number(left >= right),
        "==": () => Number(left === right),
        "!=": () => Number(left !== right),
        and: () => Number(left !== 0 && right !== 0),
        or: () => Number(left !== 0 || right !== 0),
      };
      return named[expression.operator]();
    }
  }
}
