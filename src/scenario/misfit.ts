/** What does not fit a schema, in the words of the house: where, what stands there, what would be right. */
import * as z from "zod";
import type { Report } from "./faults.ts";
import { suggestion } from "./nearest.ts";
import { isFaulty, type Path, plainOf, type Scalar, type Tree, treeAt, unmarked } from "./tree.ts";

/** The published schema tells which keys there are and what they are about. */
export interface Published {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Published>>;
  readonly additionalProperties?: Published | boolean;
  readonly items?: Published | readonly Published[];
  readonly anyOf?: readonly Published[];
}

/** What a schema says of itself, for `misfitsOf`. */
export const publishedOf = (schema: z.ZodType): Published =>
  z.toJSONSchema(schema, { target: "draft-7", io: "input" }) as Published;

/** Everything that a reading by a schema found wrong with a tree. */
export const misfitsOf = (error: z.ZodError, tree: Tree, published: Published): Misfit[] =>
  error.issues.flatMap((issue) => misfitsAt(issue as z.core.$ZodIssue, tree, [], published));

/** Text that no reader takes for anything: stands for a value that is wrong or missing. */
const nothing = "\u2060";

/** Something in a tree that does not fit its schema. */
export interface Misfit {
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

export function tell({ path, predicate, hint, atKey }: Misfit, tree: Tree, report: Report): void {
  if (isFaulty(treeAt(tree, path))) return;
  (atKey ? report.keyFault : report.fault)(path, predicate, hint);
}

const shapes = new Map<z.ZodType, Published>();

/** A tree as its schema has it; undefined, and said why, where it does not fit. */
export function fittingOf<Schema extends z.ZodType>(
  schema: Schema,
  tree: Tree,
  report: Report,
): z.output<Schema> | undefined {
  const read = schema.safeParse(plainOf(tree));
  if (read.success) return read.data;
  const shape = shapes.get(schema) ?? publishedOf(schema);
  shapes.set(schema, shape);
  for (const misfit of misfitsOf(read.error, tree, shape)) tell(misfit, tree, report);
  return undefined;
}

function misfitsAt(issue: z.core.$ZodIssue, tree: Tree, above: Path, published: Published): Misfit[] {
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
        hint: `add \`${missing}: …\`${inParentheses(aboutAt(published, path))}`,
        standIn: { path, value: nothing },
        remove: parent,
        missing,
      },
    ];
  }
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = keysAt(published, path);
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
      return branch
        ? branch.flatMap((inner) => misfitsAt(inner, tree, path, published))
        : [wrongKind(path, here, published)];
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
      return [wrongKind(path, here, published)];
  }
}

function wrongKind(path: Path, here: Tree, published: Published): Misfit {
  const about = aboutAt(published, path);
  const keys = keysAt(published, path);
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

function partsAt(published: Published, path: Path): Published[] {
  const branches = (part: Published): Published[] => (part.anyOf ? part.anyOf.flatMap(branches) : [part]);
  let parts = branches(published);
  for (const step of path) {
    parts = parts.flatMap((part) => {
      if (typeof step === "number")
        return Array.isArray(part.items)
          ? part.items.slice(step, step + 1)
          : part.items
            ? [part.items as Published]
            : [];
      if (part.properties && Object.hasOwn(part.properties, step)) return [part.properties[step]];
      return typeof part.additionalProperties === "object" ? [part.additionalProperties] : [];
    });
    parts = parts.flatMap((part) => (part.description && part.anyOf ? [part, ...branches(part)] : branches(part)));
  }
  return parts;
}

const keysAt = (published: Published, path: Path): string[] =>
  [...new Set(partsAt(published, path).flatMap((part) => Object.keys(part.properties ?? {})))].sort();
const aboutAt = (published: Published, path: Path): string | undefined =>
  partsAt(published, path).find((part) => part.description !== undefined)?.description;
const inParentheses = (words: string | undefined): string => (words === undefined ? "" : ` (${words})`);
