/** A run as the fragment of an address, and back: scenario, seed, arms, changes; an opened file with its whole text. */
import type { Deed, Setup } from "./protocol.ts";
import { texts } from "./texts.ts";

/** The fragment, without its #. */
export function linkOf({ scenario, own, seed, donors, replicates, arms, set, deeds }: Setup, time: number): string {
  const words = new URLSearchParams();
  words.set("scenario", scenario);
  words.set("seed", seed);
  if (donors !== 1) words.set("donors", String(donors));
  if (replicates !== 1) words.set("replicates", String(replicates));
  for (const arm of arms) words.append("arm", arm);
  for (const [name, value] of Object.entries(set)) words.append("set", `${name}=${value}`);
  for (const deed of deeds) words.append("deed", JSON.stringify(deed));
  if (Number.isFinite(time)) words.set("at", String(time));
  if (own !== undefined) words.set("text", own);
  return words.toString();
}

/** The fragment, without its #, of a lesson with its seed. */
export const lessonLink = (lesson: string, seed: string): string => new URLSearchParams({ lesson, seed }).toString();

/** The lesson that a fragment asks for; undefined where it asks for none. */
export function lessonFrom(
  fragment: string,
): { readonly lesson: string; readonly seed: string | undefined } | undefined {
  const words = new URLSearchParams(fragment.replace(/^#/, ""));
  const lesson = words.get("lesson");
  return lesson === null ? undefined : { lesson, seed: words.get("seed") ?? undefined };
}

/** What a fragment asks for; undefined where it asks for nothing. All of it is still to be checked, as any file is. @throws Error where it is damaged */
export function setupFrom(fragment: string): { readonly setup: Setup; readonly at: number } | undefined {
  const words = new URLSearchParams(fragment.replace(/^#/, ""));
  const scenario = words.get("scenario");
  if (scenario === null) return undefined;
  const whole = (name: string): number => {
    const value = Number(words.get(name) ?? "1");
    if (!Number.isInteger(value) || value < 1 || value > 1000)
      throw new Error(texts.refused.linkWord(name, words.get(name)));
    return value;
  };
  const set: Record<string, string> = Object.create(null);
  for (const written of words.getAll("set")) {
    const at = written.indexOf("=");
    if (at < 1) throw new Error(texts.refused.linkWord("set", written));
    set[written.slice(0, at)] = written.slice(at + 1);
  }
  const own = words.get("text");
  const at = Number(words.get("at") ?? "NaN");
  return {
    at,
    setup: {
      scenario,
      ...(own !== null && { own }),
      seed: words.get("seed") ?? "1",
      donors: whole("donors"),
      replicates: whole("replicates"),
      arms: words.getAll("arm"),
      set: { ...set },
      deeds: words.getAll("deed").map(deedFrom),
    },
  };
}

function deedFrom(written: string): Deed {
  const deed = JSON.parse(written) as Deed;
  const isPlain = typeof deed === "object" && deed !== null && typeof deed.entry === "object" && deed.entry !== null;
  if (!isPlain || typeof deed.arm !== "string" || typeof deed.at !== "number" || !Number.isFinite(deed.at))
    throw new Error(texts.refused.linkWord("deed", written));
  return { arm: deed.arm, at: deed.at, entry: deed.entry };
}
