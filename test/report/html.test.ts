import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Chart } from "../../src/report/chart.ts";
import { htmlOf, text } from "../../src/report/html.ts";

const hostile = `<script>alert("x")</script>'&`;
const chart: Chart = {
  id: "a",
  title: `Cells ${hostile}: scenario (seed 1)`,
  subtitle: hostile,
  description: hostile,
  kind: "lines",
  x: { label: "Time", unit: hostile },
  y: { label: "count", unit: "cells", scale: "linear" },
  series: [
    {
      name: hostile,
      colour: "#000000",
      dash: [],
      points: [
        { x: 1, y: 2000, low: 1, high: 3 },
        { x: 2, y: null },
      ],
    },
  ],
  band: hostile,
  references: [],
};
const html = htmlOf({
  title: hostile,
  subtitle: hostile,
  blocks: [
    { is: "text", title: hostile, sentences: [hostile] },
    { is: "sections", title: hostile, sections: [{ title: hostile, sentences: [hostile] }] },
    { is: "table", title: hostile, note: hostile, columns: [hostile], rows: [[hostile], [1234.5], [Number.NaN]] },
    { is: "chart", chart, picture: "data:image/png;base64,iVBORw0=" },
    {
      is: "verdicts",
      title: hostile,
      verdicts: [
        {
          verdict: "holds",
          says: hostile,
          about: hostile,
          parts: [{ verdict: "fails", text: hostile }],
          notes: [hostile],
        },
      ],
    },
  ],
});

test("htmlOf() shows every text as it is: none of it becomes an element or ends a quote", () => {
  assert.not.ok(html.includes("<script"));
  assert.not.ok(/alert\("x"\)/.test(html));
  const elements = [...html.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, name]) => name.toLowerCase());
  const known =
    "html head meta title style body header h1 p nav ol li a main section h2 h3 details summary figure img".split(" ");
  known.push(..."figcaption div table thead tr th tbody td article span b ul".split(" "));
  assert.equal(
    elements.filter((name) => !known.includes(name)),
    [],
  );
});

test("htmlOf() closes what it opens and asks for nothing from elsewhere", () => {
  const open: string[] = [];
  for (const [, end, name] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
    if (["meta", "img"].includes(name)) continue;
    if (end === "") open.push(name);
    else assert.is(open.pop(), name);
  }
  assert.equal(open, []);
  assert.equal([...html.matchAll(/(?:src|href)="(?!#|data:)/g)], []);
  assert.match(html, /Content-Security-Policy" content="default-src 'none'/);
});

test("htmlOf() carries its pictures with their alternative text, and their numbers beside them", () => {
  assert.ok(html.includes(`<img src="data:image/png;base64,iVBORw0=" alt="${text(hostile)}">`));
  assert.match(html, /<td class="number">2,000<\/td><td class="number">1<\/td><td class="number">3<\/td>/);
  assert.match(html, /<td class="number">–<\/td>/); // what could not be measured
});

test("text() leaves nothing that means something in HTML", () => {
  assert.is(text(hostile), "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;");
});

test.run();
