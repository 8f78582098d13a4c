/**
 * How strongly one rule responds in one kind of cell, 0 to 1: a Hill term of its signal, with `requires` the product of several,
 * held back by its conditions. The signal is read now, or through the stages of a delay.
 */
import type { Expression, Signal } from "../../model.ts";
import { dimensions, type Molecule } from "../../units.ts";
import { type Book, neededFor, readAmount } from "../book.ts";
import type { Document } from "../document/document.ts";
import { call, isLost, lost, minus, one, over, plus, read, signalsIn, times, zero } from "../expression.ts";
import { type Resolve, readFormula, type Term } from "../formula.ts";
import { entriesByName, stagesOf } from "../names.ts";
import type { Scopes } from "../scopes.ts";
import type { Path } from "../tree.ts";
import { contactOf } from "./contact.ts";
import { tagsMatch } from "./matching.ts";

export type Rule = Document["rules"][number];

/** What an arm switches off, and the rules whose AND it reads as OR. */
export interface Variant {
  readonly without: ReadonlySet<string>;
  readonly either: ReadonlySet<string>;
}

/** Responses that count as odds of their own: one for a rule, one for each term where its AND is read as OR. */
export function responsesOf(
  book: Book,
  scopes: Scopes,
  variant: Variant,
  rule: Rule,
  path: Path,
  kind: number,
): Expression[] {
  const resolve = scopes.cell(kind);
  const direct = signalOf(book, scopes, variant, rule, path, kind);
  const main = rule.delay ? { ...direct, expression: lastStage(book, rule) } : direct;
  const terms = [hillOf(book, main, rule, path, resolve, kind)];
  rule.requires.forEach((term, index) => {
    const at = [...path, "requires", index];
    terms.push(hillOf(book, signalOf(book, scopes, variant, term, at, kind), term, at, resolve, kind));
  });
  const scale: Expression[] = [];
  if (rule.while !== undefined) {
    const condition = readAmount(book, rule.while, "number", [...path, "while"], resolve);
    scale.push(call("not", call("not", condition)));
  }
  if (rule["scaled-by"] !== undefined)
    scale.push(readAmount(book, rule["scaled-by"], "number", [...path, "scaled-by"], resolve));
  const scaled = (response: Expression): Expression =>
    scale.length === 0 ? response : call("clamp", [response, ...scale].reduce(times), zero, one);
  return variant.either.has(rule.id) ? terms.map(scaled) : [scaled(terms.reduce(times))];
}

/** Multivariate Hill: the odds of the responses add up. */
export function together(responses: readonly Expression[]): Expression {
  if (responses.length === 1) return responses[0];
  const odds = responses.map((response) => over(response, minus(one, response)));
  return minus(one, over(one, plus(one, odds.reduce(plus))));
}

/** What a rule, or one of its `requires`, reads. */
export function signalOf(
  book: Book,
  scopes: Scopes,
  variant: Variant,
  { signal, matching }: Pick<TermText, "signal" | "matching">,
  path: Path,
  kind: number,
): Term {
  const at = [...path, "signal"];
  if (typeof signal === "string") return plainSignal(book, signal, at, scopes.cell(kind));
  if ("contact-with" in signal) return contactOf(book, scopes, signal, matching, at, kind);
  const shown = signal["for-each-bound-vesicle"];
  return {
    expression: coDisplay(book, scopes, variant, shown, [...at, "for-each-bound-vesicle"]),
    vector: dimensions.count.vector,
  };
}

/** Bound vesicles that show all of the cargo together: the product is taken for one vesicle of a species, then summed over those bound. */
function coDisplay(
  book: Book,
  scopes: Scopes,
  { without }: Variant,
  {
    of,
    all,
  }: { of?: string[] | undefined; all: { cargo: string; "half-max": string | number; power: string | number }[] },
  path: Path,
): Expression {
  const { document, names, report } = book;
  if (all.some(({ cargo }) => isStamped(document, cargo)))
    report.notYet(path, "co-display on one vesicle of cargo that its producer stamps");
  all.forEach(({ cargo }, index) => {
    if (!names.index.cargo.has(cargo))
      report.fault([...path, "all", index, "cargo"], `is "${cargo}": there is no such cargo`, "declare it under cargo");
  });
  const species = entriesByName(document.vesicles).map(([name, written], index): Expression => {
    if (of && !of.includes(name)) return zero;
    const shares = all.map(({ cargo, "half-max": halfMax, power }, at): Expression => {
      const copies = entriesByName(written.cargo).find(([each]) => each === cargo);
      if (!copies || without.has(`cargo:${cargo}`)) return zero;
      const carried = readAmount(book, copies[1], "count", ["vesicles", name, "cargo", cargo], scopes.parameters);
      return call(
        "hill",
        times(carried, scopes.openPart(names.index.cargo.get(cargo)!)),
        readAmount(book, halfMax, "count", [...path, "all", at, "half-max"], scopes.parameters),
        readAmount(book, power, "number", [...path, "all", at, "power"], scopes.parameters),
      );
    });
    return times(read({ signal: "bound", index }), shares.reduce(times));
  });
  return species.reduce(plus, zero);
}

function isStamped(document: Document, cargo: string): boolean {
  const states = Object.values(document.cells).flatMap((type) => [type, ...Object.values(type.states ?? {})]);
  const releases = states.flatMap(({ release }) => Object.values(release));
  return releases.some(
    (release) => release !== "none" && entriesByName(release.stamp).some(([stamped]) => stamped === cargo),
  );
}

function plainSignal(book: Book, written: string, path: Path, resolve: Resolve): Term {
  const term = readFormula(written, resolve);
  if (!Array.isArray(term)) return term;
  for (const { text, hint } of term) book.report.fault(path, text, hint);
  return { expression: lost, vector: [0, 0, 0, 0] };
}

interface TermText {
  readonly signal: Rule["signal"];
  readonly "half-max": string | number;
  readonly power: string | number;
  readonly matching?: string | Readonly<Record<string, string>> | undefined;
}

function hillOf(book: Book, signal: Term, term: TermText, path: Path, resolve: Resolve, kind: number): Expression {
  const asked = signal.vector;
  const signals = signalsIn(signal.expression);
  const halfMax = isLost(signal.expression)
    ? lost
    : readAmount(book, term["half-max"], asked, [...path, "half-max"], resolve, moleculeOf(book, signals));
  if (halfMax.kind === "number" && !(halfMax.value > 0) && !isLost(halfMax)) {
    book.report.fault([...path, "half-max"], "is not above 0", neededFor(asked));
  }
  const power = readAmount(book, term.power, "number", [...path, "power"], resolve);
  if (power.kind === "number" && !(power.value > 0) && !isLost(power))
    book.report.fault([...path, "power"], "is not above 0", "a Hill power such as 2 is needed");
  const isContact = typeof term.signal === "object" && "contact-with" in term.signal; // it matches neighbour by neighbour
  if (term.matching === undefined || isContact) return call("hill", signal.expression, halfMax, power);
  const species = [
    ...new Set(
      signals.flatMap((each) =>
        "index" in each && ["bound", "inside", "vesicle"].includes(each.signal) ? [each.index] : [],
      ),
    ),
  ];
  if (species.length !== 1) {
    book.report.fault(
      [...path, "matching"],
      "compares tags of no one species",
      "let the signal read one species, such as bound:EXO",
    );
    return zero;
  }
  return tagsMatch(book, kind, [{ species: species[0] }], term.matching, [...path, "matching"])
    ? call("hill", signal.expression, halfMax, power)
    : zero;
}

/** The factor whose units a half-max can be written in: the one the signal reads. */
function moleculeOf(book: Book, signals: readonly Signal[]): Molecule {
  const factors = [...new Set(signals.flatMap((signal) => (signal.signal === "factor" ? [signal.index] : [])))];
  return factors.length === 1 ? book.molecules[factors[0]] : {};
}

const lastStage = (book: Book, rule: Rule): Expression =>
  read({ signal: "attribute", index: book.names.index.attributes.get(stagesOf(rule).at(-1)!)! });
