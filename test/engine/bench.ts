/** A bare test bench: models by hand, with everything a test does not speak of left empty. */
import { imbalances } from "../../src/engine/audit.ts";
import { actOut } from "../../src/engine/process/protocol.ts";
import { newSimulation, type Plan, planOf, type Simulation } from "../../src/engine/simulation.ts";
import { step } from "../../src/engine/step.ts";
import type {
  Act,
  AttributeOf,
  Capture,
  Clock,
  Consumption,
  Distribution,
  Expression,
  Factor,
  Hazard,
  Kind,
  Model,
  ProtocolEvent,
  Reaction,
  Release,
  Secretion,
  Signal,
  VesicleSpecies,
} from "../../src/model.ts";

export const number = (value: number): Expression => ({ kind: "number", value });
export const read = (of: Signal): Expression => ({ kind: "read", of });
export const attribute = (index: number): Expression => read({ signal: "attribute", index });
export const operate = (
  left: Expression,
  operator: "+" | "-" | "*" | "/" | "<" | ">" | "^",
  right: Expression,
): Expression => ({
  kind: "operate",
  operator,
  left,
  right,
});
export const fixed = (value: number): Distribution => ({
  shape: "fixed",
  a: number(value),
  b: number(0),
  shift: number(0),
});
export const distribution = (shape: Distribution["shape"], a: number, b = 0, shift = 0): Distribution => ({
  shape,
  a: number(a),
  b: number(b),
  shift: number(shift),
});

export const kind = (name: string, given: Partial<Kind> = {}): Kind => ({
  name,
  type: name,
  state: "",
  diameter: 7,
  start: [],
  attributes: [] as AttributeOf[],
  hazards: [] as Hazard[],
  clocks: [] as Clock[],
  secretions: [],
  consumptions: [],
  captures: [] as Capture[],
  releases: [] as Release[],
  shows: [],
  ...given,
});

export const hazard = (event: Hazard["event"], rate: number | Expression, to = -1): Hazard => ({
  event,
  to,
  rate: typeof rate === "number" ? number(rate) : rate,
});

export const clock = (event: Clock["event"], first: Distribution, given: Partial<Clock> = {}): Clock => ({
  event,
  to: -1,
  first,
  later: first,
  shared: "own",
  otherwise: "waits",
  ...given,
});

export const secretes = (of: number, rate: number | Expression): Secretion => ({
  factor: of,
  rate: typeof rate === "number" ? number(rate) : rate,
});

export const consumes = (of: number, maximum: number, halfMax: number): Consumption => ({
  factor: of,
  maximum: number(maximum),
  halfMax: number(halfMax),
});

export const reaction = (from: readonly number[], to: readonly number[], rate: number): Reaction => ({
  name: `${from} to ${to}`,
  from,
  to,
  rate: number(rate),
});

export const factor = (name: string, given: Partial<Factor> = {}): Factor => ({
  name,
  loss: number(0),
  counted: false,
  diffusion: 0,
  molarMass: 0,
  ...given,
});

export const species = (name: string, given: Partial<VesicleSpecies> = {}): VesicleSpecies => ({
  name,
  detail: "pool",
  packet: 1,
  loss: number(0),
  mobility: 0,
  diameter: fixed(0.054),
  density: fixed(1150e-18),
  cargo: [],
  classes: [],
  ...given,
});

export const capture = (clearance: number | Expression, given: Partial<Capture> = {}): Capture => ({
  species: 0,
  clearance: typeof clearance === "number" ? number(clearance) : clearance,
  detach: number(0),
  entry: number(Infinity),
  digestion: number(0),
  ...given,
});

export const release = (rate: number, given: Partial<Release> = {}): Release => ({
  species: 0,
  manner: "steady",
  rate: number(rate),
  size: number(1),
  fusion: number(0),
  degradation: number(0),
  stamps: [],
  ...given,
});

export const at = (time: number, act: Act, culture = 0): ProtocolEvent => ({ at: time, culture, act, text: act.do });

/** A model with one culture, "well", of 1 µm³ (so that a density is a number of cells) unless told otherwise. */
export const model = (given: Partial<Model> & { end: number; step: number }): Model => {
  const { end, step: dt, ...rest } = given;
  return {
    time: { start: 0, end, step: dt, records: [] },
    parameters: [],
    factors: [],
    reactions: [],
    cargo: [],
    vesicles: [],
    attributes: [],
    conditions: [],
    kinds: [],
    cultures: [{ name: "well", volume: 1, share: 1, conditions: [] }],
    routes: [],
    devices: [],
    sources: [],
    preparations: [],
    protocol: [],
    assays: [],
    observables: [],
    limit: { cells: 1e7, vesicles: 1e7 },
    ...rest,
  };
};

/** Runs a plan from its start and calls `look` at every boundary of a step, after what was due there. */
export function run(
  plan: Plan,
  key: readonly [number, number] = [1, 2],
  look: (simulation: Simulation) => void = () => undefined,
): Simulation {
  const simulation = newSimulation(plan, key);
  actOut(simulation);
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

/** One number from each of many runs that differ in nothing but their chance. */
export function replicates(plan: Plan, count: number, look: (simulation: Simulation) => number): Float64Array {
  return Float64Array.from({ length: count }, (_, replicate) => look(run(plan, [replicate, 77])));
}

/** Founders whose families do not interact are replicates of each other: living cells of each. */
export function familySizes(simulation: Simulation, founders: number, kinds?: readonly number[]): Float64Array {
  const { cells } = simulation.cultures[0];
  const family = cells.columns[simulation.plan.layout.columnOf.get("family")!];
  const sizes = new Float64Array(founders);
  for (let row = 0; row < cells.count; row++) if (!kinds || kinds.includes(cells.kind[row])) sizes[family[row]]++;
  return sizes;
}

export interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly variance: number;
  /** Standard errors of the two, the second from the sample's fourth moment. */
  readonly meanError: number;
  readonly varianceError: number;
}

export function momentsOf(values: ArrayLike<number>): Moments {
  const count = values.length;
  let sum = 0;
  for (let at = 0; at < count; at++) sum += values[at];
  const mean = sum / count;
  let second = 0;
  let fourth = 0;
  for (let at = 0; at < count; at++) {
    const square = (values[at] - mean) ** 2;
    second += square;
    fourth += square * square;
  }
  const variance = second / (count - 1);
  return {
    count,
    mean,
    variance,
    meanError: Math.sqrt(variance / count),
    varianceError: Math.sqrt(Math.max(0, fourth / count - variance * variance) / count),
  };
}

/** Throws unless a value lies within this many standard errors of what theory says. */
export function near(value: number, expected: number, standardError: number, what: string, errors = 4): void {
  if (Math.abs(value - expected) <= errors * standardError) return;
  throw new Error(
    `${what}: ${value}, but theory says ${expected} ± ${standardError} (${errors} standard errors allowed)`,
  );
}

export { planOf };
