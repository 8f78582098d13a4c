/** A setup becomes a text, and the text an experiment: the same text that is saved and runs on the command line. */
import { library, mysteries, scenarios } from "embedded:shelf";
import { parseDocument } from "yaml";
import type { Issue } from "../../src/model.ts";
import type { Experiment } from "../../src/scenario/experiment.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { textWithSettings } from "../../src/scenario/settings.ts";
import { wishIssues } from "../../src/scenario/worlds.ts";
import { lessonLink } from "../link.ts";
import type { Setup } from "../protocol.ts";
import { texts } from "../texts.ts";

export interface ReadSetup {
  readonly experiment: Experiment;
  readonly text: string;
  readonly setup: Setup;
}

const files = (path: string): string | undefined => (Object.hasOwn(library, path) ? library[path] : undefined);

/** The text of a shipped scenario by name, with what it may use. */
export const sourceOf = (name: string) =>
  Object.hasOwn(scenarios, name) ? { text: scenarios[name], files } : undefined;

/** The name that an arm goes on under once something was done to it by hand. */
export const steeredName = (arm: string): string => `${arm}_steered`;

/** File of the scenario as it is now: one that was changed here is not called as the one it came from. */
export const savedName = ({ scenario, set, deeds }: Setup): string =>
  Object.keys(set).length + deeds.length === 0
    ? `${scenario}.yaml`
    : `${scenario.slice(scenario.lastIndexOf("/") + 1)}-changed.yaml`;

/** Reads a setup as the command line reads a file and its flags; or everything that is wrong with it. */
export function readSetup(setup: Setup): ReadSetup | { readonly issues: readonly Issue[] } {
  const file = `${setup.scenario}.yaml`;
  if (setup.own === undefined && Object.hasOwn(mysteries, setup.scenario)) {
    const link = `#${lessonLink(mysteries[setup.scenario], setup.seed)}`;
    return { issues: [issue(file, texts.refused.mystery, texts.refused.mysteryLink(link))] };
  }
  const base = setup.own ?? (Object.hasOwn(scenarios, setup.scenario) ? scenarios[setup.scenario] : undefined);
  if (base === undefined) return { issues: [issue(file, texts.refused.unknown(setup.scenario), "")] };
  const read = readScenario(base, file, files);
  if ("issues" in read) return read;
  const waits = read.experiment.notYet.map(({ what, line }) => ({
    ...issue(file, texts.refused.notYet(what), ""),
    line,
  }));
  if (waits.length > 0) return { issues: waits };
  const wrong = wishIssues(read.experiment, { set: setup.set });
  const lost = setup.deeds.flatMap(({ arm }) =>
    isWritten(read.experiment, arm) ? [] : [issue(file, texts.refused.noArm(arm), "")],
  );
  if (wrong.length + lost.length > 0) return { issues: [...wrong, ...lost] };
  const text = textOf(base, setup, read.experiment);
  const changed = text === base ? read : readScenario(text, file, files);
  if ("issues" in changed) return changed;
  const { experiment } = changed;
  const arms = setup.arms.length > 0 ? setup.arms : experiment.arms.slice(0, 2).map(({ name }) => name);
  const strange = wishIssues(experiment, { arms });
  if (strange.length > 0) return { issues: strange };
  return { experiment, text, setup: { ...setup, arms } };
}

/** Whether an arm stands in the file under this name: those that a `cross` makes do not. */
export function isWritten({ document }: Experiment, arm: string): boolean {
  return Object.hasOwn(document.arms, arm) && document.arms[arm].cross === undefined;
}

const issue = (file: string, text: string, hint: string): Issue => ({ file, line: 1, column: 1, path: "", text, hint });

/** The scenario with all that was changed: parameters as they were set, and an arm for each that was steered. */
function textOf(base: string, { set, deeds }: Setup, experiment: Experiment): string {
  if (Object.keys(set).length + deeds.length === 0) return base;
  const document = parseDocument(textWithSettings(base, set), { merge: true });
  for (const arm of new Set(deeds.map((deed) => deed.arm))) {
    const label = experiment.arms.find(({ name }) => name === arm)?.label ?? arm;
    const done = deeds
      .filter((deed) => deed.arm === arm)
      .sort((a, b) => a.at - b.at)
      .map(({ at, entry }) => ({ at: `${at} s`, ...entry, source: "assumed" }));
    document.setIn(
      ["arms", steeredName(arm)],
      document.createNode({ label: `${label}, steered`, like: arm, do: done }),
    );
  }
  return document.toString({ lineWidth: 0 });
}
