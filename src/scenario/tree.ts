/**
 * A scenario file as a tree in which everything knows the place it was written at, whichever file that was: what is merged from
 * the library keeps its own place. Names are keys of Maps, so that `__proto__` is a name like any other.
 */
export interface Place {
  readonly file: string;
  readonly line: number; // from 1
  readonly column: number; // from 1
}

export type Path = readonly (string | number)[];

export interface Mapping {
  readonly kind: "mapping";
  readonly place: Place;
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  readonly place: Place; // of the key
  readonly value: Tree;
}

export interface List {
  readonly kind: "list";
  readonly place: Place;
  readonly items: readonly Tree[];
}

export interface Scalar {
  readonly kind: "scalar";
  readonly place: Place;
  readonly value: string | number | boolean | null;
  readonly faulty?: true; // a stand-in for what was said to be wrong already: nothing more is said of it
}

export type Tree = Mapping | List | Scalar;

/** `cultures.recipient.volume`, `protocol[2].at` */
export const pathText = (path: Path): string =>
  path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");

/** What stands at a path; undefined where nothing does. */
export function treeAt(tree: Tree, path: Path): Tree | undefined {
  let at: Tree | undefined = tree;
  for (const step of path) at = at && childOf(at, step);
  return at;
}

/** Place of the value at a path, or of the nearest thing above it that was written. */
export function placeAt(tree: Tree, path: Path): Place {
  let at = tree;
  for (const step of path) {
    const child = childOf(at, step);
    if (!child) break;
    at = child;
  }
  return at.place;
}

/** Place of the key at the end of a path. */
export function keyPlaceAt(tree: Tree, path: Path): Place {
  const parent = treeAt(tree, path.slice(0, -1));
  const entry = parent?.kind === "mapping" ? parent.entries.get(String(path.at(-1))) : undefined;
  return entry?.place ?? placeAt(tree, path);
}

export function childOf(tree: Tree, step: string | number): Tree | undefined {
  if (tree.kind === "mapping") return tree.entries.get(String(step))?.value;
  return tree.kind === "list" ? tree.items[Number(step)] : undefined;
}

export const isFaulty = (tree: Tree | undefined): boolean => tree?.kind === "scalar" && tree.faulty === true;

/** The tree with another value at a path; unchanged where nothing can stand there. */
export function withValue(tree: Tree, path: Path, value: Scalar): Tree {
  if (path.length === 0) return value;
  const [step, ...rest] = path;
  if (tree.kind === "mapping") {
    const old = tree.entries.get(String(step));
    const inner = old ? withValue(old.value, rest, value) : value;
    return withEntry(tree, String(step), { place: old?.place ?? tree.place, value: inner });
  }
  if (tree.kind !== "list") return tree;
  return { ...tree, items: tree.items.map((item, index) => (index === step ? withValue(item, rest, value) : item)) };
}

/** The entries of a mapping; none where the tree is something else or absent. */
export const entriesOf = (tree: Tree | undefined): ReadonlyMap<string, Entry> =>
  tree?.kind === "mapping" ? tree.entries : new Map();

/** The names of a section as written. */
export const namesOf = (tree: Tree | undefined): string[] => [...entriesOf(tree).keys()].sort();

export const mapping = (place: Place, entries: ReadonlyMap<string, Entry>): Mapping => ({
  kind: "mapping",
  place,
  entries,
});

/** A mapping with one entry set; the others stay as they are. */
export function withEntry(tree: Mapping, key: string, entry: Entry): Mapping {
  return mapping(tree.place, new Map(tree.entries).set(key, entry));
}

/** The tree without what stands at these paths. */
export function prune(tree: Tree, paths: readonly Path[]): Tree {
  if (tree.kind === "scalar" || paths.length === 0) return tree;
  const below = (step: string | number): Path[] =>
    paths.filter((path) => String(path[0]) === String(step)).map((path) => path.slice(1));
  const gone = (step: string | number): boolean => below(step).some((path) => path.length === 0);
  if (tree.kind === "list") {
    return {
      ...tree,
      items: tree.items.map((item, index) => prune(item, below(index))).filter((_, index) => !gone(index)),
    };
  }
  const kept = [...tree.entries].filter(([key]) => !gone(key));
  return mapping(
    tree.place,
    new Map(kept.map(([key, entry]) => [key, { ...entry, value: prune(entry.value, below(key)) }])),
  );
}

/** As JSON has it. A key `__proto__` gets a mark, since a plain object cannot hold it for every reader; `unmarked` takes it off. */
export function plainOf(tree: Tree): unknown {
  if (tree.kind === "scalar") return tree.value;
  if (tree.kind === "list") return tree.items.map(plainOf);
  return Object.fromEntries([...tree.entries].map(([key, { value }]) => [marked(key), plainOf(value)]));
}

const mark = "\u2060"; // word joiner: no name may hold it
export const marked = (key: string): string => (key === "__proto__" ? key + mark : key);
export const unmarked = (key: string): string => (key.endsWith(mark) ? key.slice(0, -1) : key);

/** One text for all ways to write the same content: keys by code unit, no comments, no layout. */
export function canonicalText(tree: Tree): string {
  if (tree.kind === "scalar") return JSON.stringify(tree.value);
  if (tree.kind === "list") return `[${tree.items.map(canonicalText).join(",")}]`;
  const sorted = [...tree.entries].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, { value }]) => `${JSON.stringify(key)}:${canonicalText(value)}`).join(",")}}`;
}
