/** Expressions put together and, where they read parameters alone, worked out. What is known already is folded. */
import { exp, log, pow } from "../kernels/math.ts";
import type { Expression, FunctionName, Operator, Signal } from "../model.ts";

export const number = (value: number): Expression => ({ kind: "number", value });
export const parameter = (index: number): Expression => ({ kind: "parameter", index });
export const read = (of: Signal): Expression => ({ kind: "read", of });
export const isNumber = (expression: Expression, value?: number): expression is Expression & { kind: "number" } =>
  expression.kind === "number" && (value === undefined || expression.value === value);

/** What stands for a formula that was said to be wrong. */
export const lost = number(Number.NaN);
export const isLost = (expression: Expression): boolean =>
  expression.kind === "number" && Number.isNaN(expression.value);

export const zero = number(0);
export const one = number(1);

export function operate(operator: Operator, left: Expression, right: Expression): Expression {
  if (isNumber(left) && isNumber(right)) return number(applied(operator, left.value, right.value));
  if (operator === "*" && isNumber(left, 1)) return right;
  if ((operator === "*" || operator === "/") && isNumber(right, 1)) return left;
  if (operator === "+" && isNumber(left, 0)) return right;
  if ((operator === "+" || operator === "-") && isNumber(right, 0)) return left;
  return { kind: "operate", operator, left, right };
}

export const plus = (left: Expression, right: Expression): Expression => operate("+", left, right);
export const minus = (left: Expression, right: Expression): Expression => operate("-", left, right);
export const times = (left: Expression, right: Expression): Expression => operate("*", left, right);
export const over = (left: Expression, right: Expression): Expression => operate("/", left, right);

export function call(name: FunctionName, ...parts: readonly Expression[]): Expression {
  if (parts.every((part) => isNumber(part)))
    return number(
      called(
        name,
        parts.map((part) => (part as { value: number }).value),
      ),
    );
  return { kind: "call", name, arguments: parts };
}

export function choose(when: Expression, then: Expression, otherwise: Expression): Expression {
  if (isNumber(when)) return when.value !== 0 ? then : otherwise;
  return { kind: "choose", when, then, otherwise };
}

/** The expressions it is made of. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "operate":
      return [expression.left, expression.right];
    case "choose":
      return [expression.when, expression.then, expression.otherwise];
    case "call":
      return expression.arguments;
    default:
      return [];
  }
}

/** The same expression with something else for each signal that it reads. */
export function withReads(expression: Expression, of: (signal: Signal) => Expression): Expression {
  const part = (inner: Expression): Expression => withReads(inner, of);
  switch (expression.kind) {
    case "read":
      return of(expression.of);
    case "operate":
      return operate(expression.operator, part(expression.left), part(expression.right));
    case "choose":
      return choose(part(expression.when), part(expression.then), part(expression.otherwise));
    case "call":
      return call(expression.name, ...expression.arguments.map(part));
    default:
      return expression;
  }
}

/** Every signal that is read, in the order of the text. */
export function signalsIn(expression: Expression): Signal[] {
  return expression.kind === "read" ? [expression.of] : partsOf(expression).flatMap(signalsIn);
}

/** The value with these parameters. @throws TypeError where it reads a signal */
export function numberOf(expression: Expression, parameters: ArrayLike<number>): number {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "parameter":
      return parameters[expression.index];
    case "operate":
      return applied(
        expression.operator,
        numberOf(expression.left, parameters),
        numberOf(expression.right, parameters),
      );
    case "choose":
      return numberOf(numberOf(expression.when, parameters) !== 0 ? expression.then : expression.otherwise, parameters);
    case "call":
      return called(
        expression.name,
        expression.arguments.map((part) => numberOf(part, parameters)),
      );
    case "read":
      throw new TypeError(`a formula of parameters reads the signal ${expression.of.signal}`);
  }
}

function applied(operator: Operator, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "^":
      return right === 1 ? left : right === 2 ? left * left : pow(left, right);
    case "<":
      return left < right ? 1 : 0;
    case "<=":
      return left <= right ? 1 : 0;
    case ">":
      return left > right ? 1 : 0;
    case ">=":
      return left >= right ? 1 : 0;
    case "==":
      return left === right ? 1 : 0;
    case "!=":
      return left !== right ? 1 : 0;
    case "and":
      return left !== 0 && right !== 0 ? 1 : 0;
    case "or":
      return left !== 0 || right !== 0 ? 1 : 0;
  }
}

function called(name: FunctionName, parts: readonly number[]): number {
  switch (name) {
    case "hill": {
      const [x, halfMax, power] = parts;
      if (!(x > 0)) return 0;
      const ratio = pow(x / halfMax, power);
      return ratio === Infinity ? 1 : ratio / (1 + ratio);
    }
    case "min":
      return Math.min(...parts);
    case "max":
      return Math.max(...parts);
    case "exp":
      return exp(parts[0]);
    case "log":
      return log(parts[0]);
    case "sqrt":
      return Math.sqrt(parts[0]);
    case "abs":
      return Math.abs(parts[0]);
    case "clamp":
      return Math.min(Math.max(parts[0], parts[1]), parts[2]);
    case "not":
      return parts[0] === 0 ? 1 : 0;
    case "floor":
      return Math.floor(parts[0]);
  }
}
