/**
 * Behaviours that the protocol blocks: each is a number of the culture from 0 (free) to 1 (blocked), made here, that `block` and
 * `unblock` set and by which the behaviour is held back.
 */
import type { Document } from "../document/document.ts";
import { entriesByName, entriesOfArm } from "../names.ts";

export interface Block {
  readonly name: string; // of the condition
  readonly behaviour: string; // "capture", "release EXO"
  readonly of: readonly string[]; // cells it is for
}

type Entry = Document["protocol"][number];

/** Blocks that one line sets, with the share as written. */
export function blocksOf(
  entry: Entry,
): { readonly block: Block; readonly share: string | number; readonly key: string | number | undefined }[] {
  const of = typeof entry.of === "string" ? [entry.of] : (entry.of ?? ["all"]);
  const found: { block: Block; share: string | number; key: string | number | undefined }[] = [];
  const add = (behaviour: string, share: string | number, key: string | number | undefined): void => {
    const name = `block ${behaviour}${of.join() === "all" ? "" : ` of ${of.join(", ")}`}`;
    found.push({ block: { name, behaviour, of }, share, key });
  };
  const { block = [], unblock = [] } = entry;
  if (typeof block === "string") add(block, 1, undefined);
  else if (Array.isArray(block)) for (const [index, behaviour] of block.entries()) add(behaviour, 1, index);
  else for (const [behaviour, share] of entriesByName(block)) add(behaviour, share, behaviour);
  for (const behaviour of typeof unblock === "string" ? [unblock] : unblock) add(behaviour, 0, undefined);
  return found;
}

/** Every block of a scenario, in the order of their conditions: they follow those that the file declares. */
export function blocksIn(document: Document): Block[] {
  const byName = new Map(
    entriesIn(document)
      .flatMap(blocksOf)
      .map(({ block }) => [block.name, block]),
  );
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether some line sets this block, so that it can be freed. */
export function isBlocked(document: Document, name: string): boolean {
  return entriesIn(document).some(
    (entry) =>
      entry.block !== undefined && blocksOf({ ...entry, unblock: undefined }).some(({ block }) => block.name === name),
  );
}

const entriesIn = (document: Document): Entry[] => [
  ...document.protocol,
  ...Object.values(document.arms).flatMap(entriesOfArm),
];
