/**
 * What the phase of the factors needs of a model, worked out once: who secretes and consumes what, and the formulas that
 * belong to no cell. Its arrays are that phase's working memory.
 */
import type { Model } from "../model.ts";
import { closureOf, type Evaluate } from "./expression.ts";
import type { Layout } from "./layout.ts";

interface Sink {
  readonly kind: number;
  readonly at: number; // among the sums of the kind's exchange
  readonly halfMax: Evaluate;
}

export interface FieldsPlan {
  readonly losses: readonly Evaluate[]; // by factor
  readonly sources: readonly { readonly kind: number; readonly at: number; readonly factor: number }[];
  readonly sinks: readonly (readonly Sink[])[]; // by factor
  readonly paces: readonly Evaluate[]; // by reaction
  readonly counted: boolean;
  readonly smooth: boolean;
  readonly loss: Float64Array; // 1/s, by factor
  readonly pace: Float64Array; // by reaction, as Reaction.rate
  readonly sums: readonly Float64Array[]; // by kind: secretions, then consumption maxima
  readonly secretion: Float64Array; // molecules/s, by factor
  readonly maximum: readonly Float64Array[]; // by factor, by sink
  readonly half: readonly Float64Array[]; // molecules in the simulated part, by factor, by sink
}

export function fieldsPlanOf(model: Model, layout: Layout): FieldsPlan {
  const sinks = model.factors.map((_, factor) =>
    model.kinds.flatMap((kind, at) =>
      kind.consumptions.flatMap((one, place): Sink[] =>
        one.factor === factor
          ? [{ kind: at, at: kind.secretions.length + place, halfMax: closureOf(one.halfMax, layout.shared) }]
          : [],
      ),
    ),
  );
  return {
    losses: model.factors.map((factor) => closureOf(factor.loss, layout.shared)),
    sources: model.kinds.flatMap((kind, at) =>
      kind.secretions.map((one, place) => ({ kind: at, at: place, factor: one.factor })),
    ),
    sinks,
    paces: model.reactions.map((reaction) => closureOf(reaction.rate, layout.shared)),
    counted: model.factors.some((factor) => factor.counted),
    smooth: model.factors.some((factor) => !factor.counted),
    sums: model.kinds.map((kind) => new Float64Array(kind.secretions.length + kind.consumptions.length)),
    loss: new Float64Array(model.factors.length),
    pace: new Float64Array(model.reactions.length),
    secretion: new Float64Array(model.factors.length),
    maximum: sinks.map((list) => new Float64Array(list.length)),
    half: sinks.map((list) => new Float64Array(list.length)),
  };
}
