/** Whether draws follow the distribution they should: moments within standard errors, counts by chi-square. */
import * as assert from "uvu/assert";

export interface Law {
  readonly mean: number;
  readonly variance: number;
  readonly fourth: number; // fourth central moment
}

const errors = 4.5; // standard errors allowed: with a hundred checks, by chance once in a thousand runs of all

/** Mean and variance lie within standard errors of those of the law. */
export function assertMoments(draws: Float64Array, { mean, variance, fourth }: Law, name: string): void {
  const count = draws.length;
  let sum = 0;
  let squares = 0;
  for (const draw of draws) {
    sum += draw - mean;
    squares += (draw - mean) * (draw - mean);
  }
  const meanError = Math.sqrt(variance / count);
  assert.ok(Math.abs(sum / count) < errors * meanError, `${name}: mean is ${sum / count / meanError} errors off`);
  const varianceError = Math.sqrt((fourth - variance * variance) / count);
  const off = (squares / count - variance) / varianceError;
  assert.ok(Math.abs(off) < errors, `${name}: variance is ${off} errors off`);
}

/**
 * Counts follow probabilities that are known up to a factor: `ratio(k)` is P(k) / P(k − 1). Values with few expected
 * draws share a box with their neighbours.
 */
export function assertCounts(draws: Float64Array, mode: number, ratio: (k: number) => number, name: string): void {
  const first: number[] = []; // below the mode, downwards
  for (let k = mode, weight = 1 / ratio(mode); weight > 1e-20 && k > 0; k--) {
    first.push(weight);
    weight /= ratio(k - 1);
  }
  const weights = [...first.reverse(), 1];
  const low = mode - first.length;
  for (let k = mode + 1, weight = 1; ; k++) {
    weight *= ratio(k);
    if (!(weight > 1e-20)) break;
    weights.push(weight);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const seen = new Float64Array(weights.length);
  for (const draw of draws) {
    assert.ok(Number.isInteger(draw) && draw >= low && draw < low + seen.length, `${name}: drew ${draw}`);
    seen[draw - low]++;
  }
  const boxes: Box[] = [];
  let box = { seen: 0, expected: 0 };
  for (let row = 0; row < seen.length; row++) {
    box.seen += seen[row];
    box.expected += (draws.length * weights[row]) / total;
    if (box.expected < 50) continue;
    boxes.push(box);
    box = { seen: 0, expected: 0 };
  }
  const last = boxes[boxes.length - 1];
  last.seen += box.seen;
  last.expected += box.expected;
  assertBoxes(boxes, name);
}

/** Draws, put through their own cumulative distribution, fill 100 equal boxes equally. */
export function assertFlat(draws: Float64Array, cumulative: (x: number) => number, name: string): void {
  const boxes: Box[] = Array.from({ length: 100 }, () => ({ seen: 0, expected: draws.length / 100 }));
  for (const draw of draws) boxes[Math.min(99, Math.floor(100 * cumulative(draw)))].seen++;
  assertBoxes(boxes, name);
}

interface Box {
  seen: number;
  expected: number;
}

function assertBoxes(boxes: readonly Box[], name: string): void {
  const freedom = boxes.length - 1;
  assert.ok(freedom > 0, `${name}: one box tells nothing`);
  const chiSquare = boxes.reduce((sum, { seen, expected }) => sum + (seen - expected) ** 2 / expected, 0);
  const width = 2 / (9 * freedom); // the cube root of chi-square is near normal (Wilson and Hilferty)
  const off = (Math.cbrt(chiSquare / freedom) - (1 - width)) / Math.sqrt(width);
  assert.ok(Math.abs(off) < errors, `${name}: chi-square ${chiSquare} of ${freedom} is ${off} errors off`);
}
