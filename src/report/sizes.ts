/** Diameters of a vesicle species in a preparation: by number, as they are, and by scattered light, as they are read. */
import type { Model } from "../model.ts";
import { lightScattering } from "../observe/assay/scattering.ts";
import { columnOf, type Study } from "../observe/recording.ts";
import {
  armsIn,
  atLeastZero,
  byDonor,
  type Chart,
  headOf,
  type Point,
  pointInWords,
  type Reference,
  summaryOf,
} from "./chart.ts";
import { numeral } from "./numeral.ts";
import { stylesOf } from "./palette.ts";

const bins = 40;
const shares = ["by number, as it is", "by scattered light, blurred as the instrument reads it"] as const;

/**
 * Both distributions in bins of equal width, each of 100 % over all diameters. Their sizes are those of the model given, after all
 * steps of the preparation; the reference lines are read off the recordings, as means over all worlds.
 * @throws RangeError where the model has no such species, or never makes the preparation
 */
export function sizesChart(
  study: Study,
  of: { species: string; preparation: string; culture: number },
  model: Model,
): Chart {
  const { species, preparation, culture } = of;
  const { diameters, parts } = sizesIn(model, of);
  const nm = diameters.map((diameter) => 1000 * diameter);
  const pieces = [piecesOf(nm, parts), scatteredBy(nm, parts, settingsIn(model, preparation))];
  const low = Math.min(...pieces.map((each) => placeOf(each, 0.001)));
  const high = Math.max(...pieces.map((each) => placeOf(each, 0.995)));
  const width = (high - low) / bins;
  const styles = stylesOf(shares);
  const series = pieces.map((each, index) => ({
    name: shares[index],
    ...styles.get(shares[index])!,
    points: Array.from({ length: bins }, (_, bin): Point => {
      const [from, to] = [low + bin * width, low + (bin + 1) * width];
      return { x: (from + to) / 2, y: 100 * (upTo(each, to) - upTo(each, from)) };
    }),
  }));
  const [median, brightHalf] = pieces.map((each) => placeOf(each, 0.5));
  const read = zAverage(study, { culture, preparation });
  const references: Reference[] = [{ axis: "x", at: median, label: `median by number: ${numeral(median)} nm` }];
  if (read.y !== null) references.push({ axis: "x", at: read.y, label: `z-average read: ${numeral(read.y)} nm` });
  const reading = [{ ...series[1], points: [{ x: 0, ...read }] }];
  const { title, band } = headOf(study, { title: `Sizes of ${species} in ${preparation}`, culture }, reading);
  return {
    id: `sizes-${preparation}-${species}`,
    title,
    subtitle: `After all steps of the preparation, with the parameters of the first donor; z-average read: ${inNm(read)}`,
    description: [
      `Two histograms of the diameter of ${species} in ${preparation}, in bins of ${numeral(width)} nm.`,
      `By number the median is ${numeral(median)} nm; half of the scattered light, as it is read, comes from`,
      `more than ${numeral(brightHalf)} nm.`,
      `The z-average that light scattering reads is ${inNm(read)}.`,
      ...(band === "" ? [] : [`In brackets: ${band}.`]),
    ].join(" "),
    kind: "histogram",
    x: { label: "Diameter", unit: "nm" },
    y: { label: "Part of all", unit: "%", scale: "linear", zero: true },
    series,
    band,
    references,
  };
}

const inNm = (read: Omit<Point, "x">): string => `${pointInWords(read)}${read.y === null ? "" : " nm"}`;

function sizesIn(model: Model, { species, preparation }: { species: string; preparation: string }) {
  const kind = model.vesicles.findIndex(({ name }) => name === species);
  const place = model.preparations.indexOf(preparation);
  for (const { act } of model.protocol)
    if (act.do === "take" && act.preparation === place && act.sizes[kind]) return act.sizes[kind];
  throw new RangeError(`there are no ${species} in the preparation ${preparation}`);
}

function settingsIn(model: Model, preparation: string): Readonly<Record<string, number>> {
  const place = model.preparations.indexOf(preparation);
  const assay = model.assays.find((each) => each.instrument === "light scattering" && each.preparation === place);
  if (assay) return assay.settings;
  throw new RangeError(`no light scattering reads the preparation ${preparation}`);
}

/** A stretch of diameters (nm), with its part of all spread evenly over it. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly part: number;
}

/** Each diameter of the model stands for the stretch to the middle of its neighbours. */
function piecesOf(nm: readonly number[], parts: readonly number[]): Piece[] {
  if (nm.length === 1) return [{ from: 0.98 * nm[0], to: 1.02 * nm[0], part: 1 }];
  const last = nm.length - 1;
  const middles = nm.slice(1).map((diameter, before) => (nm[before] + diameter) / 2);
  const edges = [2 * nm[0] - middles[0], ...middles, 2 * nm[last] - middles[last - 1]];
  return parts.map((part, at) => ({ from: edges[at], to: edges[at + 1], part }));
}

/** The light of these vesicles by diameter, as the instrument of these settings tells it but without its noise. */
function scatteredBy(
  nm: readonly number[],
  parts: readonly number[],
  settings: Readonly<Record<string, number>>,
): Piece[] {
  const fine = { ...settings, intensityCv: 0, smallest: nm[0] / 4, largest: 4 * nm[nm.length - 1], classes: 1000 };
  const { distribution } = lightScattering(
    { diameter_nm: Float64Array.from(nm), number: Float64Array.from(parts) },
    fine as unknown as Parameters<typeof lightScattering>[1],
    new Uint32Array(2),
  );
  const { edges, counts } = distribution;
  return Array.from(counts, (part, at) => ({ from: edges[at], to: edges[at + 1], part }));
}

/** Part of all that is not larger than this. */
const upTo = (pieces: readonly Piece[], diameter: number): number =>
  pieces.reduce((sum, { from, to, part }) => sum + part * Math.min(Math.max((diameter - from) / (to - from), 0), 1), 0);

/** The diameter that this part of all does not pass, nm. */
function placeOf(pieces: readonly Piece[], wanted: number): number {
  let sum = 0;
  for (const { from, to, part } of pieces) {
    if (sum + part >= wanted) return from + ((to - from) * (wanted - sum)) / part;
    sum += part;
  }
  return pieces[pieces.length - 1].to;
}

/** What light scattering read of the preparation: arms of a donor are averaged as its replicates are. */
function zAverage(study: Study, { culture, preparation }: { culture: number; preparation: string }): Omit<Point, "x"> {
  const worlds = armsIn(study).flatMap((arm) => arm.worlds);
  return summaryOf(
    byDonor(worlds, (world) => {
      const column = columnOf(world, "light scattering", culture, `${preparation} z-average`);
      const read = [...world.times]
        .map((_, row) => world.values[row * world.columns.length + column] * world.columns[column].scale)
        .filter(Number.isFinite);
      return read.reduce((sum, value) => sum + value, 0) / read.length;
    }),
    atLeastZero,
  );
}
