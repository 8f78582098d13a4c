/** Places as the language writes them: what a box becomes in the model, and what is said where it cannot be. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { variantOf } from "../../src/scenario/read.ts";
import { dish, evaluate, experimentOf, issuesOf, modelFor, spoken } from "./dish.ts";

type Parts = Readonly<Record<string, unknown>>;

const box = ["100 um", "80 um", "40 um"];
const still = { mixing: "static", box, voxel: "10 um", seed: { T: "20 cells" } };
const IL2 = { "molar-mass": "15.5 kDa", activity: "16.4 U/ng", diffusion: "100 um^2/s", source: "assumed" };
const T = { diameter: "7 um", source: "assumed" };
const parts = {
  time: { from: "0 hour", to: "2 hour", step: "1 hour", record: "1 hour" },
  factors: { IL2 },
  observe: ["counts", "totals"],
};
const withCulture = (more: Parts, others: Parts = {}): string =>
  dish({ ...parts, cultures: { well: { ...still, ...more } }, ...others });
const spaceFor = (more: Parts, others: Parts = {}) =>
  modelFor(experimentOf(withCulture(more, others))).cultures[0].space!;
const faultsIn = (text: string): string[] => issuesOf(text).map(spoken).map(withoutPlace);
const warningsIn = (text: string): string[] => experimentOf(text).warnings.map(spoken).map(withoutPlace);
const withoutPlace = (said: string): string => said.replace(/^dish\.yaml:\d+:\d+ /, "");
const columnsIn = (text: string): string[] =>
  modelFor(experimentOf(text)).observables.map(({ name, subject }) => `${name} ${subject}`);

test("a box is filled with voxels of about the length that is asked for", () => {
  const { shape, size, grids } = spaceFor({ voxel: "15 um", grids: { IL2: ["5 um", "20 um", "40 um"] } });
  assert.equal(shape, [7, 5, 3]);
  assert.equal(size, [100 / 7, 16, 40 / 3]);
  assert.equal(grids, [{ shape: [20, 4, 1], size: [5, 20, 40] }]);
  assert.equal(spaceFor({ box: ["5 um", "5 um", "100 um"] }).shape, [1, 1, 10]); // a column
});

test("walls are periodic at the sides and closed at floor and top where nothing is said", () => {
  const [x, z] = ["periodic", "closed"];
  assert.equal(spaceFor({}).walls, [x, x, x, x, z, z]);
  assert.equal(spaceFor({ walls: { x: "closed", z: "absorbing", top: "fixed" } }).walls, [
    ...["closed", "closed", x, x],
    ...["absorbing", "fixed"],
  ]);
});

test("what is beyond fixed walls is a concentration, else 0; cells lie on the floor and touch within 2 um", () => {
  const space = spaceFor({ walls: { top: "fixed" }, outside: { IL2: "1 U/mL" } });
  const [pM] = spaceFor({ walls: { top: "fixed" }, outside: { IL2: "1 pM" } }).outside;
  assert.ok(Math.abs(pM - 6.02214e-4) < 1e-8); // molecules/µm³
  assert.ok(Math.abs(space.outside[0] / pM - 1e12 / (16.4e6 * 15.5e3)) < 1e-6 * (space.outside[0] / pM));
  assert.equal([spaceFor({}).outside, space.cells, space.reach], [[0], "settled", 2]);
  assert.equal([spaceFor({ places: "lattice", reach: "1 um" }).cells], ["lattice"]);
});

test("what is simulated is the box: all of a culture without a volume, else its part of the well", () => {
  const cultureFor = (more: Parts) => modelFor(experimentOf(withCulture(more))).cultures[0];
  assert.equal([cultureFor({}).volume, cultureFor({}).share], [320_000, 1]);
  const part = cultureFor({ volume: "200 uL", seed: { T: "1e6 /mL" } });
  assert.equal([part.volume, part.share], [2e11, 320_000 / 2e11]);
});

test("a stirred culture with a box is the same dish, stirred", () => {
  for (const volume of [{}, { volume: "200 uL" }]) {
    const text = (mixing: string) =>
      withCulture(
        { ...volume, mixing, places: "afloat", grids: { IL2: "5 um" }, seed: { T: "1e7 /mL" } },
        {
          observe: ["counts", { of: "IL2", near: "T", every: "10 um" }],
          sources: { tap: { in: "well", of: "IL2", rate: "8 /s", at: { z: "20 um" }, source: "assumed" } },
          cells: { T: { ...T, move: { motility: "5 um^2/min" } } },
        },
      );
    assert.equal([text("static"), text("stirred")].map(warningsIn), [[], []]);
    const [placed, stirred] = [text("static"), text("stirred")].map((each) => modelFor(experimentOf(each)));
    assert.equal(stirred.cultures[0].space, undefined);
    assert.is(stirred.cultures[0].share, placed.cultures[0].share);
    const given = ({ sources, cultures }: typeof placed): number =>
      evaluate(sources[0].rate) * (cultures[0].space ? 1 : cultures[0].share); // as the engine takes it
    assert.ok(Math.abs(given(stirred) - 8) < 1e-12);
    assert.is(given(placed), 8);
  }
});

test("a source lies at a point, in a part of the box or in all of it, and gives while it is on", () => {
  const sources = (tap: Parts) =>
    modelFor(
      experimentOf(
        withCulture({}, { sources: { tap: { in: "well", of: "IL2", rate: "10 /s", source: "assumed", ...tap } } }),
      ),
    ).sources[0];
  const whole = sources({});
  assert.equal([whole.low, whole.high, whole.on], [[0, 0, 0], [100, 80, 40], [{ from: 0, to: 7200 }]]);
  const pulse = sources({
    at: { x: "50 um", z: ["10 um", "20 um"] },
    on: [{ from: "30 min", to: "1 hour" }],
    of: "EXO",
  });
  assert.equal(
    [pulse.low, pulse.high],
    [
      [50, 0, 10],
      [50, 80, 20],
    ],
  );
  assert.equal([pulse.of, pulse.on], [{ species: 0 }, [{ from: 1800, to: 3600 }]]);
});

test("an arm or a claim can be without a source", () => {
  const sources = { tap: { in: "well", of: "IL2", rate: "10 /s", source: "assumed" } };
  const experiment = experimentOf(withCulture({}, { sources, arms: { all: {}, dry: { without: ["source:tap"] } } }));
  const rateIn = (arm: string, given = experiment) => evaluate(modelFor(given, arm).sources[0].rate);
  assert.equal([rateIn("all"), rateIn("dry")], [10, 0]);
  assert.is(rateIn("all", variantOf(experiment, { without: ["source:tap"] })), 0);
  assert.match(
    faultsIn(withCulture({}, { sources, arms: { dry: { without: ["source:tip"] } } })).join(),
    /did you mean "tap"\?/,
  );
});

test("a walk is inherited key by key, and taken away by none", () => {
  const move = { motility: "5 um^2/min", persistence: "5 min" };
  const cells = {
    T: {
      ...T,
      start: "still",
      move,
      states: { still: { move: "none" }, quick: { move: { motility: "50 um^2/min" } } },
    },
  };
  const { kinds } = modelFor(experimentOf(withCulture({}, { cells })));
  const [quick, still] = kinds.map(({ move }) => move);
  assert.ok(Math.abs(evaluate(quick!.motility) * 60 - 50) < 1e-9);
  assert.is(evaluate(quick!.persistence), 300);
  assert.is(still, undefined);
});

test("rules change how cells walk and how fast they climb", () => {
  const cells = {
    T: { ...T, move: { motility: "5 um^2/min", toward: "IL2", speed: "3 um/min", "half-max": "5 %" } },
  };
  const rule = (id: string, behaviour: string, to: string) => ({
    ...{ id, behaviour, to, of: "T", signal: "free:IL2", "half-max": "10 pM" },
    ...{ direction: "increases", source: "assumed" },
  });
  const { kinds } = modelFor(
    experimentOf(
      withCulture({}, { cells, rules: [rule("go", "move", "50 um^2/min"), rule("up", "climb", "6 um/min")] }),
    ),
  );
  const full = () => Infinity;
  const { motility, toward } = kinds[0].move!;
  assert.ok(Math.abs(evaluate(motility, [], full) * 60 - 50) < 1e-9);
  assert.ok(Math.abs(evaluate(toward!.speed, [], full) * 60 - 6) < 1e-9);
  assert.match(
    faultsIn(withCulture({}, { rules: [rule("go", "move", "5 um^2/min")] })).join(),
    /rules\[0\]\.behaviour is "move", which T has no rate of/,
  );
});

test("what is observed by distance or along an axis is a column for each band, as far as the culture has places", () => {
  const observe = [
    { of: ["IL2", "EXO", "inside:EXO"], near: "T", every: "25 um" },
    { of: "IL2", along: "z", every: "10 um", to: "20 um" },
  ];
  const columns = columnsIn(withCulture({ observe }));
  assert.equal(columns.slice(0, 3), ["near IL2 0-25 um from T", "near IL2 25-50 um from T", "near EXO 0-25 um from T"]);
  assert.equal(columns.slice(6), ["profile IL2 0-10 um along z", "profile IL2 10-20 um along z"]);
  const cultures = { well: still, flask: { volume: "1 mL", mixing: "stirred", simulate: "10 cells" } };
  const both = modelFor(experimentOf(dish({ ...parts, cultures, observe: ["counts", ...observe] })));
  assert.equal([...new Set(both.observables.map(({ culture }) => culture))], [1]); // flask holds no cells, and has no places
  const others = { cells: { T, B: T }, observe: [{ of: "IL2", near: "B", every: "10 um" }] };
  assert.equal(columnsIn(withCulture({}, others)), []); // no B is in it
});

test("what left through walls is a total where walls let it", () => {
  assert.equal(
    columnsIn(withCulture({})).filter((name) => /left/.test(name)),
    [],
  );
  assert.equal(
    columnsIn(withCulture({ walls: { top: "absorbing" } })).filter((name) => /left/.test(name)),
    ["total EXO left", "total IL2 left"],
  );
});

const source = { in: "well", of: "IL2", rate: "10 /s", source: "assumed" };
const sourced = (more: Parts): string => withCulture({}, { sources: { tap: { ...source, ...more } } });
const stirred = { volume: "200 uL", mixing: "stirred", simulate: "10 cells", seed: { T: "1e6 /mL" } };
const walking = (move: Parts | string, more: Parts = {}): string => withCulture(more, { cells: { T: { ...T, move } } });
const sticking = (adhesion: Parts): string =>
  withCulture({}, { vesicles: { EXO: { diameter: "54 nm", adhesion, source: "assumed" } } });
const seeing = (more: Parts): string => withCulture({ observe: [{ of: "IL2", near: "T", every: "10 um", ...more }] });
const two = {
  factors: { IL2, drug: IL2 },
  reactions: { caught: { from: ["IL2", "drug"], to: [], rate: "0.1 /(nM*hour)", source: "assumed" } },
};
const exchange = (more: Parts): string =>
  dish({ ...parts, cultures: { well: still, flask: { ...stirred, volume: "1 mL" } }, ...more });

/** A file, and all that must be said of it. */
const wrong: readonly (readonly [text: string, ...said: string[]])[] = [
  // boxes
  [
    withCulture({ box: undefined }),
    'cultures.well is static and has no `box` (add one, such as box: ["400 um", "400 um", "200 um"])',
  ],
  [
    withCulture({ box: ["100 um", "80 uL", "40 um"] }),
    'cultures.well.box[1] is "80 uL", which is a volume (a length is needed, such as "54 nm")',
  ],
  [
    withCulture({ box: ["100 um", -80, "40 um"] }),
    'cultures.well.box[1] is -80, which has no unit (a length is needed, such as "54 nm")',
  ],
  [
    withCulture({ box: ["100 um", "-80 um", "40 um"] }),
    "cultures.well.box[1] is negative (a length of 0 or more is needed)",
  ],
  [
    withCulture({ box: ["100 um", "0 um", "40 um"] }),
    'cultures.well.box[1] is 0 (a length is needed, such as "54 nm")',
  ],
  [withCulture({ box: ["100 um", "80 um"] }), "cultures.well.box"],
  [withCulture({ box: "100 um" }), "cultures.well.box"],
  [
    withCulture({ volume: "1e-7 uL" }),
    "cultures.well.box holds 3.2e-4 uL, more than the well (make the box smaller, or the volume larger)",
  ],
  // voxels
  [withCulture({ voxel: "10 /um" }), "cultures.well.voxel"],
  [withCulture({ voxel: "0 um" }), 'cultures.well.voxel is 0 (a length is needed, such as "54 nm")'],
  [
    withCulture({ voxel: ["10 um", "10 um"] }),
    "cultures.well.voxel has 2 lengths (one length, or three: along x, y and z)",
  ],
  [
    withCulture({ voxel: "150 um" }),
    'cultures.well.voxel is "150 um", which is longer than the box (up to 100 um: the box is one voxel thick there)',
  ],
  [
    withCulture({ voxel: ["10 um", "10 um", "50 um"] }),
    'cultures.well.voxel[2] is "50 um", which is longer than the box along z (up to 40 um: the box is one voxel thick there)',
  ],
  [
    withCulture({ voxel: "0.5 um" }),
    "cultures.well.voxel makes 2.56e6 voxels (2e6 at most: make them larger, or the box smaller)",
  ],
  [
    withCulture({ voxel: "1 nm" }),
    "cultures.well.voxel makes 1e5 voxels along x (1000 at most: make them larger, or the box smaller)",
  ],
  [
    withCulture({ grids: { IL2: "0.5 um" } }),
    "cultures.well.grids.IL2 makes 2.56e6 voxels (2e6 at most: make them larger, or the box smaller)",
  ],
  [withCulture({ grids: { "IL-2": "5 um" } }), "cultures.well.grids.IL-2 is not a name"],
  [withCulture({ grids: { IL4: "5 um" } }), 'cultures.well.grids.IL4 is no factor (did you mean "IL2"?)'],
  // walls and what is beyond
  [withCulture({ walls: { x: "open" } }), "cultures.well.walls.x"],
  [withCulture({ walls: { left: "closed" } }), "cultures.well.walls.left is not a key here"],
  [
    withCulture({ walls: { floor: "periodic" } }),
    "cultures.well.walls is periodic on one side alone (state z: periodic, or neither of floor and top)",
  ],
  [
    withCulture({ walls: { top: "fixed" }, outside: { IL4: "1 pM" } }),
    'cultures.well.outside.IL4 is no factor (did you mean "IL2"?)',
  ],
  [
    withCulture({ walls: { top: "fixed" }, outside: { IL2: "1 um" } }),
    'cultures.well.outside.IL2 is "1 um", which is a length (a concentration is needed, such as "50 pM")',
  ],
  [
    withCulture({ walls: { top: "fixed" }, outside: { IL2: "-1 pM" } }),
    "cultures.well.outside.IL2 is negative (a concentration of 0 or more is needed)",
  ],
  // places
  [withCulture({ places: "floating" }), "cultures.well.places"],
  [
    withCulture({ reach: "2 s" }),
    'cultures.well.reach is "2 s", which is a time (a length is needed, such as "54 nm")',
  ],
  [withCulture({ reach: "0 um" }), 'cultures.well.reach is 0 (a length is needed, such as "54 nm")'],
  [
    withCulture({ reach: "1 m" }),
    'cultures.well.reach is "1 m", which is longer than the box (surfaces of cells that touch are a few um apart)',
  ],
  [
    withCulture({ places: "lattice", seed: { T: "321 cells" } }),
    "cultures.well.seed puts 321 cells on a lattice of 320 voxels (seed fewer, make the voxels smaller, or state places: afloat)",
  ],
  // what goes with stirred cultures alone
  ...["simulate", "share", "at-most"].map((key): readonly [string, string] => [
    withCulture({ [key]: key === "share" ? "10 %" : "10 cells" }),
    `cultures.well.${key} is for cultures without a box (leave it out: as much as the box holds is simulated)`,
  ]),
  ...Object.entries({
    ...{ voxel: "5 um", places: "afloat", reach: "1 um" },
    ...{ grids: { IL2: "5 um" }, walls: { x: "closed" }, outside: { IL2: "1 pM" } },
  }).map(([key, value]): readonly [string, string] => [
    dish({ ...parts, cultures: { well: { ...stirred, [key]: value } } }),
    `cultures.well.${key} is for cultures with places (state mixing: static, and a \`box\`)`,
  ]),
  [
    exchange({ routes: { r: { from: "flask", to: "well", rate: "1 /hour", source: "assumed" } } }),
    'routes.r.to is "well", which is static (routes join stirred cultures: let matter in or out by `walls` and `sources`)',
  ],
  [
    exchange({ devices: { d: { in: "well", flow: "1 mL/hour", clears: { IL2: "10 %" }, source: "assumed" } } }),
    'devices.d.in is "well", which is static (devices run on stirred cultures: state mixing: stirred)',
  ],
  // factors and reactions
  [
    withCulture({}, { factors: { IL2: { loss: "1 /hour", source: "assumed" } } }),
    "factors.IL2 has no `diffusion`, and a culture is static (add one, such as diffusion: 100 um^2/s)",
  ],
  [withCulture({}, { factors: { IL2: { ...IL2, diffusion: "0 um^2/s" } } }), "factors.IL2.diffusion is 0"],
  [withCulture({}, { factors: { IL2: { ...IL2, diffusion: "100 um/s" } } }), "factors.IL2.diffusion is"],
  [
    withCulture({}, { factors: { IL2: { ...IL2, counted: true } } }),
    "factors.IL2.counted is for stirred cultures (leave it out: a culture is static)",
  ],
  [
    withCulture({ grids: { IL2: "5 um" } }, two),
    "reactions.caught joins factors with different voxels in well (give them one length under cultures.well.grids)",
  ],
  [
    withCulture(
      {},
      {
        factors: { AMP: IL2, IL2 },
        cargo: { prime: { face: "lumen" }, CD73: { face: "surface" } },
        vesicles: { EXO: { diameter: "54 nm", cargo: { CD73: 10 }, source: "assumed" } },
        reactions: {
          cleaved: {
            from: ["AMP"],
            to: ["IL2"],
            "catalysed-by": { cargo: "CD73", maximum: "100 /s", "half-max": "50 uM" },
            source: "assumed",
          },
        },
      },
    ),
    "reactions.cleaved.catalysed-by is for stirred cultures, and one is static (state a `rate`, or let every culture be stirred)",
  ],
  // walks and adhesion
  [
    walking({ motility: "5 um/min" }),
    'cells.T.move.motility is "5 um/min", which is a speed (a diffusion coefficient is needed, such as "100 um^2/s")',
  ],
  [
    walking({ motility: "-5 um^2/min" }),
    "cells.T.move.motility is negative (a diffusion coefficient of 0 or more is needed)",
  ],
  [walking({ persistence: "5 min" }), "cells.T.move has no `motility`"],
  [walking("fast"), "cells.T.move"],
  [
    walking({ motility: "5 um^2/min", toward: "IL2" }),
    "cells.T.move has some of `toward`, `speed` and `half-max` (state all three, or none of them)",
  ],
  [
    walking({ motility: "5 um^2/min", toward: "IL4", speed: "3 um/min", "half-max": "5 %" }),
    'cells.T.move.toward is "IL4": there is no such factor (did you mean "IL2"?)',
  ],
  [
    walking({ motility: "5 um^2/min", toward: "IL2", speed: "3 um^2/min", "half-max": "5 %" }),
    'cells.T.move.speed is "3 um^2/min", which is a diffusion coefficient (a speed is needed, such as "5 um/min")',
  ],
  [sticking({ binds: "1 /s" }), "vesicles.EXO.adhesion has no `frees`"],
  [
    sticking({ binds: "1 s", frees: "1 /s" }),
    'vesicles.EXO.adhesion.binds is "1 s", which is a time (a rate is needed, such as "0.1 /hour")',
  ],
  [
    sticking({ binds: "1 /s", frees: "0 /s" }),
    "vesicles.EXO.adhesion.frees is 0: nothing would ever come off (write what sticks for good as `loss`)",
  ],
  // sources
  [sourced({ in: "wall" }), 'sources.tap.in is "wall": there is no such culture (did you mean "well"?)'],
  [sourced({ of: "IL4" }), 'sources.tap.of is "IL4": there is no such factor or vesicle species (did you mean "IL2"?)'],
  [
    sourced({ rate: "10 pM" }),
    'sources.tap.rate is "10 pM", which is a concentration (molecules per time is needed, such as "10 molecules/s")',
  ],
  [sourced({ rate: "-10 /s" }), "sources.tap.rate is negative (molecules per time of 0 or more is needed)"],
  [
    sourced({ at: { x: "200 um" } }),
    'sources.tap.at.x is "200 um", which does not lie in the box (0 um to 100 um, from low to high)',
  ],
  [
    sourced({ at: { x: ["50 um", "20 um"] } }),
    'sources.tap.at.x is "50 um to 20 um", which does not lie in the box (0 um to 100 um, from low to high)',
  ],
  [sourced({ at: { x: "5 s" } }), 'sources.tap.at.x is "5 s", which is a time (a length is needed, such as "54 nm")'],
  [sourced({ at: { w: "5 um" } }), "sources.tap.at.w is not a key here"],
  [
    dish({ ...parts, cultures: { well: stirred }, sources: { tap: { ...source, at: { x: "5 um" } } } }),
    "sources.tap.at.x is a place, and well has no box (leave it out, or give the culture a `box`)",
  ],
  [
    sourced({ on: [{ from: "1 hour", to: "9 hour" }] }),
    'sources.tap.on[0].to is "9 hour", which is outside the time of the experiment (0 hour to 2 hour: change `time`, or this)',
  ],
  [
    sourced({ on: [{ from: "1 hour", to: "1 hour" }] }),
    "sources.tap.on[0] ends before it begins (write from: 1 hour, to: 5 hour)",
  ],
  // what is observed
  [seeing({ along: "x" }), "cultures.well.observe[0] says neither or both of `near` and `along` (state one of them)"],
  [
    seeing({ near: undefined }),
    "cultures.well.observe[0] says neither or both of `near` and `along` (state one of them)",
  ],
  [seeing({ near: "B" }), 'cultures.well.observe[0].near is "B": there are no such cells'],
  [
    seeing({ of: "IL4" }),
    'cultures.well.observe[0].of is "IL4": there is no such factor or vesicle species (did you mean "IL2"?)',
  ],
  [
    seeing({ of: ["IL2", "inside:EX"] }),
    'cultures.well.observe[0].of[1] is "EX": there is no such vesicle species (did you mean "EXO"?)',
  ],
  [seeing({ every: "0 um" }), 'cultures.well.observe[0].every is 0 (a length is needed, such as "54 nm")'],
  [
    seeing({ every: "10 s" }),
    'cultures.well.observe[0].every is "10 s", which is a time (a length is needed, such as "54 nm")',
  ],
  [seeing({ every: "1 nm" }), "cultures.well.observe[0] has 50000 distances (1 to 200: change `every` or `to`)"],
  [seeing({ to: "1 mm" }), 'cultures.well.observe[0].to is "1 mm", which is beyond the box (134.2 um at most)'],
  [
    dish({ ...parts, cultures: { well: { ...stirred, observe: [{ of: "IL2", near: "T", every: "1 um" }] } } }),
    "cultures.well.observe[0] asks for places, and well has none (state mixing: static and a `box`, or leave it out)",
  ],
  [
    dish({ ...parts, cultures: { well: stirred }, observe: [{ of: "IL2", along: "z", every: "1 um" }] }),
    "observe[0] asks for places, and no culture has any (state mixing: static and a `box`, or leave it out)",
  ],
];

for (const [text, ...said] of wrong)
  test(`one message: ${said[0]}`, () => {
    const found = faultsIn(text);
    assert.is(found.length, said.length, found.join("\n"));
    for (const [at, words] of said.entries())
      assert.ok(
        found.some((each) => each.startsWith(words)),
        `${words}\n${found[at]}`,
      );
    for (const { line, hint } of issuesOf(text)) assert.ok(line >= 1 && hint !== "");
  });

const taking = (capture: Parts): string => withCulture({}, { cells: { T: { ...T, capture: { EXO: capture } } } });
const touching = {
  id: "touch",
  ...{ of: "T", behaviour: "die", signal: { "contact-with": "T" }, direction: "increases", to: "1 /hour" },
  ...{ "half-max": "1e8 /mL", source: "assumed" },
};

/** What runs, and is warned of. */
const odd: readonly (readonly [text: string, ...said: string[]])[] = [
  [withCulture({ seed: { T: "187 cells" } })], // 187 · π/4 · 7² = 0.9 · 100 · 80
  [
    withCulture({ seed: { T: "200 cells" } }),
    "cultures.well.seed puts in cells that cover 96 % of the floor of well, and stay compressed (up to 90 % fit in one layer: seed fewer, or state places: afloat)",
  ],
  [withCulture({ places: "afloat", seed: { T: "1140 cells" } })],
  [
    withCulture({ places: "afloat", seed: { T: "1200 cells" } }),
    "cultures.well.seed puts in cells that fill 67 % of well, and stay compressed (up to 64 % fit at random: seed fewer, or make the box larger)",
  ],
  [
    withCulture({ volume: "200 uL" }),
    "cultures.well.seed.T comes to 3.2e-5 cells in the box (seed more, or make the box larger: where `volume` is stated, counts are of the whole well)",
  ],
  [
    withCulture({ outside: { IL2: "1 pM" } }),
    "cultures.well.outside says what is beyond fixed walls, and none is fixed (state one, such as walls: { top: fixed }, or leave it out)",
  ],
  [
    withCulture({ mixing: "stirred", walls: { top: "absorbing" } }),
    "cultures.well.walls.top is absorbing, and nothing leaves a stirred culture (state mixing: static, or what is lost there under `clearance`)",
  ],
  [
    withCulture({}, { factors: { IL2: { ...IL2, diffusion: "100 cm^2/s" } } }),
    "factors.IL2.diffusion is 1e10 um^2/s, more than that of any molecule in water (look at the unit: 100 um^2/s is that of a small protein)",
  ],
  [
    dish({ ...parts, cultures: { well: stirred }, cells: { T: { ...T, move: { motility: "5 um^2/min" } } } }),
    "cells.T.move is for static cultures, and there is none (give a culture mixing: static and a `box`)",
  ],
  [
    dish({
      ...parts,
      cultures: { well: stirred },
      vesicles: { EXO: { diameter: "54 nm", adhesion: { binds: "1 /s", frees: "1 /s" }, source: "assumed" } },
    }),
    "vesicles.EXO.adhesion is for static cultures, and there is none (give a culture mixing: static and a `box`)",
  ],
  [
    walking({ motility: "5 um^2/min", persistence: "5 min" }, { places: "lattice" }),
    "cells.T.move.persistence is not kept in well, where cells hop on a lattice (leave it out, or state places: settled or afloat)",
  ],
  [withCulture({ places: "lattice", reach: "3 um" }, { rules: [touching] })],
  [
    withCulture({ places: "lattice" }, { rules: [touching] }),
    "cultures.well.reach lets no cells touch: on the lattice they are 10 um apart, and within 9 um at most they touch (state a longer reach, or smaller voxels)",
  ],
  [taking({ efficiency: "100 %" })],
  [
    taking({ clearance: "1e-4 mL/hour" }),
    "cells.T.capture.EXO clears 1e-4 mL/hour, more than the 1.701e-6 mL/hour that diffusion brings (in a static culture it then takes whatever touches it: state less, if it is choosy)",
  ],
];

for (const [text, ...said] of odd)
  test(`${said.length === 0 ? "no" : "a"} warning: ${said[0] ?? JSON.stringify(JSON.parse(text).cultures)}`, () => {
    assert.equal(warningsIn(text).sort(), [...said].sort());
  });

test.run();
