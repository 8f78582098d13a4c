import { test } from "uvu";
import * as assert from "uvu/assert";
import { imbalances } from "../../src/engine/audit.ts";
import { actOut } from "../../src/engine/process/protocol.ts";
import { digestOf, load, save } from "../../src/engine/saved.ts";
import { newSimulation, type Plan, planOf, type Simulation } from "../../src/engine/simulation.ts";
import { step } from "../../src/engine/step.ts";
import type { Model } from "../../src/model.ts";
import { measure } from "../../src/observe/measure.ts";
import { type Outcome, recordWorlds } from "../../src/observe/record.ts";
import { at, factor, kind, number, run, species } from "./bench.ts";
import { arms, rich } from "./rich.ts";

const key = [11, 12] as const;
const names = Object.keys(arms);

/** Digests at every boundary of a step, before and after what is done there. */
function digestsOf(plan: Plan, look: (simulation: Simulation) => Simulation = (simulation) => simulation): string[] {
  const digests: string[] = [];
  let simulation = newSimulation(plan, key);
  for (;;) {
    simulation = look(simulation);
    digests.push(digestOf(simulation));
    actOut(simulation);
    simulation = look(simulation);
    digests.push(digestOf(simulation));
    if (simulation.time >= plan.model.time.end) return digests;
    step(simulation);
  }
}

const once = new Map<string, string[]>();
const plain = (arm: string): string[] => {
  if (!once.has(arm)) once.set(arm, digestsOf(planOf(rich(arm))));
  return once.get(arm)!;
};

test("the rich model does all it is meant to", () => {
  const simulation = run(planOf(rich("exosomes")), key);
  assert.equal(imbalances(simulation), []);
  assert.ok(simulation.done.every((one) => one === 1));
  const [making, taking] = simulation.cultures.map((culture) => culture.ledger);
  const happened = {
    ...taking.cells,
    formed: making.bodies.formed,
    degradedBodies: making.bodies.degraded,
    ...taking.vesicles,
    decayed: taking.cargo.decayed,
    processed: taking.cargo.processed,
    dressed: taking.cargo.dressed,
  };
  const never = ["released", "taken", "sent", "received", "rounded", "held", "left", "rescaled"]; // not in that culture
  for (const [line, values] of Object.entries(happened))
    assert.is(
      values.some((value) => value > 0),
      !never.includes(line),
      line,
    );
  for (const species of [0, 1, 2]) assert.ok(taking.vesicles.captured[species] > 50, `species ${species}`);
});

for (const arm of names)
  test(`closures give the bits of generated code: ${arm}`, () => {
    assert.equal(digestsOf(planOf(rich(arm), "closures")), plain(arm));
  });

test("the same run gives the same digests, another key others", () => {
  assert.equal(digestsOf(planOf(rich("exosomes"))), plain("exosomes"));
  const other = newSimulation(planOf(rich("exosomes")), [11, 13]);
  actOut(other);
  assert.not.equal(digestOf(other), plain("exosomes")[1]);
});

test("load() goes on from any boundary of a step as if the run had never stopped", () => {
  // Every state goes through bytes, and on under the other of two plans.
  const plans = [0, 1].map(() => planOf(rich("off the grid")));
  let turn = 0;
  assert.equal(
    digestsOf(plans[0], (simulation) => load(plans[turn++ % 2], save(simulation))),
    plain("off the grid"),
  );
});

test("a culture that is halved goes on from saved states, and from generated code or closures, as if it were not", () => {
  const cultures = rich("exosomes").cultures.map((culture) => ({ ...culture, most: 250 }));
  const limited = rich("exosomes", undefined, undefined, { cultures });
  const plan = planOf(limited);
  const simulation = run(plan, key);
  assert.ok(simulation.cultures[1].share < cultures[1].share);
  assert.equal(imbalances(simulation), []);
  const straight = digestsOf(plan);
  assert.equal(
    digestsOf(plan, (each) => load(plan, save(each))),
    straight,
  );
  assert.equal(digestsOf(planOf(limited, "closures")), straight);
});

test("load() refuses what is not a state, another version, another scenario and damage", () => {
  const plan = planOf(rich("medium"));
  const bytes = save(run(plan, key));
  const changed = (at: number) => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
  assert.throws(() => load(plan, changed(0)), /no saved state/);
  assert.throws(() => load(plan, changed(bytes.length - 9)), /damaged/);
  const version = new TextDecoder("latin1").decode(bytes.subarray(0, 40)).indexOf('"version":4') + 10;
  assert.throws(() => load(plan, changed(version)), /has version 5; this engine reads version 4/);
  const kinds = [...plan.model.kinds, kind("more", { attributes: [{ index: 0 }], start: [] })];
  assert.throws(
    () => load(planOf({ ...plan.model, kinds, factors: plan.model.factors.slice(1) }), bytes),
    /does not fit|is read/,
  );
});

test("measure() changes nothing", () => {
  const { observables } = rich("exosomes");
  const into = new Float64Array(observables.length);
  const watched = digestsOf(planOf(rich("exosomes")), (simulation) => {
    measure(simulation, into);
    return simulation;
  });
  assert.equal(watched, plain("exosomes"));
  assert.equal(digestsOf(planOf(rich("exosomes", undefined, undefined, { observables: [] }))), plain("exosomes"));
});

const bare = ({ arm, times, values, digests }: Outcome) => ({ arm, times: [...times], values: [...values], digests });
const recorded = (among: readonly string[]) =>
  recordWorlds(
    among.map((arm) => ({ arm, plan: planOf(rich(arm)) })),
    key,
  ).map(bare);

test("recordWorlds() gives arms that share their past what each has alone", () => {
  const together = recorded(names);
  assert.equal(
    together,
    names.flatMap((arm) => recorded([arm])),
  );
  const [medium, exosomes] = together;
  assert.equal(medium.digests.slice(0, 5), exosomes.digests.slice(0, 5));
  assert.not.equal(medium.digests[5], exosomes.digests[5]);
});

test("recordWorlds() does not heed the order of arms, nor that there are more", () => {
  const [medium] = recorded(["medium"]);
  assert.equal(recorded([...names].reverse()).at(-1), medium);
  assert.equal(recorded(["off the grid", "medium"])[1], medium);
});

/** What every cell, pool and factor of the two cultures is, without what an added thing of its own would add to it. */
function stateOf(simulation: Simulation): unknown {
  return simulation.cultures.slice(0, 2).map(({ cells, factor, pools, packets, ledger }) => {
    const { columns } = simulation.plan.layout;
    const rows = Array.from({ length: cells.count }, (_, row) => row).filter(
      (row) => simulation.plan.model.kinds[cells.kind[row]].name !== "inert",
    );
    const family = columns.indexOf("family"); // counts the founders before it, whoever they are
    return {
      ids: rows.map((row) => [cells.id[2 * row], cells.id[2 * row + 1]]),
      columns: cells.columns.map((column, at) => (at === family ? [] : rows.map((row) => column[row]))),
      factor: [...factor.subarray(0, 4)],
      pools: pools.slice(0, 3).map(({ count, cargo }) => [[...count], [...cargo]]),
      packets: packets
        .slice(0, 3)
        .map(({ count, id, weight }) => [[...id.subarray(0, 2 * count)], [...weight.subarray(0, count)]]),
      books: [ledger.vesicles, ledger.cargo, ledger.bodies].map((book) =>
        Object.values(book).map((line) => [...line.subarray(0, 3)]),
      ),
    };
  });
}

const seedInert = (culture: number, time: number) => at(time, { do: "seed", kind: 0, density: 0.4 }, culture);
const shifted = (model: Model): Model => ({
  ...model,
  // An inert kind put before the others, so that every number of a kind moves by one.
  kinds: [kind("inert"), ...model.kinds.map((one) => JSON.parse(JSON.stringify(one), shiftKinds) as typeof one)],
  protocol: [
    seedInert(1, 0),
    ...model.protocol.map((event) => JSON.parse(JSON.stringify(event), shiftKinds) as typeof event),
    seedInert(1, 40.25 * 3600),
  ].map((event) => ({ ...event, at: event.at ?? Number.NaN })),
  observables: [],
});
function shiftKinds(this: unknown, name: string, value: unknown): unknown {
  if (name === "kinds") return (value as number[]).map((one) => one + 1);
  if (name === "to" && (value as number) >= 0) return (value as number) + 1;
  if (name === "kind" && typeof value === "number") return value + 1;
  return value === null ? Infinity : value;
}

test("an inert cell moves nothing of the others", () => {
  const model = rich("exosomes");
  // The second seeding cuts a step: so it does in the run it is compared with.
  const still = {
    at: 40.25 * 3600,
    culture: 1,
    act: { do: "set", condition: 0, value: 1 },
    text: "nothing new",
  } as const;
  const apart = { ...shifted(model), kinds: shifted(model).kinds };
  const without = run(planOf({ ...model, protocol: [...model.protocol, still] }), key);
  const beside = run(planOf(apart), key);
  assert.ok(beside.cultures[1].cells.count > without.cultures[1].cells.count + 100);
  assert.equal(stateOf(beside), stateOf(without));
});

test("an inert culture, factor and species move nothing of the others", () => {
  const model = rich("exosomes");
  const [first] = model.cultures;
  const beside = planOf({
    ...model,
    cultures: [...model.cultures, { ...first, name: "third" }],
    factors: [...model.factors, factor("inert", { loss: number(1e-5) })],
    vesicles: [...model.vesicles, species("INERT", { loss: number(1e-5) })],
    protocol: [
      at(0, { do: "seed", kind: 2, density: 0.3 }, 2),
      at(0, { do: "add", factor: 4, concentration: 3 }, 1),
      at(0, { do: "vesicles", species: 3, concentration: 3 }, 1),
      ...model.protocol.map((event) => {
        if (event.act.do !== "take") return event;
        const passages = event.act.passages.map(({ step: name, vesicles, factors }) => ({
          step: name,
          vesicles: [...vesicles, 0],
          factors: [...factors, 0],
        }));
        return { ...event, act: { ...event.act, passages } };
      }),
    ],
  });
  assert.equal(stateOf(run(beside, key)), stateOf(run(planOf(model), key)));
});

test.run();
