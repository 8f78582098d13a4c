/**
 * What the builders of a model have in hand: the document, its names, and readers that turn the text of a field into an expression
 * or a distribution in base units, and say so where they cannot.
 */
import type { Distribution, Expression } from "../model.ts";
import {
  type Dimension,
  dimensionOf,
  dimensions,
  inWords,
  isProblem,
  type Molecule,
  measure,
  printNumber,
  readAs,
  readQuantity,
  sameVector,
  type Vector,
} from "../units.ts";
import type { Document } from "./document/document.ts";
import { isLost, isNumber, lost, minus, number, numberOf, plus, signalsIn, zero } from "./expression.ts";
import type { Report } from "./faults.ts";
import { isMisreading, type Misreading, type Node, parseFormula, type Resolve, type Term, termOf } from "./formula.ts";
import type { Names } from "./names.ts";
import type { Path } from "./tree.ts";

export type Written = string | number;

export interface Book {
  readonly document: Document;
  readonly names: Names;
  readonly report: Report;
  /** By factor. */
  readonly molecules: readonly Molecule[];
  /** By parameter. */
  readonly vectors: readonly Vector[];
  readonly defaults: readonly number[];
  /** What the units of a parameter stand for, where it belongs to a factor. */
  readonly parameterMolecules: readonly Molecule[];
  /** By condition. */
  readonly conditionVectors: readonly Vector[];
  readonly attributes: readonly AttributeName[];
}

/** What all cells that carry an attribute have in common. */
export interface AttributeName {
  readonly name: string;
  readonly unit: string;
  readonly vector: Vector;
  readonly base: number; // one of the unit in base units
  readonly inherit: "copy" | "halve" | "reset";
  readonly types: ReadonlySet<string>; // that carry it
}

/** What a field asks for: a dimension of the bench, or the vector of something the scenario itself made up. */
export type Asked = Dimension | Vector;

const vectorOf = (asked: Asked): Vector => (typeof asked === "string" ? dimensions[asked].vector : asked);

/** What a field needs, in words and with a right example. */
export function neededFor(asked: Asked): string {
  const dimension = typeof asked === "string" ? asked : dimensionOf(asked);
  if (dimension === undefined) return `${inWords(vectorOf(asked))} is needed`;
  return `${dimensions[dimension].such} is needed, such as "${dimensions[dimension].example}"`;
}

/** A number that waits for nothing: no formula, no parameter. */
export function readNumber(
  book: Book,
  written: Written,
  dimension: Dimension,
  path: Path,
  molecule: Molecule = {},
): number {
  const value = readQuantity(written, dimension, molecule);
  if (isProblem(value)) {
    book.report.fault(path, wrongly(written, value.text), value.hint);
    return Number.NaN;
  }
  return inRange(book, dimension, number(value), path) ? value : Number.NaN;
}

/** A quantity or a formula, as an expression in base units. */
export function readAmount(
  book: Book,
  written: Written,
  asked: Asked,
  path: Path,
  resolve: Resolve,
  molecule: Molecule = {},
): Expression {
  const term = readTerm(written, asked, resolve, molecule);
  if (isTerm(term)) return inRange(book, asked, term.expression, path) ? term.expression : lost;
  for (const { text, hint } of term) book.report.fault(path, wrongly(written, text), hint);
  return lost;
}

/** Fixed or drawn. A shape such as `lognormal(40 hour, 1.2)` may have something added. */
export function readDistribution(
  book: Book,
  written: Written,
  asked: Asked,
  path: Path,
  resolve: Resolve,
  molecule: Molecule = {},
): Distribution {
  const found = typeof written === "string" ? shapeIn(written) : undefined;
  if (!found) return fixed(readAmount(book, written, asked, path, resolve, molecule));
  const fault = (text: string, hint: string): Distribution => {
    book.report.fault(path, wrongly(written, text), hint);
    return fixed(lost);
  };
  if (isMisreading(found)) return fault(found.text, found.hint);
  const { shape, args, shift, sign } = found;
  const { values, usage } = shapes[shape];
  if (args.length !== values.length)
    return fault(`gives ${shape} ${args.length} values`, `${shape} takes ${values.length}: ${usage}`);
  const vector = vectorOf(asked);
  const part = (node: Node, own: boolean): Expression => {
    const term = termOf(node, resolve);
    if (!isTerm(term)) {
      for (const { text, hint } of term) fault(text, hint);
      return lost;
    }
    const wanted = own ? vector : dimensions.number.vector;
    if (!isNumber(term.expression, 0) && !isLost(term.expression) && !sameVector(term.vector, wanted)) {
      fault(
        `has ${inWords(term.vector)} in ${shape}`,
        own ? neededFor(asked) : `a plain number is needed there: ${usage}`,
      );
      return lost;
    }
    return term.expression;
  };
  const [a, b = zero] = args.map((arg, index) => part(arg, values[index]));
  const added = shift ? part(shift, true) : zero;
  const impossible = misfitOf(shape, a, b, book.defaults);
  if (impossible) return fault(impossible, usage);
  return { shape, a, b, shift: sign === "-" ? minus(zero, added) : added };
}

export const fixed = (value: Expression): Distribution => ({ shape: "fixed", a: value, b: zero, shift: zero });

/** Middle of a distribution: median of a lognormal, mean of the others. */
export function middleOf({ shape, a, b, shift }: Distribution): Expression {
  const middle = shape === "uniform" ? plus(minusHalf(a), minusHalf(b)) : a;
  return plus(middle, shift);
}
const minusHalf = (value: Expression): Expression =>
  isNumber(value) ? number(value.value / 2) : { kind: "operate", operator: "*", left: number(0.5), right: value };

/** The value at the defaults, for expressions of parameters alone; undefined for others. */
export function defaultOf(book: Pick<Book, "defaults">, expression: Expression): number | undefined {
  return signalsIn(expression).length > 0 ? undefined : numberOf(expression, book.defaults);
}

/** A predicate of what was written: `is "200 um", which is a length`. */
export const wrongly = (written: Written, text: string): string =>
  `is ${typeof written === "string" ? `"${written}"` : written}, which ${text}`;

export const isTerm = (read: Term | Misreading[]): read is Term => !Array.isArray(read);

/** A quantity where the text is one, else a formula; the misreading is that of what the author must have meant. */
export function readTerm(written: Written, asked: Asked, resolve: Resolve, molecule: Molecule): Term | Misreading[] {
  const vector = vectorOf(asked);
  const needed = neededFor(asked);
  const value =
    typeof asked === "string" ? readQuantity(written, asked, molecule) : readAs(written, vector, molecule, needed);
  if (!isProblem(value)) return { expression: number(value), vector };
  if (typeof written === "number" || !isProblem(measure(written)) || written.trim() === "") return [value];
  const node = parseFormula(written);
  if (isMisreading(node)) return [looksLikeQuantity(written) ? value : node];
  const term = termOf(node, resolve);
  if (!isTerm(term)) return looksLikeQuantity(written) ? [value] : term;
  if (isNumber(term.expression, 0) || isLost(term.expression) || sameVector(term.vector, vector))
    return { expression: term.expression, vector };
  return [{ text: `is ${inWords(term.vector)}`, hint: needed }];
}

/** A number and one or two words: "5 nmm" was meant as a quantity. */
const looksLikeQuantity = (written: string): boolean =>
  /^[+-]?[\d.]+(e[+-]?\d+)?\s*[A-Za-zµμ%/^\d\s-]*$/i.test(written.trim());

function inRange(book: Pick<Book, "defaults" | "report">, asked: Asked, expression: Expression, path: Path): boolean {
  if (typeof asked !== "string" || asked === "number" || asked === "time") return true;
  const value = defaultOf(book, expression);
  if (value === undefined || Number.isNaN(value)) return true;
  const spelled = expression.kind === "number" ? "" : ", worked out with the parameters as they stand";
  if (value < 0) {
    book.report.fault(path, `is negative${spelled}`, `${dimensions[asked].such} of 0 or more is needed`);
    return false;
  }
  if (asked === "share" && value > 1 + 1e-9) {
    book.report.fault(path, `is ${printNumber(value)}${spelled}`, "a share from 0 to 1 is needed, such as 60 %");
    return false;
  }
  return true;
}

type Shape = Exclude<Distribution["shape"], "fixed">;

/** For each value of a shape: whether it has the dimension of the quantity; else it is a plain number. */
const shapes: Record<Shape, { readonly values: readonly boolean[]; readonly usage: string }> = {
  exponential: { values: [true], usage: "exponential(mean)" },
  uniform: { values: [true, true], usage: "uniform(low, high)" },
  normal: { values: [true, true], usage: "normal(mean, standard deviation)" },
  lognormal: { values: [true, false], usage: "lognormal(median, geometric standard deviation)" },
  gamma: { values: [true, false], usage: "gamma(mean, coefficient of variation)" },
};

interface Shaped {
  readonly shape: Shape;
  readonly args: readonly Node[];
  readonly shift?: Node;
  readonly sign?: string;
}

/** The shape that a text calls, alone or with something added to it; undefined where it calls none. */
function shapeIn(written: string): Shaped | Misreading | undefined {
  if (!new RegExp(`\\b(${Object.keys(shapes).join("|")})\\s*\\(`).test(written)) return undefined;
  const node = parseFormula(written);
  if (isMisreading(node)) return node;
  const called = (at: Node): Shaped | undefined => {
    if (at.type === "ParenthesisNode") return called(at.content);
    if (at.type !== "FunctionNode" || at.fn.type !== "SymbolNode" || !Object.hasOwn(shapes, at.fn.name))
      return undefined;
    return { shape: at.fn.name as Shape, args: at.args };
  };
  const alone = called(node);
  if (alone) return alone;
  if (node.type === "OperatorNode" && node.args.length === 2 && (node.op === "+" || node.op === "-")) {
    const [left, right] = node.args.map(called);
    if (left && !right) return { ...left, shift: node.args[1], sign: node.op };
    if (right && !left && node.op === "+") return { ...right, shift: node.args[0], sign: "+" };
  }
  return {
    text: "mixes a distribution into a formula",
    hint: "a distribution stands alone, or with something added: 10 hour + lognormal(30 hour, 1.2)",
  };
}

/** Why no number can be drawn so, with the parameters as they stand. */
function misfitOf(
  shape: Shape,
  first: Expression,
  second: Expression,
  defaults: readonly number[],
): string | undefined {
  if (signalsIn(first).length + signalsIn(second).length > 0)
    return "reads a signal: a distribution can read parameters only";
  const [a, b] = [numberOf(first, defaults), numberOf(second, defaults)];
  if (shape === "uniform" && a > b) return `ends (${printNumber(b)}) before it begins (${printNumber(a)})`;
  if (shape === "normal" && b < 0) return "has a negative standard deviation";
  if (shape === "lognormal" && a <= 0) return "has a median that is not above 0";
  if (shape === "lognormal" && b < 1) return "has a geometric standard deviation below 1";
  if ((shape === "gamma" || shape === "exponential") && a <= 0) return "has a mean that is not above 0";
  if (shape === "gamma" && b <= 0) return "has a coefficient of variation that is not above 0";
  return undefined;
}
