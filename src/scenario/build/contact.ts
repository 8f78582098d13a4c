/**
 * Contact in a stirred well: an encounter rate, read as the density of the neighbours; in a static one the cells that touch. Weighted, each of them counts for a number
 * read in it. With `matching` only what fits counts: the neighbour by its tags, and what it shows by the tags of the vesicles it came on.
 */
import type { AttributeOf, Expression, Signal, Weight } from "../../model.ts";
import { dimensions, type Vector } from "../../units.ts";
import { type Book, wrongly } from "../book.ts";
import { canCarry } from "../displays.ts";
import type { Document } from "../document/document.ts";
import { isLost, isNumber, lost, one, plus, read, signalsIn, withReads, zero } from "../expression.ts";
import { readFormula, type Term } from "../formula.ts";
import { entriesByName, findKinds } from "../names.ts";
import type { Plan } from "../plan.ts";
import type { Scopes } from "../scopes.ts";
import type { Path } from "../tree.ts";
import { type Other, tagsMatch } from "./matching.ts";

type Contact = Extract<Document["rules"][number]["signal"], { "contact-with": string }>;
type Matching = Document["rules"][number]["matching"];

const density = dimensions.density.vector;

/** What cells of one kind read of contact: neighbours in a volume, or what they count for together. @param kind that reads it */
export function contactOf(
  book: Book,
  scopes: Scopes,
  { "contact-with": who, "weighted-by": by }: Contact,
  matching: Matching,
  path: Path,
  kind: number,
): Term {
  const { names, document, report } = book;
  const kinds = findKinds(names, document, report, who, [...path, "contact-with"]);
  const matches = (others: readonly Other[]): boolean =>
    matching === undefined || tagsMatch(book, kind, others, matching, [...path.slice(0, -1), "matching"]);
  if (by === undefined) {
    const fitting = kinds.filter((neighbour) => matches([{ kind: neighbour }]));
    // Where a culture has places, only the cells that touch count: each for one.
    const placed = entriesByName(document.cultures).some(([, { mixing }]) => mixing === "static");
    const counted: Signal = placed
      ? { signal: "contact", weights: fitting.map((neighbour) => ({ kind: neighbour, of: one })) }
      : { signal: "cells", kinds: fitting };
    return { expression: fitting.length === 0 ? zero : read(counted), vector: density };
  }
  const at = [...path, "weighted-by"];
  let vector: Vector | undefined;
  const weights = kinds.flatMap((neighbour): Weight[] => {
    const term = readFormula(String(by), scopes.cell(neighbour));
    if (Array.isArray(term)) {
      for (const { text, hint } of term) report.fault(at, wrongly(by, text), hint);
      return [{ kind: neighbour, of: lost }];
    }
    vector ??= term.vector; // the same text has one dimension in all cells: an attribute has one unit
    return [
      {
        kind: neighbour,
        of: matching === undefined ? term.expression : fitting(book, term.expression, neighbour, matches),
      },
    ];
  });
  const counted = weights.filter(({ of }) => !isNumber(of, 0));
  const [length, ...others] = vector ?? dimensions.number.vector;
  return {
    expression: counted.some(({ of }) => isLost(of))
      ? lost
      : counted.length === 0
        ? zero
        : read({ signal: "contact", weights: counted }),
    vector: [length + density[0], ...others],
  };
}

/**
 * What a neighbour counts for, of what fits alone. What it shows after processing sits on molecules of its own: its tags come
 * before those of the vesicle. What vesicles brought as it is has the vesicle's tags first. A weight that reads neither goes by the
 * neighbour's tags.
 */
function fitting(
  book: Book,
  weight: Expression,
  neighbour: number,
  matches: (others: readonly Other[]) => boolean,
): Expression {
  const own: Other = { kind: neighbour };
  const kept = (signal: Signal, ...others: Other[]): Expression => (matches(others) ? read(signal) : zero);
  const vesicles = [...book.names.index.vesicles];
  const isOfVesicles = ({ signal }: Signal): boolean =>
    ["shown", "acquired", "surface", "bound", "inside"].includes(signal);
  if (!signalsIn(weight).some(isOfVesicles)) return matches([own]) ? weight : zero;
  return withReads(weight, (signal) => {
    switch (signal.signal) {
      case "shown":
        return signal.way === "processed"
          ? kept(signal, own, { species: signal.species })
          : kept(signal, { species: signal.species }, own);
      case "acquired":
        return kept(signal, { species: signal.species }, own);
      case "bound":
      case "inside":
        return kept(signal, { species: signal.index }, own);
      case "surface": {
        const cargo = [...book.names.index.cargo.keys()][signal.index];
        return vesicles
          .filter(([name]) => canCarry(book.document, name, cargo))
          .map(([, species]) => kept({ ...signal, species }, { species }, own))
          .reduce(plus, zero);
      }
      default:
        return read(signal);
    }
  });
}

/** What cells count for in contact cannot be worked out from contact in the same moment. */
export function checkContacts(book: Book, kinds: Plan["kinds"]): void {
  const contacts: (readonly Weight[])[] = [];
  const walk = (part: unknown): void => {
    if (typeof part !== "object" || part === null) return;
    const { signal, weights } = part as { readonly signal?: unknown; readonly weights?: readonly Weight[] };
    if (signal === "contact" && weights) contacts.push(weights);
    for (const inner of Object.values(part)) walk(inner);
  };
  walk(kinds);
  const readsContact = (of: Expression, attributes: readonly AttributeOf[]): number | undefined => {
    for (const signal of signalsIn(of)) {
      if (signal.signal !== "attribute") continue;
      const { is } = attributes.find(({ index }) => index === signal.index) ?? {};
      if (is === undefined) continue;
      if (signalsIn(is).some((each) => each.signal === "contact")) return signal.index;
      const through = readsContact(is, attributes);
      if (through !== undefined) return through;
    }
    return undefined;
  };
  for (const { kind, of } of contacts.flat()) {
    const attribute = readsContact(of, kinds[kind].attributes as readonly AttributeOf[]);
    if (attribute === undefined) continue;
    book.report.fault(
      [...book.names.kinds[kind].path, "attributes", book.attributes[attribute].name, "is"],
      "is worked out from contact, and counts in contact",
      "let it follow with a rate: `toward` and `rate`",
    );
  }
}
