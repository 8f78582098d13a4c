/** The columns of the recording: what the scenario asks to see, for each culture what can be in it. The same in every arm. */
import type { Measure } from "../../model.ts";
import { scaleOf } from "../../units.ts";
import type { Book } from "../book.ts";
import { entriesByName, find, findKinds } from "../names.ts";
import type { Plan } from "../plan.ts";
import { carriedBy } from "./flows.ts";

type Observable = Plan["observables"][number];

/** @param present kinds that can live in each culture, in any arm */
export function observablesOf(book: Book, present: readonly (readonly number[])[]): Plan["observables"] {
  const { names, document, report } = book;
  const columns: Observable[] = [];
  const routes = carriedBy(book);
  entriesByName(document.cultures).forEach(([cultureName, { observe }], culture) => {
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
          for (const count of ["released", "captured", "degraded", "lost"] as const)
            add("total", `${name} ${count}`, { of: "total", count, species: index }, "vesicles");
        });
        factors.forEach((name, factor) => {
          for (const count of ["secreted", "consumed", "decayed"] as const)
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
