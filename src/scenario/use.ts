/** What a scenario uses: shipped library files by name, own files by a path below its folder, each read once. */
import type { Issue } from "../model.ts";
import { libraryKeys } from "./document/document.ts";
import { issueAt, said } from "./faults.ts";
import { mergeFiles } from "./merge.ts";
import { type Current, readCurrent } from "./migrate.ts";
import { suggestion } from "./nearest.ts";
import { entriesOf, type Mapping, mapping, type Path, type Tree } from "./tree.ts";

/** The text of a file: `exoculture:<name>` of the library, or a path below the folder of the scenario. */
export type Files = (path: string) => string | undefined;

/** The scenario over all it uses, directly or through another file. */
export function withUsed(tree: Tree, file: string, files: Files): Current & { readonly tree: Tree } {
  const issues: Issue[] = [];
  const rewritten: Issue[] = [];
  const read = new Set<string>();
  let below: Tree | undefined;
  const visit = (user: Tree, chain: readonly string[]): void => {
    const list = entriesOf(user).get("use")?.value;
    if (list?.kind !== "list") return;
    for (const [index, item] of list.items.entries()) {
      if (item.kind !== "scalar" || typeof item.value !== "string") continue;
      const path: Path = ["use", index];
      const say = (predicate: string, hint: string): void => {
        issues.push(issueAt(item.place, path, said(path, `is "${item.value}": ${predicate}`), hint));
      };
      const name = refused(item.value, say);
      if (name === undefined) continue;
      if (chain.includes(name)) {
        say(`files use each other in a circle: ${[...chain, name].join(" → ")}`, "leave out one `use`");
        continue;
      }
      if (read.has(name)) continue;
      read.add(name);
      const text = files(name);
      if (text === undefined) {
        say(
          "there is no such file",
          "the library holds names such as exoculture:il-2; own files lie below this folder",
        );
        continue;
      }
      const part = readCurrent(text, name);
      issues.push(...part.issues);
      rewritten.push(...part.rewritten);
      if (!part.tree) continue;
      visit(part.tree, [...chain, name]);
      const definitions = onlyDefinitions(part.tree, issues);
      below = below ? mergeFiles(below, definitions) : definitions;
    }
  };
  visit(tree, [file]);
  return { tree: below ? mergeFiles(below, tree) : tree, issues, rewritten };
}

/** The plain path of a used file; undefined, and said why, where it is none of ours. */
function refused(written: string, say: (predicate: string, hint: string) => void): string | undefined {
  if (/^exoculture:[a-z0-9][a-z0-9-]*$/.test(written)) return written;
  const hint =
    "use a path below this folder, such as shared/cells.yaml, or a name of the library, such as exoculture:il-2";
  if (/[\\:\0]/.test(written) || written.startsWith("/") || written.startsWith("~")) {
    say("only a path below the folder of the scenario can be read", hint);
    return undefined;
  }
  const parts: string[] = [];
  for (const part of written.split("/")) {
    if (part === "." || part === "") continue;
    if (part === ".." && parts.pop() === undefined) {
      say("it leaves the folder of the scenario", hint);
      return undefined;
    }
    if (part !== "..") parts.push(part);
  }
  return parts.join("/");
}

function onlyDefinitions(tree: Tree, issues: Issue[]): Mapping {
  for (const [key, { place }] of entriesOf(tree)) {
    if (libraryKeys.includes(key)) continue;
    issues.push(
      issueAt(
        place,
        [key],
        said([key], "cannot stand in a file that others use"),
        `definitions can: ${suggestion(key, libraryKeys)}`,
      ),
    );
  }
  const kept = [...entriesOf(tree)].filter(
    ([key]) => libraryKeys.includes(key) && !["title", "use", "source", "text"].includes(key),
  );
  return mapping(tree.place, new Map(kept));
}
