/** Reactions of one or two partners, in closed form. */
import { filled, kept } from "../expression.ts";

/**
 * How many times a reaction happens in h: the closed form of mass action.
 * @param from its partners @param first molecules of the first of them, and of the second, where there are so many
 * @param rate as Reaction.rate @param volume µm³
 */
export function timesOf(
  from: readonly number[],
  first: number,
  second: number,
  rate: number,
  volume: number,
  h: number,
): number {
  if (from.length === 0) return rate * volume * h;
  if (from.length === 1) return first * (1 - kept(rate, h));
  if (from[0] === from[1]) {
    const met = (rate / volume) * first * h;
    return (first * met) / (1 + met) / 2;
  }
  const more = Math.max(first, second);
  const fewer = Math.min(first, second);
  const pace = rate / volume;
  const met = pace * filled((more - fewer) * pace, h);
  return (more * fewer * met) / (1 + fewer * met);
}
