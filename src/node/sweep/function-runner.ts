/**
 * One call of a function of one's own, in a worker thread: `export default (parameters, seed) => outcomes`. It is code of the
 * one who runs the sweep, with all the rights of the process; it is loaded in Node only, from the folder of the sweep file.
 */
import { pathToFileURL } from "node:url";
import type { Sweep } from "../../scenario/sweep.ts";
import { keyOf } from "../../scenario/worlds.ts";
import type { Runner } from "./task.ts";

/** Parameters by name, and a whole number from 0 to 2^32 − 1, the same for a replicate at every point. */
export type OwnFunction = (
  parameters: Readonly<Record<string, number>>,
  seed: number,
) => Readonly<Record<string, number>> | Promise<Readonly<Record<string, number>>>;

/** @throws Error where the module cannot be loaded or exports no function */
export async function functionRunner({ factors, outcomes, seed }: Sweep, module: string): Promise<Runner> {
  const own: unknown = (await import(pathToFileURL(module).href)).default;
  if (typeof own !== "function") throw new Error(`${module} has no \`export default\` of a function`);
  return async ({ values, donor, replicate }) => {
    const parameters = Object.fromEntries(factors.map(({ name }, at) => [name, values[at]]));
    const returned = await (own as OwnFunction)(parameters, keyOf(`${seed}/${donor}/${replicate}`)[0]);
    return outcomes.map(({ name }) => {
      const value: unknown = Object(returned)[name];
      if (typeof value !== "number") throw new Error(`the function returns no number "${name}"`);
      return value;
    });
  };
}
