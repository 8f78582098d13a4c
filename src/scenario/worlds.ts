/** Which runs an experiment stands for: every arm for every donor and replicate, with the key of its chance and its parameters. */
import seedrandom from "seedrandom";
import { begin, exponential, gamma, next, normal } from "../kernels/chance.ts";
import { exp, log } from "../kernels/math.ts";
import type { Issue } from "../model.ts";
import type { Experiment, PlannedWorld } from "./experiment.ts";
import { numberOf } from "./expression.ts";
import { issueAt } from "./faults.ts";
import { entriesByName } from "./names.ts";
import { suggestion } from "./nearest.ts";
import { completed, type Parameter, type Spread } from "./parameters.ts";
import { readSetting } from "./settings.ts";

export interface Wishes {
  readonly seed: string;
  readonly donors?: number;
  readonly replicates?: number;
  readonly arms?: readonly string[];
  /** Parameters by name, written as in the file. A parameter that is set is the same in all donors. */
  readonly set?: Readonly<Record<string, string | number>>;
}

/** What is wrong with wishes from outside the file. */
export function wishIssues(experiment: Experiment, wishes: Pick<Wishes, "arms" | "set">): Issue[] {
  const place = { file: experiment.file, line: 1, column: 1 };
  const names = experiment.arms.map(({ name }) => name);
  const arms = (wishes.arms ?? []).flatMap((arm) =>
    names.includes(arm) ? [] : [issueAt(place, [], `there is no arm "${arm}"`, suggestion(arm, names))],
  );
  const set = entriesByName(wishes.set ?? {}).flatMap(([name, written]) => {
    const read = readSetting(experiment, name, written);
    return typeof read === "number" ? [] : [issueAt(place, ["parameters", name], read.text, read.hint)];
  });
  return [...arms, ...set];
}

/**
 * Arms in the order of the file, each with its donors and replicates. What a donor is like depends on the seed, the donor's number and the
 * name of each parameter alone: neither on how many donors there are nor on what else varies.
 * @throws RangeError for wishes in which `wishIssues` finds something wrong
 */
export function worldsOf(experiment: Experiment, wishes: Wishes): PlannedWorld[] {
  const { parameters: list, derived: order } = experiment;
  const issues = wishIssues(experiment, wishes);
  if (issues.length > 0) throw new RangeError(issues[0].text);
  const fixed = new Set<number>();
  const base = list.map(({ value }) => value);
  for (const [name, written] of entriesByName(wishes.set ?? {})) {
    const index = list.findIndex((parameter) => parameter.name === name);
    base[index] = readSetting(experiment, name, written) as number;
    fixed.add(index);
  }
  const donors = Array.from({ length: wishes.donors ?? experiment.donors }, (_, index) => index + 1);
  const replicates = Array.from({ length: wishes.replicates ?? experiment.replicates }, (_, index) => index + 1);
  const arms = experiment.arms.filter(({ name }) => wishes.arms === undefined || wishes.arms.includes(name));
  const valuesOf = donors.map((donor) => {
    const drawn = base.slice();
    for (const spread of experiment.spreads) {
      if (!fixed.has(spread.parameter))
        drawn[spread.parameter] = drawFor(spread, list[spread.parameter], base, `${wishes.seed}/${donor}`);
    }
    return completed({ list, order }, drawn, fixed);
  });
  return arms.flatMap(({ name, set }) =>
    donors.flatMap((donor, index) => {
      const own = valuesOf[index].slice();
      for (const { parameter, value } of set) own[parameter] = numberOf(value, valuesOf[index]);
      const parameters = completed({ list, order }, own, new Set([...fixed, ...set.map(({ parameter }) => parameter)]));
      return replicates.map((replicate) => ({
        arm: name,
        donor,
        replicate,
        key: keyOf(`${wishes.seed}/${donor}/${replicate}`),
        parameters,
      }));
    }),
  );
}

/** Two words of 32 bits from any text. */
export function keyOf(text: string): [number, number] {
  const chance = seedrandom(text);
  return [chance.int32() >>> 0, chance.int32() >>> 0];
}

/** One donor's value of a parameter, drawn until it lies in the range that the parameter states. */
function drawFor(
  { distribution }: Spread,
  { name, low = -Infinity, high = Infinity }: Parameter,
  values: readonly number[],
  donor: string,
): number {
  const [key0, key1] = keyOf(`${donor}/parameter ${name}`);
  const [a, b, shift] = [distribution.a, distribution.b, distribution.shift].map((value) => numberOf(value, values));
  begin(key0, key1, 0, 0);
  for (let attempt = 0; attempt < 1000; attempt++) {
    const value = shift + draw(distribution.shape, a, b);
    if (value >= low && value <= high) return value;
  }
  return Math.min(Math.max(shift + a, low), high);
}

function draw(shape: Spread["distribution"]["shape"], a: number, b: number): number {
  switch (shape) {
    case "fixed":
      return a;
    case "exponential":
      return a * exponential();
    case "uniform":
      return a + (b - a) * next();
    case "normal":
      return a + b * normal();
    case "lognormal":
      return a * exp(log(b) * normal());
    case "gamma":
      return a * b * b * gamma(1 / (b * b));
  }
}
