/**
 * A tree against the schema. What does not fit is said and taken out, so that all else can still be checked: one reading tells
 * everything that is wrong with a file.
 */
import * as z from "zod";
import { type Document, scenario } from "./document/document.ts";
import type { Report } from "./faults.ts";
import { suggestion } from "./nearest.ts";
import {
  isFaulty,
  mapping,
  type Path,
  type Place,
  pathText,
  placeAt,
  plainOf,
  prune,
  type Scalar,
  type Tree,
  treeAt,
  unmarked,
  withEntry,
  withValue,
} from "./tree.ts";

export interface Checked {
  readonly document: Document;
  /** The tree that the document was read from: paths of the document are paths of this tree. */
  readonly tree: Tree;
  /** Keys of the file's first level that had to be made up to go on. */
  readonly madeUp: ReadonlySet<string>;
}

/** The document, without the parts that do not fit; undefined where too little is left to go on. */
export function check(tree: Tree, report: Report): Checked | undefined {
  let fitting = tree;
  const madeUp = new Set<string>();
  const tried = new Set<string>();
  for (let round = 0; round < 20; round++) {
    const read = scenario.safeParse(plainOf(fitting));
    if (read.success) return { document: read.data, tree: fitting, madeUp };
    const misfits = read.error.issues.flatMap((issue) => misfitsOf(issue, fitting, []));
    if (round === 0) for (const misfit of misfits) tell(misfit, fitting, report);
    const gone: Path[] = [];
    for (const misfit of misfits) {
      const { standIn, remove, missing } = misfit;
      const key = standIn ? pathText(standIn.path) : "";
      if (standIn && !tried.has(key)) {
        tried.add(key);
        fitting = withValue(fitting, standIn.path, standingIn(placeAt(fitting, standIn.path), standIn.value));
      } else if (remove.length > 0) {
        report.excuse(remove.slice(0, -1));
        gone.push(remove);
      } else if (missing !== undefined && fitting.kind === "mapping") {
        madeUp.add(missing);
        fitting = withEntry(fitting, missing, { place: fitting.place, value: madeUpFor(missing, fitting) });
      } else return undefined;
    }
    fitting = prune(fitting, gone);
  }
  return undefined;
}

/** Stands for a value that is wrong or missing: text that no reader takes for anything. */
const nothing = "\u2060";
const standingIn = (place: Place, value: string): Scalar => ({ kind: "scalar", place, value, faulty: true });

interface Misfit {
  readonly path: Path;
  readonly predicate: string;
  readonly hint: string;
  /** What may stand in its place so that what is around it can still be read. */
  readonly standIn?: { readonly path: Path; readonly value: string };
  /** What has to go where nothing can stand in. */
  readonly remove: Path;
  readonly missing?: string; // the key that `path` lacks
  readonly atKey?: true;
}

function tell({ path, predicate, hint, atKey }: Misfit, tree: Tree, report: Report): void {
  if (isFaulty(treeAt(tree, path))) return;
  (atKey ? report.keyFault : report.fault)(path, predicate, hint);
}

function misfitsOf(issue: z.core.$ZodIssue, tree: Tree, above: Path): Misfit[] {
  const path: Path = [
    ...above,
    ...issue.path.map((step) => (typeof step === "string" ? unmarked(step) : (step as number))),
  ];
  const here = treeAt(tree, path);
  if (here === undefined) {
    const missing = String(path.at(-1));
    const parent = path.slice(0, -1);
    return [
      {
        path: parent,
        predicate: `has no \`${missing}\``,
        hint: `add \`${missing}: …\`${inParentheses(aboutAt(path))}`,
        standIn: { path, value: nothing },
        remove: parent,
        missing,
      },
    ];
  }
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = keysAt(path);
      return issue.keys.map((key) => {
        const at = [...path, unmarked(key)];
        return {
          path: at,
          predicate: "is not a key here",
          hint: suggestion(unmarked(key), known),
          remove: at,
          atKey: true,
        };
      });
    }
    case "invalid_key": {
      const isTornText = here.kind === "scalar" && here.value === null;
      const hint = isTornText
        ? "text that holds a comma is quoted"
        : "names are letters, digits and _, and do not begin with a digit";
      return [{ path, predicate: "is not a name", hint, remove: path, atKey: true }];
    }
    case "invalid_union": {
      const branch = meant(issue.errors, here);
      return branch ? branch.flatMap((inner) => misfitsOf(inner, tree, path)) : [wrongKind(path, here)];
    }
    case "invalid_value":
      return [
        {
          path,
          predicate: `is ${shown(here)}`,
          hint: suggestion(String((here as Scalar).value), issue.values.map(String)),
          standIn: { path, value: String(issue.values[0]) },
          remove: path,
        },
      ];
    case "too_small":
      if (issue.origin === "number")
        return [{ path, predicate: `is ${shown(here)}`, hint: `at least ${issue.minimum} is needed`, remove: path }];
      return [{ path, predicate: "is empty", hint: "give at least one", remove: path }];
    case "too_big":
      return [{ path, predicate: `is ${shown(here)}`, hint: `at most ${issue.maximum} is possible`, remove: path }];
    case "invalid_format":
      return [
        {
          path,
          predicate: `is ${shown(here)}`,
          hint: issue.message === "Invalid string: must match pattern /^S\\d\\d$/" ? "such as S18" : issue.message,
          remove: path,
        },
      ];
    default:
      return [wrongKind(path, here)];
  }
}

function wrongKind(path: Path, here: Tree): Misfit {
  const about = aboutAt(path);
  const keys = keysAt(path);
  const empty = here.kind === "scalar" && here.value === null && keys.length > 0;
  const hint = empty
    ? "write {} for a block that says nothing"
    : (about ??
      (keys.length > 0 ? `keys are needed here: ${keys.slice(0, 8).join(", ")}` : "something else is needed here"));
  return { path, predicate: `is ${shown(here)}`, hint, standIn: { path, value: nothing }, remove: path };
}

/** The branch of a union that the author must have meant: the one for this kind of thing with least to complain about. */
function meant(branches: readonly z.core.$ZodIssue[][], here: Tree): z.core.$ZodIssue[] | undefined {
  const wrongAtTop = (branch: readonly z.core.$ZodIssue[]): boolean =>
    branch.some((issue) => {
      if (issue.path.length > 0) return false;
      if (here.kind !== "scalar" && issue.code === "invalid_value") return true; // a block is no word
      return issue.code === "invalid_type" || (issue.code === "invalid_union" && issue.errors.every(wrongAtTop));
    });
  const fitting = branches.filter((branch) => !wrongAtTop(branch));
  const weight = (branch: readonly z.core.$ZodIssue[]): number =>
    branch.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? 2 * issue.keys.length : 1), 0);
  const best = [...fitting].sort((a, b) => weight(a) - weight(b))[0];
  return here.kind === "scalar" &&
    best?.every((issue) => issue.code === "invalid_value") &&
    fitting.length < branches.length
    ? undefined
    : best;
}

function shown(tree: Tree): string {
  if (tree.kind === "mapping") return "a block of keys";
  if (tree.kind === "list") return "a list";
  if (tree.value === null) return "empty";
  return typeof tree.value === "string" ? `"${tree.value}"` : String(tree.value);
}

/** What is put in for a missing part of the first level, so that the rest can be read. */
function madeUpFor(key: string, like: Tree): Tree {
  const scalar = (value: string): Tree => ({ kind: "scalar", place: like.place, value });
  const time = ["from", "to", "step", "record"].map(
    (each) => [each, { place: like.place, value: scalar(each === "from" ? "0 s" : "1 s") }] as const,
  );
  if (key === "title") return scalar("untitled");
  return mapping(like.place, new Map(key === "time" ? time : []));
}

/** The published schema tells which keys there are and what they are about. */
interface Part {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Part>>;
  readonly additionalProperties?: Part | boolean;
  readonly items?: Part | readonly Part[];
  readonly anyOf?: readonly Part[];
}

let published: Part | undefined;

function partsAt(path: Path): Part[] {
  published ??= z.toJSONSchema(scenario, { target: "draft-7", io: "input" }) as Part;
  const branches = (part: Part): Part[] => (part.anyOf ? part.anyOf.flatMap(branches) : [part]);
  let parts = branches(published);
  for (const step of path) {
    parts = parts.flatMap((part) => {
      if (typeof step === "number")
        return Array.isArray(part.items) ? part.items.slice(step, step + 1) : part.items ? [part.items as Part] : [];
      if (part.properties && Object.hasOwn(part.properties, step)) return [part.properties[step]];
      return typeof part.additionalProperties === "object" ? [part.additionalProperties] : [];
    });
    parts = parts.flatMap((part) => (part.description && part.anyOf ? [part, ...branches(part)] : branches(part)));
  }
  return parts;
}

const keysAt = (path: Path): string[] =>
  [...new Set(partsAt(path).flatMap((part) => Object.keys(part.properties ?? {})))].sort();
const aboutAt = (path: Path): string | undefined =>
  partsAt(path).find((part) => part.description !== undefined)?.description;
const inParentheses = (words: string | undefined): string => (words === undefined ? "" : ` (${words})`);
