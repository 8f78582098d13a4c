/** A file in an older language is read as the new one says it, every line it changed is told, and a newer one is refused. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Issue } from "../../src/model.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { filesWith, spoken } from "./dish.ts";

const now = `language: 1
title: A dish
time: { from: 0 hour, to: 4 hour, step: 1 hour, record: 2 hour }
cells:
  T: { diameter: 7 um, die: 0.1 /hour, source: assumed }
rules:
  - { id: spares, of: T, behaviour: die, signal: age, direction: decreases, to: 0 /hour, half-max: 1 hour, source: assumed }
cultures:
  dish:
    volume: 200 uL
    mixing: stirred
    seed: { T: 1e6 /mL }
arms: { medium: {}, other: {} }
claims:
  - id: same
    says: Nothing differs
    evidence: assumed
    holds: [{ ratio: count T, of: other, to: medium, at: 4 hour, equivalent: true }]
    off: { without: ["rule:spares"] }
`;
const draft = now
  .replace("language: 1", "language: 0")
  .replace("mixing: stirred", "stirred: true")
  .replace('{ without: ["rule:spares"] }', '["rule:spares"]');

const read = (text: string, own: Readonly<Record<string, string>> = {}) =>
  readScenario(text, "dish.yaml", filesWith(own));

function whole(text: string, own: Readonly<Record<string, string>> = {}) {
  const reading = read(text, own);
  if ("issues" in reading) throw new Error(reading.issues.map(spoken).join("\n"));
  return reading;
}

const told = (issues: readonly Issue[]): string[] => issues.map(spoken);

test("a draft (language 0) is the same experiment as the same file in language 1", () => {
  const [older, newer] = [draft, now].map((text) => whole(text).experiment);
  assert.is(older.hash, newer.hash);
  assert.equal(older.document, newer.document);
  assert.equal(older.arms, newer.arms);
});

test("every line that is written in an older language is told with its place and how it is written now", () => {
  assert.equal(told(whole(draft).rewritten), [
    "dish.yaml:1:1 language is written in an older language (now: language: 1)",
    "dish.yaml:11:5 cultures.dish.stirred is written in an older language (now: mixing: stirred)",
    'dish.yaml:19:5 claims[0].off is written in an older language (now: off: { without: ["rule:spares"] })',
  ]);
  assert.equal(whole(now).rewritten, []);
});

test("stirred: false of a draft is mixing: static", () => {
  const box = 'box: ["200 um", "200 um", "100 um"]';
  const still = whole(draft.replace("    stirred: true", `    stirred: false\n    ${box}`));
  assert.is(still.experiment.document.cultures.dish.mixing, "static");
});

test("what a draft says wrongly is a fault at its own place", () => {
  const faults = (text: string): string => {
    const reading = read(text);
    return "issues" in reading ? told(reading.issues).join("\n") : "";
  };
  assert.match(
    faults(draft.replace("stirred: true", "stirred: a little")),
    /11:5 cultures\.dish\.stirred is not a key/,
  );
  assert.match(faults(draft.replace("200 uL", "200 um")), /10:13 cultures\.dish\.volume is "200 um"/);
  assert.match(
    faults(draft.replace("    stirred: true", "    stirred: true\n    mixing: static")),
    /stirred is not a key/,
  );
});

test("language 1 does not know the words of the drafts", () => {
  const reading = read(now.replace("mixing: stirred", "stirred: true"));
  assert.ok("issues" in reading);
  assert.match(told(reading.issues).join("\n"), /stirred is not a key/);
});

test("a used file has a language of its own", () => {
  const cells = "language: 0\ncells:\n  B: { diameter: 7 um, source: assumed }\n";
  const using = now.replace("title:", "use: [cells.yaml]\ntitle:");
  const older = whole(using, { "cells.yaml": cells });
  assert.equal(told(older.rewritten), ["cells.yaml:1:1 language is written in an older language (now: language: 1)"]);
  assert.is(older.experiment.hash, whole(using, { "cells.yaml": cells.replace("0\n", "1\n") }).experiment.hash);
  const newer = read(using, { "cells.yaml": cells.replace("0\n", "2\n") });
  assert.ok("issues" in newer);
  assert.match(told(newer.issues).join("\n"), /^cells\.yaml:1:11 language is 2, which is newer than what is read here/);
});

test("a language that never was is refused", () => {
  for (const language of ["-1", "0.5", "one"]) {
    const reading = read(now.replace("language: 1", `language: ${language}`));
    assert.ok("issues" in reading, language);
    assert.match(told(reading.issues).join("\n"), /1:11 language is/);
  }
});

test.run();
