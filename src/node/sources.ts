/** The shipped parameter table, read: ranges, and what stands beside them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readCitations } from "../report/citations.ts";
import type { Sources } from "../report/documents.ts";
import { readTable } from "../scenario/table.ts";
import { shippedFolder } from "./scenario-files.ts";

export function shippedSources(): Sources {
  const table = readFileSync(join(shippedFolder, "library", "parameters.csv"), "utf8");
  return { rows: readTable(table), citations: readCitations(table) };
}
