import { test } from "uvu";
import * as assert from "uvu/assert";
import { imbalances } from "../../../src/engine/audit.ts";
import { freeVesicles, type Simulation } from "../../../src/engine/simulation.ts";
import type { Kind, VesicleSpecies } from "../../../src/model.ts";
import { at, capture, kind, model, momentsOf, near, number, planOf, release, run, species } from "../bench.ts";
import { closed, cube, dish, runAt, seeded, source, sumOf } from "./dish.ts";
import { among, brought, captured, diffusion, flask, mobility, radius, rungs, spots } from "./flask.ts";

test("cells that clear little take as in a stirred culture, but for their own volume in the way of single vesicles", () => {
  const culture = flask("afloat");
  const part = 0.006; // as measured of exosomes
  const end = 1200;
  const free = culture.volume - 4 * (4 / 3) * Math.PI * radius ** 3;
  for (const [detail, count, volume] of [
    ["pool", 1_000_000, culture.volume],
    ["packets", 30_000, free],
  ] as const) {
    const simulation = runAt(among(culture, detail, count, part, { step: 600, end }, { packet: 30 }), spots("afloat"));
    const expected = 1 - Math.exp((-4 * part * brought * end) / volume);
    const found = captured(simulation) / count;
    // A packet meets cells as one: its chance to be taken scatters with its way, by no more than it is in the mean.
    const lump = detail === "packets" ? 1 + 29 * 2 * expected : 1;
    near(found, expected, Math.sqrt((lump * expected) / count) + 0.01 * expected, detail, 3);
  }
});

test("the clearance of a cell is what it takes of a concentration far away", () => {
  const culture = flask("afloat");
  const end = 400;
  for (const part of [0.2, 0.5]) {
    // In a closed flask far away is not far: a cell's part of it is a ball around it, and 9/5 of their ratio is lacking on the way.
    const ball = Math.cbrt((3 * culture.volume) / (4 * Math.PI * 4));
    const surface = (part * brought) / (1 - part);
    const taken = 1 / (1 / surface + (1 - (1.8 * radius) / ball) / brought);
    const expected = 1 - Math.exp((-4 * taken * end) / culture.volume);
    for (const [detail, count] of [
      ["individuals", 10_000],
      ["pool", 100_000],
    ] as const) {
      const found = captured(runAt(among(culture, detail, count, part, { step: 200, end }), spots("afloat"))) / count;
      near(found, expected, Math.sqrt(expected / count) + 0.015 * expected, `${detail}, ${part}`, 3);
    }
  }
});

test("what single vesicles scatter is binomial, what packets of cells that take all scatter is so by packets", () => {
  for (const [detail, packet] of [
    ["individuals", 1],
    ["pool", 1],
    ["packets", 20],
  ] as const) {
    const count = 1000;
    const plan = among(flask("settled", 20), detail, count, 1, { step: 200, end: 200 }, { packet });
    const values = Float64Array.from({ length: 150 }, (_, key) => captured(runAt(plan, spots("settled"), [key, 9])));
    const { mean, variance, varianceError } = momentsOf(values);
    const part = mean / count;
    const scatter = packet * count * part * (1 - part);
    near(variance, scatter, varianceError, detail);
  }
});

test("losses and captures compete on the way, however long a step is", () => {
  const culture = flask("afloat");
  const step = 400;
  const loss = 1 / 200;
  const fine = among(culture, "pool", 400_000, 0.3, { step: 20, end: 2 * step }, { loss: number(loss) });
  const one = runAt(fine, spots("afloat"));
  for (const detail of rungs) {
    const count = detail === "pool" ? 100_000 : 20_000;
    const coarse = among(culture, detail, count, 0.3, { step, end: 2 * step }, { loss: number(loss) });
    const other = runAt(coarse, spots("afloat"));
    for (const line of ["captured", "lost"] as const) {
      const expected = one.cultures[0].ledger.vesicles[line][0] / 400_000;
      const found = other.cultures[0].ledger.vesicles[line][0] / count;
      const lump = detail === "packets" ? 2 : 1;
      near(
        found,
        expected,
        Math.sqrt((lump * expected * (1 - expected)) / count) + 0.005 * expected,
        `${line}, ${detail}`,
      );
    }
  }
});

/** Squared distances of all free vesicles from a place along each axis, one number for each vesicle. */
function squaresFrom({ cultures, plan }: Simulation, from: readonly number[]): Float64Array {
  const [{ pools, packets }] = cultures;
  const { space } = plan.model.cultures[0];
  const squares: number[] = [];
  const note = (spot: readonly number[], many: number): void => {
    const square = spot.reduce((sum, each, axis) => sum + (each - from[axis]) ** 2, 0);
    for (let one = 0; one < many; one++) squares.push(square);
  };
  const { count, weight, places } = packets[0];
  for (let row = 0; row < count; row++)
    note(
      [0, 1, 2].map((axis) => places[axis][row]),
      weight[row],
    );
  const { shape, size } = space!;
  pools[0].count.forEach((many, voxel) => {
    const index = [
      voxel % shape[0],
      Math.floor(voxel / shape[0]) % shape[1],
      Math.floor(voxel / (shape[0] * shape[1])),
    ];
    note(
      index.map((at, axis) => (at + 0.5) * size[axis]),
      many,
    );
  });
  return Float64Array.from(squares);
}

test("vesicles spread by 6 D t, of which the matrix leaves the part that is free", () => {
  const culture = cube(61, 10);
  const middle = [305, 305, 305];
  for (const adhesion of [undefined, { binds: number(3e-2), frees: number(1e-2) }])
    for (const detail of rungs) {
      const free = adhesion ? 0.25 : 1;
      const plan = planOf(
        model({
          end: 900,
          step: 300,
          vesicles: [
            species("EXO", {
              detail,
              packet: detail === "packets" ? 3 : 1,
              mobility,
              ...(adhesion && { adhesion }),
            }),
          ],
          cultures: [culture],
          sources: [source({ species: 0 }, 20, middle, { on: [{ from: 0, to: 300 }] })],
        }),
      );
      // What the source gives is there at the start of a step and goes with it.
      const squares = squaresFrom(run(plan), middle);
      const { mean, meanError, count } = momentsOf(squares);
      assert.ok(count > 5000);
      const lump = detail === "packets" ? Math.sqrt(3) : 1;
      near(mean, 6 * diffusion * free * 900, lump * meanError, `${detail}, ${free} of them free`);
    }
});

test("between walls that absorb the slowest waves are left", () => {
  const length = 100;
  const culture = dish([20, 1, 1], [5, 20, 20], 0, { walls: ["absorbing", "absorbing", ...closed.slice(2)] });
  for (const detail of ["individuals", "pool"] as const) {
    const count = 40_000;
    const plan = planOf(
      model({
        end: 500,
        step: 125,
        vesicles: [species("EXO", { detail, mobility })],
        cultures: [culture],
        protocol: [at(0, { do: "vesicles", species: 0, concentration: count / culture.volume })],
      }),
    );
    run(plan, [1, 2], ({ time, cultures: [{ ledger }] }) => {
      if (time === 0) return;
      let expected = 0;
      for (let n = 1; n < 200; n += 2)
        expected += (8 / (n * Math.PI) ** 2) * Math.exp(-diffusion * ((n * Math.PI) / length) ** 2 * time);
      const left = 1 - ledger.vesicles.left[0] / count;
      near(
        left,
        expected,
        Math.sqrt((expected * (1 - expected)) / count) + (detail === "pool" ? 2e-3 : 0),
        `${detail}, ${time} s`,
      );
    });
  }
});

test("through a wall that absorbs, vesicles go that would else be lost, in their part", () => {
  const length = 40;
  const loss = 1 / 100;
  const culture = dish([8, 1, 1], [5, 20, 20], 0, { walls: ["absorbing", ...closed.slice(1)] });
  const range = Math.sqrt(diffusion / loss);
  const expected = (range / length) * Math.tanh(length / range); // of those that start evenly
  for (const detail of ["individuals", "pool"] as const) {
    const count = 40_000;
    const plan = planOf(
      model({
        end: 2000,
        step: 500,
        vesicles: [species("EXO", { detail, mobility, loss: number(loss) })],
        cultures: [culture],
        protocol: [at(0, { do: "vesicles", species: 0, concentration: count / culture.volume })],
      }),
    );
    const { left, lost } = run(plan).cultures[0].ledger.vesicles;
    assert.is(left[0] + lost[0], count);
    const error = Math.sqrt((expected * (1 - expected)) / count) + 0.01 * expected;
    near(left[0] / count, expected, error, detail, 3);
  }
});

test("what a cell releases leaves its surface at any time of the step", () => {
  const culture = cube(41, 10);
  const middle = [204, 203, 207];
  for (const detail of rungs) {
    const maker = kind("maker", { diameter: 2 * radius, releases: [release(20)] });
    const plan = planOf(
      model({
        end: 300,
        step: 300,
        vesicles: [species("EXO", { detail, packet: detail === "packets" ? 3 : 1, mobility })],
        kinds: [maker],
        cultures: [culture],
        protocol: [seeded(culture, 0, 1)],
      }),
    );
    const squares = squaresFrom(runAt(plan, [middle]), middle);
    const { mean, meanError, count } = momentsOf(squares);
    assert.ok(count > 5000);
    const voxel = detail === "pool" ? 10 ** 2 / 4 : 0; // what a pool does not tell of places
    const clumps = detail === "pool" ? count / 256 : detail === "packets" ? 3 : 1;
    near(mean, radius ** 2 + 3 * diffusion * 300 + voxel, Math.sqrt(clumps) * meanError, detail);
  }
});

test("what stays on cells and comes off again is in balance with what is free, wherever the cells are", () => {
  const culture = flask("afloat");
  const part = 0.05;
  const detach = 1 / 400;
  const count = 10_000;
  const eater = kind("eater", {
    diameter: 2 * radius,
    captures: [capture(part * brought, { entry: number(0), detach: number(detach) })],
  });
  for (const detail of ["individuals", "pool"] as const) {
    const plan = planOf(
      model({
        end: 2400,
        step: 300,
        vesicles: [species("EXO", { detail, mobility })],
        kinds: [eater],
        cultures: [culture],
        protocol: [seeded(culture, 0, 4), at(0, { do: "vesicles", species: 0, concentration: count / culture.volume })],
      }),
    );
    const simulation = runAt(plan, spots("afloat"));
    const surface = (part * brought) / (1 - part); // µm³/s
    const expected = (4 * surface) / (4 * surface + detach * culture.volume);
    const bound = 1 - freeVesicles(simulation.cultures[0], 0) / count;
    near(bound, expected, Math.sqrt((expected * (1 - expected)) / count) + 0.01 * expected, detail);
  }
});

test("what a pool gives to cells goes inside after its time on the surface, however often the way there is divided", () => {
  const culture = flask("afloat");
  const count = 1_000_000;
  const step = 1200;
  const entry = 1 / 60;
  const eater = kind("eater", { diameter: 2 * radius, captures: [capture(0.3 * brought, { entry: number(entry) })] });
  const plan = planOf(
    model({
      end: step,
      step,
      vesicles: [species("EXO", { mobility })],
      kinds: [eater],
      cultures: [culture],
      protocol: [seeded(culture, 0, 4), at(0, { do: "vesicles", species: 0, concentration: count / culture.volume })],
    }),
  );
  const simulation = runAt(plan, spots("afloat"));
  assert.ok(plan.spaces[0]!.pieces[0] > 10);
  const taken = captured(simulation) / count;
  const hazard = -Math.log(1 - taken) / step; // as if the flask were stirred: its cells are far apart
  const expected = (hazard * (Math.exp(-hazard * step) - Math.exp(-entry * step))) / (entry - hazard);
  const { cells } = simulation.cultures[0];
  const bound = sumOf(cells.columns[plan.vesicles.bound[0]].subarray(0, cells.count)) / count;
  near(bound, expected, Math.sqrt(expected / count) + 0.02 * expected, "on the surface");
});

test("where vesicles are very quick a static culture is a stirred one", () => {
  const culture = flask("afloat", 20);
  const { space: _places, ...stirred } = culture;
  const end = 3600;
  const count = 1_000_000;
  const eater: Kind = kind("eater", { diameter: 2 * radius, captures: [capture(10, { digestion: number(1e-4) })] });
  const maker = kind("maker", { diameter: 2 * radius, releases: [release(10)] });
  const [one, other] = [culture, stirred].map(
    (place) =>
      run(
        planOf(
          model({
            end,
            step: 600,
            vesicles: [species("EXO", { mobility: 1000, loss: number(5e-5) })],
            kinds: [eater, maker],
            cultures: [place],
            protocol: [
              seeded(culture, 0, 4),
              seeded(culture, 1, 2),
              at(0, { do: "vesicles", species: 0, concentration: count / culture.volume }),
            ],
          }),
        ),
      ).cultures[0],
  );
  for (const line of ["captured", "lost", "released", "degraded"] as const) {
    const [a, b] = [one, other].map(({ ledger }) => ledger.vesicles[line][0]);
    near(a, b, Math.sqrt(a + b) + 2e-3 * b, line);
  }
});

for (const place of ["static", "stirred"] as const)
  test(`a species climbs the ladder and comes down again with all it is: ${place}`, () => {
    const culture = cube(4, 20);
    const { space: _places, ...stirred } = culture;
    const detail: VesicleSpecies["detail"] = "auto";
    const dose = (time: number, count: number) =>
      at(time, { do: "vesicles", species: 0, concentration: count / culture.volume });
    const plan = planOf(
      model({
        end: 5400,
        step: 300,
        cargo: [{ name: "miR", face: "lumen", decay: number(0) }],
        vesicles: [
          species("EXO", {
            detail,
            packet: 40,
            mobility,
            loss: number(1 / 800),
            cargo: [{ cargo: 0, copies: number(3) }],
            classes: [{ cargo: 0, edges: [2] }],
          }),
        ],
        cultures: [place === "static" ? culture : stirred],
        protocol: [dose(0, 3000), dose(300, 60_000), dose(600, 300_000)],
      }),
    );
    const seen: string[] = [];
    run(plan, [1, 2], (simulation) => {
      const [
        {
          rungs: [rung],
          pools,
          packets,
          ledger,
        },
      ] = simulation.cultures;
      assert.equal(imbalances(simulation), []);
      const free = freeVesicles(simulation.cultures[0], 0);
      assert.is(
        free,
        363_000 * (simulation.time >= 600 ? 1 : 0) +
          (simulation.time < 300 ? 3000 : simulation.time < 600 ? 63_000 : 0) -
          ledger.vesicles.lost[0],
      );
      const copies =
        sumOf(pools[0].cargo) +
        sumOf(packets[0].cargo[0].subarray(0, packets[0].count).map((each, row) => each * packets[0].weight[row]));
      assert.ok(Math.abs(copies - 3 * free) <= 1e-6 * free, `${copies} copies on ${free}`);
      const name = rungs[rung];
      if (seen.at(-1) !== name) seen.push(name);
      if (simulation.time % 300 === 0 && name === "individuals" && simulation.step > 3)
        assert.ok(packets[0].weight.subarray(0, packets[0].count).every((weight) => weight === 1));
    });
    assert.equal(seen, ["individuals", "packets", "pool", "packets", "individuals"]);
  });

test.run();
