/** Steps of a preparation: what each lets through of every species and every factor. */
import type { Act, Expression, Passage } from "../../model.ts";
import { type Book, readAmount, readNumber, type Written } from "../book.ts";
import type { Document } from "../document/document.ts";
import { number, one } from "../expression.ts";
import type { Resolve } from "../formula.ts";
import type { Treatment } from "../passage.ts";
import { late, type Plan, type Planned } from "../plan.ts";
import type { Path } from "../tree.ts";

type Step = NonNullable<Document["protocol"][number]["through"]>[number];

export function passagesOf(
  book: Book,
  vesicles: Plan["vesicles"],
  steps: readonly Step[],
  path: Path,
  resolve: Resolve,
): Planned<Passage>[] {
  const treatments = steps.map((step, index) => treatmentOf(book, step, [...path, index], resolve));
  return treatments.map(({ step, factors }, index) => ({
    step,
    vesicles: vesicles.map(({ diameter, density }) => ({
      passed: { diameter, density, steps: treatments.slice(0, index + 1).map(({ treatment }) => treatment) },
    })),
    factors: book.molecules.map(() => late(factors)),
  }));
}

/** Diameters and densities of what passes all the steps, by species. */
export function sizesOf(
  book: Book,
  vesicles: Plan["vesicles"],
  steps: readonly Step[],
  path: Path,
  resolve: Resolve,
): Planned<Extract<Act, { do: "take" }>["sizes"]> {
  const treatments = steps.map((step, index) => treatmentOf(book, step, [...path, index], resolve).treatment);
  return vesicles.map(({ diameter, density }) => ({ sized: { diameter, density, steps: treatments } }));
}

interface Read {
  readonly treatment: Treatment;
  readonly factors: Expression;
  readonly step: string;
}

function treatmentOf(book: Book, step: Step, path: Path, resolve: Resolve): Read {
  const share = (value: Written | undefined, key: string): Expression =>
    value === undefined ? one : readAmount(book, value, "share", [...path, key], resolve);
  if ("spin" in step) {
    const { medium } = book.document;
    const amount = (value: Written, dimension: "force" | "time" | "length", key: string): number => {
      const read = readNumber(book, value, dimension, [...path, key]);
      if (read === 0) book.report.fault([...path, key], "is 0", "leave the step out");
      return read;
    };
    if (step.keep === "pellet") demand(book, step, path, "the part of the factors that stays with a pellet");
    return {
      treatment: {
        how: "spin",
        force: amount(step.spin, "force", "spin"),
        time: amount(step.for, "time", "for"),
        path: amount(step.path, "length", "path"),
        viscosity: readNumber(book, medium.viscosity, "viscosity", ["medium", "viscosity"]),
        medium: readNumber(book, medium.density, "mass density", ["medium", "density"]),
        keep: step.keep,
        recovery: share(step.recovery, "recovery"),
      },
      factors: share(step["carry-over"], "carry-over"),
      step: `spin at ${step.spin} for ${step.for}, keep the ${step.keep}`,
    };
  }
  if ("filter" in step) {
    const pores = readNumber(book, step.filter, "length", [...path, "filter"]);
    const treatment: Treatment = { how: "filter", pores, recovery: share(step.recovery, "recovery") };
    return { treatment, factors: share(step["carry-over"], "carry-over"), step: `filter through ${step.filter}` };
  }
  if ("wash" in step) {
    demand(book, step, path, "the part of the factors that stays with a pellet");
    if (step.recovery === undefined)
      book.report.fault(
        path,
        "has no `recovery`",
        "state the part of the vesicles that a wash leaves, such as recovery: 70 %",
      );
    const treatment: Treatment = { how: "handling", recovery: share(step.recovery, "recovery") };
    return { treatment, factors: share(step["carry-over"], "carry-over"), step: "wash the pellet" };
  }
  return {
    treatment: { how: "handling", recovery: share(step.recover, "recover") },
    factors: number(1),
    step: `recover ${step.recover}`,
  };
}

/** What remains of the medium decides whether an effect is that of the vesicles: it is never assumed. */
function demand(
  book: Book,
  step: { readonly "carry-over"?: Written | undefined; readonly source?: string | undefined },
  path: Path,
  what: string,
): void {
  if (step["carry-over"] === undefined)
    book.report.fault(path, "has no `carry-over`", `state ${what}, such as carry-over: 0.03 %`);
  else if (step.source === undefined)
    book.report.fault(path, "states a carry-over without its `source`", "add `source`, or `source: assumed`");
}
