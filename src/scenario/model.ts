/** The model of one world: the plan of its arm with the numbers of its donor put in. Needs no reader of units or formulas. */
import type { Model } from "../model.ts";
import type { Experiment } from "./experiment.ts";
import { settled } from "./plan.ts";

/** @throws RangeError for an arm or a number of parameters that the experiment does not have */
export function modelOf(
  experiment: Experiment,
  world: { readonly arm: string; readonly parameters: ArrayLike<number> },
): Model {
  const arm = experiment.arms.find(({ name }) => name === world.arm);
  if (!arm) throw new RangeError(`the experiment has no arm "${world.arm}"`);
  if (world.parameters.length !== experiment.parameters.length) {
    throw new RangeError(
      `the experiment has ${experiment.parameters.length} parameters, not ${world.parameters.length}`,
    );
  }
  return settled(arm.plan, Array.from(world.parameters));
}
