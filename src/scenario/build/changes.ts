/**
 * What rules and blocks make of the behaviours of cells. Rules on one behaviour combine as in the reference implementation of the grammar (a multivariate Hill): each response H counts
 * as odds x = H / (1 − H), together they respond 1 − 1 / (1 + Σx); those that increase move the behaviour from its base toward
 * their level, then those that decrease move it from there toward theirs.
 */
import type { AttributeOf, Expression } from "../../model.ts";
import { type Asked, type Book, readAmount } from "../book.ts";
import { isLost, minus, number, one, over, plus, read, times, zero } from "../expression.ts";
import type { Resolve } from "../formula.ts";
import { findKinds, kindsNamed, stagesOf } from "../names.ts";
import type { Scopes } from "../scopes.ts";
import type { Path } from "../tree.ts";
import { addressOf } from "./address.ts";
import { blocksIn } from "./blocks.ts";
import { type Rule, responsesOf, signalOf, together, type Variant } from "./responses.ts";

export interface Changes {
  readonly parameters: Resolve;
  /** The behaviour of a kind as rules and blocks leave it. */
  readonly of: (kind: number, address: string, base: Expression, asked: Asked) => Expression;
  /** As `of`; undefined where neither a base nor a rule gives the behaviour. */
  readonly changed: (
    kind: number,
    address: string,
    base: Expression | undefined,
    asked: Asked,
  ) => Expression | undefined;
  /** Addresses of behaviours that rules give to a kind. */
  readonly ruled: (kind: number) => string[];
  /** What is left of a behaviour by the blocks on it, 0 to 1; undefined where nothing can block it. */
  readonly left: (kind: number, address: string) => Expression | undefined;
  /** Attributes through which delayed signals reach a kind. */
  readonly stages: (kind: number) => { readonly attribute: number; readonly carried: AttributeOf }[];
  /** Says which rules found nothing to change. */
  readonly finish: () => void;
}

interface Placed {
  readonly rule: Rule;
  readonly path: Path;
  readonly kinds: readonly number[];
  /** Address of its behaviour, by kind. */
  readonly addresses: ReadonlyMap<number, string>;
  readonly used: Set<number>;
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

  const changed = (
    kind: number,
    address: string,
    base: Expression | undefined,
    asked: Asked,
  ): Expression | undefined => {
    const rules = placed.filter(({ addresses }) => addresses.get(kind) === address);
    if (base === undefined && rules.length === 0) return undefined;
    let value = base ?? zero;
    for (const direction of ["increases", "decreases"] as const) {
      const own = rules.filter(({ rule }) => rule.direction === direction);
      if (own.length === 0) continue;
      const levels = own.map(({ rule, path }) => readAmount(book, rule.to, asked, [...path, "to"], scopes.cell(kind)));
      const different = levels.findIndex((level) => JSON.stringify(level) !== JSON.stringify(levels[0]));
      if (different > 0 && !levels.some(isLost)) {
        report.fault(
          [...own[different].path, "to"],
          `differs from that of ${own[0].rule.id}`,
          `rules of one direction on one behaviour have one \`to\``,
        );
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
        const input = signalOf(book, scopes, variant, rule, path, kind).expression;
        const indices = stagesOf(rule).map((name) => names.index.attributes.get(name)!);
        return indices.map((attribute, stage) => {
          const before = stage === 0 ? input : read({ signal: "attribute", index: indices[stage - 1] });
          return { attribute, carried: { index: attribute, gain: times(speed, before), loss: speed } };
        });
      }),
    finish: () => {
      for (const { rule, path, kinds, addresses, used } of placed) {
        if (addresses.size === 0) for (const kind of kinds) responsesOf(book, scopes, variant, rule, path, kind); // for its faults
        const idle = [...addresses.keys()].find((kind) => !used.has(kind));
        if (idle === undefined) continue;
        const kind = names.kinds[idle];
        report.fault(
          [...path, "behaviour"],
          `is "${rule.behaviour}", which ${kind.name} has no rate of`,
          `declare it for ${kind.name}; times that are drawn cannot be ruled: use \`requires\``,
        );
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
    if (seen.has(rule.id))
      report.fault([...path, "id"], `is "${rule.id}" a second time`, "give each rule an id of its own");
    seen.add(rule.id);
    if (either.has(rule.id) && rule.requires.length === 0)
      report.fault(path, "cannot be read as either", "it has no `requires`");
    const texts =
      typeof rule.of === "string"
        ? [{ text: rule.of, at: [...path, "of"] }]
        : rule.of.map((text, at) => ({ text, at: [...path, "of", at] }));
    const kinds = texts.flatMap(({ text, at }) => findKinds(names, document, report, text, at));
    const addresses = new Map<number, string>();
    for (const kind of kinds) {
      const address = addressOf(book, kind, rule.behaviour, [...path, "behaviour"], false);
      if (address !== undefined) addresses.set(kind, address);
    }
    return { rule, path, kinds, addresses, used: new Set() };
  });
  const kept = placed.filter(({ rule }) => !without.has(`rule:${rule.id}`));
  return kept.sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1));
}

/** As `addressOf`, for blocks: what is wrong with them is said where the protocol is read. */
function quietAddress(book: Book, kind: number, behaviour: string): string | undefined {
  const quiet = { ...book.report, fault: () => {}, keyFault: () => {} };
  return addressOf({ ...book, report: quiet }, kind, behaviour, [], true);
}
