import { test } from "uvu";
import * as assert from "uvu/assert";
import { assaySettings, type Setting, settingsOf } from "../../../src/instruments.ts";

const all: [string, Setting][] = Object.entries(assaySettings).flatMap(([assay, settings]) =>
  Object.entries(settings).map(([name, setting]): [string, Setting] => [`${name} of ${assay}`, setting]),
);

test("assaySettings says of every setting its unit, meaning and kind of source", () => {
  assert.ok(all.length > 0);
  for (const [name, { unit, about, source }] of all) {
    assert.ok(unit.length > 0 && about.length > 0, name);
    assert.match(source, /^(suggested: .|derived: .|assumed(: .|$))/, name);
  }
});

test("assaySettings has defaults inside their limits and inside the range that is suggested", () => {
  let ranges = 0;
  for (const [name, { value, least, most, source }] of all) {
    assert.ok(value >= least && value <= most, name);
    const range = /^suggested: ([\d.e]+) to ([\d.e]+)/.exec(source);
    if (!range) continue;
    ranges++;
    assert.ok(value >= Number(range[1]) && value <= Number(range[2]), `${name}: ${value}, ${source}`);
  }
  assert.ok(ranges > 10);
});

test("settingsOf() changes what it is told and nothing else", () => {
  const changed = settingsOf("flow cytometry", { events: 500 });
  assert.equal(changed, { ...settingsOf("flow cytometry"), events: 500 });
  assert.is(settingsOf("flow cytometry").events, assaySettings["flow cytometry"].events.value);
});

test("settingsOf() refuses names it does not know and values outside their limits", () => {
  const unknown: object = { evnts: 5 };
  assert.throws(() => settingsOf("flow cytometry", unknown), /has no setting "evnts"/);
  assert.throws(() => settingsOf("flow cytometry", JSON.parse('{"__proto__": 1}')), /has no setting "__proto__"/);
  assert.throws(() => settingsOf("flow cytometry", { events: Infinity }), RangeError);
  for (const misassigned of [-0.1, 1.1, Number.NaN])
    assert.throws(
      () => settingsOf("flow cytometry", { misassigned }),
      /misassigned of flow cytometry is .* from 0 to 1/,
    );
});

test.run();
