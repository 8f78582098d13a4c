/** What single cultures clear of factors and free vesicles: each is a number of the culture, made here, that its loss adds. */
import type { Expression } from "../../model.ts";
import type { Book } from "../book.ts";
import type { Document } from "../document/document.ts";
import { plus, read } from "../expression.ts";
import { entriesByName } from "../names.ts";
import { blocksIn } from "./blocks.ts";

/** Factors and vesicles that some culture clears, in the order of their conditions: they follow the blocks. */
export function clearedIn(document: Document): string[] {
  const names = entriesByName(document.cultures).flatMap(([, { clearance }]) =>
    entriesByName(clearance).map(([name]) => name),
  );
  return [...new Set(names)].sort();
}

/** A loss with what the culture at hand clears besides. */
export function withClearance({ names, document }: Book, name: string, loss: Expression): Expression {
  const at = clearedIn(document).indexOf(name);
  const index = names.index.conditions.size + blocksIn(document).length + at;
  return at < 0 ? loss : plus(loss, read({ signal: "condition", index }));
}
