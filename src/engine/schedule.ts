/** One step, as a table: what happens, in this order. `docs/odd.md` has the same names in the same order. */
import { stepCells } from "./process/cells.ts";
import { stepExtent } from "./process/extent.ts";
import { stepFields } from "./process/fields.ts";
import { stepVesicles } from "./process/vesicles.ts";
import type { CultureState, Simulation } from "./simulation.ts";

export interface Process {
  readonly name: string;
  readonly about: string;
  /** Advances one culture by dt (s). @param index of the culture */
  readonly step: (simulation: Simulation, culture: CultureState, index: number, dt: number) => void;
}

/** The protocol acts and the recorder looks at the boundaries between steps; these processes fill the time between them. */
export const schedule: readonly Process[] = [
  {
    name: "fields",
    about: "factors are secreted, consumed, lost and react; cells enter as sums, so nothing goes negative",
    step: stepFields,
  },
  {
    name: "vesicles",
    about: "vesicles are lost, meet cells, stay on the surface, enter, deliver their cargo and are broken down",
    step: stepVesicles,
  },
  {
    name: "cells",
    about: "cells read their signals, rules set rates, attributes advance, vesicles are released, fates are decided",
    step: (simulation, culture, _index, dt) => stepCells(simulation, culture, dt),
  },
  {
    name: "extent",
    about:
      "a culture that has outgrown the number of cells simulated at a time goes on with three quarters of its share",
    step: (simulation, culture, index) => stepExtent(simulation, culture, index),
  },
];
