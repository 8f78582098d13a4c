/** Four cells among vesicles, at any rung of detail. */
import type { Plan, Simulation } from "../../../src/engine/simulation.ts";
import type { Culture, Space, VesicleSpecies } from "../../../src/model.ts";
import { at, capture, kind, model, planOf, species } from "../bench.ts";
import { dish, seeded } from "./dish.ts";

export const radius = 5; // µm
export const diffusion = 4; // µm²/s
export const brought = 4 * Math.PI * diffusion * radius; // µm³/s: what diffusion brings to a cell at most
export const mobility = diffusion * 0.054; // of vesicles as the bench makes them
export const rungs = ["individuals", "packets", "pool"] as const;

export const flask = (cells: Space["cells"], width = 10): Culture =>
  dish([80 / width, 80 / width, 60 / width], [width, width, width], 0, { cells });
export const spots = (cells: Space["cells"]): number[][] =>
  [
    [20.3, 21, 15],
    [59, 22.2, 45],
    [18, 61.5, 44],
    [62, 57, 14],
  ].map(([x, y, z]) => [x, y, cells === "settled" ? radius : z]);

/** Four cells among so many vesicles. @param part of what diffusion brings that a cell clears */
export const among = (
  culture: Culture,
  detail: VesicleSpecies["detail"],
  count: number,
  part: number,
  times: { readonly step: number; readonly end: number },
  given: Partial<VesicleSpecies> = {},
): Plan =>
  planOf(
    model({
      ...times,
      vesicles: [species("EXO", { detail, packet: detail === "packets" ? 2 : 1, mobility, ...given })],
      kinds: [kind("eater", { diameter: 2 * radius, captures: [capture(part * brought)] })],
      cultures: [culture],
      protocol: [seeded(culture, 0, 4), at(0, { do: "vesicles", species: 0, concentration: count / culture.volume })],
    }),
  );
export const captured = ({ cultures }: Simulation): number => cultures[0].ledger.vesicles.captured[0];
