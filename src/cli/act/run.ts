/** What `run` does: plans the worlds, runs them over the workers, and writes what came out as one folder. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { associate } from "../../claims/associate.ts";
import { stateVersion } from "../../engine/saved.ts";
import type { Claim, Model } from "../../model.ts";
import { type BenchTotal, type Manifest, type RunFile, safeName, verifyRun, writeRun } from "../../node/files.ts";
import type { WorldResult } from "../../node/job.ts";
import { scenarioName } from "../../node/scenario-files.ts";
import { shippedSources } from "../../node/sources.ts";
import { dropParts, runStudy, Stopped } from "../../node/study.ts";
import { studyDigest } from "../../observe/digest.ts";
import type { Study } from "../../observe/recording.ts";
import { associationData, associationLines, associationsCsv } from "../../report/associations.ts";
import { balanceCsv, handledIn } from "../../report/balance.ts";
import { chartsOf } from "../../report/charts.ts";
import type { Picture } from "../../report/dish.ts";
import { dishesOf, type Seen, trajectoriesOf } from "../../report/dishes.ts";
import { htmlOf } from "../../report/html.ts";
import { figuresOf, plausibilityCsv, type World } from "../../report/plausibility.ts";
import { reportOf } from "../../report/report.ts";
import { rungsCsv, rungsInWords } from "../../report/rungs.ts";
import { simulariumBytes, simulariumText } from "../../report/simularium.ts";
import { csv } from "../../report/table.ts";
import { unjudgedData, type Verdict, verdictData, verdictLines } from "../../report/verdicts.ts";
import type { Experiment, PlannedWorld } from "../../scenario/experiment.ts";
import { modelOf } from "../../scenario/model.ts";
import { readScenario } from "../../scenario/read.ts";
import { textWithSettings } from "../../scenario/settings.ts";
import { wishIssues, worldsOf } from "../../scenario/worlds.ts";
import { progressOf } from "../progress.ts";
import { languageVersion, tableVersion, version } from "../version.ts";
import { exitCode, print, say } from "../words.ts";
import { judged } from "./judge.ts";
import { canRun, type Opened, openExperiment } from "./open.ts";

export interface RunFlags {
  scenario: string;
  seed: string;
  donors?: number | undefined;
  replicates?: number | undefined;
  set: readonly string[];
  arm: readonly string[];
  out: string;
  workers: number;
  "dry-run": boolean;
  force: boolean;
  quiet: boolean;
  json: boolean;
}

/** A run as it will be: everything that its folder's name stands for. */
interface Planned {
  readonly experiment: Experiment;
  readonly worlds: readonly PlannedWorld[];
  readonly seed: string;
  readonly set: Readonly<Record<string, string>>;
  readonly name: string;
  readonly id: string;
}

export async function runScenario(flags: RunFlags): Promise<number> {
  const opened = openExperiment(flags.scenario);
  if (!opened || !canRun(opened.experiment)) return exitCode.input;
  const planned = plan(opened, flags);
  if (!planned) return exitCode.input;
  const folder = join(flags.out, safeName(planned.name));
  const name = `seed-${safeName(flags.seed)}-${planned.id}`;
  const whole = join(folder, name);
  if (flags["dry-run"]) return estimate(planned, flags, whole);
  if (existsSync(whole) && !flags.force) return showAgain(whole, flags);

  const parts = join(folder, `.${name}.parts`);
  const started = Date.now();
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const progress = progressOf(planned.name, flags.quiet);
  try {
    const results = await runStudy({
      experiment: planned.experiment,
      worlds: planned.worlds,
      workers: flags.workers,
      parts,
      watch: progress.watch,
      stop: stop.signal,
    });
    progress.end();
    const simulated = Date.now();
    const study = studyOf(planned, results);
    const seen = seenIn(results);
    const firstModel = modelOf(planned.experiment, planned.worlds[0]);
    const charts = chartsOf(study, planned.experiment.charts, firstModel);
    const dishes = dishesOf(study, seen, planned.experiment.charts, firstModel);
    const rungs = results.filter(isFirst).flatMap((result) => result.rungs);
    const verdicts = judged(planned.experiment, study.recordings);
    const unjudged = planned.experiment.claims.filter(({ id }) => !verdicts.some(({ claim }) => claim.id === id));
    const cohort = planned.experiment.associations.flatMap((each) => associate(each, study.recordings));
    const sources = shippedSources();
    const figures = figuresOf(planned.experiment, worldsWithModels(planned, results), sources.rows);
    const told = manifestOf(planned, results, study, { simulation: (simulated - started) / 1000 });
    const files = async function* (): AsyncGenerator<RunFile> {
      yield { path: "observables.csv", content: csv(study) };
      const arms = study.arms.map(({ id }) => id);
      yield { path: "balance.csv", content: balanceCsv(arms, results) };
      yield { path: "plausibility.csv", content: plausibilityCsv(figures) };
      const claims = [...verdictData(verdicts), ...unjudgedData(unjudged)];
      if (claims.length > 0) yield { path: "claims.json", content: `${JSON.stringify(claims, null, 1)}\n` };
      if (cohort.length > 0) {
        yield { path: "associations.json", content: `${JSON.stringify(associationData(cohort), null, 1)}\n` };
        yield { path: "associations.csv", content: associationsCsv(cohort, study.clock) };
      }
      yield { path: "scenario/scenario.yaml", content: opened.text };
      for (const [path, text] of opened.used) yield { path: `scenario/${path}`, content: text };
      const { paintPngs } = await import("../../node/painter.ts");
      const taken: string[] = [];
      const drawn: { chart: Picture; picture: string }[] = [];
      for await (const { chart, png } of paintPngs<Picture>([...charts, ...dishes])) {
        const file = safeName(chart.id, taken);
        taken.push(file);
        yield { path: `charts/${file}.json`, content: `${JSON.stringify(chart, null, 1)}\n` };
        yield { path: `charts/${file}.png`, content: png };
        drawn.push({ chart, picture: `data:image/png;base64,${png.toString("base64")}` });
      }
      for (const { name, frames, told: about } of trajectoriesOf(study, seen, firstModel, version)) {
        const file = safeName(name, taken);
        taken.push(file);
        yield { path: `trajectories/${file}.simularium`, content: simulariumText(frames, about) };
        yield { path: `trajectories/${file}.binary.simularium`, content: simulariumBytes(frames, about) };
      }
      if (rungs.length > 0) yield { path: "rungs.csv", content: rungsCsv(rungs) };
      const { experiment } = planned;
      const { ledger, digest } = told;
      const command = commandOf(flags);
      const ran = new Set(study.recordings.map(({ arm }) => arm));
      const report = reportOf({
        experiment: { ...experiment, arms: experiment.arms.filter(({ name }) => ran.has(name)) },
        ...{ study, charts: drawn, rungs, verdicts, unjudged, figures, ledger, sources, command, digest, version },
      });
      yield { path: "report.html", content: htmlOf(report) };
    };
    const manifest = await writeRun({ folder, name, replace: flags.force }, told, files());
    await dropParts(parts);
    if (flags.json) print(JSON.stringify(manifest, null, 2));
    else if (!flags.quiet) {
      for (const line of associationLines(cohort, study.clock)) say(line);
      for (const line of rungsInWords(rungs)) say(line);
      sayDone(planned, verdicts, unjudged, (Date.now() - started) / 1000);
    }
    if (!flags.json) print(whole);
    return exitCode.done;
  } catch (error) {
    progress.end();
    if (!(error instanceof Stopped)) throw error;
    say("Stopped. What was done is kept: the same command goes on from there.");
    return exitCode.interrupted;
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}

/** Makes a run again from the scenario kept in its folder: the digest that comes out, or undefined where it cannot. */
export async function repeatRun(folder: string, manifest: Manifest, workers: number): Promise<string | undefined> {
  const opened = openExperiment(join(folder, "scenario", "scenario.yaml"));
  if (!opened || !canRun(opened.experiment)) return undefined;
  const { seed, donors, replicates, arms, set } = manifest.request;
  const worlds = worldsOf(opened.experiment, { seed, donors, replicates, arms, set });
  const planned = { experiment: opened.experiment, worlds, seed, set, name: manifest.scenario.name, id: "" };
  const progress = progressOf(manifest.scenario.name, false);
  const results = await runStudy({ experiment: opened.experiment, worlds, workers, watch: progress.watch });
  progress.end();
  return studyDigest(results, studyOf(planned, results).cultures);
}

/** Reads the flags against the experiment; says what is wrong with them. */
function plan({ experiment, text, files }: Opened, flags: RunFlags): Planned | undefined {
  const wrong = (text: string): undefined => {
    say(text);
    return undefined;
  };
  for (const flag of ["donors", "replicates", "workers"] as const) {
    const value = flags[flag];
    if (value !== undefined && !(Number.isInteger(value) && value >= 1))
      return wrong(`--${flag} is "${value}": a whole number of 1 or more is needed, such as --${flag} 4`);
  }
  const set: Record<string, string> = {};
  for (const written of flags.set) {
    const at = written.indexOf("=");
    if (at < 1) return wrong(`--set is "${written}": name=value is needed, such as --set il2_dose='20 U/mL'`);
    const name = written.slice(0, at);
    if (Object.hasOwn(set, name)) return wrong(`--set ${name} is given twice: keep one of them`);
    Object.defineProperty(set, name, { value: written.slice(at + 1), enumerable: true });
  }
  const arms = flags.arm.length > 0 ? flags.arm : undefined;
  const wishes = { set, ...(arms && { arms }) };
  const issues = wishIssues(experiment, wishes);
  if (issues.length > 0) {
    for (const { text, hint } of issues) say(`${text}${hint === "" ? "" : ` (${hint})`}`);
    return undefined;
  }
  const { donors = experiment.donors, replicates = experiment.replicates } = flags;
  const worlds = worldsOf(experiment, { seed: flags.seed, donors, replicates, ...wishes });
  const asked = JSON.stringify([
    experiment.hash,
    flags.seed,
    donors,
    replicates,
    arms ?? null,
    Object.entries(set).sort(),
    version,
  ]);
  const id = createHash("sha256").update(asked).digest("hex").slice(0, 8);
  // What is told of the run is the scenario as it is run: with the parameters set, and the arms and numbers asked for.
  const read =
    Object.keys(set).length > 0 ? readScenario(textWithSettings(text, set), experiment.file, files) : undefined;
  if (read && "issues" in read) {
    for (const { text: what, hint } of read.issues) say(`With --set, ${what}${hint === "" ? "" : ` (${hint})`}`);
    return undefined;
  }
  const { document, ...settled } = read?.experiment ?? experiment;
  for (const { parameter } of experiment.spreads) {
    const { name } = experiment.parameters[parameter];
    if (Object.hasOwn(set, name)) say(`${name} is set: it no longer varies between donors`);
  }
  for (const { text: what } of read?.experiment.warnings ?? [])
    if (!experiment.warnings.some((known) => known.text === what)) say(`With --set, ${what}`);
  const told = {
    ...settled,
    hash: experiment.hash,
    document: { ...document, donors: { ...document.donors, count: donors }, replicates },
  };
  return { experiment: told, worlds, seed: flags.seed, set, name: scenarioName(flags.scenario), id };
}

/** A run that is there already is checked and shown, not made again. */
async function showAgain(whole: string, flags: RunFlags): Promise<number> {
  const differences = (await verifyRun(whole)).filter(({ is }) => is !== "not of the run");
  if (differences.length > 0) {
    for (const { path, is } of differences) say(`${path} is ${is}`);
    say(`${whole} is there, but not as it was written: --force makes it anew.`);
    return exitCode.ours;
  }
  say("This run is there already, and every file of it is as it was written (--force makes it anew):");
  print(flags.json ? readFileSync(join(whole, "manifest.json"), "utf8").trimEnd() : whole);
  return exitCode.done;
}

/** Runs the first donor and replicate for a moment, and says what the whole would take. */
async function estimate(planned: Planned, flags: RunFlags, whole: string): Promise<number> {
  const jobs = new Set(planned.worlds.map(({ donor, replicate }) => `${donor}/${replicate}`)).size;
  const first = planned.worlds.filter(
    ({ donor, replicate }) => donor === planned.worlds[0].donor && replicate === planned.worlds[0].replicate,
  );
  const stop = new AbortController();
  const started = Date.now();
  let part = 0;
  const watch = (done: number): void => {
    part = done;
    if (Date.now() - started > 3000) stop.abort();
  };
  await runStudy({ experiment: planned.experiment, worlds: first, workers: 1, watch, stop: stop.signal }).catch(
    (error: unknown) => {
      if (!stop.signal.aborted) throw error;
    },
  );
  const seconds = (Date.now() - started) / 1000 / Math.max(part, 1e-3);
  const workers = Math.min(flags.workers, jobs);
  const memory = Math.ceil(process.memoryUsage().rss / 1e6) + workers * 60;
  const arms = new Set(planned.worlds.map(({ arm }) => arm)).size;
  print(
    [
      `${planned.worlds.length} worlds: ${arms} arms × ${jobs} donors and replicates`,
      `about ${Math.ceil((seconds * jobs) / workers)} s on ${workers} workers, about ${memory} MB`,
      `results would go to ${whole}`,
    ].join("\n"),
  );
  return exitCode.done;
}

/** One world of each arm stands for the others where places are shown. */
const isFirst = ({ recording }: WorldResult): boolean => recording.donor === 1 && recording.replicate === 1;

const seenIn = (results: readonly WorldResult[]): Seen[] =>
  results
    .filter(isFirst)
    .map(({ recording: { arm, donor, replicate }, snapshots }) => ({ arm, donor, replicate, snapshots }));

function studyOf(planned: Planned, results: readonly WorldResult[]): Study {
  const { experiment, seed } = planned;
  return {
    title: experiment.title,
    seed,
    arms: experiment.arms.map(({ name, label }) => ({ id: name, label })),
    cultures: modelOf(experiment, planned.worlds[0]).cultures.map(({ name }) => name),
    clock: experiment.clock,
    recordings: results.map(({ recording }) => recording),
  };
}

function manifestOf(
  planned: Planned,
  results: readonly WorldResult[],
  study: Study,
  timings: Manifest["timings"],
): Omit<Manifest, "files" | "seal"> {
  const { experiment, worlds } = planned;
  const bench = benchTotals(results);
  return {
    scenario: { name: planned.name, hash: experiment.hash },
    request: {
      seed: planned.seed,
      donors: new Set(worlds.map(({ donor }) => donor)).size,
      replicates: new Set(worlds.map(({ replicate }) => replicate)).size,
      arms: [...new Set(worlds.map(({ arm }) => arm))],
      set: planned.set,
    },
    parameters: experiment.parameters.map(({ name, unit, scale, value }) => ({ name, unit, value: value / scale })),
    donors: experiment.spreads.map(({ parameter }) => {
      const { name, unit, scale } = experiment.parameters[parameter];
      const drawn = new Map(worlds.map((world) => [world.donor, world.parameters[parameter] / scale]));
      return { name, unit, values: [...drawn.values()] };
    }),
    versions: { engine: version, language: languageVersion, state: String(stateVersion), table: tableVersion },
    ledger: ledgerTotals(results),
    ...(bench.length > 0 && { bench }),
    digest: studyDigest(results, study.cultures),
    timings,
  };
}

function ledgerTotals(results: readonly WorldResult[]): Manifest["ledger"] {
  const totals = new Map<string, Manifest["ledger"][number]>();
  for (const { ledger } of results)
    for (const { amount, ...what } of ledger) {
      if (amount === 0) continue;
      const key = JSON.stringify([what.culture, what.of, what.line]);
      totals.set(key, { ...what, amount: (totals.get(key)?.amount ?? 0) + amount });
    }
  return [...totals.values()];
}

function benchTotals(results: readonly WorldResult[]): BenchTotal[] {
  const totals = new Map<string, BenchTotal>();
  for (const book of results.flatMap(({ bench }) => bench))
    for (const { of, taken, made, dosed } of handledIn(book)) {
      if (taken === 0) continue;
      const { preparation } = book;
      const key = JSON.stringify([preparation, of]);
      const sum = totals.get(key) ?? { taken: 0, made: 0, dosed: 0 };
      totals.set(key, { preparation, of, taken: sum.taken + taken, made: sum.made + made, dosed: sum.dosed + dosed });
    }
  return [...totals.values()];
}

/** What each world left, with the model that it ran: replicates of a donor run the same. */
function worldsWithModels({ experiment, worlds }: Planned, results: readonly WorldResult[]): World[] {
  const models = new Map<string, Model>();
  return results.map((result) => {
    const { arm, donor } = result.recording;
    const name = JSON.stringify([arm, donor]);
    const model =
      models.get(name) ?? modelOf(experiment, worlds.find((world) => world.arm === arm && world.donor === donor)!);
    models.set(name, model);
    return { ...result, model };
  });
}

/** The command that makes a run again, as one would type it. */
function commandOf({ scenario, seed, donors, replicates, set, arm }: RunFlags): string {
  const quoted = (word: string): string => (/^[\w./=:-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
  const flags = [
    ...["--seed", seed],
    ...(donors === undefined ? [] : ["--donors", String(donors)]),
    ...(replicates === undefined ? [] : ["--replicates", String(replicates)]),
    ...set.flatMap((each) => ["--set", each]),
    ...arm.flatMap((each) => ["--arm", each]),
  ];
  return ["exoculture", "run", scenario, ...flags].map(quoted).join(" ");
}

function sayDone(planned: Planned, verdicts: readonly Verdict[], unjudged: readonly Claim[], seconds: number): void {
  const { experiment, worlds } = planned;
  const { unit, seconds: one } = experiment.clock;
  for (const line of verdictLines(verdicts, (time) => `${unit} ${time / one}`)) say(line);
  if (unjudged.length > 0) say(`Not judged, for want of an arm: ${unjudged.map(({ id }) => id).join(", ")}`);
  say(`${experiment.title}: ${worlds.length} worlds in ${seconds.toFixed(1)} s. Tables and charts are in`);
}
