/** How finely a world keeps its factors and vesicles at its end, and what that may cost in accuracy. */
import { type CultureState, freeVesicles, rungs as names, type Simulation } from "../engine/simulation.ts";
import type { Grid } from "../engine/space/grid.ts";
import type { SpacePlan } from "../engine/space-plan.ts";

export interface Rung {
  readonly arm: string;
  readonly culture: string;
  readonly of: string; // factor or vesicle species
  readonly kept: string; // in words
  readonly pieces: number; // into which the last step was divided
  readonly error: string; // in words
}

/** Every factor and species of static cultures, and species of others that climb the ladder. */
export function rungsOf(arm: string, simulation: Simulation): Rung[] {
  const { model, spaces } = simulation.plan;
  return simulation.cultures.flatMap((culture, index): Rung[] => {
    const places = spaces[index];
    const { name } = model.cultures[index];
    const factors = model.factors.flatMap((factor, at): Rung[] => {
      if (!places || culture.factor[at] === 0) return [];
      const { grid, passed } = places.fields[at];
      const error = `${((100 * passed.error) / Math.max(passed.pieces, 1)).toPrecision(2)} % at most in a piece`;
      return [
        { arm, culture: name, of: factor.name, kept: `field of ${voxelsIn(grid)}`, pieces: passed.pieces, error },
      ];
    });
    const vesicles = model.vesicles.flatMap((species, at): Rung[] => {
      if (freeVesicles(culture, at) === 0 || (!places && species.detail !== "auto")) return [];
      const pieces = places?.pieces[at] ?? 1;
      return [{ arm, culture: name, of: species.name, pieces, ...rungOf(culture, places, at, species.packet) }];
    });
    return [...factors, ...vesicles];
  });
}

const voxelsIn = ({ shape, size }: Grid): string =>
  `${shape.join(" × ")} voxels of ${size.map((length) => Number(length.toPrecision(3))).join(" × ")} µm`;

function rungOf(
  culture: CultureState,
  places: SpacePlan | undefined,
  species: number,
  packet: number,
): Pick<Rung, "kept" | "error"> {
  const rung = names[culture.rungs[species]];
  const where = places ? ` in ${voxelsIn(places.grid)}` : "";
  const free = freeVesicles(culture, species);
  if (rung === "pool") return { kept: `pool${where}`, error: "0.3 % at most: a piece takes 5 % of a voxel" };
  if (rung === "packets")
    return {
      kept: `${culture.packets[species].count} packets of up to ${packet}, each with a place`,
      error: `${(100 * Math.sqrt(packet / free)).toPrecision(2)} % (standard error of a count of all, by packets)`,
    };
  return {
    kept: `${culture.packets[species].count} one by one, each with a place`,
    error: "none by packets; 1 % by steps near cells",
  };
}
