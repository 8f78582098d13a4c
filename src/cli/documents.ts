/** What `npm run docs` does: writes the pages of docs/ that follow from the shipped scenarios, and takes away those of scenarios that are gone. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { documentFiles } from "../node/documents.ts";

const docs = fileURLToPath(new URL("../../docs", import.meta.url));
const files = documentFiles();
rmSync(join(docs, "scenarios"), { recursive: true, force: true });
for (const [path, text] of files) {
  mkdirSync(dirname(join(docs, path)), { recursive: true });
  writeFileSync(join(docs, path), text);
}
