/** The worlds that the bench times: made by hand, so that what is timed does not change with a scenario. */
import { actOut } from "../src/engine/process/protocol.ts";
import { newSimulation, planOf, type Simulation } from "../src/engine/simulation.ts";
import type { Expression, Kind, Model, Release } from "../src/model.ts";
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
  read,
  release,
  secretes,
  species,
} from "../test/engine/bench.ts";

export const hour = 3600; // s

const started = (given: Partial<Model>, step: number): Simulation => {
  const simulation = newSimulation(planOf(model({ end: 1e12, step, ...given })), [1, 2]);
  actOut(simulation);
  return simulation;
};
const named = (count: number): Model["attributes"] =>
  Array.from({ length: count }, (_, index) => ({ name: `attribute ${index}`, unit: "", scale: 1, inherit: "copy" }));

export const simpleRates = { die: 1e-9, gain: 1e-4, loss: 1e-5 }; // 1/s

/** One hazard and one attribute that relaxes; nothing meets anything. */
export const simpleCells = (count: number, step: number): Simulation =>
  started(
    {
      attributes: named(1),
      kinds: [
        kind("T", {
          start: [{ attribute: 0, value: fixed(1) }],
          attributes: [{ index: 0, gain: number(simpleRates.gain), loss: number(simpleRates.loss) }],
          hazards: [hazard("die", simpleRates.die)],
        }),
      ],
      protocol: [at(0, { do: "seed", kind: 0, density: count })],
    },
    step,
  );

/** Cells that release vesicles one by one and take them in at once: `each` of both for a cell in a step. */
export const exchange = (count: number, each: number, detail: "pool" | "individuals"): Simulation =>
  started(
    {
      vesicles: [species("EXO", { detail })],
      kinds: [kind("T", { releases: [release(each / hour)], captures: [capture(1 / hour / count)] })],
      protocol: [
        at(0, { do: "seed", kind: 0, density: count }),
        at(0, { do: "vesicles", species: 0, concentration: (count * each) / (Math.E - 1) }),
      ],
    },
    hour,
  );

const hill = (x: Expression, halfMax: number, power: number): Expression => ({
  kind: "call",
  name: "hill",
  arguments: [x, number(halfMax), number(power)],
});
const per = (rate: number, by: Expression): Expression => operate(number(rate / hour), "*", by);

/**
 * The size and the shape of a study of exosomes and T cells: six kinds, eight attributes with Hill terms and powers, a
 * factor, some 25 vesicles taken in by each cell in a step of an hour, bodies, cargo, hazards and clocks.
 */
export function flagship(count: number): Simulation {
  const growth = read({ signal: "factor", index: 0 });
  const payload = read({ signal: "payload", index: 1 });
  const surface = read({ signal: "surface", index: 0 });
  const attributes: Kind["attributes"] = [
    { index: 0, gain: per(2, hill(growth, 0.5, 2)), loss: number(0.1 / hour) },
    { index: 1, gain: per(0.5, hill(surface, 200, 1.5)), loss: number(0.05 / hour) },
    { index: 2, gain: per(1, hill(payload, 400, 2)), loss: number(0.1 / hour) },
    {
      index: 3,
      gain: per(1, operate(attribute(2), "^", number(0.7))),
      loss: per(0.1, operate(number(1), "+", attribute(1))),
    },
    { index: 4, loss: number(0.02 / hour) },
    { index: 5, is: operate(hill(growth, 0.4, 1.3), "*", hill(attribute(0), 3, 2)) },
    { index: 6, is: operate(number(1), "-", hill(attribute(3), 5, 4)) },
    { index: 7 },
  ];
  const start: Kind["start"] = [0, 1, 2, 3, 4, 7].map((index) => ({
    attribute: index,
    value: distribution("lognormal", 2, 1.4),
  }));
  const bodies: Release = {
    ...release(4 / hour),
    manner: "bodies",
    size: number(12),
    fusion: number(0.25 / hour),
    degradation: number(0.25 / hour),
    stamps: [{ cargo: 0, copies: attribute(7) }],
  };
  const cell = (name: string, other: number, given: Partial<Kind>): Kind =>
    kind(name, {
      start,
      attributes,
      secretions: [secretes(0, per(0.1, attribute(6)))],
      consumptions: [consumes(0, 0.2 / hour, 0.5)],
      captures: [capture(0.1 / hour, { entry: number(0.7 / hour), digestion: number(0.2 / hour) })],
      releases: [bodies],
      hazards: [
        hazard("become", per(0.02, operate(attribute(5), "*", hill(attribute(1), 1, 2))), other),
        hazard("die", number(0.001 / hour)),
      ],
      ...given,
    });
  const back = (other: number) =>
    clock("become", distribution("lognormal", 30 * hour, 1.3), {
      to: other,
      requires: operate(growth, ">", number(0)),
    });
  const kinds = ["CD4", "CD8", "Treg"].flatMap((name, index) => [
    cell(`${name} resting`, 2 * index + 1, {}),
    cell(`${name} activated`, 2 * index, {
      clocks: [back(2 * index)],
      hazards: [hazard("divide", number(0.002 / hour)), hazard("die", number(0.001 / hour))],
    }),
  ]);
  return started(
    {
      attributes: named(8),
      cargo: ["PDL1", "miR"].map((name) => ({ name, face: "surface" as const, decay: number(0.1 / hour) })),
      factors: [factor("IL2", { loss: number(0.01 / hour) })],
      vesicles: [species("EXO", { loss: number(0.01 / hour), cargo: [{ cargo: 1, copies: number(2) }] })],
      kinds,
      cultures: [{ name: "well", volume: count, share: 1, conditions: [] }],
      protocol: [
        ...kinds.map((_, index) => at(0, { do: "seed", kind: index, density: 1 / 6 })),
        at(0, { do: "add", factor: 0, concentration: 0.5 }),
        at(0, { do: "vesicles", species: 0, concentration: 250 }),
      ],
    },
    hour,
  );
}
