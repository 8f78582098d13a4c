/**
 * Local linear regression with a Gaussian kernel (Cleveland 1979, Fan 1992): the mean outcome at a place is that of a plane
 * fitted to the points around it. Points count with exp(−½ (distance / bandwidth)²) and not at all beyond 4 bandwidths.
 * The bandwidth is that of a few which tells points best from the others (leave one out); among equals, the widest.
 *
 * The interval is that of the fitted mean. Where the outcome bends within a bandwidth the fit is too flat, and that is not
 * in the interval.
 */
import { exp } from "../../kernels/math.ts";
import type { Estimate } from "../contract.ts";
import { estimatesOf, type Resampling } from "./bootstrap.ts";

const reach = 4; // bandwidths
const bandwidths = [0.4, 0.25, 0.16, 0.1, 0.06, 0.04, 0.025]; // of the range
const mostTried = 128; // points that are left out in turn

/**
 * The mean outcome at places, with intervals by resampling the points.
 * @param shares of each of one or two factors, shape [points]
 * @param places [place][factor], shares
 * @returns NaN where too few points are near to fit a plane
 */
export function localMeans(
  shares: readonly Float64Array[],
  y: Float64Array,
  places: readonly (readonly number[])[],
  resampling: Resampling,
): Estimate[] {
  const bandwidth = bandwidthFor(shares, y);
  const nears = places.map((place) => nearTo(shares, y, place, bandwidth));
  const found = new Float64Array(places.length);
  return estimatesOf(
    y.length,
    (weights) => {
      for (const [place, near] of nears.entries()) found[place] = heightOf(momentsOf(near, weights));
      return found;
    },
    resampling,
  );
}

/** The bandwidth with the least mean square of what is told wrongly; the widest where no other tells every point. */
function bandwidthFor(shares: readonly Float64Array[], y: Float64Array): number {
  const stride = Math.ceil(y.length / mostTried);
  const weights = new Float64Array(y.length).fill(1);
  const errors = bandwidths.map((bandwidth) => {
    let squares = 0;
    for (let point = 0; point < y.length; point += stride) {
      const place = shares.map((column) => column[point]);
      weights[point] = 0;
      const error = heightOf(momentsOf(nearTo(shares, y, place, bandwidth), weights)) - y[point];
      weights[point] = 1;
      squares += error * error;
    }
    return squares;
  });
  const least = Math.min(...errors.filter(Number.isFinite));
  const rounding = 1e-18 * y.reduce((sum, each) => sum + each * each, 0);
  return bandwidths.find((_, index) => errors[index] <= least + rounding) ?? bandwidths[0];
}

/** The points around a place, with what each adds to the moments: its kernel times 1, y, u, u u, u y, v, v v, v y, u v. */
interface Near {
  readonly points: Int32Array;
  readonly terms: Float64Array; // shape [points, 5 or 9], row-major; u and v are distances in bandwidths
}

function nearTo(shares: readonly Float64Array[], y: Float64Array, place: readonly number[], bandwidth: number): Near {
  const points: number[] = [];
  const terms: number[] = [];
  for (let point = 0; point < y.length; point++) {
    const u = (shares[0][point] - place[0]) / bandwidth;
    const v = shares.length > 1 ? (shares[1][point] - place[1]) / bandwidth : 0;
    const square = u * u + v * v;
    if (square > reach * reach) continue;
    const k = exp(-square / 2);
    const height = y[point];
    points.push(point);
    terms.push(k, k * height, k * u, k * u * u, k * u * height);
    if (shares.length > 1) terms.push(k * v, k * v * v, k * v * height, k * u * v);
  }
  return { points: Int32Array.from(points), terms: Float64Array.from(terms) };
}

const moments = new Float64Array(9);

/** Weighted sums of the terms; those of the second factor are 0 where there is only one. */
function momentsOf({ points, terms }: Near, weights: Float64Array): Float64Array {
  const width = terms.length / points.length;
  moments.fill(0);
  for (let near = 0, at = 0; near < points.length; near++, at += width) {
    const weight = weights[points[near]];
    if (weight === 0) continue;
    for (let term = 0; term < width; term++) moments[term] += weight * terms[at + term];
  }
  return moments;
}

/** The height of the fitted line or plane at the place itself, from the mean of the points: ȳ − slope · (mean distance). */
function heightOf([s, sy, su, suu, suy, sv, svv, svy, suv]: Float64Array): number {
  const [u, v, y] = [su / s, sv / s, sy / s];
  const uu = suu / s - u * u;
  const uv = suv / s - u * v;
  const vv = svv / s - v * v;
  const uy = suy / s - u * y;
  const vy = svy / s - v * y;
  if (!(uu > flat)) return Number.NaN;
  const left = vv - (uv * uv) / uu; // of v, what u does not say
  const slopeOfV = left > flat ? (vy - (uv * uy) / uu) / left : 0;
  if (svv > 0 && !(left > flat)) return Number.NaN;
  return y - ((uy - slopeOfV * uv) / uu) * u - slopeOfV * v;
}

const flat = 1e-6; // bandwidths²: points that lie closer together in a direction have no slope in it
