/** The flagship's verdicts in fresh seeds. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { judgeClaim } from "../../src/claims/evaluate.ts";
import { experimentIn, flagshipFile, recordingsOf } from "./recorded.ts";

const short = process.env.EXOCULTURE_SCIENCE === "short";
const flagship = experimentIn(flagshipFile);
const { claims } = flagship;

test("fresh seeds give the same verdicts, 19 times in 20: here with one replicate of each donor, which is harder", () => {
  const seeds = Array.from({ length: short ? 1 : 20 }, (_, index) => `fresh ${index + 1}`);
  const odd = seeds.filter((seed) => {
    const recordings = recordingsOf(flagship, { seed, replicates: 1 });
    return claims.some((claim) => judgeClaim(claim, recordings).judgement.verdict !== "holds");
  });
  assert.ok(odd.length <= Math.floor(seeds.length / 20), `other verdicts in ${odd.join(", ")}`);
});

test.run();
