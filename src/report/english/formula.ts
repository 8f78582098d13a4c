/**
 * Quantities, formulas and distributions as a biologist reads them. What depends on parameters alone is worked out with the
 * parameters as they stand; what reads a signal is said part by part.
 */
import {
  isMisreading,
  type Misreading,
  type Node,
  parseFormula,
  type Resolve,
  type Term,
  termOf,
  unitTerm,
} from "../../scenario/formula.ts";
import { isProblem, measure } from "../../units.ts";
import type { Glossary, Noun } from "./glossary.ts";
import { literalOf, type Parameter, plainName, printed, quantity, unitsIn, type Written } from "./quantity.ts";
import { listed, quantityInWords } from "./words.ts";

export interface Voice {
  /** A quantity or a formula in words. */
  readonly say: (written: Written) => string;
  /** What a signal or formula is about, and whether its verb is plural. */
  readonly noun: (written: Written) => Noun;
  /** Fixed or drawn: "42 hours, give or take a factor of 1.15 (lognormal)". */
  readonly drawn: (written: Written) => string;
  /** Whether it comes out as 0 with the parameters as they stand. */
  readonly isZero: (written: Written) => boolean;
}

export function voiceOf(parameters: ReadonlyMap<string, Parameter>, glossary: Glossary): Voice {
  const open: string[] = [];

  /** Parameters and units; nothing that changes while the scenario runs. */
  const constant: Resolve = (written) => {
    const name = written.replace(/^parameter:/, "");
    const parameter = parameters.get(name);
    const unit = parameter ? undefined : unitTerm(name);
    if (unit) return unit;
    if (!parameter || open.includes(name)) return wrong;
    const known = terms.get(name) ?? termOfParameter(name, parameter);
    terms.set(name, known);
    return known;
  };
  const terms = new Map<string, Term | Misreading>();
  const wrong: Misreading = { text: "", hint: "" };

  const termOfParameter = (name: string, parameter: Parameter): Term | Misreading => {
    const read = measure(parameter.value);
    if (!isProblem(read)) return { expression: { kind: "number", value: read.value }, vector: read.vector };
    const node = parseFormula(String(parameter.value));
    if (isMisreading(node)) return wrong;
    open.push(name);
    const term = termOf(node, constant);
    open.pop();
    return Array.isArray(term) ? wrong : term;
  };

  /** The value where it is known already, as a quantity read aloud. */
  const worked = (node: Node): string | undefined => {
    if (node.type === "ParenthesisNode") return worked(node.content);
    const name = node.type === "SymbolNode" ? plainName(node.name) : "";
    const parameter = parameters.get(name.replace(/^parameter:/, ""));
    if (parameter && !isProblem(measure(parameter.value))) return quantity(parameter.value);
    if (node.type === "SymbolNode" && !parameter) return undefined;
    const literal = literalOf(node);
    if (literal && !parameters.has(literal.unit) && unitTerm(literal.unit))
      return quantityInWords(literal.number, literal.unit);
    const term = termOf(node, constant);
    if (Array.isArray(term) || term.expression.kind !== "number") return undefined;
    return printed(term.expression.value, term.vector, unitsIn(node, parameters));
  };

  const say = (written: Written): string => {
    if (typeof written === "number" || !isProblem(measure(written))) return quantity(written);
    const node = parseFormula(written);
    return isMisreading(node) ? written : words(node).text;
  };

  const words = (node: Node): Worded => {
    const value = worked(node);
    if (value !== undefined) return { text: value, binds: tight };
    switch (node.type) {
      case "SymbolNode":
        if (isUnit(node)) return { text: quantityInWords("1", node.name), binds: tight };
        return { text: glossary.signal(plainName(node.name)).words, binds: tight };
      case "ConstantNode":
        return { text: String(node.value), binds: tight };
      case "ParenthesisNode":
        return words(node.content);
      case "ConditionalNode":
        return {
          text: `${words(node.trueExpr).text} while ${words(node.condition).text}, else ${words(node.falseExpr).text}`,
          binds: loose,
        };
      case "OperatorNode":
        return operation(node.fn, node.args);
      case "FunctionNode":
        return { text: called(node.fn.type === "SymbolNode" ? node.fn.name : "", node.args), binds: tight };
      default:
        return { text: "what no formula can say", binds: tight };
    }
  };

  const operation = (fn: string, args: readonly Node[]): Worded => {
    const sign = signs[fn];
    if (fn === "unaryMinus") return { text: `minus ${inside(args[0], tight)}`, binds: tight };
    if (fn === "not") return { text: `not (${words(args[0]).text})`, binds: tight };
    if (!sign || args.length !== 2) return { text: args.map((arg) => words(arg).text).join(" "), binds: loose };
    const left = inside(args[0], sign.binds);
    if (fn === "divide" && isUnit(args[1]))
      return { text: quantityInWords(left, `/${args[1].name}`), binds: sign.binds };
    const right = inside(args[1], sign.binds + (fn === "subtract" || fn === "divide" ? 1 : 0));
    if (fn === "pow" && right === "2") return { text: `${left} squared`, binds: sign.binds };
    if (fn === "add" && right.startsWith("-")) return { text: `${left} − ${right.slice(1)}`, binds: sign.binds };
    return { text: `${left} ${sign.words} ${right}`, binds: sign.binds };
  };

  const isUnit = (node: Node): node is Node & { type: "SymbolNode" } =>
    node.type === "SymbolNode" && !parameters.has(node.name) && unitTerm(node.name) !== undefined;

  const inside = (node: Node, least: number): string => {
    const { text, binds } = words(node);
    return binds < least ? `(${text})` : text;
  };

  const called = (name: string, args: readonly Node[]): string => {
    const parts = args.map((arg) => words(arg).text);
    switch (name) {
      case "hill":
        return `the response to ${inside(args[0], tight)} (half-way at ${parts[1]}${power(parts[2])})`;
      case "min":
        return `the smallest of ${listed(parts)}`;
      case "max":
        return `the largest of ${listed(parts)}`;
      case "clamp":
        return `${parts[0]}, kept between ${parts[1]} and ${parts[2]}`;
      case "exp":
        return `e to the power of (${parts[0]})`;
      case "log":
        return `the natural logarithm of ${parts[0]}`;
      case "sqrt":
        return `the square root of (${parts[0]})`;
      case "abs":
        return `the size of ${parts[0]}`;
      case "floor":
        return `${parts[0]}, rounded down`;
      case "not":
        return `not (${parts[0]})`;
      default:
        return `${name} of ${listed(parts)}`;
    }
  };

  const noun = (written: Written): Noun => {
    const text = String(written).trim();
    return /^[A-Za-z_]\w*(?::[A-Za-z_]\w*(?:\.\w+)?)?$/.test(text) && !parameters.has(text)
      ? glossary.signal(text)
      : { words: say(written), plural: false };
  };

  const drawn = (written: Written): string => {
    const node = typeof written === "string" ? parseFormula(written) : undefined;
    if (!node || isMisreading(node)) return say(written);
    return shapeIn(node, (part) => words(part).text) ?? say(written);
  };

  return { say, noun, drawn, isZero: (written) => /^0(?: |$)/.test(say(written)) };
}

/** ", Hill power 2"; nothing for 1. */
export const power = (words: string): string => (words === "1" ? "" : `, Hill power ${words}`);

interface Worded {
  readonly text: string;
  readonly binds: number; // how tightly the outermost sign holds its parts together
}
const loose = 0;
const tight = 9;

const signs: Readonly<Record<string, { readonly words: string; readonly binds: number }>> = {
  or: { words: "or", binds: 1 },
  and: { words: "and", binds: 2 },
  smaller: { words: "is below", binds: 3 },
  smallerEq: { words: "is at most", binds: 3 },
  larger: { words: "is above", binds: 3 },
  largerEq: { words: "is at least", binds: 3 },
  equal: { words: "is", binds: 3 },
  unequal: { words: "is not", binds: 3 },
  add: { words: "+", binds: 4 },
  subtract: { words: "−", binds: 4 },
  multiply: { words: "×", binds: 5 },
  divide: { words: "/", binds: 5 },
  pow: { words: "to the power of", binds: 6 },
};

/** A distribution read aloud; undefined where the formula calls none. */
function shapeIn(node: Node, words: (node: Node) => string): string | undefined {
  if (node.type === "OperatorNode" && node.args.length === 2 && (node.op === "+" || node.op === "-")) {
    const [left, right] = node.args.map((arg) => shapeIn(arg, words));
    if (left !== undefined) return `${left}, ${node.op === "+" ? "plus" : "less"} ${words(node.args[1])}`;
    return right === undefined ? undefined : `${words(node.args[0])} plus ${right}`;
  }
  if (node.type === "ParenthesisNode") return shapeIn(node.content, words);
  if (node.type !== "FunctionNode" || node.fn.type !== "SymbolNode") return undefined;
  const [a, b] = node.args.map(words);
  switch (node.fn.name) {
    case "normal":
      return `${a} ± ${b} (normal)`;
    case "lognormal":
      return `about ${a} (lognormal, geometric SD ${b})`;
    case "gamma":
      return `about ${a} (gamma, CV ${b})`;
    case "exponential":
      return `${a} on average (exponential)`;
    case "uniform":
      return `between ${a} and ${b}`;
    default:
      return undefined;
  }
}
