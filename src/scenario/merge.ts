/**
 * One part written over another: what a scenario writes over the library, a type over the one it is like, a state over its type.
 * Keys are merged as deep as the shape says; below that the later text stands alone. All on trees, so that each part keeps its place.
 */
import type { Issue } from "../model.ts";
import { issueAt, said } from "./faults.ts";
import { suggestion } from "./nearest.ts";
import { type Entry, entriesOf, type Mapping, mapping, type Path, type Tree, withEntry } from "./tree.ts";

/** How deep to merge: "whole" replaces; else key by key, `*` for keys that are not named. */
type Shape =
  | "whole"
  | { readonly keys: Readonly<Record<string, Shape>>; readonly ways?: readonly (readonly string[])[] };

const each = (shape: Shape): Shape => ({ keys: { "*": shape } });
const block: Shape = each("whole");
/** Keys that say the same thing in different ways: who writes one of them takes back the others. */
const oneWay = (...ways: readonly (readonly string[])[]): Shape => ({ keys: { "*": "whole" }, ways });

const attribute = oneWay(["is"], ["gain", "loss"], ["toward", "rate"], ["toward", "half-life"]);
const behaviours: Record<string, Shape> = {
  attributes: each(attribute),
  divide: oneWay(["rate"], ["first", "later"]),
  die: oneWay(["rate"], ["after"]),
  become: block,
  secrete: block,
  consume: block,
  capture: block,
  release: block,
  acquire: block,
  present: block,
  move: block,
  "*": "whole",
};
const state: Shape = { keys: behaviours };
const cellType: Shape = { keys: { ...behaviours, tags: block, states: each(state) } };
const vesicle: Shape = {
  keys: { cargo: block, classes: block, tags: block, evidence: block, "*": "whole" },
  ways: [["loss"], ["half-life"]],
};
const sections: Shape = {
  keys: {
    parameters: each(block),
    mixtures: block,
    conditions: each(block),
    medium: block,
    factors: each(oneWay(["loss"], ["half-life"])),
    reactions: each(block),
    cargo: each(oneWay(["decay"], ["half-life"])),
    vesicles: each(vesicle),
    bindings: each(block),
    cells: each(cellType),
    "*": "whole",
  },
};

/** A file over another one. Rules with the same id replace each other; all others are kept. */
export function mergeFiles(base: Tree, over: Tree): Tree {
  const merged = merge(base, over, sections);
  const rules = [base, over].map((tree) => entriesOf(tree).get("rules"));
  if (merged.kind !== "mapping" || rules.some((entry) => entry?.value.kind !== "list")) return merged;
  const [old, own] = rules.map((entry) => (entry?.value.kind === "list" ? entry.value.items : []));
  const owned = new Set(own.map(idOf));
  const items = [...old.filter((rule) => !owned.has(idOf(rule))), ...own];
  return withEntry(merged, "rules", { ...rules[1]!, value: { kind: "list", place: rules[1]!.value.place, items } });
}

/** Every `like` of cells, states and vesicles written out, and each state with what its type gives to all. */
export function withLikes(tree: Tree): { readonly tree: Tree; readonly issues: Issue[] } {
  const issues: Issue[] = [];
  let whole = tree;
  for (const [section, shape] of [
    ["vesicles", vesicle],
    ["cells", cellType],
  ] as const) {
    const entry = entriesOf(whole).get(section);
    if (whole.kind !== "mapping" || entry?.value.kind !== "mapping") continue;
    let value = inherited(entry.value, shape, [section], issues);
    value = eachMapping(
      value,
      section === "cells" ? (type, name) => withStates(type, [section, name], issues) : withoutCargo,
    );
    whole = withEntry(whole, section, { ...entry, value });
  }
  return { tree: whole, issues };
}

function merge(base: Tree, over: Tree, shape: Shape): Tree {
  if (shape === "whole" || base.kind !== "mapping" || over.kind !== "mapping") return over;
  const entries = new Map([...base.entries].filter(([key]) => !isTakenBack(key, over, shape.ways ?? [])));
  for (const [key, entry] of over.entries) {
    const old = entries.get(key);
    const deeper = (Object.hasOwn(shape.keys, key) ? shape.keys[key] : shape.keys["*"]) ?? "whole";
    entries.set(key, old ? { ...entry, value: merge(old.value, entry.value, deeper) } : entry);
  }
  return mapping(over.place, entries);
}

/** Whether `over` says in another way what this key of the base says. */
function isTakenBack(key: string, over: Mapping, ways: readonly (readonly string[])[]): boolean {
  if (!ways.some((way) => way.includes(key))) return false;
  const written = [...over.entries.keys()].filter((each) => ways.some((way) => way.includes(each)));
  if (written.length === 0) return false;
  return !ways.some((way) => way.includes(key) && written.every((each) => way.includes(each)));
}

/** The entries of a section, each over what it is like. */
function inherited(section: Mapping, shape: Shape, path: Path, issues: Issue[], common?: Mapping): Mapping {
  const done = new Map<string, Tree>();
  const resolve = (name: string, waiting: readonly string[]): Tree => {
    const entry = section.entries.get(name)!;
    const finished = done.get(name);
    if (finished) return finished;
    const like = entriesOf(entry.value).get("like")?.value;
    let base: Tree | undefined = common;
    if (like?.kind === "scalar" && typeof like.value === "string") {
      const place = [...path, name, "like"];
      if (like.value === name || waiting.includes(like.value)) {
        const chain = [...waiting, name, like.value].join(" → ");
        issues.push(
          issueAt(like.place, place, said(place, `goes round in a circle: ${chain}`), "leave out one `like`"),
        );
      } else if (section.entries.has(like.value)) {
        base = resolve(like.value, [...waiting, name]);
      } else {
        const others = [...section.entries.keys()].filter((other) => other !== name);
        issues.push(
          issueAt(
            like.place,
            place,
            said(place, `is "${like.value}", which is not in ${path.join(".")}`),
            suggestion(like.value, others),
          ),
        );
      }
    }
    const value = base ? merge(withoutKeys(base, ["like", "abstract", "without"]), entry.value, shape) : entry.value;
    done.set(name, value);
    return value;
  };
  return eachMapping(section, (_, name) => resolve(name, []));
}

/** Each state over its type: the type's behaviours and attributes are those of all its states. */
function withStates(type: Tree, path: Path, issues: Issue[]): Tree {
  const states = entriesOf(type).get("states");
  if (type.kind !== "mapping" || states?.value.kind !== "mapping") return type;
  const common = withoutKeys(type, ["like", "abstract", "tags", "start", "states", "source", "text"]);
  const value = inherited(states.value, state, [...path, "states"], issues, common as Mapping);
  return withEntry(type, "states", { ...states, value });
}

function withoutCargo(species: Tree): Tree {
  const without = entriesOf(species).get("without")?.value;
  const cargo = entriesOf(species).get("cargo");
  if (species.kind !== "mapping" || without?.kind !== "list" || !cargo) return species;
  const gone = without.items.flatMap((item) => (item.kind === "scalar" ? [String(item.value)] : []));
  return withEntry(species, "cargo", { ...cargo, value: withoutKeys(cargo.value, gone) });
}

function withoutKeys(tree: Tree, keys: readonly string[]): Tree {
  if (tree.kind !== "mapping") return tree;
  return mapping(tree.place, new Map([...tree.entries].filter(([key]) => !keys.includes(key))));
}

function eachMapping(section: Mapping, change: (value: Tree, name: string) => Tree): Mapping {
  const changed = [...section.entries].map(([name, entry]): [string, Entry] => [
    name,
    { ...entry, value: change(entry.value, name) },
  ]);
  return mapping(section.place, new Map(changed));
}

function idOf(rule: Tree): string | undefined {
  const id = entriesOf(rule).get("id")?.value;
  return id?.kind === "scalar" ? String(id.value) : undefined;
}
