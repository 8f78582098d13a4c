/** The plan of every arm: what they share is built once, and what an arm switches off is built for that arm. */
import { type Arm, armsOf } from "../arms.ts";
import { type Book, readNumber } from "../book.ts";
import type { Difference, PlannedArm, PlannedAssay } from "../experiment.ts";
import { plus, times, zero } from "../expression.ts";
import { entriesByName, find } from "../names.ts";
import type { Plan } from "../plan.ts";
import { type Scopes, scopesOf } from "../scopes.ts";
import { blocksIn } from "./blocks.ts";
import { checkMixtures, culturesOf, reachable, sharesOf, volumesOf } from "./cultures.ts";
import { kindsOf } from "./kinds.ts";
import { cargoOf, factorsOf, reactionsOf, vesiclesOf } from "./matter.ts";
import { observablesOf } from "./observables.ts";
import { protocolOf } from "./protocol.ts";

/** The matter and cells of a model, as far as the differences of an arm reach into them. */
interface Matter {
  readonly scopes: Scopes;
  readonly parts: Pick<Plan, "factors" | "reactions" | "cargo" | "vesicles" | "kinds">;
}

/** @param difference what every arm takes on beside its own */
export function plansOf(book: Book, time: Plan["time"], difference: Difference): PlannedArm[] {
  const { names, document } = book;
  const { parameters } = scopesOf(book, new Set());
  const arms = armsOf(book, parameters);
  checkMixtures(book, parameters);
  const volumes = volumesOf(book, parameters);
  const built = new Map<string, Matter>();
  const matterOf = (arm: Arm): Matter => {
    const without = new Set([...arm.without, ...(difference.without ?? [])]);
    const either = new Set([...arm.either, ...(difference.either ?? [])]);
    const signature = JSON.stringify([[...without].sort(), [...either].sort()]);
    const known = built.get(signature);
    if (known) return known;
    const scopes = scopesOf(book, without);
    const vesicles = vesiclesOf(book, scopes, without);
    const parts = {
      factors: factorsOf(book, scopes),
      reactions: reactionsOf(book, scopes, without),
      cargo: cargoOf(book, scopes),
      vesicles,
      kinds: kindsOf(book, scopes, { without, either }, vesicles),
    };
    built.set(signature, { scopes, parts });
    return { scopes, parts };
  };

  const window = { from: Number(time.start), to: Number(time.end) };
  const worlds = arms.map((arm) => {
    const { scopes, parts } = matterOf(arm);
    const without = new Set([...arm.without, ...(difference.without ?? [])]);
    const protocol = protocolOf({ book, scopes, volumes, vesicles: parts.vesicles, without, window }, arm);
    const cells = protocol.seedings.map((seeded, culture) =>
      times(seeded.map(({ density }) => density).reduce(plus, zero), volumes[culture]),
    );
    return { arm, parts, protocol, stocked: cells };
  });
  const shares = sharesOf(
    book,
    worlds.map(({ stocked }) => stocked),
  );
  const present = [...names.index.cultures.values()].map((culture) =>
    [
      ...new Set(
        worlds.flatMap(({ protocol, parts }) =>
          reachable(
            parts.kinds,
            protocol.seedings[culture].map(({ kind }) => kind),
          ),
        ),
      ),
    ].sort((a, b) => a - b),
  );
  const cultures = culturesOf(book, parameters, volumes, shares);
  const observables = observablesOf(book, present);
  const limit = {
    cells: readNumber(book, document.limit.cells, "count", ["limit", "cells"]),
    vesicles: readNumber(book, document.limit.vesicles, "count", ["limit", "vesicles"]),
  };
  const attributes = book.attributes.map(({ name, unit, base, inherit }) => ({ name, unit, scale: 1 / base, inherit }));
  const conditions = [...names.index.conditions.keys(), ...blocksIn(document).map(({ name }) => name)];
  return worlds.map(({ arm, parts, protocol }) => ({
    name: arm.name,
    label: arm.label,
    set: arm.set,
    plan: {
      time,
      parameters: book.defaults,
      ...parts,
      attributes,
      conditions,
      cultures,
      preparations: [...names.index.preparations.keys()],
      protocol: protocol.events,
      observables,
      limit,
    },
  }));
}

/** Assays with their times, cultures and preparations found. */
export function assaysOf(book: Book, time: Plan["time"]): PlannedAssay[] {
  const { document, names, report } = book;
  return document.assays.map((assay, index) => {
    const path = ["assays", index];
    const times = assay.at === undefined ? [] : Array.isArray(assay.at) ? assay.at : [assay.at];
    const at = times.map((written, each) => {
      const where = Array.isArray(assay.at) ? [...path, "at", each] : [...path, "at"];
      const read = readNumber(book, written, "time", where);
      if (read < Number(time.start) || read > Number(time.end)) {
        report.fault(
          where,
          `is "${written}", which is outside the time of the experiment`,
          `${document.time.from} to ${document.time.to}`,
        );
      }
      return read;
    });
    const places =
      assay.in === undefined ? [...names.index.cultures.keys()] : typeof assay.in === "string" ? [assay.in] : assay.in;
    const cultures = places.flatMap((name) => find(names, report, "cultures", name, [...path, "in"]) ?? []);
    const preparation =
      assay.of === undefined ? undefined : find(names, report, "preparations", assay.of, [...path, "of"]);
    if (assay.of === undefined && at.length === 0)
      report.fault(path, "does not say when", "state `at`, or `of` a preparation");
    return {
      at,
      cultures: assay.of === undefined ? cultures : [],
      ...(preparation === undefined ? {} : { preparation }),
      measure: assay.measure,
      with: Object.fromEntries(entriesByName(assay.with)),
      text: assay.text ?? "",
    };
  });
}
