/**
 * What the phase of the vesicles needs of a model, worked out once: who captures and releases which species, and the
 * formulas that belong to no cell. Its arrays are that phase's working memory.
 */
import type { Expression, Kind, Model } from "../model.ts";
import { closureOf, type Evaluate } from "./expression.ts";
import { wordOf } from "./keys.ts";
import { carries, type Layout, type Store } from "./layout.ts";

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
  readonly drift: number;
}

export interface VesiclesPlan {
  /** Joint cargo classes of each species' pool. */
  readonly classes: readonly number[];
  readonly uses: readonly Uses[]; // by species
  readonly loss: readonly Evaluate[]; // by species
  /** By species: copies of cargo that a vesicle has by itself. */
  readonly given: readonly (readonly { readonly cargo: number; readonly copies: Evaluate }[])[];
  /** Part of the vesicles that the matrix does not hold, by species: what binds to it, and what comes off, 1/s. */
  readonly adhesion: readonly ({ readonly binds: Evaluate; readonly frees: Evaluate } | undefined)[];
  /** Diffusion of a vesicle of the middle diameter, µm²/s, by species. */
  readonly diffusion: readonly number[];
  /** By species: the values that its diameter is drawn with. */
  readonly diameters: readonly { readonly a: number; readonly b: number; readonly shift: number }[];
  readonly captors: readonly (readonly Captor[])[]; // by species
  /** Columns of each species in the cells; −1 where there is none. */
  readonly inside: Int32Array;
  readonly bound: Int32Array;
  readonly bodies: Int32Array; // multivesicular bodies
  readonly released: Int32Array; // packets so far
  /** Columns of each cargo in the cells. */
  readonly payload: Int32Array;
  readonly surface: readonly Int32Array[]; // by species, then cargo
  /** By cargo: all columns that hold copies of it. */
  readonly holding: readonly Int32Array[];
  /** By species, then kind, then cargo as in `carried`: the store for what that kind acquires. Nothing where no kind does. */
  readonly stores: readonly ((Store | undefined)[][] | undefined)[];
  /** By species: cargo that it can bring into a cell and that is followed there, and cargo that is not. */
  readonly carried: readonly Int32Array[];
  readonly absorbed: readonly Int32Array[];
  /** Copies on one vesicle, by cargo. */
  readonly copies: Float64Array;
}

/** Columns that hold copies of a cargo begin with one of these, and go on with its index. */
const cargoColumns = ["payload", "surface", "acquired", "processed", "dressed"];

export function vesiclesPlanOf(model: Model, layout: Layout): VesiclesPlan {
  const columns = (name: string, length: number): Int32Array =>
    Int32Array.from({ length }, (_, index) => layout.columnOf.get(`${name}:${index}`) ?? -1);
  const species = model.vesicles.length;
  const carried = model.vesicles.map((_, at) =>
    Int32Array.from(model.cargo.keys()).filter(
      (cargo) => layout.captured[at] && layout.delivered[cargo] && carries(model, at, cargo),
    ),
  );
  const parameters = Float64Array.from(model.parameters);
  const ofParameters = (value: Expression): number => closureOf(value, layout.shared)(0, parameters, parameters, []);
  const storeOf = (kind: Kind, species: number, cargo: number): Store | undefined =>
    kind.captures.some((capture) => capture.species === species && capture.acquires) &&
    kind.shows.some((display) => display.cargo === cargo)
      ? layout.stores.find((store) => store.species === species && store.cargo === cargo)
      : undefined;
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
      drift: wordOf(`drift ${name}`),
    })),
    loss: model.vesicles.map((one) => closureOf(one.loss, layout.shared)),
    given: model.vesicles.map((one) =>
      one.cargo.map(({ cargo, copies }) => ({ cargo, copies: closureOf(copies, layout.shared) })),
    ),
    adhesion: model.vesicles.map(
      ({ adhesion }) =>
        adhesion && {
          binds: closureOf(adhesion.binds, layout.shared),
          frees: closureOf(adhesion.frees, layout.shared),
        },
    ),
    diffusion: model.vesicles.map(({ mobility, diameter: { shape, a, b, shift } }) => {
      const middle = shape === "uniform" ? (ofParameters(a) + ofParameters(b)) / 2 : ofParameters(a);
      return mobility / (middle + ofParameters(shift));
    }),
    diameters: model.vesicles.map(({ diameter: { a, b, shift } }) => ({
      a: ofParameters(a),
      b: ofParameters(b),
      shift: ofParameters(shift),
    })),
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
    holding: model.cargo.map((_, cargo) =>
      Int32Array.from(
        layout.columns.flatMap((name, column) => {
          const [what, of] = name.split(":");
          return cargoColumns.includes(what) && Number(of) === cargo ? [column] : [];
        }),
      ),
    ),
    stores: carried.map((list, at) =>
      layout.stores.some((store) => store.species === at)
        ? model.kinds.map((kind) => Array.from(list, (cargo) => storeOf(kind, at, cargo)))
        : undefined,
    ),
    carried,
    absorbed: model.vesicles.map((_, at) =>
      Int32Array.from(model.cargo.keys()).filter(
        (cargo) => layout.captured[at] && !layout.delivered[cargo] && carries(model, at, cargo),
      ),
    ),
    copies: new Float64Array(model.cargo.length),
  };
}
