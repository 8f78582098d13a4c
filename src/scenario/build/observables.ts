/** The columns of the recording: what the scenario asks to see, for each culture what can be in it. The same in every arm. */
import type { Local, Measure, Somewhere } from "../../model.ts";
import { printNumber, scaleOf } from "../../units.ts";
import { subjectOf } from "../bands.ts";
import { type Book, neededFor, readNumber, wrongly } from "../book.ts";
import type { Document } from "../document/document.ts";
import { entriesByName, find, findKinds, isWrongAlready } from "../names.ts";
import { suggestion } from "../nearest.ts";
import type { Plan } from "../plan.ts";
import type { Path } from "../tree.ts";
import { carriedBy } from "./flows.ts";
import { axes, cultureNamed, lengthsOf } from "./space.ts";

type Observable = Plan["observables"][number];

/** @param present kinds that can live in each culture, in any arm */
export function observablesOf(book: Book, present: readonly (readonly number[])[]): Plan["observables"] {
  const { names, document, report } = book;
  const columns: Observable[] = [];
  const routes = carriedBy(book);
  entriesByName(document.cultures).forEach(([cultureName, { observe, mixing, walls }], culture) => {
    const open = mixing === "static" && Object.values(walls).some((wall) => wall === "absorbing" || wall === "fixed");
    const walled = open ? (["left"] as const) : [];
    const kinds = present[culture];
    const add = (name: string, subject: string, measure: Measure, unit = "", scale = 1): void => {
      columns.push({ name, culture, subject, unit, scale, measure });
    };
    const types = [...names.index.types.keys()].flatMap((type) => {
      const own = kinds.filter((kind) => names.kinds[kind].type === type);
      return own.length === 0 ? [] : [{ type, kinds: own }];
    });
    const states = types.flatMap(({ type, kinds: own }) =>
      own.length < 2 ? [] : own.map((kind) => ({ kind, type, among: own })),
    );
    const factors = [...names.index.factors.keys()];
    const species = [...names.index.vesicles.keys()];
    const path = observe ? ["cultures", cultureName, "observe"] : ["observe"];
    for (const [place, asked] of (observe ?? document.observe).entries()) {
      if (asked === "counts") {
        for (const each of types) add("count", each.type, { of: "cells", kinds: each.kinds }, "cells");
        for (const { kind } of states) add("count", names.kinds[kind].name, { of: "cells", kinds: [kind] }, "cells");
      } else if (asked === "fractions") {
        if (types.length > 1)
          for (const each of types) add("fraction", each.type, { of: "fraction", kinds: each.kinds, among: kinds });
        for (const { kind, among } of states)
          add("fraction", names.kinds[kind].name, { of: "fraction", kinds: [kind], among });
      } else if (asked === "concentrations") {
        const scale = 1 / scaleOf("pM", "concentration");
        for (const [factor, name] of factors.entries())
          add("concentration", name, { of: "concentration", factor }, "pM", scale);
      } else if (asked === "vesicles") {
        species.forEach((name, index) => {
          for (const where of ["free", "bound", "inside"] as const)
            add("vesicles", `${name} ${where}`, { of: "vesicles", species: index, where }, "vesicles");
        });
      } else if (asked === "totals") {
        for (const each of types) {
          for (const count of ["births", "deaths", "divisions", "entries"] as const)
            add("total", `${each.type} ${count}`, { of: "total", count, kinds: each.kinds }, "cells");
        }
        species.forEach((name, index) => {
          for (const count of [...(["released", "captured", "degraded", "lost"] as const), ...walled])
            add("total", `${name} ${count}`, { of: "total", count, species: index }, "vesicles");
        });
        factors.forEach((name, factor) => {
          for (const count of [...(["secreted", "consumed", "decayed"] as const), ...walled])
            add("total", `${name} ${count}`, { of: "total", count, factor }, "molecules");
        });
        for (const [end, count] of [
          ["from", "sent"],
          ["to", "received"],
        ] as const) {
          const own = routes.filter((route) => route[end] === culture);
          for (const each of types)
            if (own.some((route) => each.kinds.some((kind) => route.kinds.has(kind))))
              add("total", `${each.type} ${count}`, { of: "total", count, kinds: each.kinds }, "cells");
          species.forEach((name, index) => {
            if (own.some((route) => route.vesicles.has(index)))
              add("total", `${name} ${count}`, { of: "total", count, species: index }, "vesicles");
          });
          factors.forEach((name, factor) => {
            if (own.some((route) => route.factors.has(factor)))
              add("total", `${name} ${count}`, { of: "total", count, factor }, "molecules");
          });
        }
        entriesByName(document.devices).forEach(([device, written], index) => {
          if (written.in !== cultureName) return;
          if (written.affinity)
            species.forEach((name, at) => {
              add("held", `${name} by ${device}`, { of: "held", device: index, species: at }, "vesicles");
            });
          for (const [name] of entriesByName(written.clears)) {
            const factor = factors.indexOf(name);
            add("held", `${name} by ${device}`, { of: "held", device: index, factor }, "molecules");
          }
        });
      } else if ("generations" in asked) {
        for (const each of types) {
          for (let generation = 0; generation <= asked.generations; generation++) {
            const andMore = generation === asked.generations;
            const subject = `${each.type} generation ${generation}${andMore ? "+" : ""}`;
            add("generation", subject, { of: "generation", kinds: each.kinds, generation, andMore }, "cells");
          }
        }
      } else if ("founders" in asked) {
        for (let ordinal = 0; ordinal < asked.founders && kinds.length > 0; ordinal++) {
          add("founder", `family ${ordinal + 1}`, { of: "founder", kinds, ordinal }, "cells");
        }
      } else if ("attributes" in asked) {
        asked.attributes.forEach((name, index) => {
          const attribute = find(names, report, "attributes", name, [...path, place, "attributes", index]);
          if (attribute === undefined) return;
          const { unit, base, types: carriers } = book.attributes[attribute];
          for (const each of types.filter(({ type }) => carriers.has(type))) {
            add(
              "attribute",
              `${name} of ${each.type}`,
              { of: "attribute", attribute, kinds: each.kinds, statistic: "mean" },
              unit,
              1 / base,
            );
            add(
              "attribute",
              `${name} of ${each.type} deviation`,
              { of: "attribute", attribute, kinds: each.kinds, statistic: "deviation" },
              unit,
              1 / base,
            );
          }
        });
      } else if ("of" in asked) {
        addPlaces(book, cultureName, kinds, asked, [...path, place], (subject, measure, unit, scale) => {
          add(asked.near === undefined ? "profile" : "near", subject, measure, unit, scale);
        });
      } else {
        const [above, below] = asked.ratio.map((text, index) =>
          findKinds(names, document, report, text, [...path, place, "ratio", index]),
        );
        const measured = [...above, ...below].some((kind) => kinds.includes(kind));
        if (measured) add("ratio", asked.ratio.join("/"), { of: "ratio", kinds: above, among: below });
      }
    }
  });
  return columns;
}

type Places = Extract<Document["observe"][number], { readonly of: string | string[] }>;
const most = 200; // distances of one request

/** What is read place by place, by the distance from cells of a type or along an axis of the box; or how far it is on average. @param present kinds in the culture */
function addPlaces(
  book: Book,
  cultureName: string,
  present: readonly number[],
  { of, near, along, every, to }: Places,
  path: Path,
  add: (subject: string, measure: Measure, unit: string, scale: number) => void,
): void {
  const { names, document, report } = book;
  const culture = cultureNamed(book, cultureName);
  if ((near === undefined) === (along === undefined)) {
    report.fault(path, "says neither or both of `near` and `along`", "state one of them");
    return;
  }
  const kinds = near === undefined ? [] : findKinds(names, document, report, near, [...path, "near"]);
  const read = [of].flat().flatMap((subject, index) => {
    const found = localOf(book, subject, [...path, "of", ...(Array.isArray(of) ? [index] : [])]);
    return found === undefined ? [] : [{ subject, ...found }];
  });
  const width = every === undefined ? 0 : readNumber(book, every, "length", [...path, "every"]);
  if (every !== undefined && width === 0) report.fault([...path, "every"], "is 0", neededFor("length"));
  if (every === undefined && (along !== undefined || to !== undefined || read.some(({ lies }) => lies === undefined))) {
    report.fault(path, "does not say how wide each part is", "such as every: 10 um");
    return;
  }
  const whole = read.find(({ what }) => what === undefined);
  if (every !== undefined && whole !== undefined) {
    report.fault(path, `asks for ${whole.subject} part by part`, "leave `every` out: its mean distance is read");
    return;
  }
  const asked = to === undefined ? undefined : readNumber(book, to, "length", [...path, "to"]);
  const somewhere = Object.values(document.cultures).some(({ box }) => box !== undefined);
  if (culture.box === undefined && (culture.observe !== undefined || !somewhere))
    report.fault(
      path,
      `asks for places, and ${culture.observe === undefined ? "no culture has any" : `${cultureName} has none`}`,
      "state mixing: static and a `box`, or leave it out",
    );
  if (culture.mixing === "stirred" || culture.box === undefined) return; // all its places are alike
  const lengths = lengthsOf(book, cultureName);
  const isThere = kinds.some((kind) => present.includes(kind));
  if (every === undefined) {
    for (const { subject, lies = [] } of isThere ? read : [])
      add(`${subject} mean distance from ${near}`, { of: "reach", what: lies, kinds }, "um", 1);
    return;
  }
  const axis = along === undefined ? -1 : axes.indexOf(along);
  const farthest = axis < 0 ? Math.hypot(...lengths) : lengths[axis];
  if (asked !== undefined && asked > farthest * (1 + 1e-9))
    report.fault([...path, "to"], wrongly(to!, "is beyond the box"), `${printNumber(farthest)} um at most`);
  const end = asked ?? (axis < 0 ? Math.max(...lengths) / 2 : lengths[axis]);
  const bands = Math.round(end / width);
  if (!(bands >= 1 && bands <= most)) {
    if (width > 0 && end > 0)
      report.fault(path, `has ${printNumber(bands)} distances`, `1 to ${most}: change \`every\` or \`to\``);
    return;
  }
  if (axis < 0 && !isThere) return;
  for (const { subject, what, unit, scale } of read)
    for (let band = 0; band < bands; band++) {
      const ends = { from: band * width, to: (band + 1) * width };
      const where = axis < 0 ? `from ${near}` : `along ${along}`;
      add(
        subjectOf(subject, printNumber(ends.from), printNumber(ends.to), where),
        axis < 0 ? { of: "distance", what: what!, kinds, ...ends } : { of: "slab", what: what!, axis, ...ends },
        unit,
        scale,
      );
    }
}

/** What can be read place by place, and whatever of it can have a mean distance. */
interface Placed {
  readonly what?: Local;
  readonly lies?: readonly Somewhere[];
  readonly unit: string; // of `what`
  readonly scale: number;
}

/** A factor, free vesicles, `inside:SPECIES`, both (`all:SPECIES`), `share:SPECIES` or `fraction:CELLS`. */
function localOf({ names, report, document }: Book, written: string, path: Path): Placed | undefined {
  const [prefix, name] = written.split(":");
  const all = [...names.kinds.keys()];
  if (prefix === "fraction" && name !== undefined) {
    const fraction = findKinds(names, document, report, name, path);
    const types = fraction.map((kind) => names.kinds[kind].type);
    const own = all.filter((kind) => types.includes(names.kinds[kind].type));
    const among = own.length > fraction.length ? own : all; // a state among its type, a type among all
    return fraction.length === 0 ? undefined : { what: { fraction, among }, unit: "", scale: 1 };
  }
  if (["inside", "all", "share"].includes(prefix) && name !== undefined) {
    const species = find(names, report, "vesicles", name, path);
    if (species === undefined) return undefined;
    const held = { held: species, kinds: all };
    if (prefix === "all") return { lies: [{ species }, held], unit: "", scale: 1 };
    if (prefix === "share") return { what: { shared: species, kinds: all }, unit: "", scale: 1 };
    return { what: held, lies: [held], unit: "vesicles", scale: 1 };
  }
  const factor = names.index.factors.get(written);
  if (factor !== undefined)
    return { what: { factor }, lies: [{ factor }], unit: "pM", scale: 1 / scaleOf("pM", "concentration") };
  const species = names.index.vesicles.get(written);
  if (species !== undefined) return { what: { species }, lies: [{ species }], unit: "/mL", scale: 1e12 };
  if (!(["factors", "vesicles"] as const).some((one) => isWrongAlready(names, report, one, written)))
    report.fault(
      path,
      `is "${written}": there is no such factor or vesicle species`,
      suggestion(written, [
        ...names.index.factors.keys(),
        ...names.index.vesicles.keys(),
        ...[...names.index.vesicles.keys()].flatMap((each) => [`inside:${each}`, `share:${each}`]),
      ]),
    );
  return undefined;
}
