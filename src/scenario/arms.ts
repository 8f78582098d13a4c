/** The arms of an experiment as parallel worlds: what each adds to the common protocol and changes of the model, `like` and `cross` written out. */

import type { Expression } from "../model.ts";
import { type Book, readAmount, wrongly } from "./book.ts";
import type { Document } from "./document/document.ts";
import { numberOf } from "./expression.ts";
import type { Resolve } from "./formula.ts";
import { entriesByName, find } from "./names.ts";
import { suggestion } from "./nearest.ts";
import { type Path, unmarked } from "./tree.ts";

type Written = Document["arms"][string];
type Part = Omit<Written, "cross">;
type Entry = Document["protocol"][number];

export interface Arm {
  readonly name: string;
  readonly label: string;
  readonly entries: readonly { readonly entry: Entry; readonly path: Path }[];
  /** Parameters that the arm sets, by index. */
  readonly set: readonly { readonly parameter: number; readonly value: Expression }[];
  /** Densities that replace those of a culture: culture, cells, text. */
  readonly seed: readonly {
    readonly culture: string;
    readonly cells: string;
    readonly density: string | number;
    readonly path: Path;
  }[];
  readonly without: readonly string[];
  readonly either: readonly string[];
}

/** All arms in the order of the file; those of a `cross` stand where it stands. */
export function armsOf(book: Book, resolve: Resolve): Arm[] {
  const { document, report } = book;
  const written = Object.entries(document.arms).map(([name, arm]): [string, Written] => [unmarked(name), arm]);
  const arms = written.flatMap(([name, arm]) =>
    arm.cross ? crossed(book, name, arm, resolve) : [armOf(book, name, arm, ["arms", name], [name], resolve)],
  );
  const seen = new Map<string, string>();
  for (const { name } of arms) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined)
      report.keyFault(
        ["arms", name],
        `differs from arm ${other} in capitals at most`,
        "files are named after arms: choose another name",
      );
    seen.set(name.toLowerCase(), name);
  }
  if (arms.length === 0) report.fault(["arms"], "has no arm", "an experiment has one at least, such as medium: {}");
  return arms;
}

function armOf(book: Book, name: string, part: Part, path: Path, chain: readonly string[], resolve: Resolve): Arm {
  const { document, report, names } = book;
  const likes = typeof part.like === "string" ? [part.like] : part.like;
  const bases = likes.flatMap((like, index): Arm[] => {
    const at = typeof part.like === "string" ? [...path, "like"] : [...path, "like", index];
    if (chain.includes(like)) {
      report.fault(at, `goes round in a circle: ${[...chain, like].join(" → ")}`, "leave out one `like`");
      return [];
    }
    if (find(names, report, "arms", like, at) === undefined) return [];
    const base = entriesByName(document.arms).find(([other]) => other === like)![1];
    if (base.cross) {
      report.fault(at, `is "${like}", which stands for many arms`, "be like one that has no `cross`");
      return [];
    }
    return [armOf(book, like, base, ["arms", like], [...chain, like], resolve)];
  });
  const set = entriesByName(part.set).flatMap(([parameter, value]): Arm["set"][number][] => {
    const at = [...path, "set", parameter];
    const index = find(names, report, "parameters", parameter, at, true);
    if (index === undefined) return [];
    const vector = book.vectors[index];
    const read = readAmount(book, value, vector, at, resolve, book.parameterMolecules[index]);
    if (numberOf(read, book.defaults) < 0 && book.defaults[index] >= 0)
      book.report.fault(at, wrongly(value, "is negative"), `${parameter} is 0 or more`);
    return [{ parameter: index, value: read }];
  });
  const seed = entriesByName(part.seed).flatMap(([culture, cells]) => {
    find(names, report, "cultures", culture, [...path, "seed", culture], true);
    return entriesByName(cells).map(([each, density]) => ({
      culture,
      cells: each,
      density,
      path: [...path, "seed", culture, each],
    }));
  });
  for (const [index, id] of part.without.entries()) checkId(book, id, [...path, "without", index]);
  for (const [index, id] of part.either.entries()) find(names, report, "rules", id, [...path, "either", index]);
  const changedSeed = new Set(seed.map(({ culture, cells }) => `${culture}/${cells}`));
  return {
    name,
    label: part.label ?? name,
    entries: [
      ...bases.flatMap((base) => base.entries),
      ...part.do.map((entry, index) => ({ entry, path: [...path, "do", index] })),
    ],
    set: [...bases.flatMap((base) => base.set), ...set],
    seed: [
      ...bases.flatMap((base) => base.seed).filter(({ culture, cells }) => !changedSeed.has(`${culture}/${cells}`)),
      ...seed,
    ],
    without: [...new Set([...bases.flatMap((base) => base.without), ...part.without])].sort(),
    either: [...new Set([...bases.flatMap((base) => base.either), ...part.either])].sort(),
  };
}

/** One arm for each combination of the levels of all axes. An axis is a parameter with values, a list of arms, or named differences. */
function crossed(book: Book, name: string, { cross, ...common }: Written, resolve: Resolve): Arm[] {
  const path = ["arms", name];
  const empty: Part = { like: [], do: [], set: {}, seed: {}, without: [], either: [] };
  type Level = { readonly id: string; readonly label: string; readonly part: Part; readonly path: Path };
  const axes = entriesByName(cross!).map(([axis, levels]): Level[] => {
    const at = [...path, "cross", axis];
    if (!Array.isArray(levels)) {
      return entriesByName(levels).map(([id, part]) => ({ id, label: part.label ?? id, part, path: [...at, id] }));
    }
    const isParameter = book.names.isWritten("parameters", axis);
    return levels.map((level, index) => ({
      id: String(level)
        .replace(/[^A-Za-z0-9]+/g, "_")
        .replace(/^_|_$/g, ""),
      label: isParameter
        ? `${axis} ${level}`
        : (entriesByName(book.document.arms).find(([arm]) => arm === level)?.[1].label ?? String(level)),
      part: isParameter ? { ...empty, set: { [axis]: level } } : { ...empty, like: [String(level)] },
      path: [...at, index],
    }));
  });
  let combinations: Level[][] = [[]];
  for (const axis of axes) combinations = combinations.flatMap((levels) => axis.map((level) => [...levels, level]));
  if (combinations.length > 500) {
    book.report.fault(
      [...path, "cross"],
      `makes ${combinations.length} arms`,
      "500 are possible: sweep parameters instead",
    );
    return [];
  }
  return combinations.map((levels) => {
    const id = [name, ...levels.map((level) => level.id)].join("_");
    const parts = [
      armOf(book, id, common, path, [name], resolve),
      ...levels.map((level) => armOf(book, id, level.part, level.path, [name], resolve)),
    ];
    return {
      name: id,
      label: [common.label ?? name, ...levels.map((level) => level.label)].join(", "),
      entries: parts.flatMap((part) => part.entries),
      set: parts.flatMap((part) => part.set),
      seed: parts.flatMap((part) => part.seed),
      without: [...new Set(parts.flatMap((part) => part.without))].sort(),
      either: [...new Set(parts.flatMap((part) => part.either))].sort(),
    };
  });
}

const sectionOf = {
  rule: "rules",
  cargo: "cargo",
  factor: "factors",
  vesicle: "vesicles",
  binding: "bindings",
  reaction: "reactions",
  route: "routes",
  device: "devices",
  source: "sources",
} as const;

/** `rule:…`, `cargo:…`: what an arm or a claim can switch off. */
export function checkId(book: Pick<Book, "names" | "report">, written: string, path: Path): void {
  const [what, name] = written.split(":");
  if (!Object.hasOwn(sectionOf, what) || name === undefined) {
    book.report.fault(
      path,
      `is "${written}", which says not what it is`,
      `write one of ${Object.keys(sectionOf)
        .map((each) => `${each}:NAME`)
        .join(", ")}`,
    );
    return;
  }
  const section = sectionOf[what as keyof typeof sectionOf];
  const { names } = book;
  if (names.index[section].has(name) || names.isWritten(section, name)) return;
  book.report.fault(path, `is "${written}", which does not exist`, suggestion(name, names.index[section].keys()));
}
