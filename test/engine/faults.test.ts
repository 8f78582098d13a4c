import { test } from "uvu";
import * as assert from "uvu/assert";
import { RunFault } from "../../src/engine/simulation.ts";
import type { Expression, Kind, Model } from "../../src/model.ts";
import {
  at,
  attribute,
  capture,
  consumes,
  distribution,
  factor,
  hazard,
  kind,
  model,
  number,
  operate,
  planOf,
  reaction,
  run,
  secretes,
  species,
} from "./bench.ts";

/** Below 0 for a few cells only, so that a sum over cells or over rates hides it. */
const seldomNegative: Expression = operate(attribute(0), "-", number(0.01));
const faultOf = (cell: Partial<Kind>, given: Partial<Model> = {}): string => {
  const texts = (["generated code", "closures"] as const).map((means) => {
    const T = kind("T", { start: [{ attribute: 0, value: distribution("uniform", 0, 1) }], ...cell });
    const plan = planOf(
      model({
        end: 2,
        step: 1,
        attributes: [{ name: "x", unit: "", scale: 1, inherit: "copy" }],
        factors: [factor("F"), factor("G")],
        vesicles: [species("EXO")],
        kinds: [T, kind("U")],
        protocol: [
          at(0, { do: "seed", kind: 0, density: 1000 }),
          at(0, { do: "add", factor: 0, concentration: 50 }),
          at(0, { do: "vesicles", species: 0, concentration: 1000 }),
        ],
        ...given,
      }),
      means,
    );
    try {
      run(plan);
    } catch (error) {
      if (error instanceof RunFault && error.hint !== "") return error.message;
      throw error;
    }
    return "no fault";
  });
  assert.is(texts[0], texts[1]);
  return texts[0];
};

test("a run without a fault has none", () => {
  assert.is(faultOf({ hazards: [hazard("die", attribute(0))] }), "no fault");
});

test("a rate below 0 is a fault though other cells and other rates make up for it", () => {
  const other = hazard("divide", 5);
  assert.match(
    faultOf({ hazards: [other, hazard("die", seldomNegative)] }),
    /^well at 0 h: the rate at which T cells die came to -0\.00\d+ per second$/,
  );
  assert.match(
    faultOf({ hazards: [other, hazard("become", seldomNegative, 1)] }),
    /the rate at which T cells become U came to -0\.00/,
  );
  assert.match(
    faultOf({ captures: [capture(seldomNegative)] }),
    /the capture of EXO by T cells came to -0\.00\d+ µm³\/s/,
  );
  assert.match(
    faultOf({ captures: [capture(1, { entry: seldomNegative })] }),
    /the entry of EXO by T cells came to -0/,
  );
  assert.match(faultOf({ captures: [capture(1, { detach: seldomNegative })] }), /the detachment of EXO by T cells/);
  assert.match(faultOf({ captures: [capture(1, { digestion: seldomNegative })] }), /the digestion of EXO by T cells/);
  assert.match(
    faultOf({ secretions: [secretes(0, seldomNegative)] }),
    /the secretion of F came to NaN molecules per second/,
  );
  assert.match(
    faultOf({ consumptions: [{ ...consumes(0, 1, 1), maximum: seldomNegative }] }),
    /the consumption of F by T cells came to NaN/,
  );
});

test("a rate that is no number, or endless, is a fault", () => {
  for (const bad of [Number.NaN, Infinity]) {
    assert.match(faultOf({ hazards: [hazard("die", bad)] }), new RegExp(`T cells die came to ${bad}`));
    assert.match(faultOf({ captures: [capture(bad)] }), new RegExp(`came to ${bad} µm³/s`));
    assert.match(faultOf({ secretions: [secretes(0, bad)] }), new RegExp(`the secretion of F came to ${bad}`));
  }
});

test("what belongs to no cell is checked alike", () => {
  assert.match(faultOf({}, { factors: [factor("F", { loss: number(-1) }), factor("G")] }), /the loss of F came to -1/);
  assert.match(faultOf({}, { reactions: [reaction([0], [1], -1)] }), /the reaction 0 to 1 came to -1/);
  assert.match(faultOf({}, { vesicles: [species("EXO", { loss: number(-1) })] }), /the loss of EXO came to -1/);
});

test("a limit on cells stops the run, in a division and in a seeding", () => {
  const limit = { cells: 1500, vesicles: 10 };
  assert.match(faultOf({ hazards: [hazard("divide", 1)] }, { limit }), /would hold more than 1500 simulated cells/);
  assert.match(faultOf({}, { limit: { cells: 999, vesicles: 10 } }), /would hold more than 999 simulated cells/);
  assert.is(faultOf({}, { limit: { cells: 1000, vesicles: 10 } }), "no fault");
});

test.run();
