/**
 * What one kind of cell does in a step, as loops over its rows. Built once from the model's formulas: algebraic attributes
 * become locals, what is the same for every cell is worked out before the loop. The same list of statements becomes either
 * generated code or closures; both give the same bits.
 */
import type { Expression, Kind, Model, Signal } from "../model.ts";
import {
  closureOf,
  type Evaluate,
  type Formula,
  formulasIn,
  isShared,
  library,
  type Places,
  textOf,
} from "./expression.ts";
import { compile } from "./generated.ts";
import type { Layout } from "./layout.ts";

/** Sets one cell of `out[index]` or of the culture's column `index`, or adds to a sum, which is NaN where a part is below 0. */
export interface Statement {
  readonly target: "sum" | "out" | "column"; // sum: out[0][index] += value
  readonly index: number;
  readonly value: Formula | Total;
}

/** What the first statements came to together; NaN where one of them is below 0. */
interface Total {
  readonly kind: "total";
  readonly of: number;
}

/** Runs the statements for the rows `rows[from … to − 1]`; every value is worked out before any column of that row is set. */
export type Loop = (
  from: number,
  to: number,
  rows: Int32Array,
  p: Float64Array,
  s: Float64Array,
  columns: readonly (Float64Array | Int32Array)[],
  out: readonly Float64Array[],
) => void;

export type Means = "generated code" | "closures";

/** Where `contact` puts what it works out; the last two for species that some kind acquires cargo of. */
export const contactOut = {
  clearance: 0,
  sites: 1,
  entry: 2,
  detach: 3,
  digestion: 4,
  share: 5,
  dressed: 6,
} as const;

export interface KindProgram {
  /** out[0]: secretions, then consumption maxima, summed over rows. */
  readonly exchange: Loop;
  /** The same row by row, for static cultures: out[at][row]. */
  readonly exchangeEach: Loop;
  /** By capture. out: as `contactOut` says. */
  readonly contact: readonly Loop[];
  /** out[0]: the hazards together, 1/s; then each of them. Nothing where a kind has none. */
  readonly hazards: Loop;
  /** As `hazards`, then what the releases need, by row; then the attributes advance by the step. */
  readonly behave: Loop;
  /** First of a release's outputs of `behave`: rate, 1/s; size of a batch or body; fusion and degradation of bodies, 1/s. */
  readonly releaseOut: readonly number[];
  /** By release: what gives the copies of each cargo on a vesicle that leaves now. */
  readonly copies: readonly Copies[];
  /** First of the outputs of `behave` for what is shown: for each store its processing, its decay and the loss of what is shown, 1/s. */
  readonly storesOut: number;
  /** out[0]: for each contact of the layout, what cells of this kind count for together. */
  readonly weigh: Loop;
  /** The same row by row, for static cultures: out[at][row]. */
  readonly weighEach: Loop;
  /** Number of `out` columns that any of the loops writes. */
  readonly outs: number;
  /** One formula for one row, compiled on first use. */
  readonly evaluateOf: (expression: Expression) => Evaluate;
  /** An attribute's value for one row, whether it is kept or worked out. */
  readonly attribute: (index: number) => Evaluate;
}

/** Cargo of a release, by whether its copies are the same for every cell now. */
export interface Copies {
  readonly shared: readonly { readonly cargo: number; readonly of: Evaluate }[];
  readonly own: readonly { readonly cargo: number; readonly of: Evaluate }[];
}

export function programsOf(model: Model, layout: Layout, means: Means): KindProgram[] {
  return model.kinds.map((kind, index) => programOf(kind, index, model, layout, means));
}

function programOf(kind: Kind, index: number, model: Model, layout: Layout, means: Means): KindProgram {
  const places = layout.places[index];
  const loop = (statements: readonly Statement[]): Loop =>
    means === "closures" ? closureLoop(statements, places) : generatedLoop(statements, places);
  const outs = (values: readonly Expression[], first: number): Statement[] =>
    values.map((value, at) => ({ target: "out", index: first + at, value }));

  const hazards = outs(
    kind.hazards.map((hazard) => hazard.rate),
    1,
  );
  if (hazards.length > 0) hazards.push({ target: "out", index: 0, value: { kind: "total", of: hazards.length } });
  const releases: Statement[] = [];
  const releaseOut = kind.releases.map((release) => {
    const first = 1 + kind.hazards.length + releases.length;
    const needs = { steady: 1, batch: 2, bodies: 4 }[release.manner];
    releases.push(...outs([release.rate, release.size, release.fusion, release.degradation].slice(0, needs), first));
    return first;
  });

  const storesOut = 1 + kind.hazards.length + releases.length;
  const stores = layout.stores.flatMap(({ cargo, species }, at) => {
    const process = kind.captures.find((capture) => capture.species === species)?.acquires?.process ?? none;
    const shown = kind.shows.find((display) => display.cargo === cargo);
    const rates = [shown ? process : none, model.cargo[cargo].decay, shown?.loss ?? none];
    return outs(rates, storesOut + 3 * at);
  });
  const acquired = (species: number): boolean => layout.stores.some((store) => store.species === species);

  const evaluators = new Map<Expression, Evaluate>();
  const evaluateOf = (expression: Expression): Evaluate => {
    let evaluate = evaluators.get(expression);
    if (!evaluate) {
      evaluate = means === "closures" ? closureOf(expression, places) : generatedValue(expression, places);
      evaluators.set(expression, evaluate);
    }
    return evaluate;
  };
  const reads = model.attributes.map((_, at): Expression => ({ kind: "read", of: { signal: "attribute", index: at } }));
  const exchange = [...kind.secretions.map((one) => one.rate), ...kind.consumptions.map((one) => one.maximum)];
  const weights = layout.contacts.flatMap((contact, at) =>
    contact.flatMap(({ kind: of, of: value }) => (of === index ? [{ index: at, value }] : [])),
  );
  const isSpatial = layout.place >= 0;
  return {
    exchange: loop(exchange.map((value, at) => ({ target: "sum", index: at, value }))),
    exchangeEach: loop(isSpatial ? outs(exchange, 0) : []),
    contact: kind.captures.map(({ species, clearance, sites, entry, detach, digestion, acquires }) => {
      const parts = acquired(species) ? [acquires?.share ?? none, acquires?.dressed ?? none] : [];
      return loop(outs([clearance, sites ?? endless, entry, detach, digestion, ...parts], 0));
    }),
    hazards: loop(hazards),
    behave: loop([...hazards, ...releases, ...stores, ...advancesOf(kind, model, layout)]),
    releaseOut,
    storesOut,
    weigh: loop(weights.map((one) => ({ target: "sum", ...one }))),
    weighEach: loop(isSpatial ? weights.map((one) => ({ target: "out", ...one })) : []),
    copies: kind.releases.map((release) => {
      const carried = model.cargo.flatMap((_, cargo) => {
        const given = [...release.stamps, ...model.vesicles[release.species].cargo];
        return given.find((one) => one.cargo === cargo) ?? [];
      });
      const sharing = (shared: boolean) =>
        carried
          .filter(({ copies }) => isShared(copies, places) === shared)
          .map(({ cargo, copies }) => ({ cargo, of: evaluateOf(copies) }));
      return { shared: sharing(true), own: sharing(false) };
    }),
    outs: Math.max(
      storesOut + stores.length,
      kind.captures.length > 0 ? 7 : 0,
      isSpatial ? Math.max(exchange.length, layout.contacts.length) : 0,
    ),
    evaluateOf,
    attribute: (at) => evaluateOf(reads[at]),
  };
}

const none: Expression = { kind: "number", value: 0 };
const endless: Expression = { kind: "number", value: Infinity };

/** What drifts by itself in a step: attributes with a gain or a loss, and payloads that fade. */
function advancesOf(kind: Kind, model: Model, layout: Layout): Statement[] {
  const relax = (column: string, of: Signal, gain: Expression, loss: Expression): Statement[] => {
    const index = layout.columnOf.get(column);
    const still = [gain, loss].every((part) => part.kind === "number" && part.value === 0);
    if (index === undefined || still) return [];
    return [{ target: "column", index, value: { kind: "relax", value: { kind: "read", of }, gain, loss } }];
  };
  return [
    ...kind.attributes.flatMap(({ index, is, gain, loss }) =>
      is ? [] : relax(`attribute:${index}`, { signal: "attribute", index }, gain ?? none, loss ?? none),
    ),
    ...model.cargo.flatMap(({ decay }, index) => relax(`payload:${index}`, { signal: "payload", index }, none, decay)),
  ];
}

const partsOf = (formula: Formula | Total): Expression[] =>
  formula.kind === "total" ? [] : formula.kind === "relax" ? [formula.value, formula.gain, formula.loss] : [formula];

function closureLoop(statements: readonly Statement[], places: Places): Loop {
  const results = new Float64Array(statements.length);
  const values = statements.map(({ value }): Evaluate => {
    if (value.kind !== "total") return closureOf(value, places);
    return () => {
      let sum = 0;
      for (let at = 0; at < value.of; at++) sum += results[at] >= 0 ? results[at] : NaN;
      return sum;
    };
  });
  return (from, to, rows, p, s, columns, out) => {
    for (let k = from; k < to; k++) {
      const row = rows[k];
      for (let at = 0; at < values.length; at++) results[at] = values[at](row, p, s, columns);
      for (let at = 0; at < values.length; at++) {
        const { target, index } = statements[at];
        if (target === "sum") out[0][index] += results[at] >= 0 ? results[at] : NaN;
        else if (target === "out") out[index][row] = results[at];
        else columns[index][row] = results[at];
      }
    }
  };
}

/** The locals of a piece of generated code: algebraic attributes and what is worked out once, each in order of need. */
function writer(places: Places) {
  const before: string[] = [];
  const named = new Map<string, string>();
  const once = (text: string): string => {
    let name = named.get(text);
    if (!name) {
      name = `h${named.size}`;
      named.set(text, name);
      before.push(`const ${name} = ${text};`);
    }
    return name;
  };
  const inside: string[] = [];
  const define = (formulas: Map<string, Expression>): void => {
    for (const [name, of] of formulas) {
      const line = `const ${name} = ${textOf(of, places, once)};`;
      (isShared(of, places) ? before : inside).push(line);
    }
  };
  return { before, inside, once, define };
}

/** Lines as a function, with a local for each column that they use. */
function compiled<T>(parameters: string, lines: readonly string[]): T {
  const text = lines.join("\n");
  const used = new Set([...text.matchAll(/\bc(\d+)\[/g)].map((match) => match[1]));
  const columns = [...used].map((index) => `const c${index} = columns[${index}];`);
  return compile<T>(parameters, [...columns, text].join("\n"), library);
}

function generatedLoop(statements: readonly Statement[], places: Places): Loop {
  if (statements.length === 0) return () => undefined;
  const { before, inside, once, define } = writer(places);
  define(formulasIn(
    statements.flatMap((statement) => partsOf(statement.value)),
    places,
  ));
  const total = (of: number): string =>
    Array.from({ length: of }, (_, at) => `(v${at}>=0?v${at}:NaN)`).reduce((sum, part) => `${sum}+${part}`, "0");
  const values = statements.map(({ value }, at) => {
    const text = value.kind === "total" ? total(value.of) : textOf(value, places, once);
    return `const v${at} = ${text};`;
  });
  const sums = statements.filter((statement) => statement.target === "sum").map((statement) => statement.index);
  const stores = statements.map(({ target, index }, at) =>
    target === "sum"
      ? `t${index} += v${at}>=0?v${at}:NaN;`
      : target === "out"
        ? `o${index}[i] = v${at};`
        : `c${index}[i] = v${at};`,
  );
  const outs = statements
    .filter((statement) => statement.target === "out")
    .map(({ index }) => `const o${index} = out[${index}];`);
  const lines = [
    ...new Set(outs),
    ...sums.map((index) => `let t${index} = out[0][${index}];`),
    ...before,
    "for (let k = from; k < to; k++) {",
    "const i = rows[k];",
    ...inside,
    ...values,
    ...stores,
    "}",
    ...sums.map((index) => `out[0][${index}] = t${index};`),
  ];
  return compiled<Loop>("from, to, rows, p, s, columns, out", lines);
}

function generatedValue(expression: Expression, places: Places): Evaluate {
  const { before, inside, once, define } = writer(places);
  define(formulasIn([expression], places));
  const result = textOf(expression, places, once);
  const lines = [...before, ...inside, `return ${result};`];
  return compiled<Evaluate>("i, p, s, columns", lines);
}
