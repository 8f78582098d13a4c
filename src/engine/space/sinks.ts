/**
 * How a cell takes from the voxels around it, and gives to them, so that the grid does not show. A sphere of radius R that takes k · c
 * at its surface takes K·k/(K + k) · c∞ from a medium with the concentration c∞ far away, K = 4πDR (Smoluchowski 1917; Collins and
 * Kimball 1949). On a grid it takes `a` times the weighted mean c̄ of its voxels, with a = k/(1 + k·δ): δ is the resistance
 * (s/µm³) between these voxels and its surface. With one voxel δ = 1/K − G(0,0,0), G being Green's function of the lattice; with
 * more, δ is what makes the steady uptake of the spread sink that of the sphere. K·δ depends on the place of the sphere within its
 * voxel and on x = k/K alone, so it is worked out once.
 *
 * A voxel is fine for a sphere less wide than 0.62 of it; else voxels share in it as its surface passes through them (what is taken
 * at the surface leaves δ small and nearly the same for all x; parts of the volume do not). Voxels take up no faster than molecules
 * come from one to the next: where that is too slow for a sphere, it is laid out 5 % wider, again and again, until δ of one that
 * absorbs is 0.02/K.
 *
 * By a closed wall a sphere takes less: it shares what comes with its mirror image, at a distance of 2z and not of whole voxels. So
 * places in the outermost voxels have stencils of their own, in which both images count, that of the sphere and that of the voxels:
 * alone on a wall, a sphere has 1/K·(1 + ε − ε⁴), ε = R/2z, in place of 1/K (two equal spheres, to the fourth order; on contact
 * 1.4375, exactly 1/ln 2). The same holds for what is one voxel thick.
 */
import { cos, exp, log, pow, sin } from "../../kernels/math.ts";
import type { Grid } from "./grid.ts";
import { greenAt, type Lattice, newLattice } from "./lattice.ts";

/** The stencils of cells of one radius on one grid, for places within a voxel and by its walls. */
export interface Sink {
  readonly radius: number; // µm
  readonly sides: readonly [Side, Side, Side]; // along x, y, z
  /** Entries of a stencil: from first[stencil] up to first[stencil + 1]. */
  readonly first: Int32Array;
  readonly dx: Int32Array; // of entries: voxels from that which holds the centre
  readonly dy: Int32Array;
  readonly dz: Int32Array;
  readonly weight: Float64Array; // of entries: they sum to 1 in a stencil
  /** Where the resistances of a stencil start: K·δ at x/(1 + x) = 0, 1/32, …, 1. */
  readonly table: Int32Array;
  readonly resistances: Float64Array;
}

/** How places along an axis are told apart: in bins of a voxel, and in the outermost voxels by their distance from the wall. */
interface Side {
  readonly width: number; // of a voxel, µm
  readonly count: number; // of voxels
  readonly bins: number;
  readonly edges: Float64Array; // µm from a wall, up to which each interval of distances reaches
  readonly low: boolean; // whether distances from the low wall, from the high wall count
  readonly high: boolean;
  readonly slots: number;
}

/** One class of places along an axis. */
interface Slot {
  readonly at: number; // µm from the low side of the voxel
  readonly kind: "free" | "wall" | "between" | "around"; // open; a wall at 0; one voxel between walls; one voxel, periodic
  readonly mirror: number; // the slot that is solved for it: itself, or its mirror image
}

/** What is known of one class of places before its sink is laid out. */
interface Case {
  readonly lattice: Lattice;
  readonly slots: readonly Slot[]; // along x, y, z
  readonly radius: number; // µm
  readonly span: number; // voxels that a sink may reach to each side
  /** D times the concentration that mirror images of the sphere make at it: at the nodes of the lattice's integral, 1/µm³, and what polarisation takes off the integral, 1/µm. */
  readonly images: Float64Array;
  readonly polarisation: number;
}

/** Voxels, weights and resistances of one class of places. */
interface Pattern {
  readonly offsets: readonly (readonly [number, number, number])[];
  readonly weights: Float64Array;
  readonly resistances: Float64Array;
}

/** A continued fraction 1/(t + a₀ − b₁²/(t + a₁ − b₂²/(t + …))). */
interface Fraction {
  readonly a: readonly number[];
  readonly squares: readonly number[]; // b₁², b₂², …
}

const least = 0.02; // K·δ of a sphere that absorbs
const widening = 1.05;
const widest = 2; // times the radius: even that is too slow only in a box narrower than the sphere, which then takes what comes
const binsOfVoxel = 4; // along an axis
const touching = 1.1; // radii from a wall up to which a cell is taken to lie on it
const spread = 1.3; // ratio of distances from a wall that share a stencil
const intervals = 32; // of a table of resistances
const moments = 8; // terms of the continued fraction: two would do where the sphere is spread as its surface is

/** @param radius µm @throws RangeError where it is not above 0 */
export function newSink(grid: Grid, radius: number): Sink {
  if (!(radius > 0)) throw new RangeError(`radius ${radius} µm`);
  const span = Math.ceil((widest * radius) / Math.min(...grid.size)) + 1;
  const lattice = newLattice(grid.size, 2 * span + 1);
  const bins = 4 * Math.PI * radius * greenAt(lattice, 0, 0, 0) <= 1 - least ? 1 : binsOfVoxel;
  const sides = [0, 1, 2].map((axis) => sideOf(grid, axis, radius, bins));
  const slots = [0, 1, 2].map((axis) => slotsOf(grid, axis, sides[axis], radius));
  const [nx, ny, nz] = slots.map((each) => each.length);

  const sums = new Map<string, Float64Array>();
  const patterns: Pattern[] = [];
  const numbers = new Map<number, number>(); // of patterns, by the stencil they were worked out for
  const first = new Int32Array(nx * ny * nz + 1);
  const table = new Int32Array(nx * ny * nz);
  const entries: (readonly [number, number, number, number])[] = [];
  for (let stencil = 0; stencil < table.length; stencil++) {
    const own = [stencil % nx, Math.floor(stencil / nx) % ny, Math.floor(stencil / (nx * ny))];
    const solved = own.map((slot, axis) => slots[axis][slot].mirror);
    const name = (solved[2] * ny + solved[1]) * nx + solved[0];
    if (!numbers.has(name)) {
      const classes = solved.map((slot, axis) => slots[axis][slot]);
      numbers.set(name, patterns.length);
      patterns.push(patternOf({ lattice, slots: classes, radius, span, ...imagesOf(lattice, classes, radius) }, sums));
    }
    const number = numbers.get(name)!;
    const pattern = patterns[number];
    const signs = own.map((slot, axis) => (slot === solved[axis] ? 1 : -1));
    for (const [entry, [i, j, k]] of pattern.offsets.entries())
      entries.push([signs[0] * i, signs[1] * j, signs[2] * k, pattern.weights[entry]]);
    first[stencil + 1] = entries.length;
    table[stencil] = number * (intervals + 1);
  }
  const resistances = new Float64Array(patterns.length * (intervals + 1));
  for (const [row, pattern] of patterns.entries()) resistances.set(pattern.resistances, row * (intervals + 1));
  return {
    radius,
    sides: [sides[0], sides[1], sides[2]],
    first,
    dx: Int32Array.from(entries, ([i]) => i),
    dy: Int32Array.from(entries, ([, j]) => j),
    dz: Int32Array.from(entries, ([, , k]) => k),
    weight: Float64Array.from(entries, ([, , , weight]) => weight),
    table,
    resistances,
  };
}

/** Which of the sink's stencils a place in the box has. @param x µm @param y µm @param z µm */
export function stencilAt({ sides }: Sink, x: number, y: number, z: number): number {
  return (slotAt(sides[2], z) * sides[1].slots + slotAt(sides[1], y)) * sides[0].slots + slotAt(sides[0], x);
}

/**
 * Rate at which the voxels' weighted mean concentration is taken, so that the cell takes what the sphere would, µm³/s: voxel i loses
 * that times its weight times its concentration.
 * @param k µm³/s at the surface; Infinity: whatever comes is taken
 * @param diffusion µm²/s, above 0
 */
export function uptakeRate(sink: Sink, stencil: number, k: number, diffusion: number): number {
  if (!(k > 0)) return 0;
  const supply = 4 * Math.PI * diffusion * sink.radius;
  if (k === Infinity) return supply / resistanceAt(sink, stencil, 1);
  return (supply * k) / (supply + k * resistanceAt(sink, stencil, k / (k + supply)));
}

/**
 * Part of what a cell secretes that it takes up itself before the voxels around it see any: they get the rest.
 * @param k µm³/s at the surface; Infinity: whatever comes is taken
 * @param diffusion µm²/s, above 0
 */
export function recapturedAt(sink: Sink, stencil: number, k: number, diffusion: number): number {
  if (!(k > 0)) return 0;
  if (k === Infinity) return 1;
  const supply = 4 * Math.PI * diffusion * sink.radius;
  const resistance = Math.max(resistanceAt(sink, stencil, k / (k + supply)), 0);
  return (k * resistance) / (supply + k * resistance);
}

/**
 * Concentration at the surface of a cell, molecules/µm³.
 * @param k µm³/s at the surface, finite
 * @param mean weighted mean concentration of its voxels, molecules/µm³
 * @param secreted molecules/s that it gives to these voxels: near the cell there is more of it than the voxels show
 * @param diffusion µm²/s, above 0
 */
export function surfaceAt(
  sink: Sink,
  stencil: number,
  k: number,
  mean: number,
  secreted: number,
  diffusion: number,
): number {
  const supply = 4 * Math.PI * diffusion * sink.radius;
  const resistance = resistanceAt(sink, stencil, k / (k + supply)) / supply;
  return Math.max(mean + secreted * resistance, 0) / (1 + k * resistance);
}

/**
 * The k that a cell has which takes maximum · c/(c + halfMax) at the concentration c of its surface, µm³/s: the one root of
 * k · halfMax + a(k) · mean = maximum. Infinity where halfMax is 0 and less comes than it could take.
 * @param maximum molecules/s
 * @param halfMax molecules/µm³
 * @param mean weighted mean concentration of its voxels, molecules/µm³
 * @param diffusion µm²/s, above 0
 */
export function clearanceAt(
  sink: Sink,
  stencil: number,
  maximum: number,
  halfMax: number,
  mean: number,
  diffusion: number,
): number {
  if (!(maximum > 0)) return 0;
  if (!(mean > 0)) return maximum / halfMax;
  const supply = 4 * Math.PI * diffusion * sink.radius;
  if (!(halfMax > 0) && (supply / resistanceAt(sink, stencil, 1)) * mean <= maximum) return Infinity;
  let low = 0; // in x/(1 + x), k = K·x
  let high = 1;
  for (let halving = 1; halving < intervals; halving *= 2) {
    const middle = 0.5 * (low + high);
    if (excess(sink, stencil, maximum, halfMax, mean, supply, middle) > 0) high = middle;
    else low = middle;
  }
  let below = excess(sink, stencil, maximum, halfMax, mean, supply, low);
  let above = excess(sink, stencil, maximum, halfMax, mean, supply, high);
  let root = high;
  let side = 0;
  // Regula falsi, with the value at an end that stays halved (Illinois): twelve rounds leave nothing but rounding.
  for (let round = 0; round < 12 && above > below; round++) {
    root = (low * above - high * below) / (above - below);
    const here = excess(sink, stencil, maximum, halfMax, mean, supply, root);
    if (here > 0) {
      high = root;
      above = here;
      if (side > 0) below *= 0.5;
      side = 1;
    } else if (here < 0) {
      low = root;
      below = here;
      if (side < 0) above *= 0.5;
      side = -1;
    } else break;
  }
  return (supply * root) / (1 - root);
}

/** Number of the voxel at an offset from voxel (i, j, k): round a periodic axis, else mirrored at the wall. */
export function voxelOf(
  { shape, walls }: Grid,
  i: number,
  j: number,
  k: number,
  dx: number,
  dy: number,
  dz: number,
): number {
  const x = inside(i + dx, shape[0], walls[0] === "periodic");
  const y = inside(j + dy, shape[1], walls[2] === "periodic");
  const z = inside(k + dz, shape[2], walls[4] === "periodic");
  return (z * shape[1] + y) * shape[0] + x;
}

function inside(at: number, count: number, periodic: boolean): number {
  if (at >= 0 && at < count) return at;
  if (periodic) return at - count * Math.floor(at / count);
  return Math.min(Math.max(at < 0 ? -1 - at : 2 * count - 1 - at, 0), count - 1);
}

/** K·δ of a stencil. @param share x/(1 + x) */
function resistanceAt({ table, resistances }: Sink, stencil: number, share: number): number {
  const at = share * intervals;
  const cell = Math.min(Math.floor(at), intervals - 1);
  const row = table[stencil] + cell;
  return resistances[row] + (at - cell) * (resistances[row + 1] - resistances[row]);
}

/** What a cell with k = K·x would take more than it does, times 1 − share; it rises with the share. @param share x/(1 + x) */
function excess(
  sink: Sink,
  stencil: number,
  maximum: number,
  halfMax: number,
  mean: number,
  supply: number,
  share: number,
): number {
  const rest = 1 - share;
  const rate = (supply * share) / (rest + share * resistanceAt(sink, stencil, share));
  return supply * share * halfMax + rest * (rate * mean - maximum);
}

function slotAt({ width, count, bins, edges, low, high }: Side, x: number): number {
  const voxel = Math.min(Math.max(Math.floor(x / width), 0), count - 1);
  const within = Math.min(Math.max(x / width - voxel, 0), 1);
  const byLow = low && voxel === 0;
  const byHigh = high && voxel === count - 1;
  if (!byLow && !byHigh) return Math.min(Math.floor(within * bins), bins - 1);
  const fromHigh = byHigh && (!byLow || within > 0.5);
  const distance = (fromHigh ? 1 - within : within) * width;
  let slot = 0;
  while (slot < edges.length - 1 && distance >= edges[slot]) slot++;
  return bins + (fromHigh ? edges.length : 0) + slot;
}

function sideOf({ shape, size, walls }: Grid, axis: number, radius: number, binsOfFree: number): Side {
  const [width, count] = [size[axis], shape[axis]];
  const closed = [0, 1].map((end) => walls[2 * axis + end] === "closed");
  const between = count === 1 && closed[0] && closed[1];
  const nearOne = count > 1 && width > radius; // a centre in the outermost voxel can be that of a sphere within the box
  const edges = between ? edgesOf(radius, 0.5 * width) : edgesOf(radius, width);
  const [low, high] = closed.map((each) => each && (between || nearOne));
  const bins = between ? 0 : count === 1 && walls[2 * axis] === "periodic" ? 1 : binsOfFree;
  return { width, count, bins, edges, low, high, slots: bins + (low || high ? 2 * edges.length : 0) };
}

/** Distances from a wall up to which places share a stencil: the first interval is that of cells on the wall. */
function edgesOf(radius: number, furthest: number): Float64Array {
  const start = Math.min(touching * radius, furthest);
  const more = Math.ceil(log(furthest / start) / log(spread));
  return Float64Array.from({ length: more + 1 }, (_, edge) => start * pow(furthest / start, edge / Math.max(more, 1)));
}

function slotsOf({ walls }: Grid, axis: number, side: Side, radius: number): Slot[] {
  const { width, count, bins, edges, slots } = side;
  const open = count === 1 && walls[2 * axis] === "periodic" ? "around" : "free";
  return Array.from({ length: slots }, (_, slot): Slot => {
    if (slot < bins) return { at: ((slot + 0.5) * width) / bins, kind: open, mirror: Math.min(slot, bins - 1 - slot) };
    const edge = (slot - bins) % edges.length; // by the high wall as by the low one
    const at = edge === 0 ? Math.min(radius, edges[0]) : Math.sqrt(edges[edge - 1] * edges[edge]);
    return { at, kind: count === 1 ? "between" : "wall", mirror: bins + edge };
  });
}

/** The mirror images of a sphere in the walls beside it. */
function imagesOf(
  { size, times }: Lattice,
  slots: readonly Slot[],
  radius: number,
): Pick<Case, "images" | "polarisation"> {
  const images = new Float64Array(times.length);
  if (slots.every(({ kind }) => kind === "free")) return { images, polarisation: 0 };
  let polarisation = 0;
  for (let axis = 0; axis < 3; axis++) {
    const { kind, at } = slots[axis];
    const walls = kind === "wall" ? [at] : kind === "between" ? [at, size[axis] - at] : [];
    for (const distance of walls) polarisation += pow(Math.min((0.5 * radius) / distance, 0.5), 4);
  }
  for (let node = 0; node < times.length; node++) {
    const free = 1 / Math.sqrt(4 * Math.PI * times[node]);
    let product = 1;
    for (let axis = 0; axis < 3; axis++) product *= kernelOf(slots[axis], size[axis], times[node], free);
    images[node] = product - free * free * free;
  }
  return { images, polarisation: polarisation / (4 * Math.PI * radius) };
}

/** Density at the place where it was let go of what diffuses along an axis between its walls, 1/µm. @param time D·t, µm² @param free without walls */
function kernelOf({ kind, at }: Slot, width: number, time: number, free: number): number {
  if (kind === "free") return free;
  if (kind === "wall") return free * (1 + exp((-at * at) / time));
  const period = kind === "between" ? 2 * width : width;
  let sum = 0;
  if (period * period < 16 * time) {
    for (let n = 1; n <= 4; n++) {
      const wave = kind === "between" ? cos((n * Math.PI * at) / width) : 1;
      sum += 2 * wave * wave * exp((-4 * n * n * Math.PI * Math.PI * time) / (period * period));
    }
    return (1 + sum) / width;
  }
  for (let n = -4; n <= 4; n++) {
    const turn = n * period;
    sum += exp((-turn * turn) / (4 * time));
    if (kind === "between") sum += exp((-(turn + 2 * at) * (turn + 2 * at)) / (4 * time));
  }
  return free * sum;
}

/** The narrowest sink that can take what the sphere takes. @param sums Green's functions of classes that were met before, filled in as they are asked for */
function patternOf(of: Case, sums: Map<string, Float64Array>): Pattern {
  const name = of.slots.map(({ kind, at }) => (kind === "wall" || kind === "between" ? `${kind} ${at}` : kind)).join();
  const pairs = (axis: number): number => pairOf(of, axis, of.span, -of.span) + 1;
  const known = sums.get(name) ?? new Float64Array(pairs(0) * pairs(1) * pairs(2)).fill(NaN);
  sums.set(name, known);
  const sizes = [pairs(0), pairs(1), pairs(2)];
  for (let factor = 0; ; factor = factor === 0 ? 1 : factor * widening) {
    const { offsets, weights } = covered(of, factor * of.radius);
    const fraction = fractionOf(of, offsets, weights, known, sizes);
    if (inverseAt(fraction, least) <= 1 || factor * widening > widest)
      return { offsets, weights, resistances: resistancesOf(fraction) };
  }
}

/** Voxels that a sphere's surface passes, and which part of it each holds; what lies beyond a wall counts where its mirror image lies. */
function covered({ lattice, slots, span }: Case, radius: number): Pick<Pattern, "offsets" | "weights"> {
  const side = 2 * span + 1;
  const counts = new Float64Array(side * side * side);
  const bands = Math.ceil(Math.max(16, (4 * radius) / Math.min(...lattice.size))); // of one height, so of one area
  const turns = 4 * bands;
  const voxel = (axis: number, from: number): number =>
    span + offsetOf(slots[axis], Math.floor((slots[axis].at + radius * from) / lattice.size[axis]));
  for (let band = 0; band < bands; band++) {
    const height = (2 * band + 1) / bands - 1;
    const around = Math.sqrt(1 - height * height);
    const row = voxel(2, height) * side;
    for (let turn = 0; turn < turns; turn++) {
      const angle = ((2 * turn + 1) * Math.PI) / turns;
      counts[(row + voxel(1, around * sin(angle))) * side + voxel(0, around * cos(angle))]++;
    }
  }
  const held = Array.from(counts.keys()).filter((at) => counts[at] > 0);
  return {
    offsets: held.map((at) => [
      (at % side) - span,
      (Math.floor(at / side) % side) - span,
      Math.floor(at / (side * side)) - span,
    ]),
    weights: Float64Array.from(held, (at) => counts[at] / (bands * turns)),
  };
}

function offsetOf({ kind }: Slot, voxels: number): number {
  if (kind === "between" || kind === "around") return 0;
  return kind === "wall" && voxels < 0 ? -1 - voxels : voxels;
}

/** Number of what Green's function depends on along an axis, for a source at one offset and a look at the other. */
function pairOf({ slots, span }: Case, axis: number, i: number, j: number): number {
  const { kind } = slots[axis];
  if (kind === "free") return Math.abs(i - j);
  if (kind === "wall") return Math.abs(i) * (span + 1) + Math.abs(j);
  return 0;
}

/** D·G between two voxels beside walls, less what mirror images add at the sphere itself, 1/µm. */
function greenBetween(
  { lattice, slots, images, polarisation }: Case,
  from: readonly number[],
  to: readonly number[],
): number {
  const { size, times, weights, chances } = lattice;
  const nodes = times.length;
  let sum = polarisation;
  for (let node = 0; node < nodes; node++) {
    let product = 1;
    for (let axis = 0; axis < 3; axis++) {
      const { kind } = slots[axis];
      if (kind === "free" || kind === "wall") {
        const away = chances[axis][Math.abs(from[axis] - to[axis]) * nodes + node];
        const mirrored = kind === "wall" ? chances[axis][(from[axis] + to[axis] + 1) * nodes + node] : 0;
        product *= (away + mirrored) / size[axis];
      } else product *= 1 / size[axis];
    }
    sum += weights[node] * (product - images[node]);
  }
  return sum;
}

/**
 * What the spread sink takes at the rate a, over K: the concentrations c of its voxels solve (1 + a·G·W) c = 1, so with t = K/a and
 * u = √w it takes uᵀ(t + K √W G √W)⁻¹u, for all t at once by the tridiagonal matrix of Lanczos.
 */
function fractionOf(
  of: Case,
  offsets: Pattern["offsets"],
  weights: Float64Array,
  known: Float64Array,
  sizes: readonly number[],
): Fraction {
  const count = weights.length;
  const roots = weights.map(Math.sqrt);
  const matrix = new Float64Array(count * count);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column <= row; column++) {
      const [from, to] = [offsets[row], offsets[column]];
      const at =
        (pairOf(of, 2, from[2], to[2]) * sizes[1] + pairOf(of, 1, from[1], to[1])) * sizes[0] +
        pairOf(of, 0, from[0], to[0]);
      if (Number.isNaN(known[at])) known[at] = greenBetween(of, from, to);
      const value = 4 * Math.PI * of.radius * roots[row] * roots[column] * known[at];
      matrix[row * count + column] = value;
      matrix[column * count + row] = value;
    }
  }
  const a: number[] = [];
  const squares: number[] = [];
  const basis = [roots];
  for (let moment = 0; moment < Math.min(count, moments); moment++) {
    const next = new Float64Array(count);
    for (let row = 0; row < count; row++)
      for (let column = 0; column < count; column++) next[row] += matrix[row * count + column] * basis[moment][column];
    a.push(dot(next, basis[moment]));
    for (const earlier of [...basis, ...basis]) {
      const part = dot(next, earlier); // twice: once leaves what rounding has made of a small rest
      for (let row = 0; row < count; row++) next[row] -= part * earlier[row];
    }
    const square = dot(next, next);
    if (square < 1e-24 * a[0] * a[0]) break;
    squares.push(square);
    basis.push(next.map((value) => value / Math.sqrt(square)));
  }
  return { a, squares };
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at] * other[at];
  return sum;
}

/** One over what the fraction is at t; it rises with t. */
function inverseAt({ a, squares }: Fraction, t: number): number {
  let below = t + a[a.length - 1];
  for (let term = a.length - 2; term >= 0; term--) below = t + a[term] - squares[term] / below;
  return below;
}

/** K·δ at x/(1 + x) = 0, 1/32, …, 1: with it the sink takes just that part of what an absorbing sphere takes. */
function resistancesOf(fraction: Fraction): Float64Array {
  return Float64Array.from({ length: intervals + 1 }, (_, node) => {
    if (node === 0) return 1 - fraction.a[0];
    const share = node / intervals;
    let low = 0;
    let high = 1 / share + Math.abs(fraction.a[0]) + 1;
    for (let halving = 0; halving < 60; halving++) {
      const t = 0.5 * (low + high);
      if (inverseAt(fraction, t) < 1 / share) low = t;
      else high = t;
    }
    return Math.max(low, least) - (1 / share - 1);
  });
}
