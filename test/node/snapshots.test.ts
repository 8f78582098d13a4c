/** Charts as they were when somebody last looked at them. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { charts, descriptionOf, differing, keptDescription, pictured, pixelsKept, pixelsNow } from "./snapshots.ts";

const how = "look at it, and keep it as it is now: npm run snapshots";
const most = 0.0004; // of all pixels: a line that is smoothed otherwise; two words that changed places are more

for (const [name, chart] of Object.entries(charts))
  test(`the description of ${name} is as it was`, () => {
    assert.fixture(descriptionOf(chart), keptDescription(name), how);
  });

for (const name of pictured)
  test(`the picture of ${name} is as it was`, async () => {
    const part = differing(await pixelsNow(charts[name]), await pixelsKept(name));
    assert.ok(part <= most, `${(100 * part).toFixed(2)} % of the pixels differ: ${how}`);
  });

test("differing() sees a subtitle that is gone, a line in another colour, and names that changed places", async () => {
  const { lines } = charts;
  const kept = await pixelsKept("lines");
  const [first, second, ...others] = lines.series;
  for (const changed of [
    { ...lines, subtitle: "", band: "" },
    { ...lines, series: [{ ...first, colour: "#222222" }, second, ...others] },
    { ...lines, series: [{ ...first, name: second.name }, { ...second, name: first.name }, ...others] },
  ])
    assert.ok(differing(await pixelsNow(changed), kept) > most);
});

test.run();
