/** The books of a run as a table, and what became of a preparation. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { newLedger } from "../../src/engine/ledger.ts";
import { type BenchBook, balanceCsv, entryOf, handledIn, partDosed } from "../../src/report/balance.ts";

/** Two batches, of 100 and 40 vesicles, that came to 50 and 30; 20 and then 45 of these 80 were dosed. */
const pellet: BenchBook = {
  preparation: "pellet",
  volume: 8e13, // 80 mL
  producers: 4e7,
  notes: [
    note("taken", 100, 10),
    note("filter through 200 nm", 90, 10),
    note("spin at 120000 xg for 70 min, keep the pellet", 50, 1),
    note("taken", 40, 6),
    note("spin at 120000 xg for 70 min, keep the pellet", 30, 0.6),
    note("dose pellet 1e10 /mL into well (0 day) (left)", 60, 1.2),
    note("dose pellet 2e10 /mL into well (1 day) (left)", 15, 0.3),
  ],
};

test("handledIn() sums what all batches were taken with and came to, and what the doses took", () => {
  assert.equal(handledIn(pellet).map(rounded), [
    { of: "vesicles", taken: 140, made: 80, dosed: 65 },
    { of: "factor IL2", taken: 16, made: 1.6, dosed: 1.3 },
  ]);
  assert.equal(handledIn({ ...pellet, notes: [] }), []);
});

test("handledIn() counts a batch that goes through no step, and one that is taken after a dose", () => {
  const notes = [note("taken", 100, 0), note("dose (left)", 75, 0), note("taken", 20, 0), note("dose (left)", 0, 0)];
  assert.equal(handledIn({ ...pellet, notes })[0], { of: "vesicles", taken: 120, made: 120, dosed: 120 });
});

test("partDosed() is the same by vesicles and, where there are none, by a factor", () => {
  assert.ok(Math.abs(partDosed(pellet) - 65 / 80) < 1e-12);
  const mock = [note("taken", 0, 100), note("wash the pellet", 0, 10), note("dose (left)", 0, 8)];
  assert.ok(Math.abs(partDosed({ ...pellet, notes: mock }) - 0.2) < 1e-12);
  assert.is(partDosed({ ...pellet, notes: pellet.notes.slice(0, 3) }), 0);
  assert.is(partDosed({ ...pellet, notes: [] }), 0);
});

test("balanceCsv() is the mean over the worlds of each arm with its unit, without lines that are 0 in all of them", () => {
  const world = (arm: string, captured: number, divisions: number) => ({
    recording: { arm },
    ledger: [
      { culture: "well", of: "vesicles EXO", line: "captured", amount: captured },
      { culture: "well", of: "cells CD8 resting", line: "divisions", amount: divisions },
      { culture: "well", of: "cargo CD9", line: "made", amount: 0 },
      { culture: "well", of: "factor IL2", line: "consumed", amount: 0.5 },
    ],
    bench: [],
  });
  const worlds = [world("EXO", 10, 0), world("medium", 4, 3), world("EXO", 30, 0)];
  assert.equal(balanceCsv(["medium", "EXO", "not run"], worlds).split("\n"), [
    "arm,culture,what,line,amount,unit,side,meaning",
    "medium,well,vesicles EXO,captured,4,vesicles,moves,from the medium to a cell",
    'medium,well,cells CD8 resting,divisions,3,cells,adds,"born: one more cell for each division, booked where the mother was"',
    "medium,well,factor IL2,consumed,0.5,molecules,takes away,used by cells",
    "EXO,well,vesicles EXO,captured,20,vesicles,moves,from the medium to a cell",
    "EXO,well,factor IL2,consumed,0.5,molecules,takes away,used by cells",
    "",
  ]);
});

test("balanceCsv() says what a preparation was made from, what was in hand after each step, what a dose took and what is left", () => {
  const notes = [
    note("taken", 100, 10),
    note("spin at 300 xg, keep the pellet", 50, 0),
    note("=dose (left)", 12.5, 0), // its text is the file's
  ];
  const none = { recording: { arm: "EXO" }, ledger: [], bench: [] };
  const made = { ...none, bench: [{ ...pellet, notes }] };
  const of = "EXO,,preparation pellet: ";
  const inHand = "is there,in hand after this step";
  const rows = [
    `${of}medium,made from,80,mL,adds,what it was made from`,
    `${of}medium,dosed,60,mL,takes away,what its doses stand for`,
    `${of}medium,left,20,mL,is there,what the rest of it stands for`,
    `${of}producers,made from,40000000,cells,adds,what it was made from`,
    `${of}producers,dosed,30000000,cells,takes away,what its doses stand for`,
    `${of}producers,left,10000000,cells,is there,what the rest of it stands for`,
    `${of}vesicles,1 taken,100,vesicles,${inHand}`,
    `${of}factor IL2,1 taken,10,molecules,${inHand}`,
    `${of}vesicles,"2 spin at 300 xg, keep the pellet",50,vesicles,${inHand}`,
    `${of}vesicles,3 =dose (left),12.5,vesicles,${inHand}`,
  ];
  assert.equal(balanceCsv(["EXO"], [made]).split("\n").slice(1, -1), rows);
  // A world in which it was not made counts as 0.
  assert.ok(balanceCsv(["EXO"], [made, none]).includes(`${of}medium,made from,40,mL,adds,`));
});

const none = { factors: [], vesicles: [], cargo: [], kinds: [] } as unknown as Parameters<typeof newLedger>[0];

test("every line of every book has its meaning; what adds less what takes away is what the audit expects", () => {
  const { cells, vesicles, bodies, cargo, factors } = newLedger(none);
  for (const [of, lines] of Object.entries({ cells, vesicles, bodies, cargo, factor: factors }))
    for (const line of Object.keys(lines)) assert.ok(entryOf(`${of} X`, line).meaning.length > 3, `${of} ${line}`);
  const sides = (of: string, lines: object): string =>
    Object.keys(lines)
      .map((line) => ({ "takes away": "-", adds: "+", moves: "0", "is there": "=" })[entryOf(of, line).side] + line)
      .join(" ");
  assert.match(sides("cells T", cells), /^\+seeded \+divisions -deaths -removed 0entries/);
  assert.match(
    sides("vesicles EXO", vesicles),
    /^\+released \+given -degraded -lost -removed -taken -died 0captured 0detached/,
  );
  assert.match(sides("bodies EXO", bodies), /^\+formed -fused -degraded -died/);
  assert.match(sides("cargo CD9", cargo), /^\+made \+given .*-decayed -lost -removed -taken -died -absorbed/);
  assert.match(
    sides("factor IL2", factors),
    /^\+secreted \+given \+produced -consumed -decayed -reacted -removed -taken/,
  );
  assert.is(entryOf("cells T", "present").side, "is there");
  assert.equal(
    ["vesicles EXO", "cargo CD9", "factor IL2"].map((of) => entryOf(of, "left").side),
    ["takes away", "takes away", "takes away"],
  );
  assert.is(entryOf("factor IL2", "entered").side, "adds");
});

test.run();

function note(step: string, vesicles: number, il2: number): BenchBook["notes"][number] {
  const inHand = [
    { of: "vesicles", amount: vesicles },
    { of: "factor IL2", amount: il2 },
  ];
  return { step, inHand };
}

/** Differences of decimals, to the digits that were put in. */
function rounded<Sums extends object>(sums: Sums): Sums {
  const entries = Object.entries(sums).map(([key, value]) => [
    key,
    typeof value === "number" ? Number(value.toFixed(9)) : value,
  ]);
  return Object.fromEntries(entries) as Sums;
}
