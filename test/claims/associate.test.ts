/** What goes together over a cohort, from recordings made up so that the answer is known. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { associate } from "../../src/claims/associate.ts";
import { spearman } from "../../src/claims/correlation.ts";
import { coxHazard, logRank } from "../../src/claims/survival.ts";
import type { Association } from "../../src/model.ts";
import type { Recording } from "../../src/observe/recording.ts";
import { countColumn, day, recordingOf } from "../report/synthetic.ts";

const columns = [countColumn("marker", 0, 0), countColumn("tumour", 0, 1)];
const reading = (subject: string) => ({ name: "count", culture: 0, subject });
const at = (subject: string, time: number) => ({ reading: reading(subject), at: time * day });
const asked = (parts: Partial<Association> & Pick<Association, "outcome">): Association => ({
  ...{ id: "one", text: "a marker and an outcome", arms: [] },
  ...parts,
});
/** Days 0 to 6: a marker that stays as it is, and a tumour that doubles every `doubling` days from 100. */
function animal(arm: string, donor: number, replicate: number, marker: number, doubling: number): Recording {
  return recordingOf({ arm, donor, replicate }, [0, 1, 2, 3, 4, 5, 6], columns, (column, time) =>
    column === 0 ? marker : 100 * 2 ** (time / doubling),
  );
}
const until = { until: { reading: reading("tumour"), side: "above" as const, value: 350 } };

test("associate() pairs readings donor by donor, replicates averaged, in whatever order worlds come", () => {
  const markers = [5, 9, 1, 7, 3];
  const worlds = markers.flatMap((marker, index) => [
    animal("a", index + 1, 1, marker - 0.5, 1 + marker / 10),
    animal("a", index + 1, 2, marker + 0.5, 1 + marker / 10),
  ]);
  const [found] = associate(asked({ of: at("marker", 0), outcome: at("tumour", 6) }), worlds.reverse());
  assert.equal(
    found.points.map(({ donor, x }) => [donor, x]),
    markers.map((marker, index) => [index + 1, marker]),
  );
  const [ranks] = found.statistics;
  assert.equal([ranks.name, ranks.value, ranks.number, ranks.test], ["Spearman", -1, 5, "exact"]); // slower where it is high
  const { p } = spearman(
    found.points.map(({ x }) => x),
    found.points.map(({ y }) => y),
    0.9,
  );
  assert.is(ranks.p, p);
});

test("associate() leaves out a donor without a reading, and tells each arm by itself", () => {
  const worlds = ["a", "b"].flatMap((arm) => [1, 2, 3, 4].map((donor) => animal(arm, donor, 1, donor, donor)));
  const broken = worlds.map((world) =>
    world.arm === "b" && world.donor === 2 ? { ...world, values: world.values.map(() => Number.NaN) } : world,
  );
  const found = associate(asked({ of: at("marker", 0), outcome: at("tumour", 6) }), broken);
  assert.equal(
    found.map(({ arm, points }) => [arm, points.map(({ donor }) => donor)]),
    [
      ["a", [1, 2, 3, 4]],
      ["b", [1, 3, 4]],
    ],
  );
  const some = associate(asked({ of: at("marker", 0), outcome: at("tumour", 6), arms: ["b", "never run"] }), broken);
  assert.equal(
    some.map(({ arm }) => arm),
    ["b"],
  );
});

test("associate() follows each animal to the first reading past the value, or to its last one", () => {
  const worlds = [animal("a", 1, 1, 0, 1), animal("a", 2, 1, 0, 2), animal("b", 1, 1, 0, 3), animal("b", 2, 1, 0, 9)];
  const [found] = associate(asked({ arms: ["a", "b"], outcome: until }), worlds);
  assert.is(found.arm, "a over b");
  assert.equal(
    found.groups.map(({ name, followed }) => [name, followed.map(({ time, event }) => [time / day, event])]),
    [
      [
        "a",
        [
          [2, true], // 400 on day 2, after 200 on day 1
          [4, true],
        ],
      ],
      [
        "b",
        [
          [6, true],
          [6, false],
        ],
      ],
    ],
  );
});

test("associate() of two arms is Cox's ratio with the log-rank p, and medians", () => {
  const worlds = [1.1, 1.4, 2.1, 2.6, 3.4].flatMap((doubling, index) => [
    animal("control", index + 1, 1, 0, doubling),
    animal("treated", index + 1, 1, 0, 1.6 * doubling),
  ]);
  const [found] = associate(
    asked({ arms: ["treated", "control"], outcome: until, asks: { side: "below", value: 1.5 } }),
    worlds,
  );
  const [treated, control] = found.groups.map(({ followed }) => followed);
  const all = [...treated, ...control];
  const expected = coxHazard(
    all,
    all.map((_, index) => (index < treated.length ? 1 : 0)),
    0.9,
  );
  const [hazard, median] = found.statistics;
  assert.equal([hazard.value, hazard.low, hazard.high], [expected.ratio, expected.low, expected.high]);
  assert.is(hazard.p, logRank(treated, control).p);
  assert.ok(hazard.value < 1 && hazard.number === 10);
  assert.equal([median.name, median.of, median.number], ["median time", "treated", 5]);
  assert.is(found.verdict?.verdict, hazard.high < 1.5 ? "holds" : "undecided");
});

test("associate() parts animals at the median of a reading, and leaves out whom it had happened to before", () => {
  const worlds = [1, 2, 3, 4, 5].map((marker) => animal("a", marker, 1, marker, 6 / marker)); // faster where it is high
  const [found] = associate(asked({ of: at("marker", 2), outcome: until }), worlds);
  // Doubling in 1.2 days, the fifth had passed 350 (3.4-fold growth on day 2: not yet); none had by day 2.
  assert.equal(
    found.groups.map(({ followed }) => followed.length),
    [2, 3],
  );
  const late = associate(asked({ of: at("marker", 3), outcome: until }), worlds)[0];
  assert.is(late.groups.flatMap(({ followed }) => followed).length, 3); // two had passed it by day 3
});

test("associate() holds a correlation against what is asked of it", () => {
  const worlds = Array.from({ length: 12 }, (_, index) => animal("a", index + 1, 1, index, 1 + index / 20));
  const verdictOf = (side: "above" | "below", value: number) =>
    associate(asked({ of: at("marker", 0), outcome: at("tumour", 6), asks: { side, value } }), worlds)[0].verdict
      ?.verdict;
  assert.equal([verdictOf("below", 0), verdictOf("above", 0), verdictOf("below", -1)], ["holds", "fails", "fails"]);
});

test.run();
