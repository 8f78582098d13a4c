/** What the kept states tell of a cell and its mothers: who they are follows from their ids, what they were from where they were seen. */
import { type Cells, dead } from "../../src/engine/cells.ts";
import { bornColumn, generationColumn } from "../../src/engine/layout.ts";
import type { Simulation } from "../../src/engine/simulation.ts";
import { threefry } from "../../src/kernels/threefry.ts";
import type { Id } from "../protocol.ts";
import { type Live, stateIn } from "./live.ts";

/** A cell in one kept state, or in the present one. */
export interface Sighting {
  readonly time: number; // s
  readonly id: Id;
  readonly founder: Id;
  readonly kind: number;
  readonly generation: number;
  readonly born: number; // s
  readonly inside: readonly number[]; // vesicles by species
}

export const sameId = (one: Id, other: Id): boolean => one[0] === other[0] && one[1] === other[1];

/** Every row of a culture that is this cell. */
export function rowOfId({ id, count }: Cells, [word0, word1]: Id): number {
  for (let row = 0; row < count; row++) if (id[2 * row] === word0 && id[2 * row + 1] === word1) return row;
  return -1;
}

/** The kept states up to the present one, which is the last, ascending. */
export function statesOf(live: Live): Simulation[] {
  const now = live.simulation.time;
  return [...live.snapshots.filter(({ time }) => time < now).map(stateIn), live.simulation];
}

/** A cell and all of its family, state by state, in whatever culture. Undefined where it was seen nowhere. */
export function familyOf(
  { plan }: Live,
  states: readonly Simulation[],
  id: Id,
): readonly (readonly Sighting[])[] | undefined {
  let founder: Id | undefined;
  for (const { cells } of states.flatMap(({ cultures }) => cultures)) {
    const row = rowOfId(cells, id);
    if (row >= 0) founder = idAt(cells.founderId, row);
  }
  if (!founder) return undefined;
  const of = founder;
  const { model, layout } = plan;
  const inside = model.vesicles.map((_, species) => layout.columnOf.get(`inside:${species}`));
  return states.map(({ time, cultures }) =>
    cultures.flatMap(({ cells }) => {
      const found: Sighting[] = [];
      for (let row = 0; row < cells.count; row++) {
        if (cells.kind[row] === dead || !sameId(idAt(cells.founderId, row), of)) continue;
        found.push({
          ...{ time, founder: of, id: idAt(cells.id, row), kind: cells.kind[row] },
          generation: cells.columns[generationColumn][row],
          born: cells.columns[bornColumn][row],
          inside: inside.map((column) => (column === undefined ? 0 : cells.columns[column][row])),
        });
      }
      return found;
    }),
  );
}

const idAt = (words: Int32Array, row: number): Id => [words[2 * row], words[2 * row + 1]];

/** Most generations that are searched at once: each doubles the work. */
const deepest = 16;

/**
 * The mothers of a cell from its founder down, her own mother last. A daughter's id is a hash of her mother's, so a path between
 * two ids is found, not kept; over many generations it is found from one who was seen to the next. Undefined where it is not.
 */
export function mothersOf(
  { id, founder, generation }: Pick<Sighting, "id" | "founder" | "generation">,
  family: readonly (readonly Sighting[])[],
): Id[] | undefined {
  if (generation <= deepest) return generation === 0 ? [] : pathDown(founder, 0, id, generation);
  const near = family.flat().filter((one) => one.generation < generation && generation - one.generation <= deepest);
  for (const start of near.sort((a, b) => b.generation - a.generation)) {
    const path = pathDown(start.id, start.generation, id, generation - start.generation);
    const before = path && mothersOf(start, family);
    if (path) return before && [...before, ...path];
  }
  return undefined;
}

const words = new Int32Array(2);

/** The two cells that a cell of a generation divides into. */
export function daughtersOf(id: Id, generation: number): Id[] {
  return [0, 1].map((side): Id => {
    threefry(id[0], id[1], generation, side, words, 0);
    return [words[0], words[1]];
  });
}

/** Ids from one cell down to the mother of another, both of a line with so many divisions between them. */
function pathDown(from: Id, generation: number, to: Id, divisions: number): Id[] | undefined {
  for (const daughter of daughtersOf(from, generation)) {
    if (divisions === 1) {
      if (sameId(daughter, to)) return [from];
      continue;
    }
    const path = pathDown(daughter, generation + 1, to, divisions - 1);
    if (path) return [from, ...path];
  }
  return undefined;
}
