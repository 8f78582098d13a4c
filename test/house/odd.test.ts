/** docs/odd.md against the engine: the same processes, in the same order, with the same words. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { newLedger } from "../../src/engine/ledger.ts";
import { schedule } from "../../src/engine/schedule.ts";
import { read } from "./source.ts";

const { text } = read("docs/odd.md");
const none = { factors: [], vesicles: [], cargo: [], kinds: [] } as unknown as Parameters<typeof newLedger>[0];
const sectionOf = (heading: string): string => text.split(/^## /m).find((section) => section.startsWith(heading)) ?? "";

test("odd.md lists the processes of the schedule in their order, with what each is about", () => {
  const listed = [...sectionOf("3.").matchAll(/^\d+\. \*\*(.+?)\*\*: (.+)$/gm)].map(([, name, about]) => ({
    name,
    about,
  }));
  assert.equal(
    listed,
    schedule.map(({ name, about }) => ({ name, about })),
  );
});

test("odd.md has a submodel with equations for each process, in the order of the schedule", () => {
  const submodels = sectionOf("7.").split(/^### /m).slice(1);
  const names = submodels.map((submodel) => submodel.slice(0, submodel.indexOf("\n")));
  assert.equal(
    names.slice(0, schedule.length),
    schedule.map(({ name }) => name),
  );
  for (const submodel of submodels.slice(0, schedule.length)) assert.match(submodel, /```text\n[\s\S]+=[\s\S]+```/);
});

test("odd.md has the balances of the ledger as they stand in its file", () => {
  const balances = [...read("src/engine/ledger.ts").text.matchAll(/^ \* {3}(\w+ +.* = .*)$/gm)].map(([, line]) =>
    line.replace(/\s+/g, " "),
  );
  const told = sectionOf("The ledger")
    .split("\n")
    .map((line) => line.trim().replace(/\s+/g, " "));
  assert.is(balances.length, Object.keys(newLedger(none)).length);
  for (const balance of balances) assert.ok(told.includes(balance), balance);
});

test("odd.md names every line of the ledger that a balance is made of", () => {
  const books = sectionOf("The ledger");
  const besides = new Set(["captured", "detached", "entries"]); // counts beside the balance
  for (const book of Object.values(newLedger(none))) {
    for (const line of Object.keys(book))
      if (!besides.has(line)) assert.match(books, new RegExp(`\\b${line}\\b`), line);
  }
});

test("odd.md has the seven elements of the protocol", () => {
  const elements = [...text.matchAll(/^## (\d)\. /gm)].map(([, number]) => number);
  assert.equal(elements, ["1", "2", "3", "4", "5", "6", "7"]);
});

test.run();
