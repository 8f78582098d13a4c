/** Where the readers of a scenario leave what they find wrong. Nothing is thrown: a file is read to its end. */
import type { Issue } from "../model.ts";
import { isFaulty, keyPlaceAt, type Path, type Place, pathText, placeAt, type Tree, treeAt } from "./tree.ts";

/** A power of the language that is read and checked but cannot be run yet. */
export interface NotYet {
  readonly what: string;
  readonly path: string;
  readonly line: number;
}

/** A predicate follows the path: `cultures.recipient.volume` `is "200 um"`. */
export interface Report {
  readonly fault: (path: Path, predicate: string, hint: string) => void;
  /** As `fault`, at the key instead of the value. */
  readonly keyFault: (path: Path, predicate: string, hint: string) => void;
  readonly warn: (path: Path, predicate: string, hint: string) => void;
  readonly notYet: (path: Path, what: string) => void;
  /** What stands here lost a part that was wrong: that the part is missing is not said as well. */
  readonly excuse: (path: Path) => void;
  readonly excused: Set<string>;
  readonly found: { readonly issues: Issue[]; readonly warnings: Issue[]; readonly notYet: NotYet[] };
}

/** Collects what is said about one tree; what is said twice of one place is kept once. @param before goes on with what it found */
export function reportOn(tree: Tree, before?: Report): Report {
  const found = before?.found ?? { issues: [], warnings: [], notYet: [] };
  const excused = before?.excused ?? new Set<string>();
  const add = (list: Issue[], issue: Issue): void => {
    const same = list.findIndex((other) => sameIssue(other, issue));
    if (same < 0) list.push(issue);
    else if (issue.path.length < list[same].path.length) list[same] = issue; // said where it was written, not where it was inherited
  };
  return {
    fault: (path, predicate, hint) => {
      const place = placeAt(tree, path);
      if (!excused.has(placeText(place)) && !isFaulty(treeAt(tree, path)))
        add(found.issues, issueAt(place, path, said(path, predicate), hint));
    },
    keyFault: (path, predicate, hint) =>
      add(found.issues, issueAt(keyPlaceAt(tree, path), path, said(path, predicate), hint)),
    warn: (path, predicate, hint) =>
      add(found.warnings, issueAt(placeAt(tree, path), path, said(path, predicate), hint)),
    notYet: (path, what) => {
      const { line } = keyPlaceAt(tree, path);
      if (!found.notYet.some((other) => other.what === what && other.line === line))
        found.notYet.push({ what, path: pathText(path), line });
    },
    excuse: (path) => excused.add(placeText(placeAt(tree, path))),
    excused,
    found,
  };
}

const placeText = ({ file, line, column }: Place): string => `${line}:${column}:${file}`;

/** The sentence of an issue: what stands at the path, then what is said of it. */
export const said = (path: Path, predicate: string): string =>
  `${path.length === 0 ? "this file" : pathText(path)} ${predicate}`;

export const issueAt = (place: Place, path: Path, text: string, hint: string): Issue => ({
  ...place,
  path: pathText(path),
  text,
  hint,
});

/** By line and column, the scenario's own file first. */
export function inOrder(issues: readonly Issue[], file: string): Issue[] {
  const rank = (issue: Issue): string => (issue.file === file ? "" : issue.file);
  return [...issues].sort((a, b) => {
    if (rank(a) !== rank(b)) return rank(a) < rank(b) ? -1 : 1;
    return a.line - b.line || a.column - b.column || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);
  });
}

const sameIssue = (a: Issue, b: Issue): boolean =>
  placeText(a) === placeText(b) && a.hint === b.hint && a.text.slice(a.path.length) === b.text.slice(b.path.length);
