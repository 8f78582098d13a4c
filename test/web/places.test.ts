/** A static culture on the page: cells and exosomes where they are, over a map of a factor, with a scale. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { planOf } from "../../src/engine/simulation.ts";
import { stylesOf } from "../../src/report/palette.ts";
import { modelOf } from "../../src/scenario/model.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { worldsOf } from "../../src/scenario/worlds.ts";
import { printNumber, scaleOf } from "../../src/units.ts";
import { advance, type Live, newLive } from "../../web/worker/live.ts";
import { dotsOf, levelOf, sceneOf } from "../../web/worker/scene.ts";
import { root } from "../house/source.ts";
import { findings } from "./axe.ts";
import { runToEnd, visit } from "./browser.ts";
import { commandRun } from "./command.ts";

const pathOf = (name: string): string => join(root, "test", "language", `${name}.yaml`);

/** The same world as on the page, run here. */
function worldOf(name: string, arm: string): Live {
  const read = readScenario(readFileSync(pathOf(name), "utf8"), `${name}.yaml`, (path) =>
    path === "exoculture:parameters.csv"
      ? readFileSync(join(root, "scenarios", "library", "parameters.csv"), "utf8")
      : undefined,
  );
  if ("issues" in read) throw new Error(read.issues[0].text);
  const [world] = worldsOf(read.experiment, { seed: "1", donors: 1, replicates: 1, arms: [arm] });
  const { donor, replicate, key } = world;
  return newLive({ arm, donor, replicate, key, plan: planOf(modelOf(read.experiment, world), "closures") });
}

/** Where a row is, µm. */
const placeOf = ({ simulation, plan }: Live, row: number): number[] =>
  [0, 1, 2].map((axis) => simulation.cultures[0].cells.columns[plan.layout.place + axis][row]);

const inWords = (place: readonly number[]): string => {
  const [x, y, z] = place.map((each) => printNumber(each, 4));
  return `x ${x}, y ${y}, z ${z} µm`;
};

async function give(page: Page, name: string, arm: string): Promise<void> {
  await page.setInputFiles("#file", pathOf(name));
  await page.locator("#command", { hasText: `run ${name}.yaml` }).waitFor();
  await page.selectOption("#arm", arm);
  await page.selectOption("#against", "");
  await page.locator("#command", { hasText: new RegExp(`--replicates 1 --arm ${arm}$`) }).waitFor();
  await page.locator(".dishes canvas[aria-label*='The box is seen']").waitFor();
}

/** Clicks on a place of the box. @param across 0 to 1 @param down 0 to 1 @param aspect of the box */
async function clickAt(page: Page, across: number, down: number, aspect: number): Promise<void> {
  const canvas = page.locator(".dishes canvas").first();
  await canvas.scrollIntoViewIfNeeded();
  const { width, height } = (await canvas.boundingBox())!;
  const high = Math.min(height, width / aspect);
  const wide = high * aspect;
  const position = { x: (width - wide) / 2 + across * wide, y: (height - high) / 2 + down * high };
  await canvas.click({ position });
}

const colourOf = ({ plan }: Live, type: string): string =>
  stylesOf(plan.model.kinds.map((kind) => kind.type))
    .get(type)!
    .colour.slice(1)
    .toLowerCase();

/** A canvas, as far as it is read here. */
interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly getContext: (what: "2d") => {
    getImageData: (x: number, y: number, width: number, height: number) => { data: Uint8ClampedArray };
  };
}

/** Colours of the 3 by 3 pixels about a place of a box as wide as high, each once. */
async function coloursAround(page: Page, across: number, down: number) {
  const at = await page.locator(".dishes canvas").evaluate(
    (element, [across, down]) => {
      const canvas = element as unknown as Drawn;
      const side = Math.min(canvas.width, canvas.height);
      const x = Math.round((canvas.width - side) / 2 + across * side);
      const y = Math.round((canvas.height - side) / 2 + down * side);
      return { x, y, pixels: [...canvas.getContext("2d").getImageData(x - 1, y - 1, 3, 3).data] };
    },
    [across, down],
  );
  const words = Array.from({ length: at.pixels.length / 4 }, (_, pixel) =>
    at.pixels
      .slice(4 * pixel, 4 * pixel + 3)
      .map((band) => band.toString(16).padStart(2, "0"))
      .join(""),
  );
  return { x: at.x, y: at.y, colours: [...new Set(words)] };
}

test("a cell is picked where it is, and tells its place; the map has its key, the scale its bar; the digest is that of the command line", () =>
  visit("disk", async ({ page }) => {
    await give(page, "niche", "alone");
    const world = worldOf("niche", "alone");
    await page.click("#step");
    await page.locator("#clock", { hasText: /^min 10$/ }).waitFor();
    while (world.simulation.time < 600) advance(world, []);
    const [x, y, z] = placeOf(world, 0);
    await clickAt(page, x / 150, 1 - y / 150, 1);
    await page.locator("#story h3", { hasText: "secretor, cell" }).waitFor();
    const told = (await page.textContent("#story"))!;
    assert.ok(told.includes(`Is at${inWords([x, y, z])}`), told);
    assert.match(told, /IL2 around it\d[\d.]* pM/);
    assert.match(told, /Touchesno cell/);
    const { x: left, y: top, colours } = await coloursAround(page, x / 150, 1 - y / 150);
    assert.equal(colours, [colourOf(world, "secretor")], `at ${left}, ${top}`);
    await page.click(".bare");
    const bare = await coloursAround(page, x / 150, 1 - y / 150);
    assert.equal(bare.colours, ["545c6e"], "the highest level is under the secretor");
    await page.click(".bare");
    const most = levelOf(world, 0, 0) / scaleOf("pM", "concentration");
    assert.is(
      await page.textContent("#map-key"),
      `Background: IL2, mean along the line of sight, from 0  to ${printNumber(most, 3)} pM, the highest so far`,
    );
    assert.match(
      (await page.getAttribute(".dishes canvas", "aria-label"))!,
      /1 living cells, 0 free vesicles\. The box is seen from above: 150 µm across, 150 µm up and 150 µm deep\. The scale bar is \d+ µm\.$/,
    );
    const bar = async (): Promise<number> =>
      Number(/scale bar is (\d+) µm/.exec((await page.getAttribute(".dishes canvas", "aria-label"))!)![1]);
    const whole = await bar();
    assert.ok(150 / 4 / 2.5 <= whole && whole <= 150 / 3, `${whole} µm`);
    await page.focus(".dishes canvas");
    for (let key = 0; key < 6; key++) await page.keyboard.press("+");
    assert.ok((await bar()) < whole);
    await page.keyboard.press("0");
    assert.equal(await findings(page), []);
    const digest = await runToEnd(page);
    assert.is(digest, commandRun((await page.textContent("#command"))!, pathOf("niche")).digest);
  }));

test("exosomes that walk one by one stand where they are, and tell it and the source they came from", () =>
  visit("disk", async ({ page }) => {
    await give(page, "walls", "loose");
    const world = worldOf("walls", "loose");
    const last = world.simulation.cultures[0].cells.count - 1;
    const [x, , z] = placeOf(world, last);
    await clickAt(page, x / 100, 1 - z / 200, 0.5);
    await page.locator("#story h3", { hasText: "T, cell" }).waitFor();
    await page.click("#step");
    await page.locator("#clock", { hasText: /^min 5$/ }).waitFor();
    while (world.simulation.time < 300) advance(world, []);
    await page.focus(".dishes canvas");
    await page.keyboard.press("v");
    await page.locator("#story h3", { hasText: /^exosome/ }).waitFor();
    const told = (await page.textContent("#story"))!;
    const { places } = world.simulation.cultures[0].packets[0];
    assert.ok(told.includes(`Is at${inWords([places[0][0], places[1][0], places[2][0]])}`), told);
    assert.match(told, /Given bythe source drop, which was on then/);
  }));

test("what is drawn lies where the engine has it, in the box as it is seen", () => {
  const world = worldOf("walls", "loose");
  while (world.simulation.time < 300) advance(world, []);
  const { places: cells, order, space, dots, names, packets } = sceneOf(world, 0, -1, 0, []);
  assert.equal(space, { box: [100, 200, 100], fromAbove: false }); // along y: x to the right, z up
  const rows = [...order];
  for (const row of rows) {
    const [x, , z] = placeOf(world, row);
    assert.ok(Math.abs(cells[2 * row] - x / 100) < 1e-6 && Math.abs(cells[2 * row + 1] - (1 - z / 200)) < 1e-6);
  }
  const depths = rows.map((row) => placeOf(world, row)[1]);
  assert.equal(
    depths,
    [...depths].sort((a, b) => b - a),
    "what is farther, with more of y, is drawn first",
  );
  const { id, count, places } = world.simulation.cultures[0].packets[0];
  assert.ok(count > 100);
  assert.is(packets, count);
  assert.equal(names, id.slice(0, 2 * count));
  for (let row = 0; row < count; row++) {
    assert.ok(Math.abs(dots[2 * row] / 65536 - places[0][row] / 100) < 2 / 65536);
    assert.ok(Math.abs(dots[2 * row + 1] / 65536 - (1 - places[2][row] / 200)) < 2 / 65536);
  }
});

test("vesicles counted by voxel are dots within their voxel, as many as they are", () => {
  const world = worldOf("walls", "loose");
  const { cultures } = world.simulation;
  const { grid } = world.plan.spaces[0]!;
  const { count } = cultures[0].pools[0];
  const [nx, ny] = grid.shape;
  const classes = count.length / (grid.shape[0] * grid.shape[1] * grid.shape[2]);
  const voxel = (2 * ny + 1) * nx + 3; // i 3, j 1, k 2
  count[voxel * classes] = 50;
  const { dots, perDot } = dotsOf(world, 0);
  assert.is(perDot, 1);
  assert.is(dots.length, 100);
  for (let at = 0; at < dots.length; at += 2) {
    assert.is(Math.floor((dots[at] / 65536) * nx), 3);
    assert.is(Math.floor((1 - (dots[at + 1] + 0.5) / 65536) * grid.shape[2]), 2);
  }
  assert.ok(new Set(dots).size > 90, "not all at one place");
});

test.run();
