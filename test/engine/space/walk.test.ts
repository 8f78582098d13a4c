import { test } from "uvu";
import * as assert from "uvu/assert";
import { diffusionOf } from "../../../src/engine/space/brownian.ts";
import { type Bodies, gather, look, newCrowd } from "../../../src/engine/space/crowd.ts";
import { exitQuantile, insideDistance } from "../../../src/engine/space/exit.ts";
import type { Wall } from "../../../src/engine/space/grid.ts";
import { type Walker, walk } from "../../../src/engine/space/walk.ts";
import { begin, next } from "../../../src/kernels/chance.ts";
import { normalCumulative } from "../../../src/kernels/math.ts";
import { momentsOf, near } from "../bench.ts";

const D = 8.95; // µm²/s
const R = 4; // µm
const brought = 4 * Math.PI * D * R; // by diffusion at most, µm³/s
const strides = [0.25, 0.5, 1];

type Box = readonly [number, number, number];
const cube = (length: number): Box => [length, length, length];
const all = (wall: Wall) => [wall, wall, wall, wall, wall, wall] as const;
const layer = ["periodic", "periodic", "periodic", "periodic", "closed", "closed"] as const;

const bodies = (places: readonly Box[], take: number, radius = R): Bodies => ({
  count: places.length,
  x: Float64Array.from(places, ([x]) => x),
  y: Float64Array.from(places, ([, y]) => y),
  z: Float64Array.from(places, ([, , z]) => z),
  radius: new Float64Array(places.length).fill(radius),
  take: new Float64Array(places.length).fill(take),
});

const crowdOf = (lengths: Box, walls: readonly [Wall, Wall, Wall, Wall, Wall, Wall], these: Bodies) => {
  const crowd = newCrowd(lengths, walls);
  gather(crowd, these);
  return crowd;
};

type Crowd = ReturnType<typeof crowdOf>;

/** Walks rows one after the other from where `start` puts them; tells of each what `read` says afterwards. */
function walkMany(
  crowd: Crowd,
  count: number,
  duration: number,
  start: (walker: Walker) => void,
  read: (walker: Walker, wall: number) => number,
  stride?: number,
): Float64Array {
  const walker = { x: 0, y: 0, z: 0, weight: 1 };
  return Float64Array.from({ length: count }, (_, row) => {
    begin(11, 12, row, 13);
    walker.weight = 1;
    start(walker);
    const wall = walk(crowd, walker, D, duration, (_body, taken) => taken, stride);
    return read(walker, wall);
  });
}

const at =
  (x: number, y: number, z: number, weight = 1) =>
  (walker: Walker): void => {
    Object.assign(walker, { x, y, z, weight });
  };

/** Anywhere in the box outside the bodies. */
const anywhere =
  (crowd: Crowd, weight = 1) =>
  (walker: Walker): void => {
    walker.weight = weight;
    do {
      walker.x = next() * crowd.lengths[0];
      walker.y = next() * crowd.lengths[1];
      walker.z = next() * crowd.lengths[2];
      look(crowd, walker.x, walker.y, walker.z);
    } while (crowd.seen.values[0] < 0);
  };

/** Within this share of what theory says, or within 4 standard errors where these are wider. */
function close(values: Float64Array, expected: number, share: number, what: string): void {
  const { mean, meanError } = momentsOf(values);
  near(mean, expected, Math.max(meanError, (share * expected) / 4), what);
}

const erfc = (x: number): number => 2 * normalCumulative(-x * Math.SQRT2);

/** Probability to be taken within t from r by a sphere whose take is so many times 4πDR (Collins and Kimball 1949). */
function taken(t: number, r: number, times: number): number {
  const y = r - R;
  const way = y / Math.sqrt(4 * D * t);
  if (times === Infinity) return (R / r) * erfc(way);
  const h = (1 + times) / R;
  const later = Math.exp(h * y + h * h * D * t) * erfc(way + h * Math.sqrt(D * t));
  return (R / r) * (times / (1 + times)) * (erfc(way) - later);
}

test("diffusionOf() is 8.95 µm²/s for 54 nm in medium at 37 °C", () => {
  near(diffusionOf(0.054, 0.94e-9, 37), 8.95, 0.00125, "kT/(3πηd)"); // as far as 8.95 is rounded
});

test("exitQuantile() inverts the law of the time in which a ball is left, with mean 1/6", () => {
  const steps = 20000;
  let mean = 0;
  for (let step = 0; step < steps; step++) {
    const u = (step + 0.5) / steps;
    const s = exitQuantile(u);
    let inside = 0;
    for (let n = 1; n < 30; n++) inside += 2 * (n % 2 === 1 ? 1 : -1) * Math.exp(-n * n * Math.PI ** 2 * s);
    assert.ok(Math.abs(1 - inside - u) < 1e-7, `at ${u}`);
    mean += s / steps;
  }
  assert.ok(Math.abs(mean - 1 / 6) < 1e-5);
});

test("insideDistance() has the density r Σ n sin(nπr) exp(−n²π²s)", () => {
  for (const s of [0.01, 0.0999, 0.1001, 0.4]) {
    const cells = 20000;
    const weights = [0, 0, 0, 0];
    for (let cell = 0; cell < cells; cell++) {
      const r = (cell + 0.5) / cells;
      let density = 0;
      for (let n = 1; n < 40; n++) density += r * n * Math.sin(n * Math.PI * r) * Math.exp(-n * n * Math.PI ** 2 * s);
      for (let power = 0; power < 4; power++) weights[power] += density * r ** power;
    }
    begin(1, 2, 3, 4);
    const drawn = Float64Array.from({ length: 20000 }, () => insideDistance(s));
    for (const power of [1, 2, 3]) {
      const { mean, meanError } = momentsOf(drawn.map((r) => r ** power));
      near(mean, weights[power] / weights[0], meanError, `r^${power} at ${s}`);
    }
  }
});

test("walk() spreads vesicles by 6Dt, whether or not balls are left on the way", () => {
  const time = 20;
  const lone = { radius: 0.001, apart: 30 }; // a grain that is never met, but bounds the balls
  const grains: Box[] = [];
  for (let x = -2; x <= 2; x++)
    for (let y = -2; y <= 2; y++)
      for (let z = -2; z <= 2; z++)
        grains.push([2000 + (x + 0.5) * lone.apart, 2000 + (y + 0.5) * lone.apart, 2000 + (z + 0.5) * lone.apart]);
  for (const these of [bodies([], 0), bodies(grains, 0, lone.radius)]) {
    const crowd = crowdOf(cube(4000), all("closed"), these);
    for (const axis of ["x", "y", "z"] as const) {
      const squares = walkMany(crowd, 4000, time, at(2000, 2000, 2000), (walker) => (walker[axis] - 2000) ** 2);
      const { mean, meanError } = momentsOf(squares);
      near(mean, 2 * D * time, meanError, `${these.count} grains: ${axis}² after ${time} s`);
    }
  }
});

for (const times of [0.1, 1, 10, Infinity])
  test(`what a sphere takes follows Collins and Kimball for any step: take ${times} · 4πDR`, () => {
    const crowd = crowdOf(cube(2000), all("closed"), bodies([[1000, 1000, 1000]], times * brought));
    for (const [r, t] of [
      [4.3, 0.5],
      [5, 5],
    ])
      for (const stride of strides) {
        const weight = times < Infinity ? 1000 : 1;
        const read = (walker: Walker): number => 1 - walker.weight / weight;
        const shares = walkMany(crowd, 8000, t, at(1000, 1000 + r, 1000, weight), read, stride);
        close(shares, taken(t, r, times), 0.03, `from ${r} µm within ${t} s, stride ${stride}`);
      }
  });

test("a single step near a sphere is exact, however long it is beside the way to the surface", () => {
  const crowd = crowdOf(cube(2000), all("closed"), bodies([[1000, 1000, 1000]], brought));
  const weight = 1e9;
  for (const spreads of [0.2, 0.7, 1.05, 1.5, 2.5]) {
    const y = 1;
    const t = (y / spreads) ** 2 / (2 * D);
    const stride = 2 / spreads; // so that one step is enough
    const read = (walker: Walker): number => 1 - walker.weight / weight;
    const shares = walkMany(crowd, 30000, t, at(1000, 1000, 1000 + R + y, weight), read, stride);
    const { mean, meanError } = momentsOf(shares);
    near(mean, taken(t, R + y, 1), meanError, `surface ${spreads} spreads away`);
  }
});

test("a sphere in a corner of a periodic box, or of a closed one, takes as one that lies free", () => {
  for (const wall of ["periodic", "closed"] as const) {
    const crowd = crowdOf(cube(150), all(wall), bodies([[0, 0, 0]], brought));
    const shares = walkMany(crowd, 8000, 5, at(3, 3, 3, 1000), (walker) => 1 - walker.weight / 1000);
    close(shares, taken(5, Math.sqrt(27), 1), 0.03, wall);
  }
});

/** Sum of the rates of two absorbing spheres over 4πDR, by bispherical coordinates. @param apart centre to centre, radii */
function pairOf(apart: number): number {
  if (apart === 2) return 2 * Math.LN2;
  const b = Math.acosh(apart / 2);
  let sum = 0;
  for (let n = 1; n < 60; n++) sum += ((n % 2 === 1 ? 1 : -1) * Math.sinh(b)) / Math.sinh(n * b);
  return 2 * sum;
}

test("absorbing spheres shield each other, and one that lies on a closed wall is shielded by its image", () => {
  const shell = 30; // the mean over a shell around all is what reaches a charge: capacity / shell
  const time = 20000;
  const middle = 4000;
  const far = (capacity: number): number => (capacity / shell) * erfc((shell - capacity) / Math.sqrt(4 * D * time));
  const around =
    (height: number) =>
    (walker: Walker): void => {
      const c = 2 * next() - 1;
      const angle = 2 * Math.PI * next();
      walker.x = middle + shell * Math.sqrt(1 - c * c) * Math.cos(angle);
      walker.y = middle + shell * Math.sqrt(1 - c * c) * Math.sin(angle);
      walker.z = height > 0 ? height + shell * c : Math.abs(shell * c);
    };
  const one = bodies([[middle, middle, middle]], Infinity);
  const pair = (apart: number): Bodies =>
    bodies(
      [
        [middle - (apart * R) / 2, middle, middle],
        [middle + (apart * R) / 2, middle, middle],
      ],
      Infinity,
    );
  for (const [these, height, capacity] of [
    [one, middle, R],
    [pair(2), middle, R * pairOf(2)],
    [pair(3), middle, R * pairOf(3)],
    [bodies([[middle, middle, R]], Infinity), 0, R * pairOf(2)],
  ] as const) {
    const crowd = crowdOf(cube(2 * middle), all("closed"), these);
    const shares = walkMany(crowd, 20000, time, around(height), (walker) => 1 - walker.weight);
    close(shares, far(capacity), 0.03, `capacity ${capacity / R} radii`);
  }
});

test("weak absorbers in a periodic volume take k · c", () => {
  const k = 0.006 * brought;
  const length = 60;
  const time = 60;
  const places: Box[] = [
    [5, 10, 20],
    [30, 40, 59],
    [50, 20, 30],
  ];
  const crowd = crowdOf(cube(length), all("periodic"), bodies(places, k));
  const volume = length ** 3 - (places.length * 4 * Math.PI * R ** 3) / 3;
  for (const stride of strides) {
    const read = (walker: Walker): number => 1 - walker.weight / 1e6;
    const shares = walkMany(crowd, 4000, time, anywhere(crowd, 1e6), read, stride);
    close(shares, 1 - Math.exp((-places.length * (k / 1.006) * time) / volume), 0.03, `stride ${stride}`);
  }
});

test("a packed layer on the floor is taken from as a loose one, and fills no corner", () => {
  const side = 3;
  const places: Box[] = [];
  for (let i = 0; i < side; i++) for (let j = 0; j < side; j++) places.push([R * (1 + 2 * i), R * (1 + 2 * j), R]);
  const k = 0.0001 * brought;
  const lengths = [2 * R * side, 2 * R * side, 12] as const;
  const crowd = crowdOf(lengths, layer, bodies(places, k));
  const volume = lengths[0] * lengths[1] * lengths[2] - (places.length * 4 * Math.PI * R ** 3) / 3;
  const zones = 4; // of height, 3 µm each
  const counts = new Float64Array(zones);
  const read = (walker: Walker): number => {
    counts[Math.min(zones - 1, Math.floor(walker.z / 3))]++;
    return 1 - walker.weight / 1e9;
  };
  const rows = 5000;
  const time = 3;
  for (const stride of [0.5, 1]) {
    counts.fill(0);
    const shares = walkMany(crowd, rows, time, anywhere(crowd, 1e9), read, stride);
    close(shares, (places.length * k * time) / volume, 0.03, `taken by the layer, stride ${stride}`);
    let chi2 = 0;
    for (let zone = 0; zone < zones; zone++) {
      // a cap of height h has the volume π h² (R − h/3)
      const below = (z: number): number => {
        const h = Math.min(z, 2 * R);
        return lengths[0] * lengths[1] * z - places.length * Math.PI * h * h * (R - h / 3);
      };
      const expected = (rows * (below(3 * zone + 3) - below(3 * zone))) / volume;
      chi2 += (counts[zone] - expected) ** 2 / expected;
    }
    assert.ok(chi2 < 21.1, `chi² of heights is ${chi2}`); // 3 degrees of freedom, 1e-4
  }
});

for (const wall of ["closed", "periodic"] as const)
  test(`walls (${wall}) and a sphere that takes nothing keep an even density`, () => {
    const length = 20;
    const crowd = crowdOf(cube(length), all(wall), bodies([[7, 10, 18]], 0));
    const corner = 4; // bins along each side
    const before = new Float64Array(corner ** 3 + 4);
    const after = new Float64Array(corner ** 3 + 4);
    const put = (into: Float64Array, { x, y, z }: Walker): number => {
      const along = (value: number): number => Math.min(corner - 1, Math.floor((value / length) * corner));
      look(crowd, x, y, z);
      into[(along(z) * corner + along(y)) * corner + along(x)]++;
      const gap = Math.floor(2 * crowd.seen.values[0]); // shells of half a µm about the sphere
      if (gap < 4) into[corner ** 3 + Math.max(0, gap)]++;
      return 0;
    };
    const rows = 20000;
    walkMany(crowd, 5 * rows, 0, anywhere(crowd), (walker) => put(before, walker)); // where they may be
    walkMany(crowd, rows, 4, anywhere(crowd), (walker) => put(after, walker));
    let chi2 = 0;
    for (let bin = 0; bin < corner ** 3; bin++) chi2 += (after[bin] - before[bin] / 5) ** 2 / (0.24 * before[bin] + 1);
    assert.ok(chi2 < 112, `chi² of bins is ${chi2}`); // 63 degrees of freedom, 1e-4
    for (let shell = corner ** 3; shell < after.length; shell++)
      near(after[shell], before[shell] / 5, Math.sqrt(0.24 * before[shell]), `shell ${shell - corner ** 3}`);
  });

test("first passage out of a cube with absorbing walls takes 0.0562 L²/D from its centre", () => {
  const length = 20;
  const unit = (length * length) / D;
  // survival is the cube of that of an interval; its time integral by the midpoint rule
  const survival = (t: number): number => {
    let sum = 0;
    for (let n = 1, sign = 1; n < 99; n += 2, sign = -sign)
      sum += ((4 * sign) / (n * Math.PI)) * Math.exp(-n * n * Math.PI ** 2 * t);
    return sum ** 3;
  };
  let mean = 0;
  for (let t = 0.00005; t < 1; t += 0.0001) mean += survival(t) * 0.0001;
  assert.ok(Math.abs(mean - 0.0562) < 0.00005, `${mean}`);
  const crowd = crowdOf(cube(length), all("absorbing"), bodies([], 0));
  const slice = 0.003;
  const left = new Float64Array(6);
  const times = Float64Array.from({ length: 10000 }, (_, row) => {
    const walker = { x: length / 2, y: length / 2, z: length / 2, weight: 1 };
    begin(3, 4, row, 5);
    for (let step = 0; ; step++) {
      const wall = walk(crowd, walker, D, slice * unit, () => 0);
      if (wall < 0) continue;
      assert.is(walker.weight, 1);
      left[wall]++;
      return (step + 0.5) * slice;
    }
  });
  close(times, mean, 0.02, "mean time in L²/D");
  for (const count of left) near(count, 10000 / 6, Math.sqrt((10000 * 5) / 36), "rows that left by each wall");
  for (const t of [0.02, 0.05, 0.15]) {
    const stayed = walkMany(crowd, 10000, t * unit, at(10, 10, 10), (_, wall) => (wall < 0 ? 1 : 0));
    close(stayed, survival(t), 0.02, `still inside after ${t} L²/D`);
  }
});

test("the mean time to an absorbing sphere in a periodic cube is V/(4πDR) · (1 − 2.8373 R/L)", () => {
  const length = 40;
  const expected = (length ** 3 / brought) * (1 - (2.837297 * R) / length + (4 * Math.PI * R ** 3) / (3 * length ** 3));
  const crowd = crowdOf(cube(length), all("periodic"), bodies([[20, 1, 39]], Infinity));
  const walker = { x: 0, y: 0, z: 0, weight: 1 };
  const slice = expected / 30;
  const times = Float64Array.from({ length: 5000 }, (_, row) => {
    begin(5, 6, row, 7);
    anywhere(crowd)(walker);
    for (let step = 0; ; step++) {
      walk(crowd, walker, D, slice, (_body, count) => count);
      if (walker.weight === 0) return (step + 0.5) * slice;
    }
  });
  close(times, expected, 0.02, "mean time");
});

test("a wall with a fixed concentration behind it takes what reaches it; the closed one opposite folds", () => {
  const crowd = crowdOf([30, 30, 30], ["periodic", "periodic", "closed", "closed", "closed", "fixed"], bodies([], 0));
  // from the floor: an interval of 60 µm with both ends absorbing, from its middle
  let survival = 0;
  for (let n = 1, sign = 1; n < 99; n += 2, sign = -sign)
    survival += ((4 * sign) / (n * Math.PI)) * Math.exp((-n * n * Math.PI ** 2 * D * 60) / 3600);
  const stayed = walkMany(crowd, 20000, 60, at(1, 1, 0), (_, wall) => {
    assert.ok(wall === -1 || wall === 5);
    return wall < 0 ? 1 : 0;
  });
  close(stayed, survival, 0.02, "still there");
});

test("of a packet, each vesicle is taken as a lone one is, and all along one path", () => {
  const n = 20;
  const t = 5;
  const r = 5;
  const crowd = crowdOf(cube(2000), all("closed"), bodies([[1000, 1000, 1000]], brought));
  const counts = walkMany(crowd, 20000, t, at(1000 - r, 1000, 1000, n), (walker) => n - walker.weight);
  const { mean, meanError, variance, varianceError } = momentsOf(counts);
  const one = taken(t, r, 1);
  const two = 2 * one - taken(t, r, 2); // both of two: one survives a path as exp(−c·push), two as exp(−2c·push)
  near(mean, n * one, meanError, "mean");
  near(variance, n * (n - 1) * two + n * one - (n * one) ** 2, varianceError, "variance");
});

test("nothing is lost: what was there is taken, left through a wall, or still there, outside every body", () => {
  begin(1, 1, 1, 1);
  const places = Array.from({ length: 60 }, (): Box => [60 * next(), 60 * next(), 4 + 40 * next()]); // some overlap
  const these = bodies(places, 20 * brought);
  const crowd = crowdOf([60, 60, 60], ["periodic", "periodic", "closed", "closed", "closed", "absorbing"], these);
  const room = new Float64Array(places.length).fill(300);
  let given = 0;
  let left = 0;
  let there = 0;
  for (let row = 0; row < 600; row++) {
    const walker = { x: 60 * ((row * 0.618) % 1), y: 60 * ((row * 0.755) % 1), z: 60 * ((row * 0.57) % 1), weight: 40 };
    begin(8, 8, row, 8);
    const wall = walk(crowd, walker, D, 30, (body, count) => {
      assert.ok(count > 0 && Math.floor(count) === count);
      const part = Math.min(count, room[body]);
      room[body] -= part;
      given += part;
      return part;
    });
    if (wall >= 0) {
      assert.ok(wall === 5 && walker.weight > 0);
      left += walker.weight;
    } else there += walker.weight;
    for (const place of [walker.x, walker.y, walker.z]) assert.ok(place >= 0 && place <= 60);
  }
  assert.is(given + left + there, 600 * 40);
  assert.ok(given > 1000 && left > 1000 && there > 1000, `${given}, ${left}, ${there}`);
  assert.is(
    room.reduce((sum, each) => sum + 300 - each, 0),
    given,
  );
});

test("what starts inside a sphere is put on its surface, from its centre too", () => {
  const crowd = crowdOf(cube(100), all("closed"), bodies([[50, 50, 50]], 0));
  const off = Math.hypot(1, 0.5, 1);
  for (const [start, x, y, z] of [
    [at(50, 50, 50), 0, 0, 1],
    [at(51, 50.5, 49), 1 / off, 0.5 / off, -1 / off],
  ] as const) {
    // within 1e-9 s a vesicle spreads by 1.3e-4 µm along each axis
    const misses = walkMany(crowd, 500, 1e-9, start, (walker) =>
      Math.hypot(walker.x - 50 - R * x, walker.y - 50 - R * y, walker.z - 50 - R * z),
    );
    for (const miss of misses) assert.ok(miss < 0.002, `${miss}`);
    const gaps = walkMany(
      crowd,
      500,
      1e-9,
      start,
      (walker) => Math.hypot(walker.x - 50, walker.y - 50, walker.z - 50) - R,
    );
    for (const gap of gaps) assert.ok(gap > -1e-8, `${gap}`);
  }
});

test("where bodies stand in memory does not matter, nor what a crowd held before", () => {
  begin(2, 2, 2, 2);
  const places = Array.from({ length: 300 }, (): Box => [100 * next(), 100 * next(), 100 * next()]);
  const one = crowdOf(cube(100), all("periodic"), bodies(places, brought));
  const other = crowdOf(cube(100), all("periodic"), bodies([...places, ...places].slice(7), 0));
  gather(other, bodies([...places].reverse(), brought));
  const trace = (crowd: Crowd): Float64Array =>
    walkMany(crowd, 200, 20, anywhere(crowd, 100), ({ x, y, z, weight }) => x + 1e3 * y + 1e6 * z + 1e9 * weight);
  assert.equal(trace(one), trace(other));
});

test("look() finds the two nearest surfaces, images among them, or says how far none is", () => {
  begin(4, 4, 4, 4);
  const lengths = [90, 120, 200] as const;
  const flat = Array.from({ length: 200 }, (): Box => [90 * next(), 120 * next(), 4 + 20 * next()]);
  const few = flat.slice(0, 2);
  for (const places of [flat, few])
    for (const walls of [layer, all("closed"), all("periodic"), all("absorbing")]) {
      const crowd = crowdOf(lengths, walls, bodies(places, 0));
      for (let trial = 0; trial < 200; trial++) {
        const here = [90 * next(), 120 * next(), 200 * next() * next()];
        const gaps: number[] = [];
        const imagesOf = (axis: number, value: number): number[] =>
          walls[2 * axis] === "periodic"
            ? [value - lengths[axis], value, value + lengths[axis]]
            : walls[2 * axis] === "closed"
              ? [-value, value, 2 * lengths[axis] - value]
              : [value];
        for (const place of places)
          for (const x of imagesOf(0, place[0]))
            for (const y of imagesOf(1, place[1]))
              for (const z of imagesOf(2, place[2])) gaps.push(Math.hypot(x - here[0], y - here[1], z - here[2]) - R);
        const sorted = Float64Array.from(gaps).sort();
        look(crowd, here[0], here[1], here[2]);
        for (const rank of [0, 1]) {
          const { values, body } = crowd.seen;
          if (body[rank] < 0) assert.ok(values[rank] <= sorted[rank] + 1e-9 && values[rank] > 0);
          else
            assert.ok(Math.abs(values[rank] - sorted[rank]) < 1e-9, `rank ${rank}: ${values[rank]}, ${sorted[rank]}`);
        }
      }
    }
});

test.run();
