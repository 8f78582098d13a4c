/**
 * What the phase of the vesicles needs of a model, worked out once: who captures and releases which species, and the
 * formulas that belong to no cell. Its arrays are that phase's working memory.
 */
import type { Model } from "../model.ts";
import { closureOf, type Evaluate } from "./expression.ts";
import { wordOf } from "./keys.ts";
import { carries, type Layout } from "./layout.ts";

export interface Captor {
  readonly kind: number;
  readonly at: number; // among the kind's captures
  readonly limited: boolean; // by its sites
}

/** Uses of chance of one species. */
interface Uses {
  readonly loss: Int32Array; // by joint cargo class
  readonly capture: Int32Array; // by joint cargo class
  readonly meet: number;
  readonly bound: number;
  readonly digestion: number;
  readonly release: number;
  readonly share: number;
}

export interface VesiclesPlan {
  /** Joint cargo classes of each species' pool. */
  readonly classes: readonly number[];
  readonly uses: readonly Uses[]; // by species
  readonly loss: readonly Evaluate[]; // by species
  readonly captors: readonly (readonly Captor[])[]; // by species
  /** Columns of each species in the cells; −1 where there is none. */
  readonly inside: Int32Array;
  readonly bound: Int32Array;
  readonly bodies: Int32Array; // multivesicular bodies
  readonly released: Int32Array; // packets so far
  /** Columns of each cargo in the cells. */
  readonly payload: Int32Array;
  readonly surface: readonly Int32Array[]; // by species, then cargo
  /** By species: cargo that it can bring into a cell and that is followed there, and cargo that is not. */
  readonly carried: readonly Int32Array[];
  readonly absorbed: readonly Int32Array[];
  /** Copies on one vesicle, by cargo. */
  readonly copies: Float64Array;
}

export function vesiclesPlanOf(model: Model, layout: Layout): VesiclesPlan {
  const columns = (name: string, length: number): Int32Array =>
    Int32Array.from({ length }, (_, index) => layout.columnOf.get(`${name}:${index}`) ?? -1);
  const species = model.vesicles.length;
  const classes = model.vesicles.map((one) => one.classes.reduce((all, { edges }) => all * (edges.length + 1), 1));
  return {
    classes,
    uses: model.vesicles.map(({ name }, index) => ({
      loss: Int32Array.from({ length: classes[index] }, (_, joint) => wordOf(`loss ${name} ${joint}`)),
      capture: Int32Array.from({ length: classes[index] }, (_, joint) => wordOf(`capture ${name} ${joint}`)),
      meet: wordOf(`meet ${name}`),
      bound: wordOf(`bound ${name}`),
      digestion: wordOf(`digestion ${name}`),
      release: wordOf(`release ${name}`),
      share: wordOf(`share ${name}`),
    })),
    loss: model.vesicles.map((one) => closureOf(one.loss, layout.shared)),
    captors: model.vesicles.map((_, index) =>
      model.kinds.flatMap((kind, at) =>
        kind.captures.flatMap((capture, place): Captor[] =>
          capture.species === index ? [{ kind: at, at: place, limited: capture.sites !== undefined }] : [],
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
    carried: model.vesicles.map((_, at) =>
      Int32Array.from(model.cargo.keys()).filter(
        (cargo) => layout.captured[at] && layout.delivered[cargo] && carries(model, at, cargo),
      ),
    ),
    absorbed: model.vesicles.map((_, at) =>
      Int32Array.from(model.cargo.keys()).filter(
        (cargo) => layout.captured[at] && !layout.delivered[cargo] && carries(model, at, cargo),
      ),
    ),
    copies: new Float64Array(model.cargo.length),
  };
}
