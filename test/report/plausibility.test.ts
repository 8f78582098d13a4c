/** Figures of runs whose books and counts are made up, so that every figure is known. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { LedgerLine } from "../../src/report/balance.ts";
import { beyondTable, type Figure, figuresOf, plausibilityCsv, type World } from "../../src/report/plausibility.ts";
import { readTable } from "../../src/scenario/table.ts";
import { dish, experimentOf, filesWith, modelFor } from "../scenario/dish.ts";
import { recordingOf } from "./synthetic.ts";

const table = readTable(filesWith()("exoculture:parameters.csv")!);

/** T cells that release, capture, secrete and consume; one of the two arms is dosed at 1 day with vesicles and IL-2. */
const experiment = experimentOf(
  dish({
    time: { from: "0 day", to: "3 day", step: "1 hour", record: "1 day" },
    parameters: {
      uptake: { value: "1e-8 mL/hour", source: "table:exo.uptake.k" },
      doubled: { value: 2, source: "table:exo.uptake.T_act_fold" },
      resting: { value: "1 /hour", source: "table:exo.secretion.T.rest" },
      active: { value: "100 /hour", source: "table:exo.secretion.T.act" },
      faster: { value: "2 * active", source: "assumed" },
      use: { value: "0.5 /s", source: "table:il2.consumption.max" },
      dose: { value: "50 U/mL", of: "IL2", source: "table:well.il2.dose" },
      handling: { value: "16 %", source: "table:exo.uc.recovery" },
      stated: { value: "1e10 /mL", source: "assumed" },
    },
    cells: {
      T: {
        diameter: "7 um",
        source: "assumed",
        attributes: { level: { unit: "/hour", is: "resting + faster * drive" }, drive: { start: 0 } },
        capture: { EXO: "uptake * doubled" },
        release: { EXO: "level" },
        consume: { IL2: { maximum: "use", "half-max": "10 pM" } },
        secrete: { IL2: "2 /s" },
      },
      idle: { diameter: "7 um", source: "assumed" },
    },
    cultures: {
      well: { volume: "200 uL", mixing: "stirred", simulate: "100 cells", seed: { T: "1e6 /mL", idle: "1e6 /mL" } },
      flask: { volume: "10 mL", mixing: "stirred", simulate: "100 cells", seed: { T: "1e6 /mL" } },
    },
    protocol: [
      {
        ...{ at: "1 day", from: "flask", take: "supernatant", as: "pellet", source: "assumed" },
        through: [
          {
            spin: "120000 xg",
            for: "70 min",
            keep: "pellet",
            recovery: "handling",
            "carry-over": "1 %",
            source: "assumed",
          },
        ],
      },
    ],
    arms: {
      medium: {},
      dosed: {
        do: [
          { at: "1 day", in: "well", dose: "pellet", amount: "stated", source: "assumed" },
          { at: "1 day", in: "well", add: { IL2: "dose" }, source: "assumed" },
        ],
      },
    },
  }),
);

const molecules = (((50 / 16.4) * 1e-9) / 15_500) * 6.02214076e23 * 0.2; // 50 U/mL: ng/mL, g/mL, mol/mL, in 200 uL

const ledger = (amounts: Readonly<Record<string, number>>): LedgerLine[] =>
  Object.entries(amounts).map(([key, amount]) => {
    const [culture, of, line] = key.split("/");
    return { culture, of, line, amount };
  });

/** 200 000 T cells all along, and free vesicles that stay as many, so that what is captured in a day is known. */
function worldOf(arm: string, donor: number, replicate: number, captured = 0): World {
  const model = modelFor(experiment, arm);
  const columns = model.observables;
  const well = model.cultures.findIndex(({ name }) => name === "well");
  const series: Readonly<Record<string, readonly number[]>> = {
    "count T": [200_000, 200_000, 200_000, 200_000],
    "count idle": [200_000, 200_000, 200_000, 200_000],
    "vesicles EXO free": [0, 2e9, 2e9, 2e9],
    "total EXO captured": [0, 0, captured / 4, captured],
    "total EXO released": [0, 0, captured / 4, captured],
    "total IL2 consumed": [0, 0, 9.6e9, 14.4e9],
  };
  return {
    model,
    recording: recordingOf({ arm, donor, replicate }, [0, 1, 2, 3], columns, (column, at) => {
      const { name, subject, culture } = columns[column];
      return culture === well ? (series[`${name} ${subject}`]?.[at] ?? 0) : 0;
    }),
    ledger: ledger({
      "flask/vesicles EXO/released": 5e11,
      "well/vesicles EXO/given": arm === "dosed" ? 2e9 : 0,
      "well/vesicles EXO/released": arm === "dosed" ? captured : 0,
      "well/vesicles EXO/captured": arm === "dosed" ? captured : 0,
      "well/vesicles EXO/lost": 0,
      "well/factor IL2/given": arm === "dosed" ? molecules : 0,
      "well/factor IL2/secreted": 0,
      "well/factor IL2/consumed": arm === "dosed" ? 14.4e9 : 0,
      "well/factor IL2/decayed": arm === "dosed" ? molecules / 4 : 0,
    }),
    bench: [
      {
        preparation: "pellet",
        volume: 1e13, // 10 mL
        producers: 2e7,
        notes: [
          note("taken", 4e11, 1e12),
          note("spin", 4e10, 1e10),
          ...(arm === "dosed" ? [note("dose pellet (left)", 3.8e10, 0.95e10)] : []),
        ],
      },
    ],
  };
}

function note(step: string, vesicles: number, il2: number) {
  const inHand = [
    { of: "vesicles", amount: vesicles },
    { of: "factor IL2", amount: il2 },
  ];
  return { step, inHand };
}

const perDay = 4.8e8; // captured in one day by cells that clear 1e-8 mL an hour each: 200 000 × 24 h × 1e-8 mL/h × 1e10 /mL
const figures = figuresOf(experiment, [worldOf("medium", 1, 1), worldOf("dosed", 1, 1, 2 * perDay)], table);

function figure(culture: string, subject: string, name: string, unit?: string, among = figures): Figure {
  const found = among.filter(
    (one) =>
      one.arm === "dosed" &&
      one.culture === culture &&
      one.subject === subject &&
      one.figure === name &&
      (unit ?? one.unit) === one.unit,
  );
  assert.is(found.length, 1, `${culture} ${subject} ${name}`);
  return found[0];
}

/** Decimals that were put in and come out, but for the rounding of a few sums and products. */
const near = (got: number, wanted: number): void =>
  assert.ok(Math.abs(got - wanted) <= 1e-12 * Math.abs(wanted), `${got} is not ${wanted}`);

test("a dose is told for each mL and for each cell that was there", () => {
  near(figure("well", "EXO", "given").value, 1e10);
  near(figure("well", "EXO", "given per cell").value, 5000); // both types: 400 000 cells
  assert.is(figure("well", "EXO", "given").table, undefined); // its parameter cites nothing
  near(figure("well", "IL2", "given", "U/mL").value, 50);
  near(figure("well", "IL2", "given", "pM").value, 50e3 / 16.4 / 15.5); // 50 U/mL is 50/16.4 ng/mL, of 15.5 kDa
  near(figure("well", "IL2", "given per cell").value, molecules / 400_000);
  const { table: compared } = figure("well", "IL2", "given", "U/mL");
  assert.equal(compared?.rows, ["well.il2.dose"]);
  near(compared!.low, 10);
  near(compared!.high, 200);
});

test("uptake is per cell that can, and beside the table as volume cleared", () => {
  near(figure("well", "EXO", "captured per cell").value, (2 * perDay) / 600_000);
  near(figure("well", "EXO", "captured per cell, highest").value, (1.5 * perDay) / 200_000);
  const cleared = figure("well", "EXO", "medium cleared per cell");
  // Free vesicles are there on two of the three days, and on both 2e9 but for what came and went: as much as was released.
  near(cleared.value, 1e-8);
  assert.equal([cleared.unit, cleared.table?.rows], ["mL/(cell*hour)", ["exo.uptake.k"]]);
  near(cleared.table!.low, 1e-9);
  near(cleared.table!.high, 1e-7);
});

test("rows that several parameters of a rate cite stand together, through attributes and derived parameters", () => {
  const released = figure("well", "EXO", "released per cell, highest");
  near(released.value, (1.5 * perDay) / 200_000 / 24);
  assert.equal(released.table, {
    rows: ["exo.secretion.T.act", "exo.secretion.T.rest"],
    low: 0,
    high: released.table!.high,
    isMost: true,
  });
  near(released.table!.high, 400);
  assert.is(figure("well", "EXO", "released per cell").table, undefined);
});

test("IL-2 is used by the cell and hour, and the rest accounted for", () => {
  near(figure("well", "IL2", "consumed per cell").value, 14.4e9 / (200_000 * 72));
  const highest = figure("well", "IL2", "consumed per cell, highest");
  near(highest.value, 9.6e9 / (200_000 * 24));
  assert.equal([highest.unit, highest.table?.rows], ["molecules/(cell*hour)", ["il2.consumption.max"]]);
  near(highest.table!.low, 0.3 * 3600);
  near(highest.table!.high, 5 * 3600);
  near(figure("well", "IL2", "consumed, of all that came in").value, (100 * 14.4e9) / molecules);
  near(figure("well", "IL2", "decayed, of all that came in").value, 25);
});

test("a preparation tells what it keeps, and how much medium is in a dose", () => {
  near(figure("", "pellet", "made from medium").value, 10);
  near(figure("", "pellet", "medium in its doses").value, 0.5);
  near(figure("", "pellet", "producers in its doses").value, 1e6);
  near(figure("", "pellet", "left after its doses").value, 95);
  near(figure("", "pellet", "vesicles kept, of those released").value, 8);
  near(figure("", "pellet", "IL2 kept, of what was taken").value, 1);
  const kept = figure("", "pellet", "vesicles kept, of what was taken");
  near(kept.value, 10);
  assert.equal(kept.table?.rows, ["exo.uc.recovery"]);
  near(kept.table!.low, 5);
  near(kept.table!.high, 20);
});

test("what did not happen has no figure", () => {
  const own = figures.filter(({ arm }) => arm === "medium");
  assert.equal(
    own.map(({ figure: name }) => name).filter((name) => /dose|given|consumed/.test(name)),
    [],
  );
  assert.ok(own.some(({ subject }) => subject === "pellet"));
  assert.ok(own.every(({ culture }) => culture !== "well"));
  assert.equal(figuresOf(experiment, [], table), []);
});

test("the value is the mean over donors of the means of their replicates, low and high are donors", () => {
  const worlds = [
    ...[1, 3].map((times, at) => worldOf("dosed", 1, at + 1, times * perDay)),
    ...[3, 7].map((times, at) => worldOf("dosed", 2, at + 1, times * perDay)),
    worldOf("dosed", 3, 1, 9 * perDay),
  ];
  const { value, low, high } = figure(
    "well",
    "EXO",
    "captured per cell",
    undefined,
    figuresOf(experiment, worlds, table),
  );
  const one = perDay / 600_000;
  near(value, ((2 + 5 + 9) / 3) * one);
  near(low, 2 * one);
  near(high, 9 * one);
});

test("plausibilityCsv() writes a row for each figure, and nothing where there is nothing to compare", () => {
  const plain = { arm: "dosed", culture: "well", subject: "EXO", figure: "given", unit: "vesicles/mL" };
  const compared = { rows: ["a.b", "c.d"], low: 1, high: 4, isMost: false };
  const rows = [
    { ...plain, value: 2, low: 1, high: 3, table: undefined },
    { ...plain, figure: "lost, of all", value: 2, low: 1, high: 3, table: compared },
  ];
  assert.is(
    plausibilityCsv(rows),
    "arm,culture,subject,figure,value,low,high,unit,table,table_low,table_high,beyond\n" +
      "dosed,well,EXO,given,2,1,3,vesicles/mL,,,,\n" +
      'dosed,well,EXO,"lost, of all",2,1,3,vesicles/mL,a.b c.d,1,4,\n',
  );
});

test("beyondTable() marks what lies outside its range; a mean over cells that need not be at it only above", () => {
  const range = { rows: ["a.b"], low: 2, high: 4, isMost: false };
  const marked = (value: number, isMost: boolean) => beyondTable({ value, table: { ...range, isMost } });
  assert.equal(
    [1, 2, 3, 4, 5].map((value) => marked(value, false)),
    ["below", "", "", "", "above"],
  );
  assert.equal(
    [0, 1, 4, 5].map((value) => marked(value, true)),
    ["", "", "", "above"],
  );
  assert.is(beyondTable({ value: 1, table: undefined }), "");
  // Doses and what a preparation keeps are two-sided; what cells do is not, as few of them may be at it.
  const sides = figures.flatMap(({ figure: name, table: compared }) => (compared ? [[name, compared.isMost]] : []));
  assert.equal(Object.fromEntries(sides), {
    given: false,
    "medium cleared per cell": true,
    "released per cell, highest": true,
    "consumed per cell, highest": true,
    "vesicles kept, of what was taken": false,
  });
});

test.run();
