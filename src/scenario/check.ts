/**
 * A tree against the schema. What does not fit is said and taken out, so that all else can still be checked: one reading tells
 * everything that is wrong with a file.
 */
import { type Document, scenario } from "./document/document.ts";
import type { Report } from "./faults.ts";
import { misfitsOf, type Published, publishedOf, tell } from "./misfit.ts";
import {
  mapping,
  type Path,
  type Place,
  pathText,
  placeAt,
  plainOf,
  prune,
  type Scalar,
  type Tree,
  withEntry,
  withValue,
} from "./tree.ts";

let published: Published | undefined;

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
    published ??= publishedOf(scenario);
    const misfits = misfitsOf(read.error, fitting, published);
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

const standingIn = (place: Place, value: string): Scalar => ({ kind: "scalar", place, value, faulty: true });

/** What is put in for a missing part of the first level, so that the rest can be read. */
function madeUpFor(key: string, like: Tree): Tree {
  const scalar = (value: string): Tree => ({ kind: "scalar", place: like.place, value });
  const time = ["from", "to", "step", "record"].map(
    (each) => [each, { place: like.place, value: scalar(each === "from" ? "0 s" : "1 s") }] as const,
  );
  if (key === "title") return scalar("untitled");
  return mapping(like.place, new Map(key === "time" ? time : []));
}
