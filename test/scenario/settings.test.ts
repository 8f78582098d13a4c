/** Parameters set from outside are read, checked and told as if they had been written in the file. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { textWithSettings } from "../../src/scenario/settings.ts";
import { dish, experimentOf, issuesOf, spoken } from "./dish.ts";

const parts = {
  parameters: {
    kept: { value: "40 %", source: "assumed" },
    plain: { value: "2 /hour", source: "assumed" },
    of: { value: "10 U/mL", of: "IL2", source: "table:well.il2.dose" },
  },
  mixtures: { M: { T: "kept", U: "1 - kept" } },
  cells: { T: { diameter: "7 um", source: "assumed", die: "plain" }, U: { like: "T" } },
};
const numberOf = (text: string, name: string): number => {
  const { value, scale } = experimentOf(text).parameters.find((parameter) => parameter.name === name)!;
  return value / scale;
};

test("textWithSettings() sets values and leaves the rest", () => {
  const text = textWithSettings(dish(parts), { kept: "70 %", plain: "3 /hour", of: "20 U/mL" });
  assert.equal(
    ["kept", "plain", "of"].map((name) => numberOf(text, name)),
    [70, 3, 20],
  );
  assert.equal(
    ["plain", "of"].map((name) => numberOf(textWithSettings(dish(parts), { kept: "70 %" }), name)),
    [2, 10],
  );
  assert.is(experimentOf(text).parameters.find(({ name }) => name === "of")!.source, "table:well.il2.dose");
});

test("a parameter that is set no longer varies between donors, and its reason says so", () => {
  const text = dish({
    ...parts,
    donors: { count: 2, vary: { kept: "uniform(30 %, 50 %)", plain: "uniform(1 /hour, 3 /hour)" } },
  });
  const { parameters, spreads } = experimentOf(textWithSettings(text, { kept: "45 %", of: "20 U/mL" }));
  assert.equal(
    spreads.map(({ parameter }) => parameters[parameter].name),
    ["plain"],
  );
  const whyOf = (name: string) => parameters.find((each) => each.name === name)!.why;
  assert.is(whyOf("kept"), "set for this run: it no longer varies between donors");
  assert.is(whyOf("of"), "set for this run");
});

test("textWithSettings() lets the reader see what the settings make impossible, and what is outside its range", () => {
  const issues = issuesOf(textWithSettings(dish(parts), { kept: "150 %" })).map(spoken);
  assert.ok(
    issues.some((issue) => issue.includes("mixtures.M")),
    issues.join(),
  );
  const { warnings } = experimentOf(textWithSettings(dish(parts), { of: "2000 U/mL" }));
  assert.match(warnings.map(({ text }) => text).join(), /parameters\.of\.value is above its range/);
});

test("a claim about a time outside the experiment is refused where it stands", () => {
  const claim = {
    id: "late",
    says: "more",
    evidence: "S",
    holds: [{ value: "count T", of: "medium", at: "3 day", above: 0 }],
  };
  const [issue] = issuesOf(dish({ claims: [claim] }));
  assert.match(
    spoken(issue),
    /claims\[0\]\.holds\[0\]\.at is outside the time of the experiment \(0 hour to 24 hour\)/,
  );
});

test.run();
