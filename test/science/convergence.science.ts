import { readFileSync } from "node:fs";
import { test } from "uvu";
import { planOf } from "../../src/engine/simulation.ts";
import { recordWorlds } from "../../src/observe/record.ts";
import { modelOf } from "../../src/scenario/model.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { worldsOf } from "../../src/scenario/worlds.ts";

const replicates = process.env.EXOCULTURE_SCIENCE === "short" ? 40 : 400;
const day = 86_400;

/** The first dish with IL-2, in a small share: cells, vesicles and IL-2 that act on each other. Values by column and replicate. */
function dishAt(step: string): Map<string, number[]> {
  const text = readFileSync("scenarios/00-first-dish.yaml", "utf8")
    .replace("step: 30 min", `step: ${step}`)
    .replace("record: 6 hour", "record: 1 day")
    .replace("simulate: 2000 cells", "simulate: 300 cells");
  const read = readScenario(text, "first dish", (path) =>
    readFileSync(`scenarios/library/${path.replace("exoculture:", "")}`, "utf8"),
  );
  if ("issues" in read) throw new Error(JSON.stringify(read.issues));
  const worlds = worldsOf(read.experiment, { seed: "steps", donors: 1, replicates, arms: ["IL2"] });
  const found = new Map<string, number[]>();
  for (const world of worlds) {
    const plan = planOf(modelOf(read.experiment, world));
    const [outcome] = recordWorlds([{ arm: world.arm, plan }], world.key);
    const row = outcome.times.findIndex((time) => Math.abs(time - 3 * day) < 1);
    plan.model.observables.forEach(({ name, subject }, column) => {
      const title = `${name} ${subject}`;
      if (
        !["count CD4", "count CD8", "concentration IL2", "vesicles exosome free", "vesicles exosome inside"].includes(
          title,
        )
      )
        return;
      found.set(title, [...(found.get(title) ?? []), outcome.values[row * plan.model.observables.length + column]]);
    });
  }
  return found;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const error = (values: readonly number[]): number => {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1) / values.length);
};

test("steps of h, h/2 and h/4: the error of a step shrinks with it, and at h it is below 2 % of every mean", () => {
  const [whole, half, quarter] = ["30 min", "15 min", "450 s"].map(dishAt);
  for (const [title, atWhole] of whole) {
    const values = [atWhole, half.get(title)!, quarter.get(title)!];
    const [a, b, c] = values.map(mean);
    const [ea, eb, ec] = values.map(error);
    // An error of first order halves with the step: what is left of it at h is twice the difference to h/2.
    const bias = Math.abs(2 * (a - b)) / c;
    const biasError = (2 * Math.hypot(ea, eb)) / c;
    if (bias > 0.02 + 2 * biasError) throw new Error(`${title}: bias ${bias} ± ${biasError}`);
    const shrinks = Math.abs(b - c) <= Math.abs(a - b) + 3 * Math.hypot(ea, 2 * eb, ec);
    if (!shrinks) throw new Error(`${title}: ${a}, ${b}, ${c} do not converge`);
  }
});

test.run();
