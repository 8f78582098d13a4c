/** What the report of a run tells, block by block. */
import { associate } from "../claims/associate.ts";
import { level } from "../claims/evaluate.ts";
import type { Claim } from "../model.ts";
import type { Study } from "../observe/recording.ts";
import type { Rung } from "../observe/rungs.ts";
import type { Experiment } from "../scenario/experiment.ts";
import { associationCells } from "./associations.ts";
import { assumedInPlace } from "./assumed.ts";
import { entryOf } from "./balance.ts";
import type { Picture } from "./dish.ts";
import { judge, type Sources } from "./documents.ts";
import { englishOf } from "./english.ts";
import type { Block, Report } from "./html.ts";
import { misevOf } from "./misev.ts";
import { numeral } from "./numeral.ts";
import { beyondTable, type Figure } from "./plausibility.ts";
import { judgedInWords, type Verdict } from "./verdicts.ts";

export interface Told {
  readonly experiment: Experiment;
  readonly study: Study;
  readonly charts: readonly { readonly chart: Picture; readonly picture: string }[]; // pictures as data URIs
  readonly rungs: readonly Rung[]; // of one world of each arm
  readonly verdicts: readonly Verdict[];
  readonly unjudged: readonly Claim[]; // for want of an arm
  readonly figures: readonly Figure[];
  /** Lines of the books, as sums over all worlds. */
  readonly ledger: readonly {
    readonly culture: string;
    readonly of: string;
    readonly line: string;
    readonly amount: number;
  }[];
  readonly sources: Sources;
  readonly command: string; // that makes the run again
  readonly digest: string;
  readonly version: string; // of the engine
}

export function reportOf(told: Told): Report {
  const { experiment, study, charts, rungs, verdicts, unjudged, figures, ledger, sources, command, digest, version } =
    told;
  const [question, ...model] = englishOf(experiment);
  const { unit, seconds } = study.clock;
  const counted = (what: string, of: "arm" | "donor" | "replicate"): string => {
    const number = new Set(study.recordings.map((recording) => recording[of])).size;
    return `${number} ${what}${number === 1 ? "" : "s"}`;
  };
  const labels = new Map(study.arms.map(({ id, label }) => [id, label]));
  const fitted = (name: string): string[] =>
    experiment.claims.filter((claim) => claim.fitted.includes(name)).map(({ id }) => id);
  const parameters = experiment.parameters.map(({ name }) => judge(experiment, name, fitted(name), sources));
  const misev = misevOf(experiment, study.recordings);
  const cohort = experiment.associations.flatMap((association) => associate(association, study.recordings));
  const blocks: (Block | undefined)[] = [
    { is: "text", title: "Question", sentences: [...question.sentences, pairing] },
    some(verdicts, {
      is: "verdicts",
      title: "What was claimed, and what came out",
      verdicts: judgedInWords(verdicts, (time) => `${unit} ${time / seconds}`),
    }),
    some(unjudged, {
      is: "text",
      title: "Claims that were not judged, for want of an arm",
      sentences: unjudged.map(({ says, rows }) => `${says} (${rows.join(", ")}).`),
    }),
    some(cohort, {
      is: "table",
      title: "What goes together over the cohort",
      note: `Intervals of ${100 * level} %. Nothing is corrected for how many are asked; what goes together need not cause each other.`,
      ...associationCells(cohort, study.clock),
    }),
    ...charts.map(
      ({ chart, picture }): Block =>
        chart.kind === "dish" ? { is: "dish", dish: chart, picture } : { is: "chart", chart, picture },
    ),
    some(figures, {
      is: "table",
      title: "Doses, uptake and consumption",
      note: "Means over donors, with the least and the greatest donor, beside the range of the parameter table where there is one. The range of what a cell does that is at it is a limit above: not all cells of a mean are at it.",
      columns: ["Arm", "Culture", "Of", "Figure", "Value", "Least", "Greatest", "Unit", "Table", "Range", "Beyond"],
      rows: figures.map(({ arm, culture, subject, figure, value, low, high, unit: printed, table }) => [
        ...[labels.get(arm) ?? arm, culture, subject, figure, value, low, high, printed, table?.rows.join(", ") ?? ""],
        table ? `${numeral(table.low)} to ${numeral(table.high)}` : "",
        beyondTable({ value, table }),
      ]),
      folded: true,
    }),
    some(rungs, {
      is: "table",
      title: "How finely space was kept",
      note: "At the end of one world of each arm. Errors are estimates: of a factor by the solver, over the last step; of vesicles from the length of a piece and what a packet holds.",
      columns: ["Arm", "Culture", "Of", "Kept as", "Pieces of the last step", "Error"],
      rows: rungs.map(({ arm, culture, of, kept, pieces, error }) => [
        ...[labels.get(arm) ?? arm, culture, of, kept, pieces, error],
      ]),
    }),
    { is: "sections", title: "The model in English", sections: model.filter(({ title }) => title !== "Parameters") },
    some(parameters, {
      is: "table",
      title: "Parameters",
      columns: ["Name", "Value", "Table: value and range", "Marks", "Source", "Why"],
      rows: parameters.map(({ name, value, table, marks, source, reason }) => [
        ...[name, value, table, marks.join("; "), source, reason],
      ]),
    }),
    {
      is: "text",
      title: "What is assumed",
      sentences: [
        marked("Assumed parameters", parameters, "assumed"),
        ...assumedInPlace(experiment.document),
        marked("Fitted to claims", parameters, "fitted"),
        marked("Outside the range of its row in the table", parameters, "range of the table"),
      ],
    },
    some(misev, {
      is: "table",
      title: "Vesicles, item by item (MISEV)",
      note: "What a paper on extracellular vesicles is asked to tell, and how this scenario does: shown, assumed or missing.",
      columns: ["Part", "Asks", "Of", "Status", "By"],
      rows: misev.map(({ part, asks, of, status, by }) => [part, asks, of, status, by]),
    }),
    {
      is: "table",
      title: "Books",
      note: "Sums over all worlds, in amounts of the real wells. Every book of every world closed.",
      columns: ["Culture", "Of", "Line", "Amount", "Side", "What it is"],
      rows: ledger.map(({ culture, of, line, amount }) => {
        const { side, meaning } = entryOf(of, line);
        return [culture, of, line, amount, side, meaning];
      }),
      folded: true,
    },
    {
      is: "text",
      title: "How to repeat and to cite it",
      sentences: [
        `${command} (engine ${version}) gives the same bytes again: digest ${digest}.`,
        `Cite: Exoculture ${version}, scenario "${experiment.title}", seed ${study.seed}${experiment.source ? `; the experiment: ${experiment.source}` : ""}.`,
      ],
    },
  ];
  return {
    title: experiment.title,
    subtitle: `${counted("arm", "arm")}, ${counted("donor", "donor")} and ${counted("replicate", "replicate")} of each, seed ${study.seed}`,
    blocks: blocks.filter((block) => block !== undefined),
  };
}

const pairing =
  "The arms of a donor and replicate share their chance: they differ by nothing but what was done, and where that touches nothing they are alike to the last cell.";

/** A block, where it has anything to show. */
const some = (things: readonly unknown[], block: Block): Block | undefined => (things.length > 0 ? block : undefined);

function marked(what: string, parameters: readonly { name: string; marks: readonly string[] }[], mark: string): string {
  const names = parameters.filter(({ marks }) => marks.some((each) => each.includes(mark))).map(({ name }) => name);
  return `${what}: ${names.length === 0 ? "none" : names.join(", ")}.`;
}
