/** The plan of every arm: what they share is built once, and what an arm switches off is built for that arm. */

import type { Association, Claim } from "../../model.ts";
import { type Arm, armsOf } from "../arms.ts";
import { type Book, readNumber } from "../book.ts";
import type { Difference, PlannedArm } from "../experiment.ts";
import { numberOf, plus, times, zero } from "../expression.ts";
import { completed, type Parameters } from "../parameters.ts";
import type { Plan } from "../plan.ts";
import { type Scopes, scopesOf } from "../scopes.ts";
import { warnOfAmounts } from "./amounts.ts";
import { assaysOf } from "./assays.ts";
import { associationsOf } from "./associations.ts";
import { blocksIn } from "./blocks.ts";
import { type AskedChart, chartsOf } from "./charts.ts";
import { claimsOf } from "./claims.ts";
import { clearedIn } from "./clearances.ts";
import { checkMixtures, culturesOf, reachable, sharesOf, volumesOf } from "./cultures.ts";
import { carriedKinds, devicesOf, routesOf } from "./flows.ts";
import { kindsOf } from "./kinds.ts";
import { cargoOf, factorsOf, reactionsOf, vesiclesOf } from "./matter.ts";
import { observablesOf } from "./observables.ts";
import { checkPlaces } from "./places.ts";
import { protocolOf } from "./protocol.ts";
import { sourcesOf } from "./sources.ts";

/** The matter and cells of a model, as far as the differences of an arm reach into them. */
interface Matter {
  readonly scopes: Scopes;
  readonly parts: Pick<
    Plan,
    "factors" | "reactions" | "cargo" | "vesicles" | "kinds" | "routes" | "devices" | "sources"
  >;
}

/** @param known the parameters by default @param difference what every arm takes on beside its own */
export function plansOf(book: Book, known: Parameters, time: Plan["time"], difference: Difference): Planned {
  const { names, document } = book;
  const { parameters } = scopesOf(book, new Set());
  const arms = armsOf(book, parameters);
  checkMixtures(book, parameters);
  const volumes = volumesOf(book, parameters);
  const window = { from: Number(time.start), to: Number(time.end) };
  const built = new Map<string, Matter>();
  const matterOf = (arm: Arm): Matter => {
    const without = new Set([...arm.without, ...(difference.without ?? [])]);
    const either = new Set([...arm.either, ...(difference.either ?? [])]);
    const signature = JSON.stringify([[...without].sort(), [...either].sort()]);
    const known = built.get(signature);
    if (known) return known;
    const scopes = scopesOf(book, without);
    const vesicles = vesiclesOf(book, scopes, without);
    const kinds = kindsOf(book, scopes, { without, either }, vesicles);
    const parts = {
      factors: factorsOf(book, scopes),
      reactions: reactionsOf(book, scopes, without),
      cargo: cargoOf(book, scopes),
      vesicles,
      kinds,
      routes: routesOf(book, scopes, without, { vesicles, kinds }),
      devices: devicesOf(book, scopes, without, vesicles, window),
      sources: sourcesOf(book, scopes, volumes, without, window),
    };
    built.set(signature, { scopes, parts });
    return { scopes, parts };
  };

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
    volumes,
  );
  const seeded = [...names.index.cultures.values()].map((culture) =>
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
  const kindsNow = worlds.map(({ parts }) => parts.kinds);
  const present = carriedKinds(book, seeded, (from) => [
    ...new Set(kindsNow.flatMap((kinds) => reachable(kinds, from))),
  ]);
  const cultures = culturesOf(book, parameters, volumes, shares);
  warnOfAmounts(
    book,
    cultures,
    worlds.map(({ arm, parts, protocol }) => {
      const own = book.defaults.slice();
      for (const { parameter, value } of arm.set) own[parameter] = numberOf(value, book.defaults);
      const parameters = completed(known, own, new Set(arm.set.map(({ parameter }) => parameter)));
      return { ...parts, deeds: protocol.deeds, parameters };
    }),
  );
  if (worlds.length > 0) checkPlaces(book, parameters, { ...worlds[0].parts, cultures });
  const takes = takesIn(
    worlds.map(({ protocol }) => protocol.events),
    names.index.preparations.size,
  );
  const { assays, columns } = assaysOf(book, worlds[0]?.parts.vesicles ?? [], takes, present);
  const observables = [...observablesOf(book, present), ...columns];
  const measured = assays.flatMap(({ preparation, at }) => (Number(preparation) < 0 ? [] : at.map(Number)));
  const records = [...time.records.map(Number), ...measured].sort((a, b) => a - b);
  const whole = { ...time, records: records.filter((at, index) => index === 0 || at - records[index - 1] > 1e-6) };
  const limit = {
    cells: readNumber(book, document.limit.cells, "count", ["limit", "cells"]),
    vesicles: readNumber(book, document.limit.vesicles, "count", ["limit", "vesicles"]),
  };
  const attributes = book.attributes.map(({ name, unit, base, inherit }) => ({ name, unit, scale: 1 / base, inherit }));
  const conditions = [
    ...names.index.conditions.keys(),
    ...blocksIn(document).map(({ name }) => name),
    ...clearedIn(document).map((name) => `clearance ${name}`),
  ];
  const planned = worlds.map(({ arm, parts, protocol }) => ({
    name: arm.name,
    label: arm.label,
    set: arm.set,
    plan: {
      time: whole,
      parameters: book.defaults,
      ...parts,
      attributes,
      conditions,
      cultures,
      preparations: [...names.index.preparations.keys()],
      protocol: protocol.events,
      assays,
      observables,
      limit,
    },
  }));
  const readings = observables.map(({ name, culture, subject, measure }) => ({
    name,
    culture: Number(culture),
    subject,
    at: measure.of === "assay" ? assays[Number(measure.assay)].at.map(Number) : [],
  }));
  const armNames = planned.map(({ name }) => name);
  const associations = associationsOf(book, readings, armNames);
  return {
    arms: planned,
    claims: claimsOf(book, readings, armNames),
    associations,
    charts: chartsOf(book, readings, associations),
  };
}

interface Planned {
  readonly arms: readonly PlannedArm[];
  readonly claims: readonly Claim[];
  readonly associations: readonly Association[];
  readonly charts: readonly AskedChart[];
}

/** When each preparation is made, and from which culture, in any arm. */
function takesIn(protocols: readonly Plan["protocol"][], preparations: number): { at: number; culture: number }[][] {
  const found: { at: number; culture: number }[][] = Array.from({ length: preparations }, () => []);
  for (const event of protocols.flat()) {
    if (event.act.do !== "take") continue;
    const list = found[Number(event.act.preparation)];
    const take = { at: Number(event.at), culture: Number(event.culture) };
    if (!list.some(({ at, culture }) => at === take.at && culture === take.culture)) list.push(take);
  }
  return found;
}
