/**
 * A static culture in which everything that places can do happens within a few hours: fields that react and flow through walls,
 * sources, vesicles at every rung and on their way between them, receptors that fill, release in each manner, cells that walk,
 * climb, divide, touch and die.
 */
import type { Kind, Model, Space, Wall } from "../../../src/model.ts";
import {
  at,
  attribute,
  capture,
  clock,
  consumes,
  distribution,
  factor,
  fixed,
  hazard,
  kind,
  model,
  number,
  operate,
  reaction,
  read,
  release,
  secretes,
  species,
} from "../bench.ts";
import { dish, seeded, source } from "./dish.ts";

const hour = 3600;
const growth = read({ signal: "factor", index: 0 });
const touched = read({
  signal: "contact",
  weights: [
    { kind: 0, of: number(1) },
    { kind: 1, of: attribute(0) },
  ],
});
const beside = read({ signal: "vesicle", index: 0 });
const half = (of: typeof growth, at: number): typeof growth => operate(of, "/", operate(of, "+", number(at)));

const start: Kind["start"] = [{ attribute: 0, value: distribution("uniform", 1, 9) }];
const attributes: Kind["attributes"] = [
  { index: 0, gain: operate(number(1 / hour), "*", half(growth, 0.1)), loss: number(0.2 / hour) },
];

const maker = kind("maker", {
  diameter: 9,
  start,
  attributes,
  secretions: [secretes(0, operate(number(2), "*", half(touched, 1e-4)))],
  consumptions: [consumes(0, 1, 0.2)],
  hazards: [
    hazard("divide", 0.05 / hour),
    hazard("die", operate(number(0.02 / hour), "+", operate(beside, "*", number(1e-6)))),
  ],
  releases: [
    release(20 / hour, { stamps: [{ cargo: 0, copies: attribute(0) }] }),
    release(4 / hour, { species: 1, manner: "batch", size: number(7), stamps: [{ cargo: 1, copies: number(3) }] }),
    release(3 / hour, {
      species: 2,
      manner: "bodies",
      size: number(12),
      fusion: number(0.5 / hour),
      degradation: number(0.2 / hour),
    }),
    release(10 / hour, { species: 3 }),
  ],
  move: { motility: number(0.05), persistence: number(240) },
});
const taker = kind("taker", {
  diameter: 7,
  start,
  attributes,
  consumptions: [consumes(0, 3, 0.05), consumes(2, 40, 0)],
  hazards: [hazard("die", 0.01 / hour), hazard("become", operate(number(0.1 / hour), "*", half(growth, 0.1)), 0)],
  clocks: [clock("divide", distribution("gamma", 3 * hour, 0.3), { limit: number(3) })],
  captures: [
    capture(60, {
      sites: number(30),
      detach: number(0.5 / hour),
      entry: number(2 / hour),
      digestion: number(0.3 / hour),
    }),
    capture(40, { species: 1, entry: number(1 / hour), detach: number(0.5 / hour) }),
    capture(operate(number(50), "*", attribute(0)), { species: 2, digestion: number(0.1 / hour) }),
    capture(2, { species: 3 }),
  ],
  move: {
    motility: number(0.02),
    persistence: number(0),
    toward: { factor: 0, speed: number(0.02), halfMax: number(0.1) },
  },
});
const still = kind("still", { diameter: 11, secretions: [secretes(1, 1)], consumptions: [consumes(0, 30, 0)] });

/** @param walls of the box @param cells how they lie in it */
export function richDish(walls: readonly Wall[], cells: Space["cells"], given: Partial<Model> = {}): Model {
  const shape = [6, 5, 4];
  const size = [15, 15, 15];
  const fine = { shape: [9, 6, 5], size: [10, 12.5, 12] };
  const culture = dish(shape, size, 3, {
    walls,
    cells,
    grids: [fine, fine, fine],
    outside: [0.1, 0, 0.05],
    reach: 3,
  });
  const step = 1200;
  const end = 6 * hour;
  return model({
    end,
    step,
    time: { start: 0, end, step, records: Array.from({ length: 4 }, (_, index) => index * 2 * hour) },
    conditions: ["light"],
    factors: [
      factor("growth", { diffusion: 40, loss: number(0.2 / hour) }),
      factor("blocker", { diffusion: 30 }),
      factor("pair", { diffusion: 20, loss: number(0.1 / hour) }),
    ],
    reactions: [reaction([0, 1], [2], 2e-4), reaction([2], [0, 1], 1e-4), reaction([], [1], 1e-6)],
    cargo: [
      { name: "ligand", face: "surface", decay: number(0.1 / hour) },
      { name: "miR", face: "lumen", decay: number(0.05 / hour) },
    ],
    vesicles: [
      species("POOL", { mobility: 0.3, loss: number(0.05 / hour), classes: [{ cargo: 0, edges: [4] }] }),
      species("PACKET", { mobility: 0.2, detail: "packets", packet: 5, cargo: [{ cargo: 0, copies: number(40) }] }),
      species("SINGLE", {
        mobility: 0.1,
        detail: "individuals",
        loss: number(0.1 / hour),
        diameter: distribution("lognormal", 0.1, 1.3),
        adhesion: { binds: number(2e-3), frees: number(1e-3) },
      }),
      species("AUTO", {
        mobility: 0.02,
        detail: "auto",
        packet: 10,
        loss: number(0.5 / hour),
        cargo: [{ cargo: 1, copies: number(2) }],
        diameter: fixed(0.1),
      }),
    ],
    attributes: [{ name: "level", unit: "", scale: 1, inherit: "halve" }],
    kinds: [maker, taker, still],
    cultures: [culture],
    preparations: ["medium"],
    sources: [
      source({ factor: 0 }, 3, [0, 0, 0], {
        name: "drip",
        high: [90, 75, 0],
        on: [{ from: 0.4 * hour, to: 3.1 * hour }],
      }),
      source({ species: 0 }, 0.02, [40, 40, 40], { name: "nozzle" }),
      source({ species: 2 }, 0.01, [10, 0, 0], { name: "plane", high: [10, 75, 60] }),
      source({ species: 1 }, 0.01, [0, 0, 0], { name: "all over", high: [90, 75, 60] }),
    ],
    protocol: [
      seeded(culture, 0, 6),
      seeded(culture, 1, 12),
      seeded(culture, 2, 2),
      at(0, { do: "add", factor: 0, concentration: 0.1 }),
      at(0, { do: "add", factor: 1, concentration: 0.3 }),
      at(0, { do: "vesicles", species: 0, concentration: 800 / culture.volume }),
      at(0, { do: "vesicles", species: 1, concentration: 300 / culture.volume }),
      at(1.25 * hour, { do: "vesicles", species: 3, concentration: 6000 / culture.volume }),
      at(3 * hour, { do: "take", part: 0.3, preparation: 0, passages: [], sizes: [] }),
      at(4 * hour, { do: "dose", preparation: 0, by: "part", amount: 0.5 }),
      at(5.3 * hour, { do: "remove", medium: 0.2, kinds: [1], cells: 0.2 }),
    ],
    observables: [],
    ...given,
  });
}
