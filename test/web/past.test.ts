/** What a story says of mothers, producers and rules, against runs that were watched step by step. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { closureOf } from "../../src/engine/expression.ts";
import { bornColumn, generationColumn } from "../../src/engine/layout.ts";
import { planOf } from "../../src/engine/simulation.ts";
import type { Experiment } from "../../src/scenario/experiment.ts";
import { modelOf } from "../../src/scenario/model.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { actingRules, behaviourAt } from "../../src/scenario/rules.ts";
import { worldsOf } from "../../src/scenario/worlds.ts";
import type { Id } from "../../web/protocol.ts";
import { giverOf } from "../../web/worker/giver.ts";
import { advance, type Live, newLive } from "../../web/worker/live.ts";
import { familyOf, mothersOf, sameId, statesOf } from "../../web/worker/past.ts";
import { root } from "../house/source.ts";

const text = (...path: string[]): string => readFileSync(join(root, "scenarios", ...path), "utf8");

function experimentFrom(scenario: string): Experiment {
  const read = readScenario(scenario, "dish.yaml", (path) =>
    path === "exoculture:parameters.csv" ? text("library", "parameters.csv") : undefined,
  );
  if ("issues" in read) throw new Error(read.issues[0].text);
  return read.experiment;
}

function worldOf(experiment: Experiment, arm: string): Live {
  const [world] = worldsOf(experiment, { seed: "1", donors: 1, replicates: 1, arms: [arm] });
  const { donor, replicate, key } = world;
  return newLive({ arm, donor, replicate, key, plan: planOf(modelOf(experiment, world), "closures") });
}

const idAt = (words: Int32Array, row: number): Id => [words[2 * row], words[2 * row + 1]];

const packets = experimentFrom(
  text("00-first-dish.yaml")
    .replace("simulate: 2000 cells", "simulate: 150 cells")
    .replace("exosome: { diameter", "exosome: { detail: packets, packet: 1, diameter")
    .replace("release: { value: 100 /hour", "release: { value: 0.4 /hour")
    .replace("exosome_loss: { value: 0.01 /hour", "exosome_loss: { value: 0 /hour")
    .replace("uptake: { value: 1e-8 mL/hour", "uptake: { value: 0 mL/hour"),
);

test("mothers are those that were seen, one for each generation, and divided when their daughter was born", () => {
  const live = worldOf(packets, "IL2");
  const last = new Map<string, { readonly time: number; readonly generation: number }>();
  const day = 86_400;
  while (live.simulation.time < 4 * day && advance(live, [])) {
    const { time, cultures } = live.simulation;
    const { id, columns, count } = cultures[0].cells;
    for (let row = 0; row < count; row++)
      last.set(idAt(id, row).join(), { time, generation: columns[generationColumn][row] });
  }
  const { step } = live.plan.model.time;
  const states = statesOf(live);
  const { id, count, columns } = live.simulation.cultures[0].cells;
  let checked = 0;
  for (let row = 0; row < count; row++) {
    const cell = idAt(id, row);
    const family = familyOf(live, states, cell)!;
    const own = family[family.length - 1].find((one) => sameId(one.id, cell))!;
    const mothers = mothersOf(own, family)!;
    assert.is(mothers.length, columns[generationColumn][row]);
    for (const [generation, mother] of mothers.entries()) {
      const known = last.get(mother.join())!; // none of these divides twice in one step
      assert.is(known.generation, generation);
      if (generation < mothers.length - 1) continue;
      const born = columns[bornColumn][row];
      assert.ok(known.time <= born && born <= known.time + step + 1e-6, `${known.time} and ${born}`);
      checked++;
    }
  }
  assert.ok(checked > 20, `${checked} cells have a mother`);
});

test("every vesicle has one producer, and each producer gave the numbers from 1 to what it released", () => {
  const live = worldOf(packets, "IL2");
  const released = live.plan.layout.columnOf.get("released:0")!;
  while (live.simulation.time < 2.6 * 86_400 && advance(live, []));
  const { cells, packets: kept } = live.simulation.cultures[0];
  const [free] = kept;
  const numbers = new Map<string, number[]>();
  for (let row = 0; row < free.count; row++) {
    const giver = giverOf(live, 0, idAt(free.id, row), free.born[row]);
    assert.ok(giver, `packet ${row}`);
    const key = giver.id.join();
    numbers.set(key, [...(numbers.get(key) ?? []), giver.number]);
    for (const { kind } of giver.seen) assert.match(live.plan.model.kinds[kind].name, /activated$/);
  }
  for (const given of numbers.values())
    assert.equal(
      given.sort((a, b) => a - b),
      given.map((_, index) => index + 1),
    );
  let living = 0;
  for (let row = 0; row < cells.count; row++) {
    const given = numbers.get(idAt(cells.id, row).join()) ?? [];
    assert.is(given.length, cells.columns[released][row]);
    living += given.length;
  }
  assert.ok(free.count > 300 && living < free.count, `${living} of ${free.count} are from cells that are still there`);
});

test("what no cell gave has no producer", () => {
  const live = worldOf(packets, "IL2");
  while (live.simulation.time < 0.5 * 86_400 && advance(live, []));
  assert.is(giverOf(live, 0, [1, 2], 3600), undefined);
});

test("a rule's response and the rate without it give the rate that is", () => {
  const experiment = experimentFrom(text("lessons", "05-fasl-counter-attack.yaml"));
  const live = worldOf(experiment, "bare");
  const { plan } = live;
  const kind = plan.model.kinds.findIndex(({ name }) => name === "T activated");
  const rules = actingRules(experiment, "bare", kind);
  assert.equal(
    rules.map(({ id, address, direction }) => [id, address, direction]),
    [["FasL_kills", "die", "increases"]],
  );
  const [{ response, without }] = rules;
  const rate = behaviourAt(plan.model.kinds[kind], "die")!;
  const top = plan.parameters[experiment.parameters.findIndex(({ name }) => name === "kill")];
  const surface = [...plan.layout.columnOf].filter(([name]) => name.startsWith("surface:"));
  assert.is(surface.length, 1);
  for (const copies of [0, 5, 20, 100]) {
    const columns = plan.layout.columns.map(() => Float64Array.of(0));
    columns[surface[0][1]][0] = copies;
    const value = (of: Parameters<typeof closureOf>[0]): number =>
      closureOf(of, plan.layout.places[kind])(0, plan.parameters, new Float64Array(plan.layout.scalarCount), columns);
    const [share, less] = [value(response), value(without!)];
    assert.ok(copies === 0 ? share === 0 : share > 0 && share < 1, `${share}`);
    assert.ok(Math.abs(value(rate) - (less + share * (top - less))) < 1e-15);
  }
});

test("a rule that an arm goes without does not act", () => {
  const experiment = experimentFrom(
    text("00-first-dish.yaml").replace("arms:\n", "arms:\n  asleep: { without: [rule:exosomes_and_IL2_wake] }\n"),
  );
  const kind = packets.arms[0].plan.kinds.findIndex(({ name }) => name === "CD8 resting");
  assert.is(actingRules(experiment, "IL2", kind).length, 1);
  assert.is(actingRules(experiment, "asleep", kind).length, 0);
  assert.throws(() => actingRules(experiment, "nowhere", kind), /no arm "nowhere"/);
});

test.run();
