/** The pages that follow from the scenarios and the parameter table say what these say now. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { documentFiles } from "../../src/node/documents.ts";
import { projectPaths, read } from "./source.ts";

const files = documentFiles();
const shipped = projectPaths().filter((path) => /^scenarios\/[^/]+\.yaml$/.test(path));

test("what is written from scenarios and lessons is current, and holds no page of a scenario that is gone", () => {
  const single = ["docs/glossary.md", "docs/lessons.md", "docs/parameters.md"];
  const kept = projectPaths().filter((path) => single.includes(path) || path.startsWith("docs/scenarios/"));
  assert.equal(kept, [...files.keys()].map((path) => `docs/${path}`).sort());
  for (const [path, text] of files) assert.ok(read(`docs/${path}`).text === text, `docs/${path}: npm run docs`);
});

test("documentFiles() has a page for each shipped scenario", () => {
  assert.equal(
    [...files.keys()].filter((path) => path.startsWith("scenarios/")),
    shipped.map((path) => path.replace(/yaml$/, "md")),
  );
});

test("every table of a page has as many cells in each row as in its heading", () => {
  const wrong = [...files].flatMap(([path, text]) =>
    tablesIn(text).flatMap((rows) => rows.filter((row) => cellsIn(row) !== cellsIn(rows[0])).map((row) => path + row)),
  );
  assert.equal(wrong, []);
});

test("every parameter of the library and of the scenarios has its row in parameters.md", () => {
  const page = files.get("parameters.md")!;
  for (const path of projectPaths().filter((each) => /^scenarios\/(?:library\/)?[^/]+\.yaml$/.test(each))) {
    const [, section = ""] = /^parameters:\n((?: {2}.*\n|\n)*)/m.exec(read(path).text) ?? [];
    const names = [...section.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name);
    const part = page.split(/^## /m).find((each) => each.includes(`[${path}]`)) ?? "";
    assert.ok(names.length > 0, path);
    assert.equal(
      [...part.split("Set anew")[0].matchAll(/^\| (\w+) \|/gm)]
        .map(([, name]) => name)
        .filter((each) => each !== "Parameter"),
      names,
      path,
    );
  }
});

test("no page tells the result of a run", () => {
  for (const [path, text] of files) assert.not.match(text, /\b(?:HOLDS|FAILS|UNDECIDED)\b/, path);
});

test.run();

function tablesIn(text: string): string[][] {
  return text
    .split("\n\n")
    .map((part) => part.trimEnd().split("\n"))
    .filter(([first]) => first.startsWith("| "));
}

const cellsIn = (row: string): number => [...row.matchAll(/(?<!\\)\|/g)].length;
