/**
 * What to run next, the cheapest first: points that have not been run or failed, and points at which a claim is undecided,
 * each with the donors that would decide it if effect and spread stayed as they are.
 *
 * A verdict tells how many donors are needed. Replicates are another way to the same width of the interval: where the
 * share q of the variance between donors is chance within them, n donors with R′ replicates are as good as the needed n′
 * with R when 1 − q + q R / R′ = n / n′, so R′ = q R / (n / n′ − 1 + q); when that is not above 0, no number of
 * replicates decides. As q is at most 1 this way is never the cheaper one: it is told for when donors are not to be had.
 */
import type { ClaimOutcome, Coverage, Design, NextRun, Results } from "../contract.ts";
import { type Judged, judgedOf } from "./claims.ts";

/** @param worlds runs that one replicate of one donor costs @param most how many are told */
export function nextOf(
  design: Design,
  { claims, outcomes }: Results,
  coverage: Coverage,
  { worlds, most }: { worlds: number; most: number },
): NextRun[] {
  const usual = usualOf(claims, outcomes);
  const whole = { ...usual, worlds: usual.donors * usual.replicates * worlds };
  const runs: NextRun[] = [
    ...coverage.failed.map(({ id }): NextRun => ({ point: id, why: "failed", ...whole })),
    ...coverage.missing.map((id): NextRun => ({ point: id, why: "missing", ...whole })),
    ...claims.flatMap((claim) =>
      judgedOf(design, claim)
        .filter(({ reading }) => reading.judgement.verdict === "undecided")
        .map((judged): NextRun => decidingRun(claim, judged, worlds)),
    ),
  ];
  return runs.sort((a, b) => (a.worlds === b.worlds ? 0 : a.worlds - b.worlds)).slice(0, most);
}

/** What would decide a claim at a point. */
function decidingRun({ claim }: ClaimOutcome, { point, reading }: Judged, worlds: number): NextRun {
  const { donors, replicates, noiseShare = Number.NaN, judgement } = reading;
  const head = { point: point.id, why: "undecided", claim } as const;
  const { needed } = judgement;
  if (typeof needed !== "number") return { ...head, donors: needed ?? donors, replicates, worlds: Infinity };
  const more = { ...head, donors: needed, replicates, worlds: (needed - donors) * replicates * worlds };
  const room = donors / needed - 1 + noiseShare;
  if (!(room > 0)) return more;
  const enough = Math.ceil((noiseShare * replicates) / room);
  return { ...more, instead: { replicates: enough, worlds: (enough - replicates) * donors * worlds } };
}

/** Donors and replicates of the first point that was read; one each where none was. */
function usualOf(claims: Results["claims"], outcomes: Results["outcomes"]): { donors: number; replicates: number } {
  for (const { at } of outcomes) {
    for (const reading of Object.values(at))
      if ("values" in reading) return { donors: reading.values.length, replicates: reading.values.at(0)?.length ?? 1 };
  }
  for (const { at } of claims) {
    for (const reading of Object.values(at)) if ("judgement" in reading) return reading;
  }
  return { donors: 1, replicates: 1 };
}
