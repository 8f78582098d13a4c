import { test } from "uvu";
import * as assert from "uvu/assert";
import { planOf, type Simulation } from "../../../src/engine/simulation.ts";
import type { Culture, Kind, Model, Move } from "../../../src/model.ts";
import {
  at,
  clock,
  factor,
  fixed,
  hazard,
  kind,
  model,
  momentsOf,
  near,
  number,
  operate,
  read,
  run,
  species,
} from "../bench.ts";
import { closed, cube, dish, periodic, placeOf, runAt, seeded, sumOf } from "./dish.ts";

const hour = 3600;
const walker = (motility: number, persistence: number, toward?: Move["toward"]): Kind =>
  kind("walker", {
    diameter: 8,
    move: { motility: number(motility), persistence: number(persistence), ...(toward && { toward }) },
  });
const placesOf = (simulation: Simulation): number[][] =>
  Array.from({ length: simulation.cultures[0].cells.count }, (_, row) => placeOf(simulation, row));
const away = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((each, axis) => each - b[axis]));

/** Least distance of two cells, as a part of that at which they touch. */
function closest(simulation: Simulation): number {
  const { cells } = simulation.cultures[0];
  const { radii } = simulation.plan.spaces[0]!;
  const places = placesOf(simulation);
  let least = Infinity;
  for (let one = 0; one < cells.count; one++)
    for (let other = 0; other < one; other++) {
      const touch = radii[cells.kind[one]] + radii[cells.kind[other]];
      least = Math.min(least, away(places[one], places[other]) / touch);
    }
  return least;
}

for (const [persistence, cells] of [
  [0, "afloat"],
  [1200, "afloat"],
  [1200, "settled"],
  [0, "lattice"],
] as const)
  test(`cells walk by Fürth's law: ${persistence} s of memory, ${cells}`, () => {
    const motility = 0.1; // µm²/s
    const count = 2500;
    const culture = cube(60, 40, 0, { walls: closed, cells });
    const plan = planOf(
      model({
        end: hour,
        step: 600,
        kinds: [walker(motility, persistence)],
        cultures: [cells === "lattice" ? cube(240, 10, 0, { cells }) : culture],
        protocol: [seeded(culture, 0, count)],
      }),
    );
    let start: number[][] = [];
    run(plan, [1, 2], (simulation) => {
      const { time } = simulation;
      if (time === 0) start = placesOf(simulation);
      if (time === 0) return;
      const axes = cells === "settled" ? 2 : 3;
      const moved = placesOf(simulation).map((spot, row) => away(spot, start[row]) ** 2);
      const remembered = persistence > 0 ? persistence * (1 - Math.exp(-time / persistence)) : 0;
      const { mean, meanError } = momentsOf(moved);
      near(mean, axes * 2 * motility * (time - remembered), meanError, `after ${time} s`);
    });
  });

test("cells climb a gradient at the speed that their rule says, in the first voxel as elsewhere", () => {
  const length = 400;
  const culture = dish([40, 4, 1], [10, 10, 20], 1, {
    walls: ["fixed", "absorbing", ...closed.slice(2)],
    outside: [1],
  });
  const speed = 0.02; // µm/s
  const halfMax = 0.1;
  const plan = planOf(
    model({
      end: 2 * hour,
      step: 300,
      factors: [factor("X", { diffusion: 1000 })],
      kinds: [walker(0, 0, { factor: 0, speed: number(speed), halfMax: number(halfMax) })],
      cultures: [culture],
      protocol: [seeded(culture, 0, 4), at(0, { do: "add", factor: 0, concentration: 0.5 })],
    }),
  );
  const starts = [25, 160, 300, 396];
  // The profile is there in minutes, against hours on the way: 400²/(π² 1000) = 16 s.
  const simulation = runAt(
    plan,
    starts.map((x, row) => [x, 4 + 8 * row, 10]),
  );
  const slope = 1 / length;
  starts.forEach((from, row) => {
    let x = from;
    for (let time = 0; time < 2 * hour; time += 5) {
      const difference = slope * 8;
      x = Math.max(4, x - 5 * speed * (difference / (difference + halfMax * (1 - x / length))));
    }
    // The concentration in a voxel is that of its middle: 5 µm off at most, of a way that bends with it.
    assert.ok(
      Math.abs(placeOf(simulation, row)[0] - x) < 0.02 * (from - x) + 0.2,
      `${from}: ${placeOf(simulation, row)[0]}, not ${x}`,
    );
  });
});

for (const cells of ["settled", "afloat"] as const)
  test(`daughters lie beside each other where their mother was: ${cells}`, () => {
    const culture = cube(20, 20, 0, { cells });
    const once = clock("divide", fixed(500), { later: fixed(1e9) });
    const plan = planOf(
      model({
        end: 600,
        step: 600,
        kinds: [kind("mother", { diameter: 10, clocks: [once] })],
        cultures: [culture],
        protocol: [seeded(culture, 0, 3)],
      }),
    );
    const mothers = [
      [100, 100, cells === "settled" ? 5 : 100],
      [300, 100, cells === "settled" ? 5 : 300],
      [100, 300, cells === "settled" ? 5 : 90],
    ];
    const simulation = runAt(plan, mothers);
    const places = placesOf(simulation);
    assert.is(places.length, 6);
    mothers.forEach((mother, row) => {
      const [one, other] = [places[row], places[3 + row]];
      assert.ok(Math.abs(away(one, other) - 10) < 0.2, `${away(one, other)} µm apart`);
      const middle = one.map((each, axis) => (each + other[axis]) / 2);
      assert.ok(away(middle, mother) < 0.01, "their middle is hers");
    });
  });

for (const cells of ["settled", "afloat"] as const)
  test(`cells that divide make room for each other: ${cells}`, () => {
    const culture = cube(6, 20, 0, { cells });
    const kinds = [
      kind("small", {
        diameter: 6,
        hazards: [hazard("divide", 0.4 / hour)],
        move: { motility: number(0.01), persistence: number(100) },
      }),
      kind("large", { diameter: 9, hazards: [hazard("divide", 0.2 / hour), hazard("become", 0.1 / hour, 0)] }),
    ];
    const plan = planOf(
      model({
        end: 8 * hour,
        step: 600,
        kinds,
        cultures: [culture],
        protocol: [seeded(culture, 0, 4), seeded(culture, 1, 4)],
      }),
    );
    const { cells: rows } = run(plan, [1, 2], (simulation) => {
      assert.ok(closest(simulation) >= 0.98 - 1e-9 || cells === "settled", `${closest(simulation)}`);
      if (cells === "settled") {
        const { kind: kinds } = simulation.cultures[0].cells;
        for (const [row, spot] of placesOf(simulation).entries()) assert.is(spot[2], kinds[row] === 0 ? 3 : 4.5);
        // Along the floor unequal spheres touch closer than their radii together: by their heights.
        assert.ok(closest(simulation) >= 0.975);
      }
    }).cultures[0];
    assert.ok(rows.count > 60, `${rows.count} cells`);
  });

test("on a lattice no voxel holds two cells, and who has no room to divide waits for it", () => {
  const culture = dish([3, 3, 1], [10, 10, 10], 0, { cells: "lattice" });
  const crowd = kind("crowd", {
    hazards: [hazard("divide", 5 / hour)],
    move: { motility: number(0.01), persistence: number(0) },
  });
  const timed = kind("timed", { clocks: [clock("divide", fixed(900))] });
  for (const [one, rate] of [
    [crowd, 0],
    [{ ...crowd, hazards: [...crowd.hazards, hazard("die", 1 / hour)] }, 1],
    [timed, 0],
  ] as const) {
    const plan = planOf(
      model({ end: 6 * hour, step: 300, kinds: [one], cultures: [culture], protocol: [seeded(culture, 0, 2)] }),
    );
    const most: number[] = [];
    const { ledger } = run(plan, [1, 2], (simulation) => {
      const sites = placesOf(simulation).map(([x, y]) => `${x} ${y}`);
      assert.is(new Set(sites).size, sites.length);
      assert.ok(placesOf(simulation).every((spot) => spot.every((each) => [5, 15, 25].includes(each))));
      most.push(sites.length);
    }).cultures[0];
    assert.is(Math.max(...most), 9);
    if (rate === 0) assert.is(ledger.cells.divisions[0], 7);
    else assert.ok(ledger.cells.divisions[0] > 20);
  }
});

/** What cells read of those that touch them, as a part of what they would read in a stirred culture: one number for each run. */
function contacts(
  culture: Culture,
  kinds: readonly Kind[],
  counts: readonly number[],
  runs: number,
  steps = 1,
): Float64Array {
  const touched = read({ signal: "contact", weights: kinds.map((_, at) => ({ kind: at, of: number(1) })) });
  const reading = kinds.map((one) => ({ ...one, hazards: [hazard("die", operate(touched, "*", number(1e-30)))] }));
  const plan = planOf(
    model({
      end: steps * 600,
      step: 600,
      kinds: reading,
      cultures: [culture],
      protocol: counts.map((count, at) => seeded(culture, at, count)),
    }),
  );
  const [{ column }] = plan.layout.around;
  return Float64Array.from({ length: runs }, (_, key) => {
    const { cells } = run(plan, [key, 7]).cultures[0];
    let sum = 0;
    for (let row = 0; row < cells.count; row++) sum += cells.columns[column][row];
    return sum / cells.count / ((cells.count - 1) / culture.volume);
  });
}

test("cells at random places read on average the density that they would in a stirred culture", () => {
  const culture = cube(10, 20, 0, { walls: periodic, reach: 2 });
  const still = [8, 6].map((diameter) => kind(`of ${diameter} µm`, { diameter }));
  const { mean, meanError } = momentsOf(contacts(culture, still, [100, 100], 400));
  // Spheres that exclude each other are at contact denser by 5/2 of the part they fill: 0.7 %.
  near(mean, 1.02, meanError, "founders", 3);
  assert.ok(meanError < 0.05);
});

test("cells that walk do not gather where they touch", () => {
  const culture = cube(10, 20, 0, { walls: periodic, reach: 2 });
  const { mean, meanError } = momentsOf(contacts(culture, [walker(0.05, 0)], [200], 30, 6));
  // They bounce as off a plane: what is curved leaves too many by about the way of a piece against the distance.
  near(mean, 1.15, meanError + 0.05, "walkers", 3);
});

/** What cells at these places read of a factor or a species: for each of so many runs, by row. */
function readings(
  culture: Culture,
  signal: Parameters<typeof read>[0],
  spots: readonly (readonly number[])[],
  given: Partial<Model> & { end: number; step: number },
  runs = 1,
): number[][] {
  const plan = planOf(
    model({
      kinds: [kind("reader", { diameter: 10, hazards: [hazard("die", operate(read(signal), "*", number(1e-30)))] })],
      cultures: [culture],
      ...given,
      protocol: [seeded(culture, 0, spots.length), ...(given.protocol ?? [])],
    }),
  );
  const [{ column }] = plan.layout.around;
  return Array.from({ length: runs }, (_, key) => {
    const { cells } = runAt(plan, spots, [key, 3]).cultures[0];
    return [...cells.columns[column].subarray(0, spots.length)];
  });
}

test("a cell reads the concentration where it is", () => {
  const culture = dish([20, 4, 4], [10, 10, 10], 1, {
    walls: ["fixed", "absorbing", ...closed.slice(2)],
    outside: [2],
  });
  const spots = [10, 33, 58, 71, 96, 122, 149, 170].map((x, row) => [x, 10 + (row % 2) * 20, 20]);
  const [found] = readings(culture, { signal: "factor", index: 0 }, spots, {
    end: 1800,
    step: 600,
    factors: [factor("X", { diffusion: 1000 })],
    protocol: [at(0, { do: "add", factor: 0, concentration: 1 })],
  });
  // Places are told apart by a quarter of a voxel: so much of the slope.
  for (const [row, [x]] of spots.entries())
    assert.ok(Math.abs(found[row] - 2 * (1 - x / 200)) < 0.02, `${x}: ${found[row]}`);
});

test("a cell reads free vesicles next to it alike, however they are kept and however fine the voxels are", () => {
  for (const [width, cells] of [
    [5, "afloat"],
    [10, "settled"],
    [20, "afloat"],
  ] as const)
    for (const detail of ["individuals", "pool"] as const) {
      const culture = dish([80 / width, 80 / width, 80 / width], [width, width, width], 0, { cells });
      const spots = [
        [20, 20, 20],
        [62, 57, 23],
        [18, 58, 61],
        [60, 24, 58],
      ].map(([x, y, z]) => [x, y, cells === "settled" ? 5 : z]);
      const count = 10_000;
      const found = readings(
        culture,
        { signal: "vesicle", index: 0 },
        spots,
        {
          end: 100,
          step: 100,
          vesicles: [species("EXO", { detail, mobility: 0.2 })],
          protocol: [at(0, { do: "vesicles", species: 0, concentration: count / culture.volume })],
        },
        20,
      ).map((by) => sumOf(by) / by.length / (count / culture.volume));
      const { mean, meanError } = momentsOf(found);
      const free = detail === "pool" ? 1 : 1 / (1 - (4 * (4 / 3) * Math.PI * 5 ** 3) / culture.volume);
      near(mean, free, meanError, `${detail}, voxels of ${width} µm, ${cells}`);
      assert.ok(meanError < 0.12);
    }
});

test.run();
