/** The behaviour that a rule or a block means: `die`, `become activated`, `capture EXO`. */
import type { Book } from "../book.ts";
import { find, isWrongAlready, type Section } from "../names.ts";
import { suggestion } from "../nearest.ts";
import type { Path } from "../tree.ts";

/** What stands after each verb. */
const objects: Readonly<Record<string, Section | "state" | undefined>> = {
  divide: undefined,
  die: undefined,
  move: undefined,
  climb: undefined,
  become: "state",
  secrete: "factors",
  consume: "factors",
  capture: "vesicles",
  detach: "vesicles",
  enter: "vesicles",
  digest: "vesicles",
  release: "vesicles",
  form: "vesicles",
  attribute: "attributes",
  gain: "attributes",
  loss: "attributes",
};

/**
 * Verb and index, such as `capture 2`: how behaviours are addressed inside. The verb alone where nothing follows it.
 * @param open a verb alone may stand for all it could be followed by (a block of `capture`)
 */
export function addressOf(book: Book, kind: number, written: string, path: Path, open: boolean): string | undefined {
  const { names, report } = book;
  const [verb, object, more] = written.trim().split(/\s+/);
  if (!Object.hasOwn(objects, verb)) {
    report.fault(path, `is "${written}", which is no behaviour`, suggestion(verb, Object.keys(objects)));
    return undefined;
  }
  const section = objects[verb];
  if (section === undefined || (open && object === undefined)) {
    if (object !== undefined) report.fault(path, `is "${written}": nothing follows ${verb}`, `write ${verb}`);
    return verb;
  }
  if (object === undefined || (more !== undefined && section !== "state")) {
    report.fault(path, `is "${written}"`, `write ${verb} and one name`);
    return undefined;
  }
  const index =
    section === "state"
      ? targetOf(book, kind, [object, more].filter(Boolean).join(" "), path)
      : find(names, report, section, object, path);
  return index === undefined ? undefined : `${verb} ${index}`;
}

/** The kind that a cell of this kind becomes: a state of its own type, `TYPE.state`, or a type with one state. */
export function targetOf(book: Book, kind: number, written: string, path: Path, atKey = false): number | undefined {
  const { names, report } = book;
  const { type } = names.kinds[kind];
  const own = names.kinds.findIndex((other) => other.type === type && other.state === written);
  if (own >= 0) return own;
  const [otherType, state] = written.split(/[ .]/);
  const others = names.kinds.flatMap((other, index) =>
    other.type === otherType && (state === undefined || other.state === state) ? [index] : [],
  );
  if (others.length === 1) return others[0];
  const states = names.kinds.filter((other) => other.type === type && other.state !== "").map((other) => other.state);
  const say = atKey ? report.keyFault : report.fault;
  if (others.length > 1) say(path, `does not say which state of ${otherType}`, `write ${otherType}.STATE`);
  else if (!isWrongAlready(names, report, "types", otherType))
    say(
      path,
      `${atKey ? "" : `is "${written}": `}${atKey ? "is" : "that is"} no state of ${type}`,
      suggestion(written, states),
    );
  return undefined;
}
