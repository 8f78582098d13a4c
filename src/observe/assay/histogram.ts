/** Counts in classes that are equally wide on a logarithmic axis, as cytometers and sizers draw them. */
import { exp, log } from "../../kernels/math.ts";

export interface Histogram {
  readonly edges: Float64Array; // ascending, shape [classes + 1], in the unit of the values
  readonly counts: Float64Array; // shape [classes]; what lies outside falls into the first or last class
  readonly width: number; // of a class, in natural logarithms
}

/** Empty classes between two positive values. */
export function logarithmic(low: number, high: number, classes: number): Histogram {
  const width = log(high / low) / classes;
  const edges = Float64Array.from({ length: classes + 1 }, (_, edge) => low * exp(edge * width));
  return { edges, counts: new Float64Array(classes), width };
}

/** What a cytometer draws: five decades from 10 MEF, twenty classes to each. */
export function fluorescenceHistogram(values: Float64Array): Histogram {
  const histogram = logarithmic(10, 1e6, 100);
  for (let at = 0; at < values.length; at++) histogram.counts[classOf(histogram, values[at])]++;
  return histogram;
}

/** Class of a value. */
export function classOf({ edges, counts, width }: Histogram, value: number): number {
  if (!(value > edges[0])) return 0;
  return Math.min(counts.length - 1, Math.floor(log(value / edges[0]) / width));
}

/** The value below which this part of the values lies, between neighbours in proportion; NaN where there are none. */
export function quantile(values: Float64Array, part: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  const place = part * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
