/** Routes between cultures and devices on them: what may go along, by kind of matter and by size. */
import { type Book, neededFor, readAmount, readNumber, wrongly } from "../book.ts";
import type { Document } from "../document/document.ts";
import { choose, isNumber, number, one, operate, zero } from "../expression.ts";
import { entriesByName, find, isWrongAlready, kindsNamed } from "../names.ts";
import { suggestion } from "../nearest.ts";
import { type Late, late, type Plan } from "../plan.ts";
import type { Scopes } from "../scopes.ts";
import type { Path } from "../tree.ts";

/** What a route carries, by name of the language, as indices. */
export interface Carried {
  readonly from: number;
  readonly to: number;
  readonly vesicles: ReadonlySet<number>;
  readonly factors: ReadonlySet<number>;
  readonly kinds: ReadonlySet<number>;
}

/** What each route carries, whatever an arm lacks; a route with an end that does not exist is left out. */
export function carriedBy(book: Book): Carried[] {
  return entriesByName(book.document.routes).flatMap(([name, route]): Carried[] => {
    const { cultures } = book.names.index;
    const [from, to] = [cultures.get(route.from), cultures.get(route.to)];
    return from === undefined || to === undefined
      ? []
      : [{ from, to, ...loadOf(book, route.carries, ["routes", name]) }];
  });
}

/** Everything but cells, where a route does not say what it carries. */
function loadOf(book: Book, carries: readonly string[] | undefined, path: Path): Omit<Carried, "from" | "to"> {
  const { names, report, document } = book;
  const all = (section: "vesicles" | "factors"): Set<number> => new Set(names.index[section].values());
  if (!carries) return { vesicles: all("vesicles"), factors: all("factors"), kinds: new Set() };
  const load = { vesicles: new Set<number>(), factors: new Set<number>(), kinds: new Set<number>() };
  for (const [place, written] of carries.entries()) {
    const at = [...path, "carries", place];
    const species = names.index.vesicles.get(written);
    const factor = names.index.factors.get(written);
    const kinds = kindsNamed(names, document, written);
    const meant = [species, factor, kinds].filter((found) => found !== undefined).length;
    if (meant > 1) report.fault(at, `is "${written}", which names more than one thing`, "rename one of them");
    if (
      meant === 0 &&
      !(["vesicles", "factors", "types"] as const).some((one) => isWrongAlready(names, report, one, written))
    )
      report.fault(
        at,
        `is "${written}": there are no such vesicles, factors or cells`,
        suggestion(written, [
          ...names.index.vesicles.keys(),
          ...names.index.factors.keys(),
          ...names.index.types.keys(),
        ]),
      );
    if (species !== undefined) load.vesicles.add(species);
    if (factor !== undefined) load.factors.add(factor);
    for (const kind of kinds ?? []) load.kinds.add(kind);
  }
  return load;
}

type Pores = Document["routes"][string]["sieve"];

/** Pores as µm; infinitely wide where there are none. */
function poresOf(book: Book, sieve: Pores, path: Path): number {
  if (sieve === undefined) return Infinity;
  const pores = readNumber(book, sieve, "length", [...path, "sieve"]);
  if (pores === 0) book.report.fault([...path, "sieve"], "is 0", neededFor("length"));
  return pores;
}

/** Part of a species that is smaller than the pores. */
function sieved({ diameter, density }: Plan["vesicles"][number], pores: number): number | Late {
  if (pores === Infinity) return 1;
  return { passed: { diameter, density, steps: [{ how: "filter", pores, recovery: one }] } };
}

/** Cells pass pores that are wider than they are, or none. */
function cellsThrough({ diameter }: Plan["kinds"][number], pores: number): number | Late {
  if (pores === Infinity) return 1;
  const width = typeof diameter === "number" ? number(diameter) : "late" in diameter ? diameter.late : zero;
  return late(choose(operate("<", width, number(pores)), one, zero));
}

/** @param without ids of the arm: `route:…` carries nothing */
export function routesOf(
  book: Book,
  scopes: Scopes,
  without: ReadonlySet<string>,
  { vesicles, kinds }: Pick<Plan, "vesicles" | "kinds">,
): Plan["routes"] {
  const { names, report, document } = book;
  return entriesByName(document.routes).flatMap(([name, written]): Plan["routes"][number][] => {
    const path = ["routes", name];
    const [from, to] = (["from", "to"] as const).map((end) =>
      find(names, report, "cultures", written[end], [...path, end]),
    );
    if (from !== undefined && from === to) report.fault(path, "leads back to where it begins", "name two cultures");
    const load = loadOf(book, written.carries, path);
    const pores = poresOf(book, written.sieve, path);
    const rate = readAmount(book, written.rate, "rate", [...path, "rate"], scopes.culture);
    if (from === undefined || to === undefined) return [];
    return [
      {
        name,
        from,
        to,
        rate: without.has(`route:${name}`) ? zero : rate,
        vesicles: vesicles.map((species, index) => (load.vesicles.has(index) ? sieved(species, pores) : 0)),
        factors: [...names.index.factors.values()].map((index) => (load.factors.has(index) ? 1 : 0)),
        kinds: kinds.map((kind, index) => (load.kinds.has(index) ? cellsThrough(kind, pores) : 0)),
      },
    ];
  });
}

/** @param window of the experiment, s @param without ids of the arm: `device:…` holds nothing */
export function devicesOf(
  book: Book,
  scopes: Scopes,
  without: ReadonlySet<string>,
  vesicles: Plan["vesicles"],
  window: { readonly from: number; readonly to: number },
): Plan["devices"] {
  const { names, report, document } = book;
  return entriesByName(document.devices).flatMap(([name, written]): Plan["devices"][number][] => {
    const path = ["devices", name];
    const { affinity, clears } = written;
    const culture = find(names, report, "cultures", written.in, [...path, "in"]);
    const pores = poresOf(book, written.sieve, path);
    const flow = readAmount(book, written.flow, "volume rate", [...path, "flow"], scopes.culture);
    if (affinity === undefined && entriesByName(clears).length === 0)
      report.fault(path, "holds nothing back", "state `affinity` for vesicles, or `clears` for factors");
    const factors = [...names.index.factors.keys()].map((factor): number | Late => {
      const share = entriesByName(clears).find(([cleared]) => cleared === factor)?.[1];
      return share === undefined
        ? 0
        : late(readAmount(book, share, "share", [...path, "clears", factor], scopes.parameters));
    });
    for (const [factor] of entriesByName(clears))
      find(names, report, "factors", factor, [...path, "clears", factor], true);
    const held = affinity && heldBy(book, scopes, affinity, [...path, "affinity"]);
    const on = written.on?.map((each, index) => windowOf(book, each, [...path, "on", index], window)) ?? [window];
    if (culture === undefined) return [];
    return [
      {
        name,
        culture,
        flow: without.has(`device:${name}`) ? zero : flow,
        on,
        vesicles: vesicles.map((species) => sieved(species, pores)),
        ...(held && { affinity: held }),
        factors,
      },
    ];
  });
}

function heldBy(
  book: Book,
  scopes: Scopes,
  { cargo: name, share, capacity }: NonNullable<Document["devices"][string]["affinity"]>,
  path: Path,
): Plan["devices"][number]["affinity"] {
  const { names, report, document } = book;
  const cargo = find(names, report, "cargo", name, [...path, "cargo"]);
  const face = entriesByName(document.cargo).find(([each]) => each === name)?.[1].face;
  if (face === "lumen")
    report.fault([...path, "cargo"], wrongly(name, "sits inside vesicles"), "a device binds cargo of the surface");
  const amount = (written: string | number, dimension: "share" | "count", key: string): number | Late => {
    const read = readAmount(book, written, dimension, [...path, key], scopes.parameters);
    if (isNumber(read, 0)) report.fault([...path, key], "is 0", neededFor(dimension));
    return late(read);
  };
  const part = amount(share, "share", "share");
  const sites = capacity === undefined ? Infinity : amount(capacity, "count", "capacity");
  return cargo === undefined ? undefined : { cargo, share: part, capacity: sites };
}

/** When something runs, s; it must lie in the time of the experiment. */
export function windowOf(
  book: Book,
  written: { readonly from: string | number; readonly to: string | number },
  path: Path,
  window: { readonly from: number; readonly to: number },
): { from: number; to: number } {
  const [from, to] = (["from", "to"] as const).map((end) => {
    const time = readNumber(book, written[end], "time", [...path, end]);
    if (time < window.from || time > window.to)
      book.report.fault(
        [...path, end],
        wrongly(written[end], "is outside the time of the experiment"),
        `${book.document.time.from} to ${book.document.time.to}: change \`time\`, or this`,
      );
    return time;
  });
  if (to <= from) book.report.fault(path, "ends before it begins", "write from: 1 hour, to: 5 hour");
  return { from, to };
}

/** Kinds that can be in each culture once routes have carried them. @param seeded by culture, with all that they can become */
export function carriedKinds(
  book: Book,
  seeded: readonly (readonly number[])[],
  become: (kinds: Iterable<number>) => readonly number[],
): number[][] {
  const routes = carriedBy(book);
  const present = seeded.map((kinds) => new Set(kinds));
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const { from, to, kinds } of routes) {
      const before = present[to].size;
      for (const kind of become([...present[from]].filter((one) => kinds.has(one)))) present[to].add(kind);
      isNew ||= present[to].size > before;
    }
  }
  return present.map((kinds) => [...kinds].sort((a, b) => a - b));
}
