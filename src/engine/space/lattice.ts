/**
 * Green's function of diffusion between the voxels of an endless lattice: the concentration that a steady source of 1/s
 * holds up at an offset of (i, j, k) voxels. A molecule walks along each axis on its own, so with τ = D·t
 *
 *   D·G(i, j, k) = 1/(hx·hy·hz) ∫ p_i(2τ/hx²) p_j(2τ/hy²) p_k(2τ/hz²) dτ,   p_n(z) = e^(−z) I_n(z)
 *
 * where I_n are modified Bessel functions (Spitzer, Principles of Random Walk, 1964; Glasser and Zucker, PNAS 74, 1800, 1977, for cubes:
 * D·h·G(0, 0, 0) = 0.252731…). In u = log τ the integrand is analytic in a strip and falls off at both ends, so the trapezoid
 * rule is exact to rounding at a coarse step (Trefethen and Weideman, SIAM Review 56, 385, 2014).
 */
import { exp, log } from "../../kernels/math.ts";

export interface Lattice {
  readonly size: readonly [number, number, number]; // of one voxel, µm
  readonly reach: number; // largest offset along an axis, voxels
  readonly times: Float64Array; // τ of the nodes, µm²
  readonly weights: Float64Array; // of the nodes, µm²
  /** p_n at each node, for each axis: entry n · nodes + node. */
  readonly chances: readonly [Float64Array, Float64Array, Float64Array];
}

const stride = 0.3; // of u: the rule errs by e^(−π²/0.3)
const before = 36; // from the shortest time of a voxel down: the integrand falls as e^u
const beyond = 40; // from the longest time of a voxel up: the integrand falls as e^(−u/2), and is no other from there on

/** Nodes of the integral and the walks' chances at them. @param size of a voxel, µm @param reach largest offset along an axis, voxels */
export function newLattice(size: readonly [number, number, number], reach: number): Lattice {
  const start = 2 * log(Math.min(...size)) - before;
  const nodes = Math.ceil((2 * log(Math.max(...size)) + beyond - start) / stride) + 1;
  const times = new Float64Array(nodes);
  const weights = new Float64Array(nodes);
  for (let node = 0; node < nodes; node++) {
    times[node] = exp(start + stride * node);
    weights[node] = stride * times[node];
  }
  weights[nodes - 1] /= 1 - exp(-0.5 * stride); // the rest is a geometric series
  const row = new Float64Array(reach + 1);
  const along = (h: number): Float64Array => {
    const chances = new Float64Array((reach + 1) * nodes);
    for (let node = 0; node < nodes; node++) {
      walkChances((2 * times[node]) / (h * h), row);
      for (let n = 0; n <= reach; n++) chances[n * nodes + node] = row[n];
    }
    return chances;
  };
  return { size, reach, times, weights, chances: [along(size[0]), along(size[1]), along(size[2])] };
}

/** D·G at an offset of 0 to `reach` voxels along each axis, 1/µm. */
export function greenAt({ size, times, weights, chances }: Lattice, i: number, j: number, k: number): number {
  const nodes = times.length;
  let sum = 0;
  for (let node = 0; node < nodes; node++)
    sum += weights[node] * chances[0][i * nodes + node] * chances[1][j * nodes + node] * chances[2][k * nodes + node];
  return sum / (size[0] * size[1] * size[2]);
}

/** Fills in e^(−z) I_n(z) for n = 0, 1, …: the chance that a walk with z jumps expected ends n steps to one side. @param z 0 or more */
export function walkChances(z: number, chances: Float64Array): void {
  const last = chances.length - 1;
  if (z <= 1) bySeries(z, chances);
  else if (z > 500 + 10 * last * last) atLargeArguments(z, chances);
  else byRecurrence(z, chances);
}

function bySeries(z: number, chances: Float64Array): void {
  let leading = exp(-z);
  for (let n = 0; n < chances.length; n++) {
    if (n > 0) leading *= z / (2 * n);
    let term = leading;
    let sum = term;
    for (let k = 1; k <= 10; k++) {
      term *= (z * z) / (4 * k * (n + k));
      sum += term;
    }
    chances[n] = sum;
  }
}

/** Downwards from where nothing is left (Miller's way), then scaled: the chances of all ends sum to 1. */
function byRecurrence(z: number, chances: Float64Array): void {
  let above = 0;
  let here = 1e-250;
  let sum = 0;
  for (let n = chances.length + 12 + Math.ceil(10 * Math.sqrt(z)); n >= 0; n--) {
    if (n < chances.length) chances[n] = here;
    sum += n === 0 ? here : 2 * here;
    const below = above + ((2 * n) / z) * here;
    above = here;
    here = below;
    if (here > 1e200) {
      above *= 1e-250;
      here *= 1e-250;
      sum *= 1e-250;
      for (let m = n; m < chances.length; m++) chances[m] *= 1e-250;
    }
  }
  for (let n = 0; n < chances.length; n++) chances[n] /= sum;
}

function atLargeArguments(z: number, chances: Float64Array): void {
  const leading = 1 / Math.sqrt(2 * Math.PI * z);
  for (let n = 0; n < chances.length; n++) {
    let term = leading;
    let sum = term;
    for (let k = 1; k <= 12; k++) {
      term *= -(4 * n * n - (2 * k - 1) * (2 * k - 1)) / (8 * k * z);
      sum += term;
    }
    chances[n] = sum;
  }
}
