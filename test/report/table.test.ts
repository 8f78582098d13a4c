/** The table of a run, read back as a spreadsheet would. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { rows } from "../../src/observe/recording.ts";
import { csv } from "../../src/report/table.ts";
import { countColumn, growthStudy, recordingOf, studyOf } from "./synthetic.ts";

const heading = ["arm", "donor", "replicate", "time_day", "culture", "observable", "subject", "value", "unit"];
const arms = [{ id: "IL2", label: "IL-2" }];

test("csv() is a heading with the unit of time, then a line for each value", () => {
  const scaled = { ...countColumn("IL2"), name: "concentration", unit: "pM", scale: 0.5 };
  const recording = recordingOf({ arm: "IL2", donor: 2, replicate: 3 }, [-3, 0.25], [scaled], (_, time) => time * 3);
  assert.equal(
    [...csv(studyOf(arms, [recording]))].join(""),
    "arm,donor,replicate,time_day,culture,observable,subject,value,unit\n" +
      "IL2,2,3,-3,recipient,concentration,IL2,-4.5,pM\n" +
      "IL2,2,3,0.25,recipient,concentration,IL2,0.375,pM\n",
  );
});

test("csv() leaves a cell empty where nothing could be measured, and writes numbers without the noise of sums", () => {
  const values = [Number.NaN, 0.1 + 0.2, 1e21, -5e-324, -0, 123_456_789.125];
  const times = values.map((_, index) => index);
  const recording = recordingOf(
    { arm: "IL2", donor: 1, replicate: 1 },
    times,
    [countColumn("CD8")],
    (_, t) => values[t],
  );
  const cells = read([...csv(studyOf(arms, [recording]))].join("")).slice(1);
  const texts = cells.map((line) => line[heading.indexOf("value")]);
  assert.equal(texts, ["", "0.3", "1e+21", "-5e-324", "0", "123456789.125"]);
});

const hostile: readonly (readonly [name: string, cell: string])[] = [
  ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  [" \t=1", "' \t=1"],
  ["\r=1", "'\r=1"],
  ["＝1", "'＝1"],
  ['=HYPERLINK("http://a.b","c")', `'=HYPERLINK("http://a.b","c")`],
  ["a,b", "a,b"],
  ['a "b" c', 'a "b" c'],
  ["a\nb\r\nc", "a\nb\r\nc"],
  ["1-2 = 3", "1-2 = 3"],
  ["__proto__", "__proto__"],
  ["", ""],
  ["µm ≥ β", "µm ≥ β"],
];

test("csv() quotes any name so that it reads back, and makes text inert that a spreadsheet would run", () => {
  for (const [name, cell] of hostile) {
    const column = { ...countColumn(name), name, unit: name };
    const recording = recordingOf({ arm: name, donor: 1, replicate: 1 }, [0], [column], () => -7);
    const study = { ...studyOf([{ id: name, label: name }], [recording]), cultures: [name] };
    const lines = read([...csv(study)].join(""));
    assert.equal(lines, [heading, [cell, "1", "1", "0", cell, cell, cell, "-7", cell]], name);
  }
});

test("csv() comes in chunks of whole lines", () => {
  const study = growthStudy(["medium", "IL-2"]);
  const chunks = [...csv(study)];
  assert.ok(chunks.length > 5);
  assert.ok(chunks.every((chunk) => chunk.endsWith("\n") && chunk.length < 100_000));
  assert.is(read(chunks.join("")).length, 1 + [...rows(study)].length);
});

test.run();

/** A reader of its own: RFC 4180, lines ending with a line feed. */
function read(text: string): string[][] {
  const lines: string[][] = [];
  let cells: string[] = [];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))([,\n])/gy)) {
    cells.push(match[1] === undefined ? match[2] : match[1].replaceAll('""', '"'));
    if (match[3] === ",") continue;
    lines.push(cells);
    cells = [];
  }
  return lines;
}
