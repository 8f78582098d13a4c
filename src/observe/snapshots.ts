/** Takes snapshots of static cultures. It can change nothing. */
import type { CultureState, Simulation } from "../engine/simulation.ts";
import type { SpacePlan } from "../engine/space-plan.ts";
import { countByVoxel } from "../engine/surroundings.ts";
import type { Lattice } from "../model.ts";
import { scaleOf } from "../units.ts";
import { lineOfSight, type Snapshot } from "./snapshot.ts";

/** Most vesicles of a species in a snapshot; of more, every so many-th is shown. */
const mostRows = 20_000;

/** What every static culture looks like now, in their order. */
export function snapshotsOf(simulation: Simulation): Snapshot[] {
  const { spaces, model } = simulation.plan;
  return simulation.cultures.flatMap((culture, index): Snapshot[] => {
    const places = spaces[index];
    if (!places) return [];
    return [
      {
        time: simulation.time,
        culture: model.cultures[index].name,
        box: places.lengths,
        cells: cellsOf(simulation, culture, places),
        vesicles: vesiclesOf(simulation, culture),
        fields: fieldsOf(simulation, culture, places),
      },
    ];
  });
}

export function cellsOf({ plan }: Simulation, { cells }: CultureState, { radii }: SpacePlan): Snapshot["cells"] {
  const { place } = plan.layout;
  const { count, columns } = cells;
  const kind = cells.kind.slice(0, count);
  return {
    id: cells.id.slice(0, 2 * count),
    kind,
    place: Float32Array.from({ length: 3 * count }, (_, at) => columns[place + (at % 3)][Math.floor(at / 3)]),
    radius: Float32Array.from(kind, (each) => radii[each]),
  };
}

function vesiclesOf({ plan }: Simulation, culture: CultureState): Snapshot["vesicles"] {
  const { model, vesicles } = plan;
  return model.vesicles.flatMap(({ name, mobility }, species) => {
    const { count, id, weight, places } = culture.packets[species];
    if (count === 0) return [];
    const every = Math.ceil(count / mostRows);
    const rows = Array.from({ length: Math.ceil(count / every) }, (_, at) => at * every);
    return [
      {
        species: name,
        id: Int32Array.from(rows.flatMap((row) => [id[2 * row], id[2 * row + 1]])),
        place: Float32Array.from(rows.flatMap((row) => [places[0][row], places[1][row], places[2][row]])),
        weight: Float32Array.from(rows, (row) => weight[row] * every),
        diameter: mobility / vesicles.diffusion[species],
      },
    ];
  });
}

function fieldsOf({ plan }: Simulation, culture: CultureState, places: SpacePlan): Snapshot["fields"] {
  const { model } = plan;
  const perMl = 1e12;
  const along = lineOfSight(places.lengths);
  const factors = model.factors.map(({ name }, factor) => ({ name, unit: "pM", ...fieldOf(culture, places, factor) }));
  const pools = model.vesicles.flatMap(({ name }, species) => {
    if (culture.pools[species].count.every((count) => count === 0)) return [];
    const counts = countByVoxel(culture, places, species);
    return [{ name, unit: "/mL", ...seenFrom(places.grid, along, counts, perMl / places.volume) }];
  });
  return [...factors, ...pools];
}

type Seen = Pick<Snapshot["fields"][number], "shape" | "values">;

/** One factor, pM, as its means along the line of sight. */
export function fieldOf(culture: CultureState, places: SpacePlan, factor: number): Seen {
  const { grid, volume } = places.fields[factor];
  const pM = scaleOf("pM", "concentration");
  return seenFrom(grid, lineOfSight(places.lengths), culture.fields[factor], 1 / (volume * pM));
}

/** Means along the line of sight. */
function seenFrom({ shape }: Lattice, along: 0 | 1 | 2, amounts: Float64Array, scale: number): Seen {
  const [nx, ny, nz] = shape;
  const seen = [nx, ny, nz].map((count, axis) => (axis === along ? 1 : count)) as [number, number, number];
  const sums = new Float64Array(seen[0] * seen[1] * seen[2]);
  for (let k = 0, voxel = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, voxel++) {
        const at = along === 2 ? j * nx + i : along === 1 ? k * nx + i : k * ny + j;
        sums[at] += amounts[voxel];
      }
  return { shape: seen, values: Float32Array.from(sums, (sum) => (sum * scale) / shape[along]) };
}
