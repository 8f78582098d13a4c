/** What lies before whoever builds one kind of cell. */
import type { Expression } from "../../model.ts";
import type { Book } from "../book.ts";
import type { Document } from "../document/document.ts";
import type { Resolve } from "../formula.ts";
import type { Plan } from "../plan.ts";
import type { Scopes } from "../scopes.ts";
import type { Path } from "../tree.ts";
import type { Changes } from "./changes.ts";
import type { Variant } from "./responses.ts";

export type Cell = Document["cells"][string];

export interface Desk {
  readonly book: Book;
  readonly changes: Changes;
  readonly variant: Variant;
  readonly vesicles: Plan["vesicles"];
  readonly kind: number;
  readonly written: Cell;
  readonly path: Path;
  readonly resolve: Resolve;
  readonly scopes: Scopes;
  readonly diameter: Expression;
}
