/**
 * Text to tree. A scenario is untrusted: size, depth and the growth by aliases are capped, tags and numbers that are not
 * finite are refused, and the parser's own messages are put into ours.
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLError } from "yaml";
import type { Issue } from "../model.ts";
import { issueAt, said } from "./faults.ts";
import { type Entry, mapping, type Path, type Place, type Tree } from "./tree.ts";

export const limits = { characters: 1_000_000, nodes: 100_000, depth: 40 };

/** BOM and CRLF removed: the text that places and hashes speak of. */
export const normalised = (text: string): string => text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");

/** The tree of a file as far as it can be read, and what is wrong with it as YAML. @param what the file is meant to be */
export function readYaml(
  written: string,
  file: string,
  what = "scenario",
): { readonly tree?: Tree; readonly issues: Issue[] } {
  const start: Place = { file, line: 1, column: 1 };
  if (written.length > limits.characters) {
    const text = `the file has ${written.length} characters: more than ${limits.characters} are not read`;
    return { issues: [issueAt(start, [], text, "split it with `use`, or move tables into a CSV file beside it")] };
  }
  const text = normalised(written);
  const deepest = nesting(text);
  if (deepest !== undefined)
    return { issues: [issueAt({ file, ...deepest }, [], said([], tooDeep), "write it with fewer levels")] };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, strict: true, prettyErrors: false });
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const issues = [...document.errors, ...document.warnings]
    .slice(0, 20)
    .map((error) => yamlIssue(error, placeOf(error.pos[0])));
  if (!isMap(document.contents)) {
    if (issues.length === 0)
      issues.push(issueAt(start, [], `this is not a ${what}`, `a ${what} is a list of keys such as \`title: …\``));
    return { issues };
  }
  let nodes = 0;
  const say = (place: Place, path: Path, message: string, hint: string): void => {
    issues.push(issueAt(place, path, said(path, message), hint));
  };
  const growing = (node: Node | null, path: Path, above: readonly Node[], here: Place): Tree | undefined => {
    const place = node?.range ? placeOf(node.range[0]) : here;
    const wrong: Tree = { kind: "scalar", place, value: null, faulty: true };
    if (++nodes > limits.nodes) {
      if (nodes === limits.nodes + 1)
        say(place, path, "grows beyond what is read", "the aliases (`*name`) stand for too much");
      return undefined;
    }
    if (path.length > limits.depth) {
      if (!issues.some((issue) => issue.text.endsWith(tooDeep)))
        say(place, path, tooDeep, "write it with fewer levels");
      return undefined;
    }
    if (isAlias(node)) {
      const target = node.resolve(document);
      if (!target) {
        say(
          place,
          path,
          `is *${node.source}, which stands for nothing`,
          `mark what it stands for with &${node.source}`,
        );
        return wrong;
      }
      if (above.includes(target)) {
        say(place, path, `is *${node.source}, inside what that stands for`, "write the part out");
        return wrong;
      }
      return growing(target, path, above, place);
    }
    if (isScalar(node) || node === null) {
      const value = node === null ? null : node.value;
      if (value === null || typeof value === "boolean" || typeof value === "string")
        return { kind: "scalar", place, value };
      if (typeof value === "number" && Number.isFinite(value)) return { kind: "scalar", place, value };
      say(place, path, `is ${String(value)}: a finite number is needed`, "write a number");
      return wrong;
    }
    const inside = [...above, node];
    if (isSeq(node)) {
      const items = node.items.map((item, index) => growing(item as Node | null, [...path, index], inside, place));
      return { kind: "list", place, items: items.filter((item) => item !== undefined) };
    }
    if (!isMap(node)) return undefined;
    const entries = new Map<string, Entry>();
    for (const { key, value } of node.items) {
      const keyNode = key as Node | null;
      const keyPlace = keyNode?.range ? placeOf(keyNode.range[0]) : place;
      if (!isScalar(keyNode) || keyNode.value === null || typeof keyNode.value === "object") {
        say(keyPlace, path, "has a key that is not a word", "keys are words such as `volume`");
        continue;
      }
      const name = keyNode.source ?? String(keyNode.value);
      if (name === "<<") {
        for (const [each, entry] of mergedEntries(growing(value as Node | null, path, inside, place))) {
          if (!entries.has(each)) entries.set(each, entry);
        }
        continue;
      }
      const child = growing(value as Node | null, [...path, name], inside, keyPlace);
      if (child) entries.set(name, { place: keyPlace, value: child });
    }
    return mapping(place, entries);
  };
  const tree = growing(document.contents, [], [], start);
  return tree ? { tree, issues } : { issues };
}

const tooDeep = `is nested deeper than ${limits.depth} levels`;

/** Where brackets or indentation go deeper than is read: the parser itself would run out of stack there. */
function nesting(text: string): { line: number; column: number } | undefined {
  const lines = text.split("\n");
  for (let line = 0, open = 0; line < lines.length; line++) {
    const indent = lines[line].search(/\S/);
    if (indent > 4 * limits.depth && !lines[line].trimStart().startsWith("#"))
      return { line: line + 1, column: indent + 1 };
    for (let column = 0; column < lines[line].length; column++) {
      const letter = lines[line][column];
      if (letter === "[" || letter === "{") open++;
      else if (letter === "]" || letter === "}") open = Math.max(0, open - 1);
      if (open > 4 * limits.depth) return { line: line + 1, column: column + 1 };
    }
  }
  return undefined;
}

function mergedEntries(tree: Tree | undefined): [string, Entry][] {
  if (tree?.kind === "mapping") return [...tree.entries];
  return tree?.kind === "list" ? tree.items.flatMap(mergedEntries) : [];
}

function yamlIssue(error: YAMLError, place: Place): Issue {
  const first = error.message.split("\n")[0].replace(/ at line \d+, column \d+:?$/, "");
  switch (error.code) {
    case "DUPLICATE_KEY":
      return issueAt(place, [], "this key stands here twice", "keep one of them");
    case "MULTIPLE_DOCS":
      return issueAt(place, [], "a second document begins here", "a scenario is one document: remove the line `---`");
    case "TAB_AS_INDENT":
      return issueAt(place, [], "this line is indented with a tab", "indent with spaces");
    case "TAG_RESOLVE_FAILED":
      return issueAt(place, [], "this has a tag (`!…`), which a scenario has no use for", "remove the tag");
    case "RESOURCE_EXHAUSTION":
      return issueAt(place, [], said([], tooDeep), "write it with fewer levels");
    default:
      return issueAt(
        place,
        [],
        `this is not YAML: ${first.charAt(0).toLowerCase()}${first.slice(1)}`,
        "text that holds a comma or `: ` is quoted",
      );
  }
}
