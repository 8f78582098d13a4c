/**
 * A thing that moves between states at constant rates: where it is after some time. The matrix of chances is exp(Q t) for the
 * matrix Q of rates, worked out by uniformization: all terms are 0 or more, so nothing cancels and nothing becomes negative.
 */
import { exp } from "./math.ts";

const terms = 20; // of the series; the rest is below 1 / 20!

let move = new Float64Array(0);
let term = new Float64Array(0);
let product = new Float64Array(0);

/**
 * Chances to be in each state after a time, given where one began.
 * @param rates 1/s, shape [states, states], row-major, from row to column; the diagonal is not read
 * @param time s
 * @param into chances, of the same shape; each row sums to 1
 */
export function transitions(rates: Float64Array, states: number, time: number, into: Float64Array): void {
  const size = states * states;
  if (move.length < size) {
    move = new Float64Array(size);
    term = new Float64Array(size);
    product = new Float64Array(size);
  }
  let fastest = 0;
  for (let from = 0; from < states; from++) fastest = Math.max(fastest, leaving(rates, states, from));
  let halvings = 0;
  let h = time;
  for (; fastest * h > 1; halvings++) h /= 2;
  for (let from = 0; from < states; from++) {
    for (let to = 0; to < states; to++) {
      const at = from * states + to;
      move[at] = from === to ? (fastest - leaving(rates, states, from)) * h : rates[at] * h;
      term[at] = from === to ? 1 : 0;
      into[at] = term[at];
    }
  }
  for (let nth = 1; nth <= terms; nth++) {
    multiply(term, move, states);
    for (let at = 0; at < size; at++) {
      term[at] = product[at] / nth;
      into[at] += term[at];
    }
  }
  const none = exp(-fastest * h);
  for (let at = 0; at < size; at++) into[at] *= none;
  for (; halvings > 0; halvings--) {
    multiply(into, into, states);
    for (let at = 0; at < size; at++) into[at] = product[at];
  }
  for (let from = 0; from < states; from++) if (leaving(rates, states, from) === 0) into[from * states + from] = 1; // exactly: nothing else is in its row
}

/** Rate at which a state is left, 1/s. */
function leaving(rates: Float64Array, states: number, from: number): number {
  let sum = 0;
  for (let to = 0; to < states; to++) if (to !== from) sum += rates[from * states + to];
  return sum;
}

/** Writes one matrix times another to `product`. */
function multiply(one: Float64Array, other: Float64Array, states: number): void {
  for (let row = 0; row < states; row++) {
    for (let column = 0; column < states; column++) {
      let sum = 0;
      for (let at = 0; at < states; at++) sum += one[row * states + at] * other[at * states + column];
      product[row * states + column] = sum;
    }
  }
}
