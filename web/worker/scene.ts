/** What is drawn of a world: its cells, a sample of its free vesicles, the level of its factors. */
import { dead, group } from "../../src/engine/cells.ts";
import { freeVesicles } from "../../src/engine/simulation.ts";
import { threefry } from "../../src/kernels/threefry.ts";
import type { Scene } from "../protocol.ts";
import type { Live } from "./live.ts";

const mostDots = 100_000;

/**
 * @param culture its number @param factor the one whose level is looked at @param highest of that factor so far, molecules/µm³
 * @param scales what turns the concentration of each factor into the printed one
 */
export function sceneOf(
  live: Live,
  culture: number,
  factor: number,
  highest: number,
  scales: readonly number[],
): Scene {
  const { simulation, plan, arm } = live;
  const { model, vesicles } = plan;
  const state = simulation.cultures[culture];
  const { cells, share, volume } = state;
  const { count } = cells;
  group(cells);
  const sums = (columns: Int32Array): number[] =>
    Array.from(columns, (column) => {
      let sum = 0;
      if (column >= 0)
        for (let row = 0; row < count; row++) if (cells.kind[row] !== dead) sum += cells.columns[column][row];
      return sum / share;
    });
  const laden = new Uint8Array(count);
  const held = [...vesicles.bound, ...vesicles.inside].filter((column) => column >= 0);
  for (let row = 0; row < count; row++) {
    let on = 0;
    for (const column of held) on += cells.columns[column][row];
    laden[row] = on <= 0 ? 0 : Math.min(255, Math.round(40 * Math.log2(1 + on)));
  }
  const free = model.vesicles.map((_, species) => freeVesicles(state, species));
  const { dots, perDot } = dotsOf(live, culture, free);
  const level = factor < 0 || factor >= model.factors.length ? 0 : state.factor[factor] / volume;
  return {
    arm,
    ids: cells.id.slice(0, 2 * count),
    kinds: cells.kind.slice(0, count),
    laden,
    dots,
    perDot,
    living: model.kinds.map((_, kind) => (cells.first[kind + 1] - cells.first[kind]) / share),
    free: free.map((number) => number / share),
    bound: sums(vesicles.bound),
    inside: sums(vesicles.inside),
    factors: model.factors.map((_, each) => (state.factor[each] / volume) * scales[each]),
    heat: highest > 0 ? Math.min(1, level / highest) : 0,
    digest: live.rows.findLast((row) => row !== undefined && row.time <= simulation.time)?.digest ?? "",
  };
}

/** A dot for each packet where vesicles are packets; else dots at keyed places, as many as there are vesicles up to a bound. */
function dotsOf(live: Live, culture: number, free: readonly number[]): { dots: Uint16Array; perDot: number } {
  const state = live.simulation.cultures[culture];
  const { vesicles } = live.plan.model;
  const all = free.reduce((sum, number) => sum + number, 0);
  const rows = vesicles.map(({ detail }, species) => (detail === "pool" ? 0 : state.packets[species].count));
  const packets = rows.reduce((sum, count) => sum + count, 0);
  if (packets > 0) {
    const dots = new Uint16Array(2 * Math.min(packets, mostDots));
    let at = 0;
    for (const [species, count] of rows.entries()) {
      const { id } = state.packets[species];
      const end = Math.min(dots.length, at + 2 * count);
      for (let word = 0; at < end; word++) dots[at++] = id[word] >>> 16;
    }
    return { dots, perDot: all / (dots.length / 2) };
  }
  const most = 4000;
  const perDot = all <= most ? 1 : 10 ** Math.ceil(Math.log10(all / most));
  const dots = new Uint16Array(2 * Math.round(all / perDot));
  const drawn = new Int32Array(2);
  for (let at = 0; at < dots.length; at += 2) {
    threefry(0x646f74, culture, at / 2, 0, drawn, 0);
    dots[at] = drawn[0] >>> 16;
    dots[at + 1] = drawn[1] >>> 16;
  }
  return { dots, perDot };
}
