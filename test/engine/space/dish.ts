/** Static cultures by hand: boxes, cells put where a test wants them, and what a test reads of them. */
import { imbalances } from "../../../src/engine/audit.ts";
import { actOut } from "../../../src/engine/process/protocol.ts";
import { newSimulation, type Plan, type Simulation } from "../../../src/engine/simulation.ts";
import { step } from "../../../src/engine/step.ts";
import type { Culture, ProtocolEvent, Source, Space, Wall } from "../../../src/model.ts";
import { at, number } from "../bench.ts";

export const closed: readonly Wall[] = ["closed", "closed", "closed", "closed", "closed", "closed"];
export const periodic: readonly Wall[] = ["periodic", "periodic", "periodic", "periodic", "periodic", "periodic"];
export const all = (wall: Wall): readonly Wall[] => Array.from({ length: 6 }, () => wall);

/** A static culture of its own size, simulated whole. @param shape voxels @param size of one, µm @param factors how many there are */
export function dish(
  shape: readonly number[],
  size: readonly number[],
  factors = 0,
  given: Partial<Space> = {},
  more: Partial<Culture> = {},
): Culture {
  const walls = given.walls ?? closed;
  const space: Space = {
    shape,
    size,
    walls,
    grids: Array.from({ length: factors }, () => ({ shape, size })),
    outside: Array.from({ length: factors }, () => 0),
    cells: "afloat",
    reach: 2,
    ...given,
  };
  const volume = shape.reduce((product, count, axis) => product * count * size[axis], 1);
  return { name: "dish", volume, share: 1, conditions: [], space, ...more };
}

export const cube = (count: number, width: number, factors = 0, given: Partial<Space> = {}): Culture =>
  dish([count, count, count], [width, width, width], factors, given);

/** Puts so many cells of a kind into a culture at the start. */
export const seeded = (culture: Culture, kind: number, count: number, index = 0): ProtocolEvent =>
  at(0, { do: "seed", kind, density: count / (culture.volume * culture.share) }, index);

/** A source that is always on, at a point. */
export const source = (
  of: Source["of"],
  rate: number,
  place: readonly number[],
  given: Partial<Source> = {},
): Source => ({
  name: "source",
  culture: 0,
  of,
  rate: number(rate),
  low: place,
  high: place,
  on: [{ from: 0, to: Infinity }],
  ...given,
});

/** Moves the first rows of the first culture to these places, µm. */
export function place(simulation: Simulation, places: readonly (readonly number[])[]): void {
  const { place: first } = simulation.plan.layout;
  const { columns } = simulation.cultures[0].cells;
  places.forEach((spot, row) => {
    for (let axis = 0; axis < 3; axis++) columns[first + axis][row] = spot[axis];
  });
}

/** Where a row is, µm. */
export function placeOf(simulation: Simulation, row: number): [number, number, number] {
  const { place: first } = simulation.plan.layout;
  const { columns } = simulation.cultures[0].cells;
  return [columns[first][row], columns[first + 1][row], columns[first + 2][row]];
}

/** Runs a plan whose cells stand where they are told to. @param look at every boundary of a step, after what was due there */
export function runAt(
  plan: Plan,
  places: readonly (readonly number[])[],
  key: readonly [number, number] = [1, 2],
  look: (simulation: Simulation) => void = () => undefined,
): Simulation {
  const simulation = newSimulation(plan, key);
  actOut(simulation);
  place(simulation, places);
  look(simulation);
  while (simulation.time < plan.model.time.end * (1 - 1e-12)) {
    step(simulation);
    actOut(simulation);
    look(simulation);
  }
  const open = imbalances(simulation);
  if (open.length > 0) throw new Error(`books do not close: ${JSON.stringify(open)}`);
  return simulation;
}

export const sumOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index];
  return sum;
};
