/**
 * How far things get from one cell: the shipped scenarios of the niche of IL-2 and of the reach of exosomes against diffusion with
 * capture. EXOCULTURE_SCIENCE=short keeps every test and makes fewer replicates.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { columnOf, type Recording } from "../../src/observe/recording.ts";
import { momentsOf } from "../engine/bench.ts";
import { experimentIn, recordingsOf } from "./recorded.ts";

const short = process.env.EXOCULTURE_SCIENCE === "short";
const replicates = short ? 4 : 12;

/** What is read last in each replicate. */
function lastOf(recordings: readonly Recording[], subject: string): number[] {
  return recordings.map((recording) => {
    const column = columnOf(recording, "near", 0, subject);
    assert.ok(column >= 0, subject);
    return recording.values[(recording.times.length - 1) * recording.columns.length + column];
  });
}

/** Mean with its standard error. */
function meanOf(values: readonly number[]): { mean: number; error: number } {
  const { mean, variance } = momentsOf(values);
  return { mean, error: Math.sqrt(variance / values.length) };
}

/** Mean distance from a point that gives what diffuses and is taken up everywhere, in a box (µm) that goes on on all sides. */
function meanIn(edge: number, length: number): number {
  const voxels = 30;
  const middle = (at: number): number => ((at + 0.5) / voxels) * (edge / 2); // an eighth of the box stands for all of it
  const images = [-1, 0, 1].map((at) => at * edge);
  let sum = 0;
  let all = 0;
  for (let i = 0; i < voxels; i++)
    for (let j = 0; j < voxels; j++)
      for (let k = 0; k < voxels; k++) {
        const [x, y, z] = [middle(i), middle(j), middle(k)];
        let here = 0;
        for (const dx of images)
          for (const dy of images)
            for (const dz of images) {
              const distance = Math.hypot(x + dx, y + dy, z + dz);
              here += Math.exp(-distance / length) / distance;
            }
        sum += here * Math.hypot(x, y, z);
        all += here;
      }
  return sum / all;
}

/** What a cell takes behind what diffusion brings to it, µm³/s. */
const behind = (surface: number, brought: number): number => (surface * brought) / (surface + brought);

test("IL-2 of one secretor is as far away as sqrt(D / (k n)) says, at three densities of Tregs", () => {
  const [diffusion, radius, edge] = [10, 3.5, 180];
  const halfMax = 11 * 6.02214076e-4; // molecules/µm³
  const brought = 4 * Math.PI * diffusion * radius;
  const assembled = (4211 - Math.sqrt(4211 ** 2 - 4 * 1000 * 511)) / 2;
  const responder = behind((assembled * 2.77) / 3600 / halfMax, brought);
  const treg = behind(1 / halfMax, brought);
  for (const density of [0.5e-4, 1e-4, 2e-4]) {
    const niche = experimentIn("scenarios/21-il2-niche.yaml", {
      "lognormal(30 /s, 1.3)": "0.1 /s", // far below saturation, and below what is known of cells
      "secretion: { value: 30 /s,": "secretion: { value: 30 /s, range: [0.1 /s, 50 /s],",
      "il2_start: { value: 2 pM": "il2_start: { value: 0.001 pM",
      "treg_density: { value: 1e8 /mL": `treg_density: { value: ${density * 1e12} /mL`,
    });
    const wishes = { seed: "niche", donors: 1, replicates, arms: ["one"] };
    const { mean, error } = meanOf(lastOf(recordingsOf(niche, wishes), "IL2 mean distance from secretor"));
    const consumed = responder * 1e-4 + treg * density; // 1/s
    const length = Math.sqrt(diffusion / consumed);
    const expected = meanIn(edge, length);
    // Cells are not smeared out: each sees what the others left of its surroundings, a part of k / (4πDl) of what it takes.
    const grain = (0.5 * treg) / (4 * Math.PI * diffusion * length);
    const what = `${density}: ${mean} ± ${error} µm, and ${expected} is expected, l ${length}`;
    assert.ok(Math.abs(mean - expected) < 4 * error + grain * expected, what);
  }
});

test("exosomes of one cell end as far away as diffusion among cells that are in the way says, of two sizes", () => {
  const [source, density] = [5.75, 1e-3]; // µm; 1/µm³
  const filled = (density * Math.PI * 7 ** 3) / 6;
  const cleared = 1e4 / 3600; // µm³/s
  for (const [arm, nanometre] of [
    ["plain", 54],
    ["large", 100],
  ] as const) {
    const diffusion = (1.380649e-23 * 310.15) / (3 * Math.PI * 16.8e-3 * nanometre * 1e-9) / 1e-12; // µm²/s
    const way = diffusion / (1 + filled / 2); // Maxwell: between spheres that turn it back
    const length = Math.sqrt((way * (1 - filled)) / (cleared * density));
    const expected = (source ** 2 + 2 * source * length + 2 * length ** 2) / (source + length);
    const readAt = (step: string) => {
      const reach = experimentIn("scenarios/22-exosome-reach.yaml", {
        "step: 1 min": `step: ${step}`,
        "lognormal(300 /hour, 1.15)": "2000 /hour", // more to average over: they do not meet each other
        "release: { value: 300 /hour,": "release: { value: 300 /hour, range: [100 /hour, 2000 /hour],",
      });
      const wishes = { seed: "reach", donors: 1, replicates: 2 * replicates, arms: [arm] };
      return lastOf(recordingsOf(reach, wishes), "inside:EXO mean distance from producer");
    };
    const [whole, half] = ["2 min", "1 min"].map(readAt); // of the same cells
    // A vesicle is first taken in the step after that of its release, which is of first order in the step.
    const { mean, error } = meanOf(half.map((value, at) => 2 * value - whole[at]));
    const what = `${nanometre} nm: ${mean} ± ${error} µm, and ${expected} is expected, l ${length}`;
    // Maxwell's law leaves out terms of the square of the part that is filled.
    assert.ok(Math.abs(mean - expected) < 4 * error + filled ** 2 * expected, what);
  }
});

test.run();
