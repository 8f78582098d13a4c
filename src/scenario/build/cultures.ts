/**
 * Cultures: volumes, what is seeded in them, and the share of each that is simulated: so many cells of the most that any arm seeds, so
 * that all arms have the same shares and stay comparable. Preparations hold amounts of the real wells, whatever the shares.
 */
import type { Expression } from "../../model.ts";
import { isProblem, measure, printQuantity, sameVector } from "../../units.ts";
import { type Book, defaultOf, neededFor, readAmount, readNumber, type Written } from "../book.ts";
import { call, isNumber, number, numberOf, one, over, plus, times, zero } from "../expression.ts";
import type { Resolve } from "../formula.ts";
import { entriesByName, find, findKinds, kindsNamed } from "../names.ts";
import { late, type Plan } from "../plan.ts";
import type { Path } from "../tree.ts";
import { blocksIn } from "./blocks.ts";
import { clearedIn } from "./clearances.ts";
import { boxVolume, spaceOf } from "./space.ts";

export interface Seeding {
  readonly kind: number;
  readonly density: Expression; // 1/µm³
}

/** Cells of one name at one density: a mixture gives all its members, a type its start state. */
export function seedingsOf(
  book: Book,
  name: string,
  density: Written,
  volume: Expression,
  path: Path,
  resolve: Resolve,
): Seeding[] {
  const amount = densityOf(book, density, volume, path, resolve);
  const members = entriesByName(book.document.mixtures).find(([mixture]) => mixture === name)?.[1];
  if (!members) {
    const kind = startKind(book, name, path);
    return kind === undefined ? [] : [{ kind, density: amount }];
  }
  return entriesByName(members).flatMap(([member, share]): Seeding[] => {
    const at = ["mixtures", name, member];
    const kind = startKind(book, member, at);
    const part = readAmount(book, share, "share", at, resolve);
    return kind === undefined ? [] : [{ kind, density: times(amount, part) }];
  });
}

/** A number in a volume, or a number of cells in the whole culture. */
function densityOf(book: Book, written: Written, volume: Expression, path: Path, resolve: Resolve): Expression {
  const read = measure(written);
  const isCount = !isProblem(read) && read.unit !== "" && sameVector(read.vector, [0, 0, 0, 0]);
  if (isCount) return over(readAmount(book, written, "count", path, resolve), volume);
  return readAmount(book, written, "density", path, resolve);
}

/** The kind that seeded cells of a type begin as. */
function startKind(book: Book, name: string, path: Path): number | undefined {
  const { names, document, report } = book;
  const kinds = kindsNamed(names, document, name);
  if (kinds?.length === 1) return kinds[0];
  if (!kinds) {
    findKinds(names, document, report, name, path, true);
    return undefined;
  }
  const { type } = names.kinds[kinds[0]];
  const start = entriesByName(document.cells).find(([each]) => each === type)![1].start;
  const found = kinds.find((kind) => names.kinds[kind].state === start);
  if (found !== undefined) return found;
  const states = kinds.map((kind) => names.kinds[kind].state).join(", ");
  if (start === undefined) {
    report.fault(["cells", type], "does not say in which state its cells begin", `state \`start\`: one of ${states}`);
  }
  return undefined;
}

/** Shares of a mixture must be all of it. */
export function checkMixtures(book: Book, resolve: Resolve): void {
  for (const [name, members] of entriesByName(book.document.mixtures)) {
    const path = ["mixtures", name];
    const parts = entriesByName(members).map(([member, share]) => {
      if (book.names.index.mixtures.has(member))
        book.report.keyFault([...path, member], "is a mixture itself", "name cell types");
      else startKind(book, member, [...path, member]);
      return readAmount(book, share, "share", [...path, member], resolve);
    });
    const sum = numberOf(parts.reduce(plus, zero), book.defaults);
    if (Math.abs(sum - 1) > 1e-9) {
      book.report.fault(path, `sums to ${Number(sum.toPrecision(6))}`, "the shares of a mixture sum to 1");
    }
  }
}

export function volumesOf(book: Book, resolve: Resolve): Expression[] {
  return entriesByName(book.document.cultures).map(([name, { volume, box, mixing }]) => {
    const path = ["cultures", name, "volume"];
    if (volume === undefined && box === undefined && mixing === "stirred")
      book.report.fault(["cultures", name], "has no `volume`", "add one, such as volume: 200 uL");
    const simulated = boxVolume(book, name);
    if (volume === undefined) return number(simulated);
    const read = readAmount(book, volume, "volume", path, resolve);
    const known = defaultOf(book, read);
    if (known === 0) book.report.fault(path, "is 0", neededFor("volume"));
    else if (known !== undefined && simulated > known * (1 + 1e-9))
      book.report.fault(
        [...path.slice(0, 2), "box"],
        `holds ${printQuantity(simulated, "volume")}, more than the well`,
        "make the box smaller, or the volume larger",
      );
    return read;
  });
}

export function culturesOf(
  book: Book,
  resolve: Resolve,
  volumes: readonly Expression[],
  shares: readonly Expression[],
): Plan["cultures"] {
  const { document, names, report } = book;
  const blocks = blocksIn(document);
  return entriesByName(document.cultures).map(([name, culture], index) => {
    const path = ["cultures", name];
    const own = new Map(entriesByName(culture.conditions));
    for (const condition of own.keys()) {
      if (!names.index.conditions.has(condition) && !names.isWritten("conditions", condition)) {
        report.keyFault([...path, "conditions", condition], "is no condition", "declare it under conditions");
      }
    }
    const conditions = entriesByName(document.conditions).map(([condition, { start }], at) => {
      const asked = book.conditionVectors[at];
      const written = own.get(condition);
      const where = written === undefined ? ["conditions", condition, "start"] : [...path, "conditions", condition];
      return late(readAmount(book, written ?? start, asked, where, resolve));
    });
    const cleared = new Map(entriesByName(culture.clearance));
    for (const name of cleared.keys())
      if (!names.index.factors.has(name)) find(names, report, "vesicles", name, [...path, "clearance", name], true);
    const clearances = clearedIn(document).map((name) =>
      late(readAmount(book, cleared.get(name) ?? 0, "rate", [...path, "clearance", name], resolve)),
    );
    const most = culture["at-most"];
    return {
      name,
      volume: late(volumes[index]),
      share: late(shares[index]),
      ...(most !== undefined && { most: mostOf(book, most, culture.simulate, [...path, "at-most"]) }),
      conditions: [...conditions, ...blocks.map(() => 0), ...clearances],
      ...(culture.mixing === "static" && { space: spaceOf(book, resolve, name) }),
    };
  });
}

/** Simulated cells at which the share is cut. @param simulate with how many the culture begins; undefined: with all */
function mostOf(book: Book, written: Written, simulate: Written | undefined, path: Path): number {
  const most = readNumber(book, written, "count", path);
  const begin = simulate === undefined ? undefined : measure(simulate);
  if (begin !== undefined && !isProblem(begin) && most < begin.value)
    book.report.warn(
      path,
      `is "${written}", fewer than the ${simulate} that it begins with: their share is cut at once`,
      `${simulate} or more, or simulate fewer`,
    );
  return most;
}

/** The simulated share of each culture. @param stocked by arm and culture: all cells of the real well that are seeded */
export function sharesOf(
  book: Book,
  stocked: readonly (readonly Expression[])[],
  volumes: readonly Expression[],
): Expression[] {
  const cultures = entriesByName(book.document.cultures);
  const asked = cultures.map(([name, culture], index): Expression | undefined => {
    const { simulate, share, mixing, box } = culture;
    const path = ["cultures", name];
    if (mixing === "static" || box !== undefined) {
      for (const key of ["simulate", "share", "at-most"] as const)
        if (culture[key] !== undefined && (mixing === "static" || key !== "at-most"))
          book.report.keyFault(
            [...path, key],
            "is for cultures without a box",
            "leave it out: as much as the box holds is simulated",
          );
      return over(number(boxVolume(book, name)), volumes[index]);
    }
    if (simulate !== undefined && share !== undefined)
      book.report.fault(path, "has both `simulate` and `share`", "keep one of them");
    if (share !== undefined) {
      const part = readNumber(book, share, "share", [...path, "share"]);
      if (part === 0) book.report.fault([...path, "share"], "is 0", neededFor("share"));
      return number(part);
    }
    if (simulate === undefined) return undefined;
    const wanted = readNumber(book, simulate, "count", [...path, "simulate"]);
    if (wanted === 0) book.report.fault([...path, "simulate"], "is 0", neededFor("count"));
    const totals = new Map(stocked.map((cells) => [JSON.stringify(cells[index]), cells[index]]));
    const real = [...totals.values()].filter((total) => !isNumber(total, 0));
    if (real.length === 0) return undefined;
    const most = real.length === 1 ? real[0] : call("max", ...real);
    return over(number(wanted), most);
  });
  return asked.map((wish, index) => {
    if (wish === undefined) return one;
    const { share, mixing, box } = cultures[index][1];
    return share === undefined && mixing === "stirred" && box === undefined ? call("min", one, wish) : wish;
  });
}

/** Kinds that cells of these kinds can become, themselves included. */
export function reachable(kinds: Plan["kinds"], from: Iterable<number>): number[] {
  const seen = new Set<number>();
  const visit = (kind: number): void => {
    if (seen.has(kind)) return;
    seen.add(kind);
    for (const { event, to } of [...kinds[kind].hazards, ...kinds[kind].clocks])
      if (event === "become") visit(Number(to));
  };
  for (const kind of from) visit(kind);
  return [...seen].sort((a, b) => a - b);
}
