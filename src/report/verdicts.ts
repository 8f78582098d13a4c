/** Verdicts as lines for a reader and as data for a file. */
import type { ClaimResult } from "../claims/evaluate.ts";
import { numeral } from "./numeral.ts";

export interface Verdict extends ClaimResult {
  readonly negative: { readonly change: string; readonly passed: boolean; readonly why: string } | undefined;
}

/** One row for each claim: row of the table of systems, verdict, what it says, and how it came out part by part. */
export function verdictLines(results: readonly Verdict[], day: (time: number) => string): string[] {
  return results.flatMap(({ claim, judgement, parts, negative }) => {
    const kind = claim.soft
      ? "soft band"
      : claim.fitted.length > 0
        ? `fitted: ${claim.fitted.join(", ")}`
        : "predicted";
    const needed = judgement.needed === undefined ? "" : ` (${judgement.needed} donors would decide)`;
    const reason = judgement.reason === undefined ? "" : ` (${judgement.reason})`;
    const head = `${claim.rows.join(", ").padEnd(4)} ${judgement.verdict.toUpperCase()}${needed}${reason}  ${claim.says}  [evidence ${claim.evidence}; ${kind}]`;
    const lines = parts.map(({ part, at, comparison }) => {
      const { effect, low, high, verdict } = comparison;
      return `       ${verdict.padEnd(9)} ${part.text} at ${day(at)}: ${numeral(effect)} (${numeral(low)} to ${numeral(high)})`;
    });
    const test =
      negative === undefined
        ? claim.off || claim.on
          ? []
          : ["       untested: no change is named that must break it"]
        : [`       negative test ${negative.passed ? "passed" : "FAILED"}: with ${negative.change}: ${negative.why}`];
    return [head, ...lines, ...test];
  });
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

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
