/**
 * Time: whole grid steps counted, never summed; an event or a record off the grid ends a piece of a step there. Events act
 * at the boundary where they are due, before the recorder looks.
 */
import { schedule } from "./schedule.ts";
import type { Simulation } from "./simulation.ts";

/**
 * Advances by one piece: to the next grid time, or to an event or record that comes before it. What is due there is left to
 * the caller (`actOut`), so that a world can be forked before anything is done to it.
 */
export function step(simulation: Simulation): void {
  const { model, cuts } = simulation.plan;
  const grid = model.time.start + (simulation.step + 1) * model.time.step;
  const slack = 1e-9 * model.time.step; // a cut this close to the grid is on it
  let end = Math.min(grid, model.time.end);
  let onGrid = true;
  const cut = cuts[firstAfter(cuts, simulation.time + slack)];
  if (cut < end - slack) {
    end = cut;
    onGrid = false;
  }
  const dt = end - simulation.time;
  for (const process of schedule) process.step(simulation, dt);
  simulation.time = end;
  if (onGrid) {
    simulation.step++;
    simulation.piece = 0;
  } else simulation.piece++;
}

function firstAfter(cuts: Float64Array, time: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cuts[middle] > time) high = middle;
    else low = middle + 1;
  }
  return low;
}
