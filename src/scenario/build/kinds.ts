/** Kinds of cell: each state of each type with its attributes and behaviours, as the rules of an arm leave them. */
import type { Kind } from "../../model.ts";
import { type Book, readAmount } from "../book.ts";
import { entriesByName, find } from "../names.ts";
import { suggestion } from "../nearest.ts";
import { late, type Plan } from "../plan.ts";
import type { Scopes } from "../scopes.ts";
import { attributesOf, stateOf } from "./attributes.ts";
import { changesOf } from "./changes.ts";
import { checkContacts } from "./contact.ts";
import type { Desk } from "./desk.ts";
import { checkLatches, eventsOf } from "./events.ts";
import { capturesOf, consumptionsOf, displaysOf, releasesOf, secretionsOf } from "./exchange.ts";
import type { Variant } from "./responses.ts";

export function kindsOf(book: Book, scopes: Scopes, variant: Variant, vesicles: Plan["vesicles"]): Plan["kinds"] {
  const { names, document, report } = book;
  const changes = changesOf(book, scopes, variant);
  const kinds = names.kinds.map(({ name, type, state, path }, kind) => {
    const written = stateOf(document, path);
    const resolve = scopes.cell(kind);
    if (written.diameter === undefined) report.fault(path, "has no `diameter`", "add one, such as diameter: 7 um");
    const diameter = readAmount(book, written.diameter ?? "1 um", "length", [...path, "diameter"], scopes.parameters);
    const desk: Desk = { book, changes, variant, vesicles, kind, written, path, resolve, scopes, diameter };
    const { start, attributes } = attributesOf(book, kind, resolve, changes);
    const { hazards, clocks } = eventsOf(desk);
    return {
      name,
      type,
      state,
      diameter: late(diameter),
      start,
      attributes,
      hazards,
      clocks,
      secretions: secretionsOf(desk),
      consumptions: consumptionsOf(desk),
      captures: capturesOf(desk),
      releases: releasesOf(desk),
      shows: displaysOf(desk),
      ...moveOf(desk),
    };
  });
  for (const [name, { start, states, abstract }] of entriesByName(document.cells)) {
    if (start === undefined || abstract || entriesByName(states ?? {}).some(([state]) => state === start)) continue;
    const known = entriesByName(states ?? {}).map(([state]) => state);
    report.fault(["cells", name, "start"], `is "${start}", which is no state of ${name}`, suggestion(start, known));
  }
  changes.finish();
  checkLatches(book, kinds);
  checkContacts(book, kinds);
  return kinds;
}

/** How cells of a kind walk, where they do. */
function moveOf({ book, changes, kind, written: { move }, path, resolve, variant }: Desk): Pick<Kind, "move"> {
  if (move === undefined || move === "none") return {};
  const at = [...path, "move"];
  const { names, report } = book;
  const motility = readAmount(book, move.motility, "diffusion", [...at, "motility"], resolve);
  const factor = move.toward === undefined ? undefined : find(names, report, "factors", move.toward, [...at, "toward"]);
  const { speed, "half-max": halfMax } = move;
  if ((move.toward === undefined) !== (speed === undefined) || (speed === undefined) !== (halfMax === undefined))
    report.fault(at, "has some of `toward`, `speed` and `half-max`", "state all three, or none of them");
  const climbs = factor !== undefined && speed !== undefined && halfMax !== undefined;
  const toward = climbs && {
    factor,
    speed: changes.of(kind, "climb", readAmount(book, speed, "speed", [...at, "speed"], resolve), "speed"),
    halfMax: readAmount(book, halfMax, "share", [...at, "half-max"], resolve),
  };
  const steered = toward && !variant.without.has(`factor:${move.toward}`);
  return {
    move: {
      motility: changes.of(kind, "move", motility, "diffusion"),
      persistence: readAmount(book, move.persistence, "time", [...at, "persistence"], resolve),
      ...(steered && { toward }),
    },
  };
}
