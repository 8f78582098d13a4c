/**
 * What rules and blocks make of the behaviours of cells. A rule's response is a Hill term of its signal, or with `requires` the product of
 * several. Rules on one behaviour combine as in the reference implementation of the grammar (a multivariate Hill): each response H counts
 * as odds x = H / (1 − H), together they respond 1 − 1 / (1 + Σx); those that increase move the behaviour from its base toward
 * their level, then those that decrease move it from there toward theirs.
 */
import type { AttributeOf, Expression, Signal } from "../../model.ts";
import { inWords, type Molecule, type Vector } from "../../units.ts";
import { type Asked, type Book, isLost, neededFor, readAmount } from "../book.ts";
import type { Document } from "../document/document.ts";
import { call, minus, number, one, over, plus, read, signalsIn, times, zero } from "../expression.ts";
import { readFormula, type Resolve } from "../formula.ts";
import { entriesByName, findKinds, kindsNamed, stagesOf } from "../names.ts";
import type { Scopes } from "../scopes.ts";
import type { Path } from "../tree.ts";
import { addressOf } from "./address.ts";
import { blocksIn } from "./blocks.ts";
import { tagsMatch } from "./matching.ts";

export interface Changes {
  readonly parameters: Resolve;
  /** The behaviour of a kind as rules and blocks leave it. */
  readonly of: (kind: number, address: string, base: Expression, asked: Asked) => Expression;
  /** As `of`; undefined where neither a base nor a rule gives the behaviour. */
  readonly changed: (kind: number, address: string, base: Expression | undefined, asked: Asked) => Expression | undefined;
  /** Addresses of behaviours that rules give to a kind. */
  readonly ruled: (kind: number) => string[];
  /** What is left of a behaviour by the blocks on it, 0 to 1; undefined where nothing can block it. */
  readonly left: (kind: number, address: string) => Expression | undefined;
  /** Attributes through which delayed signals reach a kind. */
  readonly stages: (kind: number) => { readonly attribute: number; readonly carried: AttributeOf }[];
  /** Says which rules found nothing to change. */
  readonly finish: () => void;
}

type Rule = Document["rules"][number];

interface Placed {
  readonly rule: Rule;
  readonly path: Path;
  /** Address of its behaviour, by kind. */
  readonly addresses: ReadonlyMap<number, string>;
  readonly used: Set<number>;
}

export interface Variant {
  readonly without: ReadonlySet<string>;
  readonly either: ReadonlySet<string>;
}

export function changesOf(book: Book, scopes: Scopes, variant: Variant): Changes {
  const { names, report, document } = book;
  const placed = place(book, variant);
  const blocks = blocksIn(document).map((block, index) => ({
    condition: names.index.conditions.size + index,
    addresses: new Map(
      block.of
        .flatMap((text) => kindsNamed(names, document, text) ?? [])
        .map((kind): [number, string | undefined] => [kind, quietAddress(book, kind, block.behaviour)]),
    ),
  }));

  const left = (kind: number, address: string): Expression | undefined => {
    const holding = blocks.filter(({ addresses }) => {
      const blocked = addresses.get(kind);
      return blocked !== undefined && (blocked === address || address.startsWith(`${blocked} `));
    });
    if (holding.length === 0) return undefined;
    return holding.map(({ condition }) => minus(one, read({ signal: "condition", index: condition }))).reduce(times);
  };

  const changed = (kind: number, address: string, base: Expression | undefined, asked: Asked): Expression | undefined => {
    const rules = placed.filter(({ addresses }) => addresses.get(kind) === address);
    if (base === undefined && rules.length === 0) return undefined;
    let value = base ?? zero;
    for (const direction of ["increases", "decreases"] as const) {
      const own = rules.filter(({ rule }) => rule.direction === direction);
      if (own.length === 0) continue;
      const levels = own.map(({ rule, path }) => readAmount(book, rule.to, asked, [...path, "to"], scopes.cell(kind)));
      const different = levels.findIndex((level) => JSON.stringify(level) !== JSON.stringify(levels[0]));
      if (different > 0 && !levels.some(isLost)) {
        report.fault([...own[different].path, "to"], `differs from that of ${own[0].rule.id}`, `rules of one direction on one behaviour have one \`to\``);
      }
      const odds = own.map(({ rule, path, used }) => {
        used.add(kind);
        return responsesOf(book, scopes, variant, rule, path, kind);
      });
      value = plus(value, times(together(odds.flat()), minus(levels[0], value)));
    }
    const free = left(kind, address);
    return free ? times(value, free) : value;
  };

  return {
    parameters: scopes.parameters,
    of: (kind, address, base, asked) => changed(kind, address, base, asked)!,
    changed,
    ruled: (kind) => [...new Set(placed.flatMap(({ addresses }) => addresses.get(kind) ?? []))].sort(),
    left,
    stages: (kind) =>
      placed.flatMap(({ rule, path, addresses }) => {
        if (!rule.delay || !addresses.has(kind)) return [];
        const time = readAmount(book, rule.delay.time, "time", [...path, "delay", "time"], scopes.parameters);
        const speed = over(number(rule.delay.steps), time);
        const input = signalOf(book, scopes, rule, path, kind).expression;
        const indices = stagesOf(rule).map((name) => names.index.attributes.get(name)!);
        return indices.map((attribute, stage) => {
          const before = stage === 0 ? input : readStage(indices[stage - 1]);
          return { attribute, carried: { index: attribute, gain: times(speed, before), loss: speed } };
        });
      }),
    finish: () => {
      for (const { rule, path, addresses, used } of placed) {
        const idle = [...addresses.keys()].find((kind) => !used.has(kind));
        if (idle === undefined) continue;
        const kind = names.kinds[idle];
        report.fault([...path, "behaviour"], `is "${rule.behaviour}", which ${kind.name} has no rate of`, `declare it for ${kind.name}; times that are drawn cannot be ruled: use \`requires\``);
      }
    },
  };
}

/** Rules by id, with the behaviours they mean. */
function place(book: Book, { without, either }: Variant): Placed[] {
  const { names, report, document } = book;
  const seen = new Set<string>();
  const placed = document.rules.map((rule, index): Placed => {
    const path = ["rules", index];
    if (seen.has(rule.id)) report.fault([...path, "id"], `is "${rule.id}" a second time`, "give each rule an id of its own");
    seen.add(rule.id);
    if (either.has(rule.id) && rule.requires.length === 0) report.fault(path, "cannot be read as either", "it has no `requires`");
    const texts = typeof rule.of === "string" ? [{ text: rule.of, at: [...path, "of"] }] : rule.of.map((text, at) => ({ text, at: [...path, "of", at] }));
    const kinds = texts.flatMap(({ text, at }) => findKinds(names, document, report, text, at));
    const addresses = new Map<number, string>();
    for (const kind of kinds) {
      const address = addressOf(book, kind, rule.behaviour, [...path, "behaviour"], false);
      if (address !== undefined) addresses.set(kind, address);
    }
    return { rule, path, addresses, used: new Set() };
  });
  const kept = placed.filter(({ rule }) => !without.has(`rule:${rule.id}`));
  return kept.sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1));
}

/** Responses that count as odds of their own: one for a rule, one for each term where its AND is read as OR. */
function responsesOf(book: Book, scopes: Scopes, variant: Variant, rule: Rule, path: Path, kind: number): Expression[] {
  const resolve = scopes.cell(kind);
  const direct = signalOf(book, scopes, rule, path, kind);
  const last = rule.delay && book.names.index.attributes.get(stagesOf(rule).at(-1)!)!;
  const main = last === undefined ? direct : { ...direct, expression: readStage(last) };
  const terms = [hillOf(book, main, rule, path, resolve, kind)];
  rule.requires.forEach((term, index) => {
    const at = [...path, "requires", index];
    terms.push(hillOf(book, plainSignal(book, term.signal, [...at, "signal"], resolve), term, at, resolve, kind));
  });
  const scale: Expression[] = [];
  if (rule.while !== undefined) {
    const condition = readAmount(book, rule.while, "number", [...path, "while"], resolve);
    scale.push(call("not", call("not", condition)));
  }
  if (rule["scaled-by"] !== undefined) scale.push(readAmount(book, rule["scaled-by"], "number", [...path, "scaled-by"], resolve));
  const scaled = (response: Expression): Expression =>
    scale.length === 0 ? response : call("clamp", [response, ...scale].reduce(times), zero, one);
  return variant.either.has(rule.id) ? terms.map(scaled) : [scaled(terms.reduce(times))];
}

/** A delayed signal runs through a chain of attributes: each follows the one before it at steps / time. */
const readStage = (attribute: number): Expression => read({ signal: "attribute", index: attribute });

/** Multivariate Hill: the odds of the responses add up. */
export function together(responses: readonly Expression[]): Expression {
  if (responses.length === 1) return responses[0];
  const odds = responses.map((response) => over(response, minus(one, response)));
  return minus(one, over(one, plus(one, odds.reduce(plus))));
}

interface ReadSignal {
  readonly expression: Expression;
  readonly vector: Vector;
}

function signalOf(book: Book, scopes: Scopes, rule: Rule, path: Path, kind: number): ReadSignal {
  const at = [...path, "signal"];
  if (typeof rule.signal === "string") return plainSignal(book, rule.signal, at, scopes.cell(kind));
  const density: Vector = [-3, 0, 0, 0];
  const count: Vector = [0, 0, 0, 0];
  if ("contact-with" in rule.signal) {
    const kinds = findKinds(book.names, book.document, book.report, rule.signal["contact-with"], [...at, "contact-with"]);
    if (rule.signal["weighted-by"] !== undefined) book.report.notYet([...at, "weighted-by"], "contact weighted by an attribute of the neighbour");
    return { expression: read({ signal: "cells", kinds }), vector: density };
  }
  return { expression: coDisplay(book, scopes, rule.signal["for-each-bound-vesicle"], [...at, "for-each-bound-vesicle"]), vector: count };
}

/** Bound vesicles that show all of the cargo together: the product is taken for one vesicle of a species, then summed over those bound. */
function coDisplay(book: Book, scopes: Scopes, { of, all }: { of?: string[] | undefined; all: { cargo: string; "half-max": string | number; power: string | number }[] }, path: Path): Expression {
  const { document, names, report } = book;
  if (all.some(({ cargo }) => isStamped(document, cargo))) report.notYet(path, "co-display on one vesicle of cargo that its producer stamps");
  all.forEach(({ cargo }, index) => {
    if (!names.index.cargo.has(cargo)) report.fault([...path, "all", index, "cargo"], `is "${cargo}": there is no such cargo`, "declare it under cargo");
  });
  const species = entriesByName(document.vesicles).map(([name, written], index): Expression => {
    if (of && !of.includes(name)) return zero;
    const shares = all.map(({ cargo, "half-max": halfMax, power }, at): Expression => {
      const copies = entriesByName(written.cargo).find(([carried]) => carried === cargo);
      if (!copies) return zero;
      return call(
        "hill",
        readAmount(book, copies[1], "count", ["vesicles", name, "cargo", cargo], scopes.parameters),
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
  return releases.some((release) => release !== "none" && entriesByName(release.stamp).some(([stamped]) => stamped === cargo));
}

function plainSignal(book: Book, written: string, path: Path, resolve: Resolve): ReadSignal {
  const term = readFormula(written, resolve);
  if (!Array.isArray(term)) return term;
  for (const { text, hint } of term) book.report.fault(path, text, hint);
  return { expression: number(Number.NaN), vector: [0, 0, 0, 0] };
}

interface TermText {
  readonly "half-max": string | number;
  readonly power: string | number;
  readonly matching?: string | Readonly<Record<string, string>> | undefined;
}

function hillOf(book: Book, signal: ReadSignal, term: TermText, path: Path, resolve: Resolve, kind: number): Expression {
  const asked: Asked = { vector: signal.vector, such: inWords(signal.vector) };
  const signals = signalsIn(signal.expression);
  const halfMax = isLost(signal.expression)
    ? number(Number.NaN)
    : readAmount(book, term["half-max"], asked, [...path, "half-max"], resolve, moleculeOf(book, signals));
  if (halfMax.kind === "number" && !(halfMax.value > 0) && !isLost(halfMax)) {
    book.report.fault([...path, "half-max"], "is not above 0", neededFor(asked));
  }
  const power = readAmount(book, term.power, "number", [...path, "power"], resolve);
  if (power.kind === "number" && !(power.value > 0) && !isLost(power)) book.report.fault([...path, "power"], "is not above 0", "a Hill power such as 2 is needed");
  if (term.matching === undefined) return call("hill", signal.expression, halfMax, power);
  const species = [...new Set(signals.flatMap((each) => ("index" in each && ["bound", "inside", "vesicle"].includes(each.signal) ? [each.index] : [])))];
  if (species.length !== 1) {
    book.report.fault([...path, "matching"], "compares tags of no one species", "let the signal read one species, such as bound:EXO");
    return zero;
  }
  return tagsMatch(book, kind, species[0], term.matching, [...path, "matching"]) ? call("hill", signal.expression, halfMax, power) : zero;
}

/** The factor whose units a half-max can be written in: the one the signal reads. */
function moleculeOf(book: Book, signals: readonly Signal[]): Molecule {
  const factors = [...new Set(signals.flatMap((signal) => (signal.signal === "factor" ? [signal.index] : [])))];
  return factors.length === 1 ? book.molecules[factors[0]] : {};
}

/** As `addressOf`, for blocks: what is wrong with them is said where the protocol is read. */
function quietAddress(book: Book, kind: number, behaviour: string): string | undefined {
  const quiet = { ...book.report, fault: () => {}, keyFault: () => {} };
  return addressOf({ ...book, report: quiet }, kind, behaviour, [], true);
}

