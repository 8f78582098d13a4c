/** One line of the protocol as acts: what is done to the real well, in the order of the line's keys. */
import type { Expression, ProtocolEvent } from "../../model.ts";
import { type Book, isTerm, readAmount, readTerm, type Written, wrongly } from "../book.ts";
import type { Document } from "../document/document.ts";
import { isNumber, number, times } from "../expression.ts";
import { entriesByName, find, findKinds } from "../names.ts";
import { late, type Plan, type Planned } from "../plan.ts";
import type { Scopes } from "../scopes.ts";
import type { Path } from "../tree.ts";
import { addressOf } from "./address.ts";
import { blocksIn, blocksOf, isBlocked } from "./blocks.ts";
import { type Seeding, seedingsOf } from "./cultures.ts";
import { passagesOf, sizesOf } from "./passages.ts";

export type Entry = Document["protocol"][number];
export type Act = Planned<ProtocolEvent>["act"];

export interface Desk {
  readonly book: Book;
  readonly scopes: Scopes;
  readonly volumes: readonly Expression[];
  readonly vesicles: Plan["vesicles"];
  readonly without: ReadonlySet<string>;
  readonly window: { readonly from: number; readonly to: number };
}

/** One thing done in one culture. */
export interface Deed {
  readonly culture: number;
  readonly act: Act;
  readonly text: string;
  readonly path: Path;
}

export const seedAct = ({ kind, density }: Seeding): Act => ({ do: "seed", kind, density: late(density) });

export function addAct(
  book: Book,
  scopes: Scopes,
  name: string,
  written: Written,
  part: Expression,
  path: Path,
): Act | undefined {
  const factor = find(book.names, book.report, "factors", name, path, true);
  const amount = readAmount(book, written, "concentration", path, scopes.parameters, book.molecules[factor ?? -1]);
  return factor === undefined ? undefined : { do: "add", factor, concentration: late(times(part, amount)) };
}

/** The acts of a line in the order of its keys, in each of its cultures. */
export function actsOf(desk: Desk, entry: Entry, path: Path, seedings: Seeding[][]): Deed[] {
  const { book, scopes, volumes, without } = desk;
  const { names, report, document } = book;
  const found: Deed[] = [];
  const share = (written: Written | undefined, ...keys: string[]): number | Exclude<ReturnType<typeof late>, number> =>
    written === undefined ? 1 : late(readAmount(book, written, "share", [...path, ...keys], scopes.parameters));
  const when = typeof entry.at === "object" ? "" : ` (${entry.at})`;
  const nothing = { do: "remove", medium: 0, kinds: [], cells: 0 } as const;

  if (entry.take !== undefined) {
    const culture =
      entry.from === undefined ? undefined : find(names, report, "cultures", entry.from, [...path, "from"]);
    if (entry.from === undefined) report.fault(path, "takes from no culture", "state `from`");
    if (entry.as === undefined) report.fault(path, "takes a supernatant that has no name", "state `as`");
    const preparation = entry.as === undefined ? undefined : names.index.preparations.get(entry.as);
    const passages = passagesOf(book, desk.vesicles, entry.through ?? [], [...path, "through"], scopes.parameters);
    if (culture !== undefined && preparation !== undefined) {
      const sizes = sizesOf(book, desk.vesicles, entry.through ?? [], [...path, "through"], scopes.parameters);
      const act: Act = { do: "take", part: share(entry.part, "part"), preparation, passages, sizes };
      found.push({
        culture,
        act,
        text: `take the supernatant of ${entry.from} as ${entry.as}${when}`,
        path: [...path, "take"],
      });
    }
  } else {
    for (const key of ["from", "as", "through"] as const) {
      if (entry[key] !== undefined)
        report.keyFault([...path, key], "belongs to a line that takes", "add `take: supernatant`, or leave it out");
    }
  }

  const others =
    entry.wash ??
    entry["change-medium"] ??
    entry.remove ??
    entry.deplete ??
    entry.sort ??
    entry.seed ??
    entry.add ??
    entry.vesicles ??
    entry.dose ??
    entry.set ??
    entry.change ??
    entry.block ??
    entry.unblock;
  if (others === undefined) {
    if (entry.take === undefined)
      report.fault(path, "does nothing", "say what is done: seed, add, wash, take, dose, set, block, …");
    return found;
  }
  const places = entry.in ?? (names.index.cultures.size === 1 ? [...names.index.cultures.keys()] : []);
  if (places.length === 0)
    report.fault(path, "does not say where", `state \`in\`: ${[...names.index.cultures.keys()].join(", ")}`);
  const cultures = (typeof places === "string" ? [places] : places).flatMap((name, index) => {
    const culture = find(
      names,
      report,
      "cultures",
      name,
      typeof entry.in === "string" ? [...path, "in"] : [...path, "in", index],
    );
    return culture === undefined ? [] : [{ name, culture }];
  });

  for (const { name, culture } of cultures) {
    const add = (act: Act, text: string, ...keys: (string | number)[]): void => {
      found.push({ culture, act, text: `${text}${when}`, path: [...path, ...keys] });
    };
    if (entry.wash !== undefined) add({ ...nothing, medium: share(entry.wash, "wash") }, `wash ${name}`, "wash");
    if (entry["change-medium"] !== undefined) {
      const part = readAmount(book, entry["change-medium"], "share", [...path, "change-medium"], scopes.parameters);
      add({ ...nothing, medium: late(part) }, `change the medium of ${name}`, "change-medium");
      const fresh = entriesByName(document.cultures).find(([each]) => each === name)![1].medium;
      for (const [factor, amount] of entriesByName(fresh)) {
        const act = addAct(book, scopes, factor, amount, part, ["cultures", name, "medium", factor]);
        if (act && !without.has(`factor:${factor}`))
          add(act, `fill ${name} with fresh medium: ${factor}`, "change-medium");
      }
    }
    if (entry.remove !== undefined)
      add({ ...nothing, medium: share(entry.remove, "remove") }, `remove medium of ${name}`, "remove");
    for (const [cells, part] of entriesByName(entry.deplete ?? {})) {
      const kinds = findKinds(names, document, report, cells, [...path, "deplete", cells], true);
      add({ ...nothing, kinds, cells: share(part, "deplete", cells) }, `deplete ${cells} in ${name}`, "deplete", cells);
    }
    if (entry.sort) add(sortOf(desk, entry.sort, [...path, "sort"]), `sort ${name}`, "sort");
    for (const [cells, density] of entriesByName(entry.seed ?? {})) {
      for (const part of seedingsOf(
        book,
        cells,
        density,
        volumes[culture],
        [...path, "seed", cells],
        scopes.parameters,
      )) {
        seedings[culture].push(part);
        add(seedAct(part), `seed ${name} with ${cells} at ${density}`, "seed", cells);
      }
    }
    for (const [factor, amount] of entriesByName(entry.add ?? {})) {
      const act = addAct(book, scopes, factor, amount, number(1), [...path, "add", factor]);
      if (act && !without.has(`factor:${factor}`)) add(act, `add ${factor} ${amount} to ${name}`, "add", factor);
    }
    for (const [vesicle, amount] of entriesByName(entry.vesicles ?? {})) {
      const at = [...path, "vesicles", vesicle];
      const species = find(names, report, "vesicles", vesicle, at, true);
      const concentration = late(readAmount(book, amount, "density", at, scopes.parameters));
      if (species !== undefined && !without.has(`vesicle:${vesicle}`))
        add({ do: "vesicles", species, concentration }, `add ${vesicle} ${amount} to ${name}`, "vesicles", vesicle);
    }
    const dose = doseOf(desk, entry, path);
    if (dose) add(dose.act, `dose ${dose.text} into ${name}`, "dose");
    for (const [condition, value] of entriesByName(entry.set ?? {})) {
      const at = [...path, "set", condition];
      const index = find(names, report, "conditions", condition, at, true);
      if (index === undefined) continue;
      const asked = book.conditionVectors[index];
      add(
        { do: "set", condition: index, value: late(readAmount(book, value, asked, at, scopes.parameters)) },
        `set ${condition} to ${value} in ${name}`,
        "set",
        condition,
      );
    }
    for (const { block, share: part, key } of blocksOf(entry)) {
      const at = [
        ...path,
        entry.block === undefined || part === 0 ? "unblock" : "block",
        ...(key === undefined ? [] : [key]),
      ];
      const index = names.index.conditions.size + blocksIn(document).findIndex((other) => other.name === block.name);
      if (part === 0 && !isBlocked(document, block.name))
        report.fault(
          at,
          `frees "${block.behaviour}", which is never blocked`,
          "block it before, for the same cells (`of`)",
        );
      const kinds = block.of.flatMap((cells) => findKinds(names, document, report, cells, [...path, "of"]));
      for (const kind of kinds) addressOf(book, kind, block.behaviour, at, true);
      const value = late(readAmount(book, part, "share", at, scopes.parameters));
      add(
        { do: "set", condition: index, value },
        `${part === 0 ? "free" : block.name} in ${name}`,
        ...at.slice(path.length),
      );
    }
    if (entry.change)
      for (const act of changesOf(desk, entry.change, [...path, "change"]))
        add(act, `change ${entry.change.attribute} in ${name}`, "change");
  }
  return found;
}

function sortOf({ book, scopes }: Desk, sort: NonNullable<Entry["sort"]>, path: Path): Act {
  const { names, report, document } = book;
  const texts = typeof sort.keep === "string" ? [sort.keep] : sort.keep;
  const kinds = texts.flatMap((text, index) =>
    findKinds(
      names,
      document,
      report,
      text,
      typeof sort.keep === "string" ? [...path, "keep"] : [...path, "keep", index],
    ),
  );
  const part = (key: "yield" | "purity"): Expression =>
    readAmount(book, sort[key], "share", [...path, key], scopes.parameters);
  const purity = part("purity");
  if (isNumber(purity, 0))
    report.fault([...path, "purity"], "is 0", "the part of what stays that is kept on purpose, such as 98 %");
  return { do: "sort", kinds: [...new Set(kinds)], yield: late(part("yield")), purity: late(purity) };
}

function changesOf({ book, scopes }: Desk, change: NonNullable<Entry["change"]>, path: Path): Act[] {
  const { names, report, document } = book;
  const attribute = find(names, report, "attributes", change.attribute, [...path, "attribute"]);
  const texts = typeof change.of === "string" ? [change.of] : change.of;
  const kinds = texts.flatMap((text, index) =>
    findKinds(names, document, report, text, typeof change.of === "string" ? [...path, "of"] : [...path, "of", index]),
  );
  if (attribute === undefined) return [];
  const { vector, types } = book.attributes[attribute];
  return kinds.flatMap((kind): Act[] => {
    const { type } = names.kinds[kind];
    if (!types.has(type)) {
      report.fault([...path, "of"], `names ${type}, which does not carry ${change.attribute}`, "name others");
      return [];
    }
    const value = readAmount(book, change.to, vector, [...path, "to"], scopes.cell(kind));
    return [{ do: "change", kinds: [kind], attribute, value }];
  });
}

/** A dose by concentration, by mass of protein, by part, or by equivalents of producer cells. */
function doseOf(
  { book, scopes }: Desk,
  entry: Entry,
  path: Path,
): { readonly act: Act; readonly text: string } | undefined {
  const { report, names } = book;
  if (entry.dose === undefined) {
    for (const key of ["amount", "equivalents", "particles-per-mass"] as const) {
      if (entry[key] !== undefined)
        report.keyFault([...path, key], "belongs to a line that doses", "add `dose: PREPARATION`, or leave it out");
    }
    return undefined;
  }
  const preparation = find(names, report, "preparations", entry.dose, [...path, "dose"]);
  const part = entry.take === undefined ? entry.part : undefined;
  const ways = [entry.amount, part, entry.equivalents].filter((way) => way !== undefined);
  if (ways.length !== 1)
    report.fault(path, "doses no amount, or two", "state `amount`, such as 1e10 /mL, or `part`, or `equivalents`");
  if (preparation === undefined || ways.length !== 1) return undefined;
  const text = `${entry.dose} ${ways[0]}`;
  const dose = (by: "concentration" | "part" | "equivalents", amount: Expression) => ({
    act: { do: "dose", preparation, by, amount: late(amount) } as const,
    text,
  });
  if (part !== undefined) return dose("part", readAmount(book, part, "share", [...path, "part"], scopes.parameters));
  if (entry.equivalents !== undefined)
    return dose(
      "equivalents",
      readAmount(book, entry.equivalents, "count", [...path, "equivalents"], scopes.parameters),
    );
  const amount = entry.amount!;
  const at = [...path, "amount"];
  if (isTerm(readTerm(amount, "mass density", scopes.parameters, {})) && amount !== 0) {
    if (entry["particles-per-mass"] === undefined) {
      report.fault(
        at,
        wrongly(amount, "is a mass of protein"),
        "say how many vesicles that is: particles-per-mass: 3e10 /ug",
      );
      return undefined;
    }
    const perMass = readAmount(
      book,
      entry["particles-per-mass"],
      "per mass",
      [...path, "particles-per-mass"],
      scopes.parameters,
    );
    return dose("concentration", times(readAmount(book, amount, "mass density", at, scopes.parameters), perMass));
  }
  if (entry["particles-per-mass"] !== undefined)
    report.keyFault(
      [...path, "particles-per-mass"],
      "belongs to an amount of protein",
      "leave it out, or give the amount in ug/mL",
    );
  return dose("concentration", readAmount(book, amount, "density", at, scopes.parameters));
}
