/** The scanner under the tests of the house: what it takes for code. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { codeOf, place } from "./source.ts";

const cases: readonly (readonly [claim: string, text: string, code: string])[] = [
  ["blanks comments", "a /* Date\n b */ c // Date\nd", "a        \n      c        \nd"],
  ["blanks what stands in strings", `x = "Da\\"te" + 'it''s'`, `x = "      " + '  '' '`],
  ["keeps the code in a template", `\`Date \${a + \`b \${{ c }}\` } Date\``, `\`     \${a + \`  \${{ c }}\` }     \``],
  ["blanks regular expressions", "x = /Da[/]te/g; y = () => /Date/", "x = /       /g; y = () => /    /"],
  ["takes division for division", "a / b / c; d(1) / e! / f[0] / 2 // Date", "a / b / c; d(1) / e! / f[0] / 2        "],
];

for (const [claim, text, code] of cases) test(`codeOf() ${claim}`, () => assert.is(codeOf(text), code));

test("codeOf() takes a text that breaks off anywhere", () => {
  const text = cases.map(([, each]) => each).join("\n");
  for (let length = 0; length <= text.length; length++) assert.is(codeOf(text.slice(0, length)).length, length);
});

test("place() is the path and the line", () => assert.is(place({ path: "a.ts", text: "1\n2\n3" }, 4), "a.ts:3"));

test.run();
