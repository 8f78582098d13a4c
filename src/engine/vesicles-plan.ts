/**
 * What the phase of the vesicles needs of a model, worked out once: who captures and releases which species, and the
 * formulas that belong to no cell. Its arrays are that phase's working memory.
 */
import type { Capture, Model } from "../model.ts";
import { closureOf, type Evaluate } from "./expression.ts";
import { entersAtOnce, type Layout } from "./layout.ts";

export interface Captor {
  readonly kind: number;
  readonly at: number; // among the kind's captures
  readonly capture: Capture;
  readonly atOnce: boolean; // what it takes is inside at once
}

export interface VesiclesPlan {
  readonly loss: readonly Evaluate[]; // by species
  readonly captors: readonly (readonly Captor[])[]; // by species
  /** Columns of each species in the cells: inside, bound, bodies, released; −1 where there is none. */
  readonly inside: Int32Array;
  readonly bound: Int32Array;
  readonly bodies: Int32Array;
  readonly released: Int32Array;
  /** Columns of each cargo in the cells. */
  readonly payload: Int32Array;
  readonly surface: readonly Int32Array[]; // by species, then cargo
  /** Copies on one vesicle, by cargo. */
  readonly copies: Float64Array;
  /** Cargo that went to the cells from the class in hand, by cargo. */
  readonly moved: Float64Array;
}

export function vesiclesPlanOf(model: Model, layout: Layout): VesiclesPlan {
  const columns = (name: string, length: number): Int32Array =>
    Int32Array.from({ length }, (_, index) => layout.columnOf.get(`${name}:${index}`) ?? -1);
  const species = model.vesicles.length;
  return {
    loss: model.vesicles.map((one) => closureOf(one.loss, layout.shared)),
    captors: model.vesicles.map((_, index) =>
      model.kinds.flatMap((kind, at) =>
        kind.captures.flatMap((capture, place): Captor[] =>
          capture.species === index ? [{ kind: at, at: place, capture, atOnce: entersAtOnce(capture) }] : [],
        ),
      ),
    ),
    inside: columns("inside", species),
    bound: columns("bound", species),
    bodies: columns("bodies", species),
    released: columns("released", species),
    payload: columns("payload", model.cargo.length),
    surface: model.vesicles.map((_, at) =>
      Int32Array.from(model.cargo, (_cargo, cargo) => layout.columnOf.get(`surface:${cargo}:${at}`) ?? -1),
    ),
    copies: new Float64Array(model.cargo.length),
    moved: new Float64Array(model.cargo.length),
  };
}
