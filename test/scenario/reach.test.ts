/** Readings of places and their charts as the language writes them: by distance, as parts, and how far things get. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bandOf, subjectOf } from "../../src/scenario/bands.ts";
import { dish, experimentOf, issuesOf, modelFor, spoken } from "./dish.ts";

type Parts = Readonly<Record<string, unknown>>;

const um = (...lengths: readonly number[]): string[] => lengths.map((length) => `${length} um`);
const T = {
  diameter: "7 um",
  start: "resting",
  states: { resting: { become: { awake: "1 /hour" } }, awake: {} },
  source: "assumed",
};
const parts = (observe: readonly unknown[], charts: readonly string[] = []): Parts => ({
  factors: { IL2: { diffusion: "100 um^2/s", source: "assumed" } },
  cells: { T, B: { diameter: "7 um", source: "assumed" } },
  cultures: { well: { mixing: "static", box: um(100, 100, 100), seed: { T: "20 cells", B: "2 cells" }, observe } },
  charts,
});
const chartsFor = (observe: readonly unknown[], ...charts: readonly string[]) =>
  experimentOf(dish(parts(observe, charts))).charts;
const said = (observe: readonly unknown[], ...charts: readonly string[]): string =>
  issuesOf(dish(parts(observe, charts)))
    .map(spoken)
    .join("\n");

const bands = { of: ["IL2", "fraction:T.awake"], near: "B", every: "25 um" };
const [near, hour] = [{ show: "reach", culture: 0, name: "near", where: "from B" }, 3600];

test("the name of a band is read as it is written", () => {
  for (const [what, from, to, where] of [
    ["IL2", 0, 10, "from T"],
    ["fraction:T resting", 2.5, 5, "from B"],
    ["inside:EXO", 80, 100, "along z"],
  ] as const)
    assert.equal(bandOf(subjectOf(what, String(from), String(to), where)), { what, from, to, where });
  assert.is(bandOf("IL2 mean distance from T"), undefined);
  assert.is(bandOf("CD8 generation 3"), undefined);
});

test("a state is a part of its type, a type a part of all; a share is one of all that is held", () => {
  const { observables, kinds } = modelFor(
    experimentOf(dish(parts([{ of: ["fraction:T.awake", "fraction:T", "share:EXO"], near: "B", every: "50 um" }]))),
  );
  const named = (...numbers: readonly number[]) => numbers.map((at) => kinds[at].name);
  const whats = observables.flatMap(({ measure }) => (measure.of === "distance" ? [measure.what] : []));
  const [awake, whole, share] = whats;
  assert.ok("fraction" in awake && "fraction" in whole && "shared" in share);
  assert.equal([named(...awake.fraction), named(...awake.among)], [["T awake"], ["T awake", "T resting"]]);
  assert.equal(
    [named(...whole.fraction), named(...whole.among)],
    [
      ["T awake", "T resting"],
      ["B", "T awake", "T resting"],
    ],
  );
  assert.is(share.kinds.length, kinds.length);
});

test("without widths it is one mean distance", () => {
  const { observables } = modelFor(experimentOf(dish(parts([{ of: ["IL2", "all:EXO"], near: "B" }]))));
  assert.equal(
    observables.map(({ name, subject, unit }) => [name, subject, unit]),
    [
      ["near", "IL2 mean distance from B", "um"],
      ["near", "all:EXO mean distance from B", "um"],
    ],
  );
  const [, all] = observables.map(({ measure }) => measure);
  assert.ok(all.of === "reach");
  assert.is(all.what.length, 2); // free, and held
  for (const wrong of [
    { of: "share:EXO", near: "B" },
    { of: "IL2", along: "z" },
    { of: "IL2", near: "B", to: "50 um" },
  ])
    assert.match(said([wrong]), /observe\[0\] does not say how wide each part is \(such as every: 10 um\)/);
  assert.match(said([{ of: "all:EXO", near: "B", every: "10 um" }]), /asks for all:EXO part by part/);
  assert.match(said([{ of: "share:EXA", near: "B", every: "10 um" }]), /did you mean "EXO"/);
  assert.match(said([{ of: "fraction:C", near: "B", every: "10 um" }]), /"C"/);
});

test("reach draws by the distance, profile along an axis; each width is a chart, and one band alone is none", () => {
  const observe = [
    bands,
    { of: "IL2", near: "B", every: "10 um" },
    { of: "IL2", near: "B", every: "20 um" },
    { of: "IL2", near: "B", every: "50 um", to: "50 um" },
  ];
  assert.equal(chartsFor(observe, "reach IL2 at 2 hour log"), [
    { ...near, what: "IL2", every: 25, scale: "log", at: 2 * hour },
    { ...near, what: "IL2", every: 10, scale: "log", at: 2 * hour },
    { ...near, what: "IL2", every: 20, scale: "log", at: 2 * hour },
  ]);
  assert.equal(chartsFor(observe, "reach fraction:T.awake from B in well"), [
    { ...near, what: "fraction:T.awake", every: 25, scale: "linear" },
  ]);
  assert.equal(chartsFor([{ of: "EXO", along: "z", every: "20 um" }], "profile EXO"), [
    { ...near, name: "profile", where: "along z", what: "EXO", every: 20, scale: "linear" },
  ]);
});

test("what is asked wrongly is said", () => {
  assert.match(said([bands], "reach IL3"), /is "reach IL3", which nothing records.*did you mean "reach IL2"/);
  assert.match(said([bands], "profile IL2"), /which nothing records/);
  assert.match(said([bands], "reach IL2 from T"), /which nothing records/);
  assert.match(said([bands], "reach IL2 at 1 hour and 2 hour"), /distances are drawn at one time/);
});

test.run();
