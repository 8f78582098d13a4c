/** Which runs an experiment stands for: keys of chance, donors, and parameters set from outside. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { keyOf, type Wishes, wishIssues, worldsOf } from "../../src/scenario/worlds.ts";
import { dish, experimentOf, spoken } from "./dish.ts";

const parameters = {
  share: { value: 0.6, range: [0.5, 0.7], source: "assumed" },
  rate: { value: "1 /hour", source: "assumed" },
  twice: { value: "2 * rate", source: "assumed" },
  dose: { value: "50 U/mL", of: "IL2", source: "table:well.il2.dose" },
};
const vary = { share: "normal(0.6, 0.05)", rate: "lognormal(1 /hour, 2)" };
const of = (donors: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  experimentOf(
    dish({ parameters, donors, replicates: 2, arms: { medium: {}, fast: { set: { rate: "10 /hour" } } }, ...more }),
  );
const experiment = of({ count: 3, vary });
const place = (name: string): number => experiment.parameters.findIndex((parameter) => parameter.name === name);
const valueIn = (wishes: Wishes, name: string, arm = "medium", donor = 1, from = experiment): number =>
  worldsOf(from, wishes).find((world) => world.arm === arm && world.donor === donor)!.parameters[place(name)];

test("worldsOf() lists every arm, donor and replicate, in that order", () => {
  const worlds = worldsOf(experiment, { seed: "1" });
  assert.is(worlds.length, 2 * 3 * 2);
  assert.equal(
    worlds.slice(0, 3).map(({ arm, donor, replicate }) => [arm, donor, replicate]),
    [
      ["medium", 1, 1],
      ["medium", 1, 2],
      ["medium", 2, 1],
    ],
  );
  const some = worldsOf(experiment, { seed: "1", donors: 1, replicates: 1, arms: ["fast"] });
  assert.equal(
    some.map(({ arm, donor, replicate }) => [arm, donor, replicate]),
    [["fast", 1, 1]],
  );
});

test("worldsOf() gives all arms of a donor and replicate one key, and each of these another", () => {
  const worlds = worldsOf(experiment, { seed: "1" });
  const keys = new Map(worlds.map(({ donor, replicate, key }) => [`${donor}/${replicate}`, key.join()]));
  for (const { donor, replicate, key } of worlds) assert.is(key.join(), keys.get(`${donor}/${replicate}`));
  assert.is(new Set(keys.values()).size, 6);
  assert.not.equal(worldsOf(experiment, { seed: "2" })[0].key, worlds[0].key);
  assert.equal(worlds[0].key, keyOf("1/1/1"));
});

test("keyOf() makes two words of 32 bits, the same for the same text", () => {
  assert.equal(keyOf("1/1/1"), keyOf("1/1/1"));
  for (const text of ["", "1", "007", "a/b/c"]) {
    for (const word of keyOf(text)) assert.ok(Number.isInteger(word) && word >= 0 && word < 2 ** 32);
  }
  assert.not.equal(keyOf("007"), keyOf("7"));
});

test("a donor is the same however many donors there are, whatever else varies and is replicated", () => {
  const wishes = { seed: "1" };
  const others = [
    of({ count: 1, vary }),
    of({ count: 9, vary }),
    of({ count: 3, vary: { share: vary.share } }),
    of({ count: 3, vary }, { replicates: 7 }),
  ];
  for (const other of others) assert.is(valueIn(wishes, "share", "medium", 1, other), valueIn(wishes, "share"));
  assert.is(valueIn({ seed: "1", donors: 40 }, "share", "medium", 3), valueIn(wishes, "share", "medium", 3));
  assert.is.not(valueIn({ seed: "2" }, "share"), valueIn(wishes, "share"));
});

test("donors differ as the file says, within the range of the parameter", () => {
  const count = 2000;
  const worlds = worldsOf(experiment, { seed: "1", donors: count, replicates: 1, arms: ["medium"] });
  const shares = worlds.map((world) => world.parameters[place("share")]);
  assert.ok(shares.every((share) => share >= 0.5 && share <= 0.7));
  const mean = shares.reduce((sum, share) => sum + share, 0) / count;
  assert.ok(Math.abs(mean - 0.6) < (4 * 0.05) / Math.sqrt(count)); // the cut is even on both sides
  const logs = worlds.map((world) => Math.log(world.parameters[place("rate")] * 3600));
  const logMean = logs.reduce((sum, log) => sum + log, 0) / count;
  const deviation = Math.sqrt(logs.reduce((sum, log) => sum + (log - logMean) ** 2, 0) / (count - 1));
  assert.ok(Math.abs(logMean) < (4 * Math.LN2) / Math.sqrt(count));
  assert.ok(Math.abs(deviation - Math.LN2) < (4 * Math.LN2) / Math.sqrt(2 * count));
});

test("every shape of spread has its mean", () => {
  const count = 4000;
  const shapes: readonly (readonly [written: string, mean: number, deviation: number])[] = [
    ["uniform(2 /hour, 4 /hour)", 3, 2 / Math.sqrt(12)],
    ["exponential(3 /hour)", 3, 3],
    ["gamma(3 /hour, 0.5)", 3, 1.5],
    ["normal(3 /hour, 0.1 /hour) + 1 /hour", 4, 0.1],
  ];
  for (const [written, mean, deviation] of shapes) {
    const worlds = worldsOf(of({ count: 1, vary: { rate: written } }), {
      seed: "1",
      donors: count,
      replicates: 1,
      arms: ["medium"],
    });
    const average = worlds.reduce((sum, world) => sum + world.parameters[place("rate")] * 3600, 0) / count;
    assert.ok(Math.abs(average - mean) < (4 * deviation) / Math.sqrt(count), `${written}: ${average}`);
  }
});

test("what is worked out from a parameter follows its donor and its arm", () => {
  for (const arm of ["medium", "fast"]) {
    const wishes = { seed: "1" };
    assert.is(valueIn(wishes, "twice", arm, 2), 2 * valueIn(wishes, "rate", arm, 2));
  }
  assert.is(valueIn({ seed: "1" }, "rate", "fast"), 10 / 3600);
});

test("a parameter set from outside is the same in all donors, and gives way to an arm alone", () => {
  const wishes = { seed: "1", set: { rate: "5 /hour", share: "0.55" } };
  for (const donor of [1, 2, 3]) {
    assert.is(valueIn(wishes, "rate", "medium", donor), 5 / 3600);
    assert.is(valueIn(wishes, "twice", "medium", donor), 10 / 3600);
    assert.is(valueIn(wishes, "share", "medium", donor), 0.55);
    assert.is(valueIn(wishes, "rate", "fast", donor), 10 / 3600);
  }
  assert.is(valueIn({ seed: "1", set: { twice: "1 /hour" } }, "twice"), 1 / 3600);
  const dose = valueIn({ seed: "1", set: { dose: "100 U/mL" } }, "dose");
  assert.ok(Math.abs(dose / valueIn({ seed: "1" }, "dose") - 2) < 1e-12);
});

test("wishIssues() checks what is set from outside as the file is checked", () => {
  const said = (wishes: Pick<Wishes, "arms" | "set">): string => wishIssues(experiment, wishes).map(spoken).join("\n");
  assert.is(said({ arms: ["medium"], set: { rate: "2 /hour" } }), "");
  assert.match(said({ arms: ["medum"] }), /there is no arm "medum" \(did you mean "medium"/);
  assert.match(said({ set: { rat: "2 /hour" } }), /there is no parameter "rat" \(did you mean "rate"/);
  assert.match(said({ set: { rate: "2 hour" } }), /rate is "2 hour", which is a time/);
  assert.match(said({ set: { rate: "2" } }), /rate is "2", which has no unit/);
  assert.match(said({ set: { rate: "-2 /hour" } }), /which is negative/);
  assert.throws(() => worldsOf(experiment, { seed: "1", arms: ["medum"] }), /medum/);
});

test("a parameter takes its range from its row of the table, and one outside is warned of", () => {
  const dose = experiment.parameters[place("dose")];
  assert.ok(Math.abs(dose.low! / dose.scale - 10) < 1e-9 && Math.abs(dose.high! / dose.scale - 200) < 1e-9);
  assert.equal([dose.unit, dose.dimension], ["U/mL", "concentration"]);
  const { warnings } = experimentOf(
    dish({ parameters: { ...parameters, dose: { ...parameters.dose, value: "500 U/mL" } } }),
  );
  assert.match(warnings.map(spoken).join("\n"), /parameters\.dose\.value is above its range, which ends at 200 U\/mL/);
});

test.run();
