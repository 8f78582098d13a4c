/** Verdicts as lines for a reader and as data for a file. */
import type { ClaimResult } from "../claims/evaluate.ts";
import type { Claim } from "../model.ts";
import { numeral } from "./numeral.ts";

export interface Verdict extends ClaimResult {
  readonly negative: { readonly change: string; readonly passed: boolean; readonly why: string } | undefined;
}

/** A verdict in words. */
export interface Judged {
  readonly verdict: string;
  readonly says: string;
  readonly about: string; // row, evidence, fitted or predicted
  readonly parts: readonly { readonly verdict: string; readonly text: string }[];
  readonly notes: readonly string[]; // how many donors would decide, why it fails, the negative test
}

/** Verdicts in words, part by part. @param day how a time (s) is told */
export function judgedInWords(results: readonly Verdict[], day: (time: number) => string): Judged[] {
  return results.map(({ claim, judgement, parts, negative }) => {
    const kind = claim.soft
      ? "soft band"
      : claim.fitted.length > 0
        ? `fitted: ${claim.fitted.join(", ")}`
        : "predicted";
    const untested = claim.off || claim.on ? [] : ["untested: no change is named that must break it"];
    return {
      verdict: judgement.verdict,
      says: claim.says,
      about: `${claim.rows.join(", ")}; evidence ${claim.evidence}; ${kind}`,
      parts: parts.map(({ part, at, comparison: { effect, low, high, verdict } }) => ({
        verdict,
        text: `${part.text} at ${day(at)}: ${inNumbers(effect, low, high)}`,
      })),
      notes: [
        ...(judgement.needed === undefined ? [] : [`${judgement.needed} donors would decide`]),
        ...(judgement.reason === undefined ? [] : [judgement.reason]),
        ...(negative === undefined
          ? untested
          : [`negative test ${negative.passed ? "passed" : "FAILED"}: with ${negative.change}: ${negative.why}`]),
      ],
    };
  });
}

function inNumbers(effect: number, low: number, high: number): string {
  if (!Number.isFinite(effect)) return "not measured";
  const isKnown = Number.isFinite(low) && Number.isFinite(high);
  return `${numeral(effect)} (${isKnown ? `${numeral(low)} to ${numeral(high)}` : "no interval: one donor"})`;
}

/** The same as lines for a terminal. */
export function verdictLines(results: readonly Verdict[], day: (time: number) => string): string[] {
  return judgedInWords(results, day).flatMap(({ verdict, says, about, parts, notes }) => [
    `${verdict.toUpperCase().padEnd(9)} ${says}  [${about}]`,
    ...parts.map((part) => `          ${part.verdict.padEnd(9)} ${part.text}`),
    ...notes.map((note) => `          ${note}`),
  ]);
}

/** What claims.json holds. */
export function verdictData(results: readonly Verdict[]): object[] {
  return results.map(({ claim, judgement, parts, negative }) => ({
    id: claim.id,
    says: claim.says,
    rows: claim.rows,
    evidence: claim.evidence,
    fitted: claim.fitted,
    soft: claim.soft,
    verdict: judgement.verdict,
    needed: judgement.needed ?? null,
    reason: judgement.reason ?? null,
    parts: parts.map(({ part, at, comparison }) => ({
      text: part.text,
      time_s: at,
      verdict: comparison.verdict,
      effect: finite(comparison.effect),
      low: finite(comparison.low),
      high: finite(comparison.high),
      donors: comparison.donors,
    })),
    negative: negative ?? null,
  }));
}

/** Claims whose arms were not all run, for the same file. */
export function unjudgedData(claims: readonly Claim[]): object[] {
  return claims.map(({ id, says, rows, evidence, fitted, soft }) => ({
    ...{ id, says, rows, evidence, fitted, soft },
    verdict: "not judged",
    reason: "not all of its arms were run",
    parts: [],
    negative: null,
  }));
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
