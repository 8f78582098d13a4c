/** What can and cannot go together with places: faults where it cannot, warnings where it says nothing. */
import { printNumber, printQuantity } from "../../units.ts";
import { type Book, defaultOf, middleOf, neededFor, readAmount } from "../book.ts";
import { placesByDefault } from "../document/document.ts";
import { numberOf } from "../expression.ts";
import type { Resolve } from "../formula.ts";
import { entriesByName } from "../names.ts";
import type { Late, Plan } from "../plan.ts";
import { stateOf } from "./attributes.ts";
import { mobilityOf } from "./matter.ts";
import type { Culture } from "./space.ts";

type Built = Pick<Plan, "kinds" | "vesicles" | "factors" | "cultures">;

const fastest = 1e4; // µm²/s: nothing diffuses faster in water

/** @param built the model of one arm */
export function checkPlaces(book: Book, resolve: Resolve, built: Built): void {
  const cultures = entriesByName(book.document.cultures);
  for (const [name, culture] of cultures) if (culture.mixing === "stirred") checkStirred(book, name, culture);
  if (!cultures.some(([, { box }]) => box !== undefined)) warnOfNowhere(book);
  if (!cultures.some(([, { mixing }]) => mixing === "static")) return;
  checkFactors(book, resolve);
  checkReactions(book, built.cultures);
  checkFlows(book);
  warnOfClearances(book, built);
  for (const culture of built.cultures) warnOfLattice(book, culture, built.kinds);
}

/** A stirred culture with a box is the same dish stirred: what its places would be says nothing. Without a box they are a mistake. */
function checkStirred({ report }: Book, name: string, culture: Culture): void {
  const path = ["cultures", name];
  if (culture.box === undefined) {
    const idle = (["grids", "walls", "outside"] as const).filter((key) => Object.keys(culture[key]).length > 0);
    const changed = (["voxel", "places", "reach"] as const).filter((key) => culture[key] !== placesByDefault[key]);
    for (const key of [...idle, ...changed])
      report.keyFault([...path, key], "is for cultures with places", "state mixing: static, and a `box`");
    return;
  }
  for (const [side, wall] of Object.entries(culture.walls))
    if (wall === "absorbing" || wall === "fixed")
      report.warn(
        [...path, "walls", side],
        `is ${wall}, and nothing leaves a stirred culture`,
        "state mixing: static, or what is lost there under `clearance`",
      );
}

/** Walks and adhesion where no culture has a box. */
function warnOfNowhere({ document, names, report }: Book): void {
  const warn = (path: readonly string[]): void =>
    report.warn(path, "is for static cultures, and there is none", "give a culture mixing: static and a `box`");
  for (const { path } of names.kinds) {
    const { move } = stateOf(document, path);
    if (move !== undefined && move !== "none") warn([...path.map(String), "move"]);
  }
  for (const [name, { adhesion }] of entriesByName(document.vesicles))
    if (adhesion !== undefined) warn(["vesicles", name, "adhesion"]);
}

/** Every factor diffuses, as an amount that is a real number. */
function checkFactors(book: Book, resolve: Resolve): void {
  const { document, report } = book;
  for (const [name, { diffusion, counted }] of entriesByName(document.factors)) {
    const path = ["factors", name];
    if (counted) report.keyFault([...path, "counted"], "is for stirred cultures", "leave it out: a culture is static");
    if (diffusion === undefined) {
      report.fault(path, "has no `diffusion`, and a culture is static", "add one, such as diffusion: 100 um^2/s");
      continue;
    }
    const at = [...path, "diffusion"];
    const value = defaultOf(book, readAmount(book, diffusion, "diffusion", at, resolve));
    if (value === 0) report.fault(at, "is 0", neededFor("diffusion"));
    if (value !== undefined && value > fastest)
      report.warn(
        at,
        `is ${printQuantity(value, "diffusion")}, more than that of any molecule in water`,
        "look at the unit: 100 um^2/s is that of a small protein",
      );
  }
}

/** Partners meet voxel by voxel: they must have the same ones. */
function checkReactions({ document, names, report }: Book, cultures: Plan["cultures"]): void {
  for (const [name, { from, to, "catalysed-by": enzyme }] of entriesByName(document.reactions)) {
    const path = ["reactions", name];
    if (enzyme !== undefined)
      report.fault(
        [...path, "catalysed-by"],
        "is for stirred cultures, and one is static",
        "state a `rate`, or let every culture be stirred",
      );
    const joined = [...from, ...to].flatMap((factor) => names.index.factors.get(factor) ?? []);
    for (const { name: culture, space } of cultures) {
      const shapes = new Set(joined.map((factor) => String(space?.grids[factor].shape)));
      if (shapes.size > 1)
        report.fault(
          path,
          `joins factors with different voxels in ${culture}`,
          `give them one length under cultures.${culture}.grids`,
        );
    }
  }
}

function checkFlows({ document, report }: Book): void {
  const isStatic = (culture: string): boolean =>
    entriesByName(document.cultures).some(([name, { mixing }]) => name === culture && mixing === "static");
  for (const [name, route] of entriesByName(document.routes))
    for (const end of ["from", "to"] as const)
      if (isStatic(route[end]))
        report.fault(
          ["routes", name, end],
          `is "${route[end]}", which is static`,
          "routes join stirred cultures: let matter in or out by `walls` and `sources`",
        );
  for (const [name, { in: culture }] of entriesByName(document.devices))
    if (isStatic(culture))
      report.fault(
        ["devices", name, "in"],
        `is "${culture}", which is static`,
        "devices run on stirred cultures: state mixing: stirred",
      );
}

/** Captures beyond what diffusion brings: there a cell takes whatever touches it, and the number says no more than that. */
function warnOfClearances(book: Book, { kinds, vesicles }: Built): void {
  kinds.forEach(({ captures, diameter }, kind) => {
    for (const { species, clearance } of captures) {
      const { name, diameter: size } = vesicles[Number(species)];
      const diffusion = mobilityOf(book) / numberOf(middleOf(size), book.defaults);
      const brought = 2 * Math.PI * diffusion * known(book, diameter);
      const cleared = defaultOf(book, clearance);
      if (cleared !== undefined && cleared > brought * (1 + 1e-9))
        book.report.warn(
          [...book.names.kinds[kind].path, "capture", name],
          `clears ${printQuantity(cleared, "volume rate")}, more than the ${printQuantity(brought, "volume rate")} that diffusion brings`,
          "in a static culture it then takes whatever touches it: state less, if it is choosy",
        );
    }
  });
}

/** Cells that hop from voxel to voxel keep no direction, and touch only where voxels are narrow enough. */
function warnOfLattice(book: Book, { name, space }: Plan["cultures"][number], kinds: Plan["kinds"]): void {
  if (space?.cells !== "lattice") return;
  const { names, report } = book;
  kinds.forEach(({ move }, kind) => {
    if (move && defaultOf(book, move.persistence) !== 0)
      report.warn(
        [...names.kinds[kind].path, "move", "persistence"],
        `is not kept in ${name}, where cells hop on a lattice`,
        "leave it out, or state places: settled or afloat",
      );
  });
  const apart = Math.min(...space.size.map(Number).filter((_, axis) => Number(space.shape[axis]) > 1));
  const touching = Math.max(...kinds.map(({ diameter }) => known(book, diameter))) + Number(space.reach);
  if (apart > touching && readsContact(kinds))
    report.warn(
      ["cultures", name, "reach"],
      `lets no cells touch: on the lattice they are ${printNumber(apart)} um apart, and within ${printNumber(touching)} um at most they touch`,
      "state a longer reach, or smaller voxels",
    );
}

function readsContact(part: unknown): boolean {
  if (typeof part !== "object" || part === null) return false;
  return (part as { signal?: unknown }).signal === "contact" || Object.values(part).some(readsContact);
}

/** At the parameters' defaults; NaN for what is not known before a run. */
const known = ({ defaults }: Book, amount: number | Late): number =>
  typeof amount === "number" ? amount : "late" in amount ? numberOf(amount.late, defaults) : Number.NaN;
