/** What the page knows: the setup that runs, what the worker told last, and what was chosen. */
import type { Chart } from "../src/report/chart.ts";
import type { Deed, Opened, Parting, Setup, Story, Tell } from "./protocol.ts";

export interface State {
  setup: Setup;
  opened: Opened | undefined;
  /** Files that were opened here, by the name under which they are offered. */
  readonly own: Map<string, string>;
  frame: Extract<Tell, { tell: "frame" }> | undefined;
  charts: readonly Chart[];
  partings: readonly Parting[];
  digest: string;
  story: Story | undefined;
  /** The lesson that is open, and what it was opened from. */
  taught: { readonly name: string; readonly seed: string } | undefined;
  away: { readonly setup: Setup; readonly at: number } | undefined;
  /** What is drawn. */
  culture: number;
  factor: number;
  speed: number; // s of the dish for each second; Infinity: as fast as it goes
}

export const newState = (scenario: string): State => ({
  setup: setupOf(scenario),
  opened: undefined,
  own: new Map(),
  frame: undefined,
  charts: [],
  partings: [],
  digest: "",
  story: undefined,
  taught: undefined,
  away: undefined,
  culture: 0,
  factor: 0,
  speed: 6 * 3600,
});

/** A scenario as it is: one donor, one replicate, its first two arms. */
export const setupOf = (scenario: string, own?: string): Setup => ({
  scenario,
  ...(own !== undefined && { own }),
  seed: "1",
  donors: 1,
  replicates: 1,
  arms: [],
  set: {},
  deeds: [],
});

const ending = "_steered";

/** The arm as the file has it, of one that was steered. */
export const baseOf = (arm: string, { deeds }: Setup): string => {
  const base = arm.endsWith(ending) ? arm.slice(0, -ending.length) : arm;
  return base !== arm && deeds.some((deed) => deed.arm === base) ? base : arm;
};

/** A setup in which something more is done to an arm; the arm as it was stays beside it. */
export function withDeed(setup: Setup, shown: string, at: number, entry: Deed["entry"]): Setup {
  const arm = baseOf(shown, setup);
  const steered = `${arm}${ending}`;
  const others = setup.arms.filter((each) => each !== steered && each !== arm);
  return { ...setup, arms: [steered, arm, ...others.slice(1)], deeds: [...setup.deeds, { arm, at, entry }] };
}

/** A setup without what was done last; an arm to which nothing was done is no longer there. */
export function withoutLast(setup: Setup): Setup {
  const deeds = setup.deeds.slice(0, -1);
  const there = (arm: string): boolean =>
    baseOf(arm, setup) === arm || deeds.some((deed) => `${deed.arm}${ending}` === arm);
  const arms = setup.arms.map((arm) => (there(arm) ? arm : baseOf(arm, setup)));
  return { ...setup, deeds, arms: [...new Set(arms)] };
}

/** A parameter set, or set back to the scenario's own value. */
export function withSetting(setup: Setup, name: string, value: string | undefined): Setup {
  const set = Object.fromEntries(Object.entries(setup.set).filter(([each]) => each !== name));
  return { ...setup, set: value === undefined ? set : { ...set, [name]: value } };
}
