import { test } from "uvu";
import * as assert from "uvu/assert";
import { settingsOf } from "../../../src/instruments.ts";
import { rnaProfile } from "../../../src/observe/assay/rna.ts";
import { equalFloats, follows, keyOf, readings, within } from "./readings.ts";

const settings = settingsOf("RNA profile");
const rna = (name: string, copies: number, reference = copies) => ({ name, copies, reference });

test("rnaProfile() of few reads is a multinomial sample where nothing is overdispersed", () => {
  const kit = { ...settings, reads: 1000, dispersion: 1e-6 };
  const seen = readings(3000, (key) => rnaProfile([rna("a", 3), rna("b", 7)], kit, key).reading.perMillion[0] / 1e6);
  follows(seen, 0.3, (0.3 * 0.7) / 1000);
});

test("rnaProfile() of two like RNAs has parts that are beta: each amount is gamma", () => {
  const shape = 1 / settings.dispersion;
  const seen = readings(
    3000,
    (key) => rnaProfile([rna("a", 1), rna("b", 1)], settings, key).reading.perMillion[0] / 1e6,
  );
  follows(seen, 0.5, 1 / (4 * (2 * shape + 1)));
});

test("rnaProfile() calls what is changed, and little of what is not", () => {
  const many = Array.from({ length: 300 }, (_, at) => rna(`same${at}`, 10));
  const changed = [rna("up", 80, 10), rna("down", 1, 10), rna("new", 10, 0), rna("gone", 0, 10)];
  const { truth, reading } = rnaProfile([...many, ...changed], settings, keyOf(3));
  assert.equal(
    [truth.enriched, truth.depleted],
    [
      ["up", "new"],
      ["down", "gone"],
    ],
  );
  for (const name of ["up", "new"]) assert.ok(reading.enriched.includes(name), name);
  for (const name of ["down", "gone"]) assert.ok(reading.depleted.includes(name), name);
  // Beyond three standard errors lies one unchanged RNA of 370; logarithms of gamma amounts have somewhat longer tails.
  const wrong = [...reading.enriched, ...reading.depleted].filter((name) => name.startsWith("same")).length;
  assert.ok(wrong <= 6, `${wrong} of 300`);
});

test("rnaProfile() tells of an RNA alike in which order the list stands, and of an empty sample nothing", () => {
  const [a, b] = [rna("a", 5), rna("b", 9)];
  const first = rnaProfile([a, b], settings, keyOf(1)).reading.perMillion;
  const other = rnaProfile([b, a], settings, keyOf(1)).reading.perMillion;
  assert.equal([first[0], first[1]], [other[1], other[0]]);
  equalFloats(first[0] + first[1], 1e6);
  within(rnaProfile([a, b], settings, keyOf(1)).truth.perMillion[0], 5e6 / 14, 1e-9);
  assert.ok(Number.isNaN(rnaProfile([rna("a", 0)], settings, keyOf(0)).reading.perMillion[0]));
});

test.run();
