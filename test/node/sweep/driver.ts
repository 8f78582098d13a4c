/** Makes the runs of a sweep and tells of each that is kept; to be killed. Every few runs become a part. Usage: driver.ts JOB.json */
import { readFileSync, writeSync } from "node:fs";
import { makeRuns } from "../../../src/node/sweep/runs.ts";

let runs = 0;
const { done, asked } = await makeRuns({
  ...JSON.parse(readFileSync(process.argv[2], "utf8")),
  watch: (told) => writeSync(1, `${told.done}\n`),
  pause: () => ++runs % 7 === 0,
});
writeSync(1, `all ${done} of ${asked}\n`);
