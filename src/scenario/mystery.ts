/** A culture with a secret: what is hidden in it, what the readings cost, and whether a guess is right. */
import { isProblem, type Problem } from "../units.ts";
import type { Lesson } from "./lesson.ts";
import { readSetting } from "./settings.ts";
import { keyOf } from "./worlds.ts";

/** One reading of one arm at one time. */
export interface Purchase {
  readonly assay: string;
  readonly arm: string;
  readonly at: number; // s
}

export interface Guessed {
  readonly parameter: string;
  readonly right: boolean;
  readonly value: string | number; // the hidden one, as written
}

/** The settings that make the culture: for each hidden parameter one of its values, by the seed alone. Empty where nothing is hidden. */
export function secretOf({ document: { mystery } }: Lesson, seed: string): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    (mystery?.hidden ?? []).map(({ parameter, values }) => {
      const [word] = keyOf(`${seed}/hidden ${parameter}`);
      return [parameter, values[word % values.length]];
    }),
  );
}

/**
 * Each hidden parameter with whether the guess is within its tolerance, or what is wrong with the guess.
 * @param guess by parameter, as written: `12 %`, `2e-8 mL/hour`
 */
export function judgedGuess(
  lesson: Lesson,
  seed: string,
  guess: Readonly<Record<string, string | number>>,
): readonly Guessed[] | Problem {
  const secret = secretOf(lesson, seed);
  const judged: Guessed[] = [];
  for (const { parameter, within, label } of lesson.document.mystery?.hidden ?? []) {
    if (guess[parameter] === undefined) return { text: `nothing is guessed for ${label}`, hint: "give a value" };
    const guessed = readSetting(lesson.experiment, parameter, guess[parameter]);
    if (isProblem(guessed)) return guessed;
    const value = readSetting(lesson.experiment, parameter, secret[parameter]) as number;
    const right = value === 0 ? guessed === 0 : guessed >= value / within && guessed <= value * within;
    judged.push({ parameter, right, value: secret[parameter] });
  }
  return judged;
}

/** What these readings cost together; one that was bought before costs nothing. @throws RangeError for one that is not sold */
export function costOf({ assays }: Lesson, bought: readonly Purchase[]): number {
  const once = new Map(bought.map((purchase) => [`${purchase.assay}/${purchase.arm}/${purchase.at}`, purchase]));
  return [...once.values()].reduce((sum, { assay, arm, at }) => {
    const sold = assays.find(({ id }) => id === assay);
    if (!sold?.arms.includes(arm) || !sold.at.includes(at)) throw new RangeError(`${assay} of ${arm} is not sold`);
    return sum + sold.cost;
  }, 0);
}
