/**
 * A model whose plain numbers may still wait for the parameters of a world. Formulas refer to parameters by index and serve every
 * donor as they are; a volume, a seeding density or the part that a spin lets through is worked out when the world is made.
 */
import type { Expression, Model } from "../model.ts";
import { isNumber, numberOf, signalsIn } from "./expression.ts";
import { type Passing, passedPart, sizesPassed } from "./passage.ts";

export type Late =
  | { readonly late: Expression }
  /** Part of a vesicle species that passes the last of these steps, of what passed those before it. */
  | { readonly passed: Passing };

/** Diameters and densities of what passed some steps, of a species. */
type LateSizes = { readonly sized: Passing };

export type Planned<Value> = Value extends number
  ? number | Late
  : Value extends Expression
    ? Value
    : Value extends { readonly diameters: readonly number[] }
      ? LateSizes
      : Value extends readonly (infer Item)[]
        ? readonly Planned<Item>[]
        : Value extends object
          ? { readonly [Key in keyof Value]: Planned<Value[Key]> }
          : Value;

export type Plan = Planned<Model>;

/** A number where it is one already. @throws TypeError for an expression that reads a signal */
export function late(expression: Expression): number | Late {
  if (isNumber(expression)) return expression.value;
  if (signalsIn(expression).length > 0) throw new TypeError("a number of the plan cannot read a signal");
  return { late: expression };
}

/** The model of one world. @param parameters base units, in the order of their names */
export function settled(plan: Plan, parameters: readonly number[]): Model {
  const model = settle({ ...plan, parameters }, parameters) as Model;
  const protocol = model.protocol.map((event, index) => ({ event, index }));
  protocol.sort((a, b) => timeOf(a.event.at) - timeOf(b.event.at) || a.index - b.index);
  return { ...model, protocol: protocol.map(({ event }) => event) };
}

/** Events that wait for a trigger stand last. */
const timeOf = (at: number): number => (Number.isNaN(at) ? Number.MAX_VALUE : at);

/** Replaces every number that waits; what holds none is passed on as it is. */
function settle(value: unknown, parameters: readonly number[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => settle(item, parameters));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if ("late" in value) return numberOf(value.late as Expression, parameters);
  if ("sized" in value) return sizesPassed(value.sized as LateSizes["sized"], parameters);
  if ("passed" in value) return passedPart((value as Exclude<Late, { late: Expression }>).passed, parameters);
  if ("kind" in value && typeof value.kind === "string") return value; // an expression: it refers to parameters by index
  const entries = Object.entries(value).map(([key, part]) => ({ key, part, settled: settle(part, parameters) }));
  if (entries.every(({ part, settled }) => part === settled)) return value;
  return Object.fromEntries(entries.map(({ key, settled }) => [key, settled]));
}
