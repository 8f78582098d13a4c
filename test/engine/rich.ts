/**
 * A model in which everything the engine can do happens within a few days: two cultures joined by a preparation, feedback
 * through a factor, vesicles at every rung of detail, cargo that is shown and read by contact, clocks, hazards, division, and a protocol with events on and off
 * the grid. Its arms differ from what is done at 30 h on.
 */
import type { Expression, Kind, Model, ProtocolEvent } from "../../src/model.ts";
import {
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
} from "./bench.ts";

const hour = 3600;
const hill = (x: Expression, halfMax: number, power: number): Expression => ({
  kind: "call",
  name: "hill",
  arguments: [x, number(halfMax), number(power)],
});
const times = (rate: number, by: Expression): Expression => operate(number(rate / hour), "*", by);
const shown = (cargo: number, way: "processed" | "dressed"): Expression =>
  read({ signal: "shown", index: cargo, species: 0, way });
const growth = read({ signal: "factor", index: 0 });
const receptor = attribute(0);
const primed = attribute(1);
const signal = attribute(2);
const surface = read({ signal: "surface", index: 0 });
const payload = read({ signal: "payload", index: 1 });
const density = read({ signal: "cells", kinds: [0, 1] });
const shownByResting = read({
  signal: "contact",
  weights: [
    { kind: 0, of: operate(shown(0, "dressed"), "+", shown(1, "processed")) },
    { kind: 1, of: shown(1, "processed") },
  ],
});

const attributes: Kind["attributes"] = [
  {
    index: 0,
    gain: operate(number(0.2 / hour), "+", times(2, operate(hill(growth, 0.5, 2), "+", number(0.1)))),
    loss: number(0.1 / hour),
  },
  {
    index: 1,
    gain: times(0.5, hill(surface, 200, 1.5)),
    loss: number(0.02 / hour),
    onEnter: operate(primed, "/", number(2)),
  },
  { index: 2, is: operate(hill(growth, 0.4, 1.3), "*", hill(receptor, 3, 2)) },
  { index: 3, onFirstDivision: number(7) },
];
const start: Kind["start"] = [
  { attribute: 0, value: distribution("lognormal", 2, 1.5) },
  { attribute: 1, value: fixed(0) },
  { attribute: 3, value: distribution("gamma", 5, 0.4) },
];
const consumptions = [consumes(0, 4e-6, 0.3)];
const takesUp = (clearance: number) =>
  capture(operate(number(clearance / hour), "*", operate(number(1), "+", receptor)), {
    detach: number(0.2 / hour),
    entry: number(1 / hour),
    digestion: number(0.3 / hour),
  });

const resting = kind("T resting", {
  start,
  attributes,
  consumptions,
  hazards: [
    hazard("become", times(0.2, operate(signal, "*", hill(primed, 0.5, 2))), 1),
    hazard("die", number(0.002 / hour)),
  ],
  captures: [
    {
      ...takesUp(0.02),
      acquires: {
        share: number(0.3),
        dressed: operate(number(0.5), "*", hill(receptor, 3, 1)),
        process: times(0.4, operate(number(1), "+", primed)),
      },
    },
    capture(number(0.02 / hour), {
      species: 1,
      sites: number(12),
      entry: number(0.5 / hour),
      detach: number(0.1 / hour),
    }),
    capture(number(0.02 / hour), { species: 2 }),
  ],
  shows: [
    { cargo: 0, loss: number(0.02 / hour) },
    { cargo: 1, loss: times(0.05, operate(number(1), "+", signal)) },
  ],
});
const activated = kind("T activated", {
  start,
  attributes,
  consumptions,
  secretions: [secretes(0, operate(number(1.5e-5), "*", operate(number(1), "-", hill(growth, 2, 2))))],
  hazards: [
    hazard(
      "die",
      times(0.004, operate(number(1), "+", operate(hill(payload, 300, 1), "+", hill(shownByResting, 50, 2)))),
    ),
    hazard("become", number(0.005 / hour), 0),
  ],
  clocks: [
    clock("divide", distribution("lognormal", 24 * hour, 1.2), {
      later: distribution("gamma", 10 * hour, 0.2),
      shared: "sisters",
      requires: operate(density, "<", number(3)),
      limit: number(6),
    }),
  ],
  captures: [takesUp(0.01), capture(number(0.02 / hour), { species: 2 })],
});
const producer = kind("producer", {
  start: [{ attribute: 3, value: distribution("uniform", 1, 9) }],
  attributes: [{ index: 3 }],
  hazards: [hazard("divide", number(0.01 / hour)), hazard("die", number(0.005 / hour))],
  clocks: [clock("die", distribution("normal", 60 * hour, 10 * hour), { shared: "family" })],
  releases: [
    release(5 / hour, {
      manner: "bodies",
      size: number(12),
      fusion: number(0.3 / hour),
      degradation: number(0.1 / hour),
      stamps: [{ cargo: 0, copies: attribute(3) }],
    }),
    release(0.8 / hour, { species: 1, manner: "batch", size: number(4) }),
    release(0.5 / hour, { species: 2 }),
  ],
});

const common: readonly ProtocolEvent[] = [
  { at: 0, culture: 0, act: { do: "seed", kind: 2, density: 0.5 }, text: "seed producers" },
  { at: 0, culture: 1, act: { do: "seed", kind: 0, density: 1 }, text: "seed T cells" },
  { at: 0, culture: 1, act: { do: "add", factor: 0, concentration: 0.8 }, text: "add the growth factor" },
  { at: 0, culture: 1, act: { do: "add", factor: 1, concentration: 2 }, text: "add its blocker" },
  { at: 0, culture: 1, act: { do: "add", factor: 3, concentration: 0.2 }, text: "add a few molecules" },
  { at: 20 * hour, culture: 1, act: { do: "set", condition: 0, value: 1 }, text: "light on" },
];
const parting = 30 * hour;
const late: readonly ProtocolEvent[] = [
  { at: 50.3 * hour, culture: 1, act: { do: "remove", medium: 0.3, kinds: [0], cells: 0.1 }, text: "split" },
  {
    at: 55 * hour,
    culture: 1,
    act: { do: "change", kinds: [0], attribute: 1, value: operate(primed, "+", number(0.2)) },
    text: "prime",
  },
];
const waiting: ProtocolEvent = {
  at: Number.NaN,
  culture: 1,
  act: { do: "add", factor: 0, concentration: 0.3 },
  text: "feed when it runs low",
  when: operate(growth, "<", number(0.3)),
};
const exosomes = (at: number): readonly ProtocolEvent[] => [
  {
    at,
    culture: 0,
    act: {
      do: "take",
      part: 0.8,
      preparation: 0,
      passages: [{ step: "spin", vesicles: [0.7, 0.5, 0.6], factors: [0, 0, 0, 0] }],
      sizes: [],
    },
    text: "take the supernatant",
  },
  { at, culture: 1, act: { do: "dose", preparation: 0, by: "part", amount: 0.5 }, text: "dose the exosomes" },
];

/** By arm: what is done. */
export const arms: Readonly<Record<string, readonly ProtocolEvent[]>> = {
  medium: [...common, ...late, waiting],
  exosomes: [...common, ...exosomes(parting), ...late, waiting],
  "off the grid": [...common, ...exosomes(parting + 0.4 * hour), ...late, waiting],
};

/** @param size of the cultures, µm³: about as many T cells @param step s */
export const rich = (arm: string, size = 200, step = hour, given: Partial<Model> = {}): Model =>
  model({
    end: 72 * hour,
    step,
    time: { start: 0, end: 72 * hour, step, records: Array.from({ length: 13 }, (_, index) => index * 6 * hour) },
    conditions: ["light"],
    factors: [
      factor("growth", { loss: number(0.01 / hour) }),
      factor("blocker"),
      factor("pair"),
      factor("rare", { counted: true, loss: number(0.03 / hour) }),
    ],
    reactions: [reaction([0, 1], [2], 0.02 / hour), reaction([2], [0, 1], 0.05 / hour), reaction([], [3], 0.01 / hour)],
    cargo: [
      { name: "PDL1", face: "surface", decay: number(0.1 / hour) },
      { name: "miR", face: "lumen", decay: number(0.05 / hour) },
    ],
    vesicles: [
      species("EXO", {
        loss: number(0.01 / hour),
        cargo: [{ cargo: 1, copies: number(2) }],
        classes: [{ cargo: 0, edges: [4] }],
      }),
      species("MV", { detail: "packets", packet: 3, cargo: [{ cargo: 0, copies: number(40) }] }),
      species("IND", { detail: "individuals", loss: number(0.05 / hour) }),
    ],
    attributes: [
      { name: "receptor", unit: "", scale: 1, inherit: "halve" },
      { name: "primed", unit: "", scale: 1, inherit: "copy" },
      { name: "signal", unit: "", scale: 1, inherit: "copy" },
      { name: "level", unit: "", scale: 1, inherit: "reset" },
    ],
    kinds: [resting, activated, producer],
    cultures: [
      { name: "producer", volume: 2 * size, share: 0.5, conditions: [0] },
      { name: "recipient", volume: 2 * size, share: 0.5, conditions: [0] },
    ],
    preparations: ["exosomes"],
    protocol: arms[arm],
    observables: [
      { name: "count", culture: 1, subject: "T", unit: "", scale: 1, measure: { of: "cells", kinds: [0, 1] } },
      {
        name: "fraction",
        culture: 1,
        subject: "activated",
        unit: "",
        scale: 1,
        measure: { of: "fraction", kinds: [1], among: [0, 1] },
      },
      {
        name: "concentration",
        culture: 1,
        subject: "growth",
        unit: "",
        scale: 1,
        measure: { of: "concentration", factor: 0 },
      },
      {
        name: "vesicles",
        culture: 1,
        subject: "EXO",
        unit: "",
        scale: 1,
        measure: { of: "vesicles", species: 0, where: "free" },
      },
      {
        name: "vesicles",
        culture: 1,
        subject: "EXO bound",
        unit: "",
        scale: 1,
        measure: { of: "vesicles", species: 0, where: "bound" },
      },
      {
        name: "vesicles",
        culture: 1,
        subject: "EXO inside",
        unit: "",
        scale: 1,
        measure: { of: "vesicles", species: 0, where: "inside" },
      },
      {
        name: "attribute",
        culture: 1,
        subject: "receptor",
        unit: "",
        scale: 1,
        measure: { of: "attribute", attribute: 0, kinds: [0, 1], statistic: "mean" },
      },
      {
        name: "attribute",
        culture: 1,
        subject: "signal",
        unit: "",
        scale: 1,
        measure: { of: "attribute", attribute: 2, kinds: [0, 1], statistic: "deviation" },
      },
      {
        name: "total",
        culture: 1,
        subject: "T divisions",
        unit: "",
        scale: 1,
        measure: { of: "total", count: "divisions", kinds: [0, 1] },
      },
      {
        name: "founder",
        culture: 1,
        subject: "family 3",
        unit: "",
        scale: 1,
        measure: { of: "founder", kinds: [0, 1], ordinal: 3 },
      },
    ],
    ...given,
  });
