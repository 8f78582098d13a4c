/** One step, as a table: what happens, in this order. `docs/odd.md` has the same names in the same order. */
import { stepCells } from "./process/cells.ts";
import { stepExtent } from "./process/extent.ts";
import { stepFields } from "./process/fields.ts";
import { stepFlows } from "./process/flows.ts";
import { stepPlaces } from "./process/places.ts";
import { stepVesicles } from "./process/vesicles.ts";
import { type CultureState, faultIn, RunFault, type Simulation } from "./simulation.ts";

export interface Process {
  readonly name: string;
  readonly about: string;
  /** Advances all cultures by dt (s). */
  readonly step: (simulation: Simulation, dt: number) => void;
}

/** What goes on in every culture by itself, as a step of all of them. */
const inEach =
  (advance: (simulation: Simulation, culture: CultureState, index: number, dt: number) => void): Process["step"] =>
  (simulation, dt) => {
    for (let index = 0; index < simulation.cultures.length; index++)
      try {
        advance(simulation, simulation.cultures[index], index, dt);
      } catch (error) {
        throw error instanceof RunFault ? faultIn(simulation, index, error) : error;
      }
  };

/** The protocol acts and the recorder looks at the boundaries between steps; these processes fill the time between them. */
export const schedule: readonly Process[] = [
  {
    name: "fields",
    about: "factors are secreted, consumed, lost and react, and diffuse in static cultures; nothing goes negative",
    step: inEach(stepFields),
  },
  {
    name: "vesicles",
    about:
      "vesicles move in static cultures, are lost, meet cells, stay on the surface, enter, deliver their cargo and are broken down",
    step: inEach(stepVesicles),
  },
  {
    name: "flows",
    about: "routes carry matter and cells from culture to culture, devices hold what runs through them",
    step: stepFlows,
  },
  {
    name: "cells",
    about: "cells read their signals, rules set rates, attributes advance, vesicles are released, fates are decided",
    step: inEach((simulation, culture, _index, dt) => stepCells(simulation, culture, dt)),
  },
  {
    name: "places",
    about: "in static cultures cells walk, climb gradients and push each other apart",
    step: inEach((simulation, culture, _index, dt) => stepPlaces(simulation, culture, dt)),
  },
  {
    name: "extent",
    about:
      "a culture that has outgrown the number of cells simulated at a time goes on with three quarters of its share",
    step: inEach(stepExtent),
  },
];
