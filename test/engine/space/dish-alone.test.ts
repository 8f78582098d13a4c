import { test } from "uvu";
import * as assert from "uvu/assert";
import { actOut } from "../../../src/engine/process/protocol.ts";
import { digestOf } from "../../../src/engine/saved.ts";
import { fork, planOf, type Simulation } from "../../../src/engine/simulation.ts";
import { step as advance } from "../../../src/engine/step.ts";
import type { Model, Space, Wall } from "../../../src/model.ts";
import { type Outcome, recordOrPause } from "../../../src/observe/record.ts";
import { at, factor, kind, run, species } from "../bench.ts";
import { cube, periodic, placeOf, source } from "./dish.ts";
import { richDish } from "./rich-dish.ts";

const key = [21, 22] as const;
const walls: readonly Wall[] = ["fixed", "absorbing", "periodic", "periodic", "closed", "closed"];
const hour = 3600;
const step = 1200; // s
const some = (cells: Space["cells"]): Model =>
  richDish(walls, cells, { time: { start: 0, end: 9 * step, step, records: [0, hour, 3 * hour] } });

test("a world that is forked goes its way as one that was not, and leaves the first alone", () => {
  const [plan, other] = [planOf(some("afloat")), planOf(some("afloat"))];
  let forked: Simulation | undefined;
  const straight = run(plan, key, (simulation) => {
    if (simulation.step === 7 && simulation.piece === 0) forked ??= fork(simulation, other);
  });
  const copy = forked!;
  while (copy.time < other.model.time.end * (1 - 1e-12)) {
    advance(copy);
    actOut(copy);
  }
  assert.is(digestOf(copy), digestOf(straight));
  assert.is(digestOf(run(planOf(some("afloat")), key)), digestOf(straight));
});

const bare = ({ arm, times, values, digests }: Outcome) => ({ arm, times: [...times], values: [...values], digests });

test("arms that share a past have what each has alone, looked at or not", () => {
  const [early, late] = [some("afloat"), some("afloat")].map((model, index) => ({
    ...model,
    protocol: [...model.protocol, at(2.5 * hour, { do: "add", factor: 1, concentration: 0.1 * index })],
  }));
  const worlds = [
    { arm: "without", plan: planOf(early) },
    { arm: "with", plan: planOf(late) },
  ];
  const together = recordOrPause(worlds, key, { look: true }).outcomes;
  assert.ok(together.every(({ snapshots, times }) => snapshots.length === times.length));
  const alone = worlds.flatMap((world) => recordOrPause([world], key, {}).outcomes);
  assert.equal(together.map(bare), alone.map(bare));
  assert.not.equal(together[0].digests.at(-1), together[1].digests.at(-1));
});

test("worlds that are stopped on their way go on as if they had not been", () => {
  const world = { arm: "one", plan: planOf(some("settled")) };
  const [straight] = recordOrPause([world], key, {}).outcomes;
  let asked = 0;
  const { paused } = recordOrPause([world], key, { stop: () => ++asked === 9, look: true });
  assert.is(paused.length, 1);
  const [resumed] = recordOrPause([world], key, { from: { paused, finished: [] } }).outcomes;
  assert.equal(bare(resumed), bare(straight));
});

/** What each cell, field, pool and vesicle of the first culture is, without what is called "inert". */
function stateOf(simulation: Simulation): unknown {
  const [{ cells, factor: amounts, fields, pools, packets, ledger }] = simulation.cultures;
  const { columns } = simulation.plan.layout;
  const rows = Array.from({ length: cells.count }, (_, row) => row).filter(
    (row) => simulation.plan.model.kinds[cells.kind[row]].name !== "inert",
  );
  const uncounted = ["family"]; // counts the founders before it, whoever they are
  return {
    cells: rows.map((row) => [cells.id[2 * row], cells.id[2 * row + 1], ...placeOf(simulation, row)]),
    columns: columns.map((name, index) =>
      uncounted.includes(name) ? [] : rows.map((row) => cells.columns[index][row]),
    ),
    factor: [...amounts.subarray(0, 3)],
    fields: fields.slice(0, 3).map((field) => [...field]),
    pools: pools.slice(0, 4).map(({ count, cargo }) => [[...count], [...cargo]]),
    packets: packets
      .slice(0, 4)
      .map(({ count, id, weight, places }) => [
        [...id.subarray(0, 2 * count)],
        [...weight.subarray(0, count)],
        places.map((column) => [...column.subarray(0, count)]),
      ]),
    books: [ledger.vesicles, ledger.cargo, ledger.bodies].map((book) =>
      Object.values(book).map((line) => [...line.subarray(0, 4)]),
    ),
  };
}

/** Another static culture. */
const other = { ...cube(3, 20, 4, { walls: periodic, cells: "settled" }), name: "other" };

test("a stirred culture, a static one, a factor, a species and a kind that nothing has to do with move nothing", () => {
  const model = some("afloat");
  const [dish] = model.cultures;
  const beside: Model = {
    ...model,
    cultures: [
      {
        ...dish,
        space: {
          ...dish.space!,
          grids: [...dish.space!.grids, dish.space!.grids[0]],
          outside: [...dish.space!.outside, 0],
        },
      },
      { name: "well", volume: dish.volume, share: 1, conditions: [0] },
      other,
    ],
    factors: [...model.factors, factor("INERT", { diffusion: 10 })],
    vesicles: [...model.vesicles, species("INERT", { mobility: 0.1 })],
    kinds: [...model.kinds, kind("inert", { diameter: 5 })],
    sources: [...model.sources, source({ species: 4 }, 0.01, [1, 1, 1], { name: "inert" })],
    protocol: [
      ...[0, 1, 2, 3].map((of) => at(0, { do: "seed", kind: of, density: 1e-5 }, 1)),
      ...[0, 1, 2].map((of) => at(0, { do: "seed", kind: of, density: 1e-4 }, 2)),
      at(0, { do: "add", factor: 3, concentration: 1 }),
      { ...at(0, { do: "vesicles", species: 4, concentration: 1e-4 }), text: "something of its own" },
      ...model.protocol.map((event) => {
        if (event.act.do !== "take") return event;
        return { ...event, act: { ...event.act, passages: [] } };
      }),
    ],
  };
  assert.equal(stateOf(run(planOf(beside), key)), stateOf(run(planOf(model), key)));
});
test("an inert kind that stands before the others moves nothing", () => {
  const model = some("afloat");
  const shifted = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (_name, each) => (each === Infinity ? "∞" : each)),
      function (this: Record<string, unknown>, name: string, each: unknown) {
        if (each === "∞") return Infinity;
        if (name === "kinds" && Array.isArray(each) && typeof each[0] === "number") return each.map((one) => one + 1);
        const isKind = (name === "to" && "event" in this && (each as number) >= 0) || name === "kind";
        return isKind && typeof each === "number" ? each + 1 : each;
      },
    );
  const { kinds, ...rest } = shifted(model) as Model;
  const beside = { ...rest, kinds: [kind("inert", { diameter: 12 }), ...kinds] };
  assert.equal(stateOf(run(planOf(beside), key)), stateOf(run(planOf(model), key)));
});

test.run();
