/**
 * What the phase of the flows needs of a model, worked out once: the states that matter can go to, which are the cultures and,
 * after them, the devices that hold it. Its arrays are that phase's working memory.
 */
import { hashText, threefry } from "../kernels/threefry.ts";
import type { Model } from "../model.ts";
import { closureOf, type Evaluate } from "./expression.ts";
import { wordOf } from "./keys.ts";
import type { Layout } from "./layout.ts";

export interface FlowsPlan {
  /** Cultures and devices; 0 where nothing flows. */
  readonly states: number;
  /** Whether some route carries cells. */
  readonly cells: boolean;
  readonly routes: readonly Evaluate[]; // rates
  readonly devices: readonly Evaluate[]; // flows
  readonly uses: {
    readonly factor: Int32Array; // by factor
    readonly pool: readonly Int32Array[]; // by species, by joint cargo class
    readonly packets: Int32Array; // by species
    readonly cells: number;
  };
  /** Two words for each way from one state to another, shape [states, states, 2]: they key what goes it. */
  readonly ways: Int32Array;
  readonly rate: Float64Array; // 1/s, by route
  readonly pass: Float64Array; // 1/s, by device: what runs through it of the culture's volume
  readonly rates: Float64Array; // 1/s, shape [states, states]
  readonly chances: Float64Array; // the same after the step
  readonly byKind: Float64Array; // chances of the cells, shape [kinds, states, states]; empty where none are carried
  readonly room: Float64Array; // by device: vesicles of the real well that it can still hold
  readonly wanted: Float64Array; // by device: vesicles of the real well that would be held in the step
  readonly keep: Float64Array; // by device: part of them for which there is room
  readonly last: Int32Array; // what the chances are worked out for: a species, then by device whether it holds it
  readonly before: Float64Array; // by culture: what was there
  readonly arrived: Float64Array; // by culture
  readonly arrivedCargo: Float64Array; // shape [cultures, cargo]
}

export function flowsPlanOf(model: Model, layout: Layout): FlowsPlan {
  const { cultures, routes, devices, factors, vesicles, kinds, cargo } = model;
  const states = routes.length + devices.length === 0 ? 0 : cultures.length + devices.length;
  const cells = routes.some((route) => route.kinds.some((part) => part > 0));
  const names = [...cultures.map(({ name }) => name), ...devices.map(({ name }) => `device ${name}`)];
  const words = new Uint32Array(2 * names.length);
  for (const [index, name] of names.entries()) hashText(name, words, 2 * index);
  const ways = new Int32Array(2 * states * states);
  for (let from = 0; from < states; from++)
    for (let to = 0; to < states; to++)
      threefry(words[2 * from], words[2 * from + 1], words[2 * to], words[2 * to + 1], ways, 2 * (from * states + to));
  return {
    states,
    cells,
    routes: routes.map(({ rate }) => closureOf(rate, layout.shared)),
    devices: devices.map(({ flow }) => closureOf(flow, layout.shared)),
    uses: {
      factor: Int32Array.from(factors, ({ name }) => wordOf(`flow of factor ${name}`)),
      pool: vesicles.map((species) => {
        const classes = species.classes.reduce((all, { edges }) => all * (edges.length + 1), 1);
        return Int32Array.from({ length: classes }, (_, joint) => wordOf(`flow of ${species.name} ${joint}`));
      }),
      packets: Int32Array.from(vesicles, ({ name }) => wordOf(`flow of ${name}`)),
      cells: wordOf("flow of cells"),
    },
    ways,
    rate: new Float64Array(routes.length),
    pass: new Float64Array(devices.length),
    rates: new Float64Array(states * states),
    chances: new Float64Array(states * states),
    byKind: new Float64Array(cells ? kinds.length * states * states : 0),
    room: new Float64Array(devices.length),
    wanted: new Float64Array(devices.length),
    keep: new Float64Array(devices.length),
    last: new Int32Array(1 + devices.length),
    before: new Float64Array(cultures.length),
    arrived: new Float64Array(cultures.length),
    arrivedCargo: new Float64Array(cultures.length * cargo.length),
  };
}
