/** Kinds of cell: each state of each type with its attributes and behaviours, as the rules of an arm leave them. */
import { type Book, readAmount } from "../book.ts";
import { entriesByName } from "../names.ts";
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
    sayNotYet(desk);
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

function sayNotYet({ book, written, path }: Desk): void {
  if (written.move) book.report.notYet([...path, "move"], "cells that move");
}
