/**
 * Formula text to Expression. mathjs gives the syntax; what may stand in a formula, and what each name means, is decided here:
 * everything that is not on the list is refused, and each part is checked for its dimension.
 */
import { create, parseDependencies } from "mathjs";
import type { Expression, FunctionName, Operator } from "../model.ts";
import { dimensions, inWords, sameVector, unitNamed, type Vector } from "../units.ts";
import { call, choose, isLost, isNumber, lost as lostExpression, number, operate, over, times } from "./expression.ts";
import { suggestion } from "./nearest.ts";

/** An expression with its dimension. A literal 0 fits every dimension. */
export interface Term {
  readonly expression: Expression;
  readonly vector: Vector;
}

export interface Misreading {
  readonly text: string;
  readonly hint: string;
}

/** What a name stands for; a misreading where it stands for nothing, or for more than one thing. */
export type Resolve = (name: string) => Term | Misreading;

/** A name with what kind of thing is meant: `free:IL2`, `cells:CD8.resting`. */
export const prefixes = [
  "free",
  "bound",
  "inside",
  "surface",
  "payload",
  "acquired",
  "shown",
  "cargo",
  "cells",
  "condition",
  "attribute",
  "parameter",
] as const;
export type Prefix = (typeof prefixes)[number];

export const isMisreading = (read: object): read is Misreading => "hint" in read;

/** The parts of mathjs's tree that can be met. */
export type Node =
  | { readonly type: "ConstantNode"; readonly value: unknown }
  | { readonly type: "SymbolNode"; readonly name: string }
  | { readonly type: "ParenthesisNode"; readonly content: Node }
  | { readonly type: "OperatorNode"; readonly op: string; readonly fn: string; readonly args: readonly Node[] }
  | { readonly type: "ConditionalNode"; readonly condition: Node; readonly trueExpr: Node; readonly falseExpr: Node }
  | { readonly type: "FunctionNode"; readonly fn: Node; readonly args: readonly Node[] }
  | {
      readonly type:
        | "AccessorNode"
        | "ArrayNode"
        | "AssignmentNode"
        | "BlockNode"
        | "FunctionAssignmentNode"
        | "IndexNode";
    }
  | { readonly type: "ObjectNode" | "RangeNode" | "RelationalNode" };

const math = create({ parseDependencies }, {});
const longest = 2000;
/** mathjs takes no colon or dot into a name; these letters, which no scenario may use, stand for them there. */
const colon = "\u0298";
const dot = "\u02ac";

export function parseFormula(written: string): Node | Misreading {
  if (written.length > longest)
    return { text: `has ${written.length} characters`, hint: `a formula may have ${longest}` };
  const text = written.replace(/[µμ]/g, "u").replace(/\s+/g, " ");
  const strange = /[^\x20-\x7e]/.exec(text);
  if (strange)
    return { text: `has the letter "${strange[0]}"`, hint: "a formula is written in plain letters, digits and signs" };
  const names = new RegExp(`\\b(${prefixes.join("|")}):([A-Za-z_]\\w*)(?:\\.([A-Za-z_]\\w*))?`, "g");
  const safe = text.replace(
    names,
    (_, prefix, name, state) => prefix + colon + name + (state === undefined ? "" : dot + state),
  );
  try {
    return (math as unknown as { parse: (text: string) => Node }).parse(safe);
  } catch (error) {
    if (error instanceof RangeError)
      return { text: "is nested too deeply", hint: "write it in parts, as attributes or parameters" };
    const { char } = error as { char?: number };
    const where =
      char === undefined || char > text.length ? "" : ` near "${text.slice(Math.max(0, char - 6), char + 6).trim()}"`;
    return { text: `cannot be read as a formula${where}`, hint: "such as 0.1 /hour * hill(bound:IL2, 100, 2)" };
  }
}

/** The formula as an expression, or everything that is wrong with it. */
export function readFormula(written: string, resolve: Resolve): Term | Misreading[] {
  const node = parseFormula(written);
  return isMisreading(node) ? [node] : termOf(node, resolve);
}

export function termOf(node: Node, resolve: Resolve): Term | Misreading[] {
  const found: Misreading[] = [];
  const lost: Term = { expression: lostExpression, vector: none };
  let readsLost = false; // something that is wrong where it stands: its dimension is not known
  const wrong = (text: string, hint: string): Term => {
    found.push({ text, hint });
    return lost;
  };
  const walk = (at: Node): Term => {
    switch (at.type) {
      case "ConstantNode":
        if (typeof at.value !== "number")
          return wrong(`holds ${JSON.stringify(at.value)}`, "a formula is made of numbers, names and signs");
        if (!Number.isFinite(at.value)) return wrong("holds a number that is not finite", "write a smaller one");
        return { expression: number(at.value), vector: none };
      case "SymbolNode": {
        const name = at.name.replaceAll(colon, ":").replaceAll(dot, ".");
        const meaning = resolve(name);
        if (isMisreading(meaning)) return wrong(meaning.text, meaning.hint);
        readsLost ||= isLost(meaning.expression);
        return meaning;
      }
      case "ParenthesisNode":
        return walk(at.content);
      case "ConditionalNode": {
        const when = plain(walk(at.condition), "a condition");
        const [then, otherwise] = alike([walk(at.trueExpr), walk(at.falseExpr)], "? … : …");
        return { expression: choose(when.expression, then.expression, otherwise.expression), vector: then.vector };
      }
      case "OperatorNode":
        return operation(at.op, at.fn, at.args.map(walk));
      case "FunctionNode":
        return functionCall(at, at.args.map(walk));
      case "RelationalNode":
        return wrong("compares more than two things at once", "write `a < b and b < c`");
      default:
        return wrong(
          "holds something that is no formula",
          "numbers, names, + - * / ^, comparisons, `a ? b : c` and listed functions are possible",
        );
    }
  };

  const plain = (term: Term, what: string): Term =>
    readsLost || sameVector(term.vector, none)
      ? term
      : wrong(`has ${inWords(term.vector)} as ${what}`, "a plain number is needed there: divide by a unit");

  /** Terms of one dimension; a literal 0 takes that of the others. */
  const alike = (terms: readonly Term[], what: string): Term[] => {
    const first = terms.find((term) => !isNumber(term.expression, 0)) ?? terms[0];
    for (const term of terms) {
      if (
        readsLost ||
        term === lost ||
        first === lost ||
        isNumber(term.expression, 0) ||
        sameVector(term.vector, first.vector)
      )
        continue;
      wrong(
        `puts ${inWords(first.vector)} and ${inWords(term.vector)} together in ${what}`,
        "both sides need the same dimension",
      );
      break;
    }
    return terms.map((term) => ({ ...term, vector: first.vector }));
  };

  const operation = (op: string, fn: string, args: readonly Term[]): Term => {
    const [left, right] = args;
    if (fn === "unaryMinus") return { expression: times(number(-1), left.expression), vector: left.vector };
    if (fn === "unaryPlus") return left;
    if (fn === "not") return { expression: call("not", plain(left, "`not`").expression), vector: none };
    const operator = Object.hasOwn(operators, fn) ? operators[fn as keyof typeof operators] : undefined;
    if (operator === undefined || args.length !== 2)
      return wrong(`uses "${op}"`, "that sign has no meaning in a formula");
    const expression = operate(operator, left.expression, right.expression);
    switch (operator) {
      case "*":
        return { expression: times(left.expression, right.expression), vector: summed(left.vector, right.vector, 1) };
      case "/":
        return { expression: over(left.expression, right.expression), vector: summed(left.vector, right.vector, -1) };
      case "^": {
        plain(right, "a power");
        if (sameVector(left.vector, none)) return { expression, vector: none };
        if (!isNumber(right.expression))
          return wrong(`raises ${inWords(left.vector)} to a power that is no number`, "divide by a unit first");
        const power = right.expression.value;
        return { expression, vector: left.vector.map((exponent) => exponent * power) as unknown as Vector };
      }
      case "and":
      case "or":
        return {
          expression: operate(operator, plain(left, `\`${op}\``).expression, plain(right, `\`${op}\``).expression),
          vector: none,
        };
      case "+":
      case "-":
        return { expression, vector: alike(args, `"${op}"`)[0].vector };
      default:
        alike(args, `"${op}"`);
        return { expression, vector: none };
    }
  };

  const functionCall = (at: Node & { type: "FunctionNode" }, args: readonly Term[]): Term => {
    const name = at.fn.type === "SymbolNode" ? at.fn.name : "";
    const known = Object.hasOwn(functions, name) ? functions[name as FunctionName] : undefined;
    if (known === undefined) {
      const called = name === "" ? "what is no name" : `"${name.replaceAll(colon, ":")}"`;
      return wrong(`calls ${called}`, suggestion(name, Object.keys(functions)));
    }
    const [least, most] = known;
    if (args.length < least || args.length > most) {
      return wrong(
        `calls ${name} with ${args.length} values`,
        `${name} takes ${least === most ? least : `${least} or more`}: ${usage[name as FunctionName]}`,
      );
    }
    const expressions = args.map((arg) => arg.expression);
    const expression = call(name as FunctionName, ...expressions);
    switch (name as FunctionName) {
      case "hill":
        alike(args.slice(0, 2), "hill(…)");
        plain(args[2], "a Hill power");
        return { expression, vector: none };
      case "min":
      case "max":
      case "clamp":
        return { expression, vector: alike(args, `${name}(…)`)[0].vector };
      case "sqrt":
        return { expression, vector: args[0].vector.map((exponent) => exponent / 2) as unknown as Vector };
      case "abs":
        return { expression, vector: args[0].vector };
      default:
        plain(args[0], `what ${name} takes`);
        return { expression, vector: none };
    }
  };

  const term = walk(node);
  if (found.length > 0) return found;
  return readsLost ? lost : term;
}

const none = dimensions.number.vector;

const operators = {
  add: "+",
  subtract: "-",
  multiply: "*",
  divide: "/",
  pow: "^",
  smaller: "<",
  smallerEq: "<=",
  larger: ">",
  largerEq: ">=",
  equal: "==",
  unequal: "!=",
  and: "and",
  or: "or",
} as const satisfies Record<string, Operator>;

/** Least and most values a function takes. */
const functions: Record<FunctionName, readonly [number, number]> = {
  hill: [3, 3],
  min: [2, 20],
  max: [2, 20],
  exp: [1, 1],
  log: [1, 1],
  sqrt: [1, 1],
  abs: [1, 1],
  clamp: [3, 3],
  not: [1, 1],
  floor: [1, 1],
};

const usage: Record<FunctionName, string> = {
  hill: "hill(signal, half-max, power)",
  min: "min(a, b)",
  max: "max(a, b)",
  exp: "exp(x)",
  log: "log(x)",
  sqrt: "sqrt(x)",
  abs: "abs(x)",
  clamp: "clamp(x, low, high)",
  not: "not(x)",
  floor: "floor(x)",
};

/** A word that is a unit, as one of it. */
export function unitTerm(word: string): Term | undefined {
  const unit = unitNamed(word);
  return unit && { expression: number(unit.value), vector: unit.vector };
}

const summed = (a: Vector, b: Vector, sign: 1 | -1): Vector =>
  a.map((exponent, axis) => exponent + sign * b[axis]) as unknown as Vector;
