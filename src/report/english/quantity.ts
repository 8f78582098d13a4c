/** Quantities as they are read aloud, and the unit in which a number that was worked out is best told. */
import { isMisreading, type Node, parseFormula } from "../../scenario/formula.ts";
import {
  dimensionOf,
  dimensions,
  isProblem,
  measure,
  printNumber,
  readAs,
  sameVector,
  type Vector,
} from "../../units.ts";
import { quantityInWords } from "./words.ts";

/** As a file has it. */
export type Written = string | number;

/** What is read of a parameter: its value as the file has it. */
export interface Parameter {
  readonly value: Written;
}

/** "5 pM" as mathjs reads it: a number times a word. */
export function literalOf(node: Node): { readonly number: string; readonly unit: string } | undefined {
  if (node.type !== "OperatorNode" || node.fn !== "multiply") return undefined;
  const [number, unit] = node.args;
  if (number.type !== "ConstantNode" || typeof number.value !== "number" || unit?.type !== "SymbolNode")
    return undefined;
  return { number: printNumber(number.value), unit: unit.name };
}

/** Names as the scenario writes them: the reader's stand-ins for colon and dot taken back. */
export const plainName = (name: string): string => name.replaceAll("\u0298", ":").replaceAll("\u02ac", ".");

/** A quantity with the number as it is written: "1e-8 mL per hour". */
export function quantity(written: Written): string {
  const read = measure(written);
  if (isProblem(read)) return String(written);
  const number = typeof written === "number" ? printNumber(written) : /^\S*?(?=[^\d.eE+-]|$)/.exec(written.trim())![0];
  return quantityInWords(number.replace(/^\+/, ""), read.unit);
}

/** A number in base units in the first of these units that fits, else in that of its dimension. */
export function printed(value: number, vector: Vector, units: readonly string[]): string {
  if (sameVector(vector, dimensions.number.vector)) return printNumber(value);
  const fitting = [...units, ...units.map((unit) => `1/${unit}`)].find((unit) => {
    const one = measure(`1 ${unit.replace(/^1\//, "/")}`);
    return unit !== "" && !isProblem(one) && sameVector(one.vector, vector);
  });
  const dimension = dimensionOf(vector);
  const unit = fitting?.replace(/^1\//, "/") ?? (dimension ? dimensions[dimension].unit : "");
  const scale = unit === "" ? 1 : readAs(`1 ${unit}`, vector, {}, "");
  return quantityInWords(printNumber(value / (typeof scale === "number" ? scale : 1)), unit);
}

/** Units that the text of a formula and its parameters use, in order. */
export function unitsIn(node: Node, parameters: ReadonlyMap<string, Parameter>): string[] {
  switch (node.type) {
    case "SymbolNode": {
      const parameter = parameters.get(plainName(node.name).replace(/^parameter:/, ""));
      if (!parameter) return [node.name];
      const read = measure(parameter.value);
      if (!isProblem(read)) return [read.unit];
      const inner = parseFormula(String(parameter.value));
      return isMisreading(inner) ? [] : unitsIn(inner, parameters);
    }
    case "ParenthesisNode":
      return unitsIn(node.content, parameters);
    case "OperatorNode":
    case "FunctionNode":
      return node.args.flatMap((arg) => unitsIn(arg, parameters));
    default:
      return [];
  }
}
