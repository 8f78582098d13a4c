/** Every name of a scenario with its place in the model: sorted by code unit, so that the order of a file changes nothing. */
import type { Document } from "./document/document.ts";
import type { Report } from "./faults.ts";
import { suggestion } from "./nearest.ts";
import { namesOf, type Path, type Tree, treeAt, unmarked } from "./tree.ts";

export type Section =
  | "parameters"
  | "factors"
  | "reactions"
  | "cargo"
  | "vesicles"
  | "attributes"
  | "conditions"
  | "bindings"
  | "mixtures"
  | "types"
  | "rules"
  | "cultures"
  | "routes"
  | "devices"
  | "sources"
  | "preparations"
  | "arms";

/** What a thing of the section is called in a message. */
const singular: Record<Section, string> = {
  parameters: "parameter",
  factors: "factor",
  reactions: "reaction",
  cargo: "cargo",
  vesicles: "vesicle species",
  attributes: "attribute",
  conditions: "condition",
  bindings: "binding",
  mixtures: "mixture",
  types: "cell type",
  rules: "rule",
  cultures: "culture",
  routes: "route",
  devices: "device",
  sources: "source",
  preparations: "preparation",
  arms: "arm",
};

/** A cell type in one of its states. */
export interface KindName {
  readonly name: string; // as printed: "CD8 resting"; the type alone where it has one state
  readonly type: string;
  readonly state: string; // "" where the type has no states
  readonly path: Path; // where its behaviours are written
}

export interface Names {
  readonly index: Readonly<Record<Section, ReadonlyMap<string, number>>>;
  readonly kinds: readonly KindName[];
  /** Types that are only there for others to be like them. */
  readonly abstract: ReadonlySet<string>;
  /** Whether the file writes this name, even where what it names was wrong. */
  readonly isWritten: (section: Section, name: string) => boolean;
}

/** Entries of a section by name, in the order of the model. */
export function entriesByName<Value>(record: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(record)
    .map(([key, value]): [string, Value] => [unmarked(key), value])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** @param written the tree before anything was taken out of it */
export function namesIn(document: Document, written: Tree): Names {
  const types = entriesByName(document.cells).filter(([, type]) => !type.abstract);
  const kinds = types.flatMap(([type, { states }]): KindName[] => {
    const named = entriesByName(states ?? {}).map(([state]) => state);
    if (named.length === 0) return [{ name: type, type, state: "", path: ["cells", type] }];
    return named.map((state) => ({
      name: named.length === 1 ? type : `${type} ${state}`,
      type,
      state,
      path: ["cells", type, "states", state],
    }));
  });
  const ofStates = types.flatMap(([, type]) => [type, ...Object.values(type.states ?? {})]);
  const entries = [...document.protocol, ...Object.values(document.arms).flatMap(entriesOfArm)];
  const index = {
    parameters: indexOf(document.parameters),
    factors: indexOf(document.factors),
    reactions: indexOf(document.reactions),
    cargo: indexOf(document.cargo),
    vesicles: indexOf(document.vesicles),
    attributes: numbered([
      ...ofStates.flatMap(({ attributes }) => Object.keys(attributes).map(unmarked)),
      ...document.rules.flatMap(stagesOf),
    ]),
    conditions: indexOf(document.conditions),
    bindings: indexOf(document.bindings),
    mixtures: indexOf(document.mixtures),
    types: numbered(types.map(([name]) => name)),
    rules: numbered(document.rules.map(({ id }) => id)),
    cultures: indexOf(document.cultures),
    routes: indexOf(document.routes),
    devices: indexOf(document.devices),
    sources: indexOf(document.sources),
    preparations: numbered(entries.flatMap((entry) => (entry.as === undefined ? [] : [entry.as]))),
    arms: indexOf(document.arms),
  };
  const isWritten = (section: Section, name: string): boolean => {
    if (section === "types") return namesOf(treeAt(written, ["cells"])).includes(name);
    if (section === "attributes") {
      return namesOf(treeAt(written, ["cells"])).some((type) => {
        const states = namesOf(treeAt(written, ["cells", type, "states"])).map(
          (state): Path => ["cells", type, "states", state],
        );
        return [["cells", type], ...states].some((path) =>
          namesOf(treeAt(written, [...path, "attributes"])).includes(name),
        );
      });
    }
    if (section === "rules") return idsIn(treeAt(written, ["rules"])).includes(name);
    return index[section].has(name) || namesOf(treeAt(written, [section])).includes(name);
  };
  const abstract = new Set(entriesByName(document.cells).flatMap(([name, type]) => (type.abstract ? [name] : [])));
  return { index, kinds, abstract, isWritten };
}

/** Names of the hidden attributes through which a delayed signal runs. */
export const stagesOf = (rule: {
  readonly id: string;
  readonly delay?: { readonly steps: number } | undefined;
}): string[] =>
  Array.from(
    { length: rule.delay?.steps ?? 0 },
    (_, stage) => `${rule.id} delay ${String(stage + 1).padStart(2, "0")}`,
  );

/** The lines of protocol that an arm adds, those of its levels too. */
export function entriesOfArm(arm: Document["arms"][string]): Document["protocol"] {
  const levels = Object.values(arm.cross ?? {}).filter((axis) => !Array.isArray(axis));
  return [
    ...arm.do,
    ...levels.flatMap((axis) =>
      Object.values(axis as Record<string, { do: Document["protocol"] }>).flatMap((level) => level.do),
    ),
  ];
}

/** The index of a name in its section. A name that stands nowhere is a fault; one that was wrong where it stands is not said twice. */
export function find(
  names: Names,
  report: Report,
  section: Section,
  name: string,
  path: Path,
  atKey = false,
): number | undefined {
  const at = names.index[section].get(name);
  if (at !== undefined || isWrongAlready(names, report, section, name)) return at;
  const others = (Object.keys(singular) as Section[]).filter(
    (other) => other !== section && names.isWritten(other, name),
  );
  const hint =
    others.length > 0 ? `${name} is a ${singular[others[0]]}` : suggestion(name, names.index[section].keys());
  const say = atKey ? report.keyFault : report.fault;
  say(path, atKey ? `is no ${singular[section]}` : `is "${name}": there is no such ${singular[section]}`, hint);
  return undefined;
}

/** Whether a name is missing because what it names was said to be wrong. */
export const isWrongAlready = (names: Names, report: Report, section: Section, name: string): boolean =>
  report.found.issues.length > 0 && names.isWritten(section, name) && !names.abstract.has(name);

/** The kinds that a text means: a type, `TYPE state`, `TYPE.state`, a mixture, or `all`; undefined where it means none. */
export function kindsNamed(names: Names, document: Document, text: string): number[] | undefined {
  const indices = names.kinds.map((_, index) => index);
  if (text === "all") return indices;
  const [type, state, more] = text.trim().split(/[ .]+/);
  if (more !== undefined) return undefined;
  if (state !== undefined) {
    const found = indices.filter((index) => names.kinds[index].type === type && names.kinds[index].state === state);
    return found.length > 0 ? found : undefined;
  }
  if (names.index.mixtures.has(type)) {
    const members = entriesByName(document.mixtures).find(([name]) => name === type)![1];
    const found = Object.keys(members).flatMap(
      (member) => kindsNamed(names, { ...document, mixtures: {} }, unmarked(member)) ?? [],
    );
    return [...new Set(found)].sort((a, b) => a - b);
  }
  const found = indices.filter((index) => names.kinds[index].type === type);
  return found.length > 0 ? found : undefined;
}

/** As `kindsNamed`; a text that means no cells is a fault. */
export function findKinds(
  names: Names,
  document: Document,
  report: Report,
  text: string,
  path: Path,
  atKey = false,
): readonly number[] {
  const found = kindsNamed(names, document, text);
  if (found) return found;
  const [type, state] = text.trim().split(/[ .]+/);
  const known = names.kinds.some((kind) => kind.type === type);
  if (!known && isWrongAlready(names, report, "types", type)) return [];
  if (state === undefined && isWrongAlready(names, report, "mixtures", type)) return [];
  if (names.abstract.has(type)) {
    (atKey ? report.keyFault : report.fault)(path, `names ${type}, which is abstract`, "name a type that is like it");
    return [];
  }
  const words = known
    ? names.kinds.filter((kind) => kind.type === type).map((kind) => `${type} ${kind.state}`)
    : cellWords(names);
  (atKey ? report.keyFault : report.fault)(
    path,
    atKey ? "names no cells" : `is "${text}": there are no such cells`,
    suggestion(text, words),
  );
  return [];
}

export const cellWords = (names: Names): string[] => [...names.index.types.keys(), ...names.index.mixtures.keys()];

const numbered = (names: readonly string[]): ReadonlyMap<string, number> =>
  new Map([...new Set(names)].sort().map((name, index) => [name, index]));
const indexOf = (record: Readonly<Record<string, unknown>>): ReadonlyMap<string, number> =>
  numbered(Object.keys(record).map(unmarked));

function idsIn(tree: Tree | undefined): string[] {
  if (tree?.kind !== "list") return [];
  return tree.items.flatMap((item) => {
    const id = treeAt(item, ["id"]);
    return id?.kind === "scalar" ? [String(id.value)] : [];
  });
}
