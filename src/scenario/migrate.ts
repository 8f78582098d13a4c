/**
 * Files in an older language: each step rewrites the tree of language n as language n + 1 says it and tells every line it changed.
 * What a step does not understand it leaves as it stands, so that the reader says what is wrong with it.
 */
import type { Issue } from "../model.ts";
import { newestLanguage } from "./document/document.ts";
import { issueAt, said } from "./faults.ts";
import { type Entry, entriesOf, type List, type Mapping, mapping, type Path, type Tree, withEntry } from "./tree.ts";
import { readYaml } from "./yaml.ts";

export interface Current {
  /** In the newest language; absent where nothing can be made of the text. */
  readonly tree?: Tree;
  readonly issues: readonly Issue[];
  /** What was written in an older language, each at its line; the hint is how it is written now. */
  readonly rewritten: readonly Issue[];
}

type Tell = (entry: Entry, path: Path, now: string) => void;
type Step = (tree: Mapping, tell: Tell) => Mapping;

/** `steps[n]` goes from language n to language n + 1. */
const steps: readonly Step[] = [fromDrafts];

/** The tree of a file in whichever language it says it is written; a newer one than is known here is not looked at further. */
export function readCurrent(text: string, file: string): Current {
  const { tree, issues } = readYaml(text, file);
  const entry = entriesOf(tree).get("language");
  const written = entry?.value.kind === "scalar" ? entry.value.value : undefined;
  if (tree?.kind !== "mapping" || !entry || typeof written !== "number")
    return { ...(tree && { tree }), issues, rewritten: [] };
  if (written > newestLanguage) return { issues: [tooNew(entry, written)], rewritten: [] };
  if (!Number.isInteger(written) || written < 0) return { tree, issues, rewritten: [] };

  const rewritten: Issue[] = [];
  const tell: Tell = ({ place }, path, now) => {
    rewritten.push(issueAt(place, path, said(path, "is written in an older language"), `now: ${now}`));
  };
  if (written < newestLanguage) tell(entry, ["language"], `language: ${newestLanguage}`);
  const current = steps.slice(written).reduce((older, step) => step(older, tell), tree);
  const language: Entry = { place: entry.place, value: { ...entry.value, kind: "scalar", value: newestLanguage } };
  return { tree: withEntry(current, "language", language), issues, rewritten };
}

function tooNew({ value: { place } }: Entry, written: number): Issue {
  const text = said(["language"], `is ${written}, which is newer than what is read here`);
  return issueAt(place, ["language"], text, `this version reads language ${newestLanguage}: take a newer one`);
}

/** From the drafts (0): cultures had `stirred: true`; what a claim is tested without was a list. */
function fromDrafts(tree: Mapping, tell: Tell): Mapping {
  const stirred = inEach(tree, "cultures", (culture, path) =>
    rewriteKey(culture, path, ["stirred", "mixing"], tell, (value) => {
      if (value.kind !== "scalar" || typeof value.value !== "boolean") return undefined;
      const mixing = value.value ? "stirred" : "static";
      return [{ ...value, value: mixing }, `mixing: ${mixing}`];
    }),
  );
  return inEach(stirred, "claims", (claim, path) =>
    rewriteKey(claim, path, ["off", "off"], tell, (value) => {
      if (value.kind !== "list") return undefined;
      const without = mapping(value.place, new Map([["without", { place: value.place, value }]]));
      return [without, `off: { without: ${flowText(value)} }`];
    }),
  );
}

/** A mapping in which what stands at the old key stands at the new one, as it is written now; unless something stands there. */
function rewriteKey(
  of: Mapping,
  path: Path,
  [old, key]: readonly [old: string, key: string],
  tell: Tell,
  rewrite: (value: Tree) => readonly [value: Tree, now: string] | undefined,
): Mapping {
  const entry = of.entries.get(old);
  const made = entry && (old === key || !of.entries.has(key)) ? rewrite(entry.value) : undefined;
  if (!entry || !made) return of;
  const [value, now] = made;
  tell(entry, [...path, old], now);
  const kept = new Map(of.entries);
  kept.delete(old);
  return withEntry(mapping(of.place, kept), key, { place: entry.place, value });
}

/** The tree with each mapping of one section, named or listed, rewritten. */
function inEach(tree: Mapping, section: string, rewrite: (part: Mapping, path: Path) => Mapping): Mapping {
  const entry = tree.entries.get(section);
  if (!entry || entry.value.kind === "scalar") return tree;
  const each = (part: Tree, step: string | number): Tree =>
    part.kind === "mapping" ? rewrite(part, [section, step]) : part;
  const value: Tree =
    entry.value.kind === "list"
      ? { ...entry.value, items: entry.value.items.map(each) }
      : mapping(
          entry.value.place,
          new Map([...entry.value.entries].map(([name, part]) => [name, { ...part, value: each(part.value, name) }])),
        );
  return withEntry(tree, section, { ...entry, value });
}

/** A list of words on one line, as YAML has it. */
const flowText = ({ items }: List): string =>
  `[${items.map((item) => (item.kind === "scalar" ? JSON.stringify(item.value) : "…")).join(", ")}]`;
