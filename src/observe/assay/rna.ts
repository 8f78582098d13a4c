/**
 * RNA profile: reads of each RNA in a sample of vesicles, overdispersed as sequencing counts are (gamma-Poisson), as parts of a
 * million; beside another sample, which RNAs are richer in it, and which poorer.
 */

import type { SettingsOf } from "../../instruments.ts";
import { begin, gamma, poisson } from "../../kernels/chance.ts";
import { log } from "../../kernels/math.ts";
import { hashText } from "../../kernels/threefry.ts";

/** One RNA: copies of it in the sample and in the one that it is held against. */
export interface Transcript {
  readonly name: string; // keys its draws
  readonly copies: number;
  readonly reference: number;
}

export interface Profile {
  readonly perMillion: Float64Array; // by RNA; NaN where the sample holds none
  readonly enriched: readonly string[]; // names, against the reference
  readonly depleted: readonly string[];
}

/**
 * @param key of this reading, two words
 * @returns truth: copies as parts of a million, and what is changed by the stated fold
 */
export function rnaProfile(
  transcripts: readonly Transcript[],
  settings: SettingsOf<"RNA profile">,
  key: Uint32Array,
): { readonly truth: Profile; readonly reading: Profile } {
  const sample = partsOf(transcripts.map(({ copies }) => copies));
  const reference = partsOf(transcripts.map(({ reference: copies }) => copies));
  const readsOf = (parts: readonly number[], salt: string): number[] =>
    transcripts.map(({ name }, at) => reads(parts[at], `${salt} ${name}`, settings, key));
  const read = readsOf(sample, "sample");
  const other = readsOf(reference, "reference");
  const clear = settings.errors;
  return {
    truth: profileOf(
      transcripts,
      sample,
      (at) => log(sample[at] / reference[at]),
      () => 0,
      settings.fold,
    ),
    reading: profileOf(
      transcripts,
      partsOf(read),
      (at) => log((read[at] + 0.5) / (other[at] + 0.5)),
      (at) => clear * Math.sqrt(1 / (read[at] + 0.5) + 1 / (other[at] + 0.5) + 2 * settings.dispersion),
      settings.fold,
    ),
  };
}

/** Reads of one RNA that is this part of all: negative binomial. */
function reads(part: number, name: string, { reads: depth, dispersion }: SettingsOf<"RNA profile">, key: Uint32Array) {
  if (!(part > 0)) return 0;
  const words = new Uint32Array(2);
  hashText(name, words, 0);
  begin(key[0], key[1], words[0], words[1]);
  return poisson(depth * part * dispersion * gamma(1 / dispersion));
}

/** @param change natural logarithm of the ratio to the reference @param margin that it must pass too */
function profileOf(
  transcripts: readonly Transcript[],
  parts: readonly number[],
  change: (at: number) => number,
  margin: (at: number) => number,
  fold: number,
): Profile {
  const least = log(fold);
  const called = (sign: number): string[] =>
    transcripts.flatMap(({ name }, at) => {
      const moved = sign * change(at);
      return moved >= least && moved >= margin(at) && moved > 0 ? [name] : [];
    });
  return {
    perMillion: Float64Array.from(parts, (part) => 1e6 * part),
    enriched: called(1),
    depleted: called(-1),
  };
}

/** Each as a part of the sum; NaN where there is nothing. */
function partsOf(values: readonly number[]): number[] {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}
