/**
 * The first draw of many cells in one phase, for loops in which it decides alone for nearly every cell. One block of
 * Threefry waits for itself round after round, so generated code works at four cells at a time; the plain loop gives the
 * same bits.
 */
import { uniform, uniformOf } from "../kernels/threefry.ts";
import { compile } from "./generated.ts";

/** Writes the first number of each of `rows[from … to − 1]` to `out[row]`. @param id shape [cells, 2] */
export type Draws = (
  key0: number,
  key1: number,
  id: Int32Array,
  rows: Int32Array,
  from: number,
  to: number,
  out: Float64Array,
) => void;

export const plainDraws: Draws = (key0, key1, id, rows, from, to, out) => {
  for (let k = from; k < to; k++) {
    const row = rows[k];
    out[row] = uniform(key0, key1, id[2 * row], id[2 * row + 1]);
  }
};

const lanes = [0, 1, 2, 3];
const rotations = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
];
const injections = [
  ["k1", "(k2 + 1)"],
  ["k2", "(k0 + 2)"],
  ["k0", "(k1 + 3)"],
  ["k1", "(k2 + 4)"],
  ["k2", "(k0 + 5)"],
];

/** The same as `plainDraws`, as generated code. */
export function generatedDraws(): Draws {
  const rounds = injections.map(([toA, toB], group) =>
    [
      ...rotations[group % 2].map((by) =>
        lanes.map((lane) => {
          const [a, b] = [`a${lane}`, `b${lane}`];
          return `${a} = (${a} + ${b}) | 0; ${b} = ((${b} << ${by}) | (${b} >>> ${32 - by})) ^ ${a};`;
        }),
      ),
      lanes.map((lane) => `a${lane} = (a${lane} + ${toA}) | 0; b${lane} = (b${lane} + ${toB}) | 0;`),
    ].flat(),
  );
  const lines = [
    "const k0 = key0 | 0, k1 = key1 | 0, k2 = 0x1bd11bda ^ k0 ^ k1;",
    "let k = from;",
    `for (; k <= to - ${lanes.length}; k += ${lanes.length}) {`,
    ...lanes.map((lane) => `const r${lane} = rows[k + ${lane}];`),
    ...lanes.map((lane) => `let a${lane} = (id[2 * r${lane}] + k0) | 0, b${lane} = (id[2 * r${lane} + 1] + k1) | 0;`),
    ...rounds.flat(),
    ...lanes.map((lane) => `out[r${lane}] = uniformOf(a${lane}, b${lane});`),
    "}",
    "plainDraws(key0, key1, id, rows, k, to, out);",
  ];
  return compile<Draws>("key0, key1, id, rows, from, to, out", lines.join("\n"), { uniformOf, plainDraws });
}
