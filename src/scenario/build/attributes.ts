/** Attributes: what all cells that carry one have in common, and how one kind of cell drives it. */
import type { AttributeOf, Expression, Kind } from "../../model.ts";
import { dimensions, isProblem, measure, type Vector } from "../../units.ts";
import { type AttributeName, type Book, fixed, readAmount, readDistribution } from "../book.ts";
import type { Document } from "../document/document.ts";
import { isLost, number, over, signalsIn, times, zero } from "../expression.ts";
import type { Report } from "../faults.ts";
import type { Resolve } from "../formula.ts";
import { entriesByName, type KindName, type Names, stagesOf } from "../names.ts";
import type { Path } from "../tree.ts";
import type { Changes } from "./changes.ts";

type Written = Document["cells"][string]["attributes"][string];

/** The attributes of all types by name. Types that share one must agree on its unit and on what daughters inherit. */
export function attributeNames(document: Document, names: Names, report: Report): AttributeName[] {
  const found = new Map<string, AttributeName & { readonly written: string; readonly types: Set<string> }>();
  for (const { type, path } of names.kinds) {
    for (const [name, written] of entriesByName(stateOf(document, path).attributes)) {
      const at = [...path, "attributes", name];
      const unit = measure(written.unit === "" ? 1 : `1 ${written.unit}`);
      if (isProblem(unit))
        report.fault(
          [...at, "unit"],
          `is "${written.unit}", which ${unit.text}`,
          "a unit is needed, such as copies, pM or hour",
        );
      const known = found.get(name);
      if (!known) {
        const { vector, value } = isProblem(unit) ? { vector: dimensions.number.vector, value: 1 } : unit;
        found.set(name, {
          name,
          unit: written.unit,
          vector,
          base: value,
          inherit: written.inherit,
          types: new Set([type]),
          written: type,
        });
        continue;
      }
      known.types.add(type);
      for (const key of ["unit", "inherit"] as const) {
        if (known[key] !== written[key])
          report.fault(
            [...at, key],
            `is "${written[key]}", but "${known[key]}" in ${known.written}`,
            `one attribute has one ${key}`,
          );
      }
    }
  }
  for (const rule of document.rules) {
    for (const name of stagesOf(rule)) {
      found.set(name, {
        name,
        unit: "",
        vector: dimensions.number.vector,
        base: 1,
        inherit: "copy",
        types: new Set(),
        written: rule.id,
      });
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What is written of a kind: its state, or its type where it has no states. */
export function stateOf(document: Document, path: Path): Document["cells"][string] {
  const type = entriesByName(document.cells).find(([name]) => name === path[1])![1];
  if (path.length === 2) return type;
  return entriesByName(type.states ?? {}).find(([name]) => name === path[3])![1] as Document["cells"][string];
}

/** How this kind carries the attributes of its type. Algebraic ones come last, each after those it reads. */
export function attributesOf(
  book: Book,
  kind: number,
  resolve: Resolve,
  changes: Changes,
): Pick<Kind, "start" | "attributes"> {
  const { names, document } = book;
  const { type, path } = names.kinds[kind];
  const written = new Map(entriesByName(stateOf(document, path).attributes));
  const start: Kind["start"][number][] = [];
  const stored: AttributeOf[] = [];
  const algebraic: AttributeOf[] = [];
  book.attributes.forEach((attribute, index) => {
    if (!attribute.types.has(type)) return;
    const own = written.get(attribute.name);
    if (!own) {
      start.push({ attribute: index, value: fixed(zero) });
      stored.push({ index });
      return;
    }
    const carried = attributeOf(book, kind, index, own, [...path, "attributes", attribute.name], resolve, changes);
    (carried.is ? algebraic : stored).push(carried);
    const asked = attribute.vector;
    if (!carried.is)
      start.push({
        attribute: index,
        value: readDistribution(
          book,
          own.start,
          asked,
          [...path, "attributes", attribute.name, "start"],
          changes.parameters,
        ),
      });
  });
  for (const { attribute, carried } of changes.stages(kind)) {
    start.push({ attribute, value: fixed(zero) });
    stored.push(carried);
  }
  return { start, attributes: [...stored, ...inOrder(book, names.kinds[kind], algebraic)] };
}

function attributeOf(
  book: Book,
  kind: number,
  index: number,
  written: Written,
  path: Path,
  resolve: Resolve,
  changes: Changes,
): AttributeOf {
  const { vector } = book.attributes[index];
  const flow: Vector = [vector[0], vector[1] - 1, vector[2], vector[3]];
  const amount = (
    key: "is" | "gain" | "toward" | "on-enter" | "on-first-division",
    asked: Vector,
  ): Expression | undefined =>
    written[key] === undefined ? undefined : readAmount(book, written[key], asked, [...path, key], resolve);
  const rate = (key: "loss" | "rate"): Expression | undefined =>
    written[key] === undefined ? undefined : readAmount(book, written[key], "rate", [...path, key], resolve);
  const halfLife =
    written["half-life"] === undefined
      ? undefined
      : over(number(Math.LN2), readAmount(book, written["half-life"], "time", [...path, "half-life"], resolve));

  const ways = [
    written.is,
    written.gain ?? written.loss,
    written.toward ?? written.rate ?? written["half-life"],
  ].filter((way) => way !== undefined);
  if (ways.length > 1)
    book.report.fault(
      path,
      "is driven in more than one way",
      "keep `is`, or `gain` and `loss`, or `toward` with `rate` or `half-life`",
    );
  if ((written.toward === undefined) !== (written.rate === undefined && written["half-life"] === undefined)) {
    book.report.fault(
      path,
      "goes toward a value without a rate, or at a rate toward nothing",
      "state `toward` with `rate` or `half-life`",
    );
  }
  const onEnter = amount("on-enter", vector);
  const onFirstDivision = amount("on-first-division", vector);
  const events = { ...(onEnter ? { onEnter } : {}), ...(onFirstDivision ? { onFirstDivision } : {}) };

  const asked = vector;
  if (written.is !== undefined)
    return { index, is: changes.of(kind, `attribute ${index}`, amount("is", vector)!, asked), ...events };
  if (written.toward !== undefined) {
    const speed = changes.of(kind, `loss ${index}`, rate("rate") ?? halfLife ?? zero, "rate");
    return {
      index,
      gain: times(speed, changes.of(kind, `attribute ${index}`, amount("toward", vector)!, asked)),
      loss: speed,
      ...events,
    };
  }
  const gain = changes.changed(kind, `gain ${index}`, amount("gain", flow), flow);
  const loss = changes.changed(kind, `loss ${index}`, rate("loss"), "rate");
  return { index, ...(gain ? { gain } : {}), ...(loss ? { loss } : {}), ...events };
}

/** Algebraic attributes so that each stands after those it reads. */
function inOrder(book: Book, kind: KindName, attributes: readonly AttributeOf[]): AttributeOf[] {
  const done: AttributeOf[] = [];
  const visit = (attribute: AttributeOf, chain: readonly number[]): void => {
    if (done.includes(attribute) || !attribute.is || isLost(attribute.is)) return;
    if (chain.includes(attribute.index)) {
      const round = [...chain.slice(chain.indexOf(attribute.index)), attribute.index]
        .map((index) => book.attributes[index].name)
        .join(" → ");
      book.report.fault(
        [...kind.path, "attributes", book.attributes[attribute.index].name, "is"],
        `goes round in a circle: ${round}`,
        "let one of them follow with a rate: `toward` and `rate`",
      );
      return;
    }
    for (const signal of signalsIn(attribute.is)) {
      if (signal.signal !== "attribute") continue;
      const other = attributes.find(({ index }) => index === signal.index);
      if (other) visit(other, [...chain, attribute.index]);
    }
    if (!done.includes(attribute)) done.push(attribute);
  };
  for (const attribute of attributes) visit(attribute, []);
  return done;
}
