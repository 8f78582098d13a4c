/** Factors, reactions, cargo and vesicle species of a model. */
import type { Cargo, Expression, Reaction } from "../../model.ts";
import type { Dimension, Molecule } from "../../units.ts";
import { isProblem, readQuantity } from "../../units.ts";
import { type Book, defaultOf, readAmount, readDistribution, readNumber, type Written } from "../book.ts";
import type { Document } from "../document/document.ts";
import { number, over, plus, read, times, zero } from "../expression.ts";
import type { Resolve } from "../formula.ts";
import { entriesByName, find } from "../names.ts";
import { late, type Plan } from "../plan.ts";
import type { Scopes } from "../scopes.ts";
import type { Path } from "../tree.ts";
import { withClearance } from "./clearances.ts";

/** What turns units and masses of each factor into molecules; what is wrong there is said by `factorsOf`. */
export function moleculesOf(document: Document): Molecule[] {
  return entriesByName(document.factors).map(([, factor]) => {
    const molarMass = factor["molar-mass"] === undefined ? 0 : readQuantity(factor["molar-mass"], "molar mass");
    const activity = factor.activity === undefined ? 0 : readQuantity(factor.activity, "activity");
    return { molarMass: isProblem(molarMass) ? 0 : molarMass, activity: isProblem(activity) ? 0 : activity };
  });
}

export function factorsOf(book: Book, scopes: Scopes): Plan["factors"] {
  return entriesByName(book.document.factors).map(([name, written], index) => {
    const path = ["factors", name];
    for (const [key, dimension] of [
      ["molar-mass", "molar mass"],
      ["activity", "activity"],
    ] as const) {
      const value = written[key];
      if (value !== undefined) readNumber(book, value, dimension, [...path, key]);
    }
    const diffusion =
      written.diffusion === undefined
        ? zero
        : readAmount(book, written.diffusion, "diffusion", [...path, "diffusion"], scopes.parameters);
    return {
      name,
      loss: withClearance(book, name, lossOf(book, written.loss, written["half-life"], path, "loss", scopes.culture)),
      counted: written.counted,
      diffusion: late(diffusion),
      molarMass: book.molecules[index].molarMass ?? 0,
    };
  });
}

/** A loss rate, or ln 2 over a half-life; nothing is lost where neither stands. */
export function lossOf(
  book: Book,
  rate: Written | undefined,
  halfLife: Written | undefined,
  path: Path,
  key: string,
  resolve: Resolve,
): Expression {
  if (rate !== undefined && halfLife !== undefined)
    book.report.fault(path, `has both ${key} and half-life`, "keep one of them");
  if (halfLife !== undefined)
    return over(number(Math.LN2), readAmount(book, halfLife, "time", [...path, "half-life"], resolve));
  return rate === undefined ? zero : readAmount(book, rate, "rate", [...path, key], resolve);
}

/** @param without ids of the arm: `reaction:…` is left out */
export function reactionsOf(book: Book, scopes: Scopes, without: ReadonlySet<string>): Reaction[] {
  const { names, report, document } = book;
  return entriesByName(document.reactions).flatMap(([name, written]): Reaction[] => {
    const path = ["reactions", name];
    const indices = (side: "from" | "to"): number[] =>
      written[side].flatMap((factor, at) => find(names, report, "factors", factor, [...path, side, at]) ?? []);
    const [from, to] = [indices("from"), indices("to")];
    if (written.from.length + written.to.length === 0)
      report.fault(path, "turns nothing into nothing", "state `from`, `to` or both");
    if (written.back !== undefined && to.length > 2)
      report.fault([...path, "back"], "runs back from more than two molecules", "split the reaction");
    if ((written.rate === undefined) === (written["catalysed-by"] === undefined)) {
      report.fault(path, "has no rate, or two", "state `rate` or `catalysed-by`, one of them");
    }
    const plain = readAmount(book, written.rate ?? 0, orderOf(written.from.length), [...path, "rate"], scopes.culture);
    const rate = written["catalysed-by"] ? enzymeOf(book, scopes, without, written, from, path) : plain;
    const reactions: Reaction[] = [{ name, from, to, rate }];
    if (written.back !== undefined) {
      const back = readAmount(book, written.back, orderOf(written.to.length), [...path, "back"], scopes.culture);
      reactions.push({ name: `${name} back`, from: to, to: from, rate: back });
    }
    return without.has(`reaction:${name}`) ? [] : reactions;
  });
}

const orderOf = (partners: number): Dimension =>
  partners === 0 ? "production" : partners === 1 ? "rate" : "pair rate";

/** First-order rate of a substrate by an enzyme on free vesicles: Michaelis–Menten in the substrate. */
function enzymeOf(
  book: Book,
  scopes: Scopes,
  without: ReadonlySet<string>,
  written: Document["reactions"][string],
  from: readonly number[],
  path: Path,
): Expression {
  const { names, report, document } = book;
  const enzyme = written["catalysed-by"]!;
  const cargo = find(names, report, "cargo", enzyme.cargo, [...path, "catalysed-by", "cargo"]);
  const maximum = readAmount(book, enzyme.maximum, "rate", [...path, "catalysed-by", "maximum"], scopes.culture);
  const halfMax = readAmount(
    book,
    enzyme["half-max"],
    "concentration",
    [...path, "catalysed-by", "half-max"],
    scopes.culture,
    book.molecules[from[0]],
  );
  if (cargo === undefined || from.length !== 1) {
    if (from.length > 1)
      report.fault([...path, "catalysed-by"], "has more than one substrate", "give `from` one factor");
    return zero;
  }
  if (without.has(`cargo:${enzyme.cargo}`)) return zero;
  const copies = entriesByName(document.vesicles).map(([name, species], index): Expression => {
    const each = entriesByName(species.cargo).find(([carried]) => carried === enzyme.cargo);
    if (!each) return zero;
    return times(
      read({ signal: "vesicle", index }),
      readAmount(book, each[1], "count", ["vesicles", name, "cargo", enzyme.cargo], scopes.parameters),
    );
  });
  const sites = copies.reduce(plus, zero); // copies of the enzyme in a volume
  return over(times(maximum, sites), plus(halfMax, read({ signal: "factor", index: from[0] })));
}

export function cargoOf(book: Book, scopes: Scopes): Cargo[] {
  return entriesByName(book.document.cargo).map(([name, written]) => ({
    name,
    face: written.face,
    decay: lossOf(book, written.decay, written["half-life"], ["cargo", name], "decay", scopes.culture),
  }));
}

/** @param without ids of the arm: a vesicle carries nothing of `cargo:…` */
export function vesiclesOf(book: Book, scopes: Scopes, without: ReadonlySet<string>): Plan["vesicles"] {
  const { names, report, document } = book;
  return entriesByName(document.vesicles).map(([name, written]) => {
    const path = ["vesicles", name];
    const { parameters } = scopes;
    if (written.diameter === undefined)
      report.fault(path, "has no `diameter`", 'add one, such as diameter: "lognormal(45 nm, 1.2)"');
    for (const [index, each] of written.without.entries())
      find(names, report, "cargo", each, [...path, "without", index]);
    return {
      name,
      detail: written.detail,
      packet: written.detail === "individuals" ? 1 : readNumber(book, written.packet, "count", [...path, "packet"]),
      loss: withClearance(book, name, lossOf(book, written.loss, written["half-life"], path, "loss", scopes.culture)),
      mobility: mobilityOf(book),
      ...(written.adhesion && { adhesion: adhesionOf(book, written.adhesion, [...path, "adhesion"], scopes.culture) }),
      diameter: readDistribution(book, written.diameter ?? "1 nm", "length", [...path, "diameter"], parameters),
      density: readDistribution(book, written.density, "mass density", [...path, "density"], parameters),
      cargo: entriesByName(written.cargo).flatMap(([carried, copies]) => {
        const at = [...path, "cargo", carried];
        const cargo = find(names, report, "cargo", carried, at, true);
        const amount = readAmount(book, copies, "count", at, parameters);
        return cargo === undefined ? [] : [{ cargo, copies: without.has(`cargo:${carried}`) ? zero : amount }];
      }),
      classes: entriesByName(written.classes).flatMap(([carried, edges]) => {
        const at = [...path, "classes", carried];
        const cargo = find(names, report, "cargo", carried, at, true);
        const values = edges.map((edge, index) => readNumber(book, edge, "count", [...at, index]));
        if (values.some((value, index) => index > 0 && value <= values[index - 1]))
          report.fault(at, "does not rise from edge to edge", "write the edges in order");
        return cargo === undefined ? [] : [{ cargo, edges: values }];
      }),
    };
  });
}

/** To the matrix and off it: what never came off would all stick. */
function adhesionOf(
  book: Book,
  { binds, frees }: NonNullable<Document["vesicles"][string]["adhesion"]>,
  path: Path,
  resolve: Resolve,
): NonNullable<Plan["vesicles"][number]["adhesion"]> {
  const off = readAmount(book, frees, "rate", [...path, "frees"], resolve);
  if (defaultOf(book, off) === 0)
    book.report.fault([...path, "frees"], "is 0: nothing would ever come off", "write what sticks for good as `loss`");
  return { binds: readAmount(book, binds, "rate", [...path, "binds"], resolve), frees: off };
}

/** Boltzmann's constant, kg·µm²/(s²·K). */
const boltzmann = 1.380649e-23 * 1e12;

/** Diffusion of a sphere 1 µm across in the medium: kT / 3πη (Stokes and Einstein), µm²/s · µm. */
export function mobilityOf(book: Book): number {
  const { medium } = book.document;
  const viscosity = readNumber(book, medium.viscosity, "viscosity", ["medium", "viscosity"]);
  const kelvin = 273.15 + readNumber(book, medium.temperature, "number", ["medium", "temperature"]);
  return (boltzmann * kelvin) / (3 * Math.PI * viscosity);
}
