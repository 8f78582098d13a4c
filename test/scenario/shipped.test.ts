import { readdirSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { imbalances } from "../../src/engine/audit.ts";
import { actOut } from "../../src/engine/process/protocol.ts";
import { newSimulation, planOf } from "../../src/engine/simulation.ts";
import { step } from "../../src/engine/step.ts";
import { openScenario } from "../../src/node/scenario-files.ts";
import { modelOf } from "../../src/scenario/model.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { worldsOf } from "../../src/scenario/worlds.ts";

for (const name of readdirSync("scenarios").filter((file) => file.endsWith(".yaml")))
  test(`${name} is read without fault or warning, every number with its source, and its first steps run`, () => {
    const opened = openScenario(`scenarios/${name}`);
    if ("problem" in opened) throw new Error(opened.problem);
    const read = readScenario(opened.text, name, opened.files);
    if ("issues" in read) throw new Error(JSON.stringify(read.issues));
    const { experiment } = read;
    assert.equal(experiment.warnings, []);
    assert.equal(experiment.notYet, []);
    const [world] = worldsOf(experiment, { seed: "1", donors: 1, replicates: 1 });
    const simulation = newSimulation(planOf(modelOf(experiment, world)), world.key);
    for (let steps = 0; steps < 5; steps++) {
      actOut(simulation);
      step(simulation);
    }
    assert.equal(imbalances(simulation), []);
  });

test.run();
