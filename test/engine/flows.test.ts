/** Routes between cultures and devices on them: closed forms, conservation over cultures and shares, sites that fill up. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { imbalances } from "../../src/engine/audit.ts";
import { actOut } from "../../src/engine/process/protocol.ts";
import { digestOf, load, save } from "../../src/engine/saved.ts";
import { freeVesicles, newSimulation, planOf, RunFault, type Simulation } from "../../src/engine/simulation.ts";
import { step } from "../../src/engine/step.ts";
import type { Culture, Device, Model, Route } from "../../src/model.ts";
import {
  at,
  capture,
  clock,
  factor,
  fixed,
  hazard,
  kind,
  model,
  momentsOf,
  near,
  number,
  read,
  release,
  run,
  secretes,
  species,
} from "./bench.ts";

const well = (name: string, volume = 1, share = 1, conditions: number[] = []): Culture => ({
  name,
  volume,
  share,
  conditions,
});
const route = (from: number, to: number, rate: number, given: Partial<Route> = {}): Route => ({
  name: `${from} to ${to}`,
  from,
  to,
  rate: number(rate),
  vesicles: [1, 1, 1],
  factors: [1, 1],
  kinds: [1, 1],
  ...given,
});
const device = (flow: number, given: Partial<Device> = {}): Device => ({
  name: "filter",
  culture: 0,
  flow: number(flow),
  on: [{ from: 0, to: 1e9 }],
  vesicles: [1, 1, 1],
  factors: [0, 0],
  ...given,
});
const holds = (share: number, capacity = Infinity) => ({ affinity: { cargo: 0, share, capacity } });
const marked = species("EXO", { cargo: [{ cargo: 0, copies: number(3) }] });
const plain = species("bare");
const flowing = (given: Partial<Model> & { end: number; step: number }) =>
  planOf(
    model({
      cultures: [well("blood"), well("tissue"), well("urine")],
      cargo: [{ name: "mark", face: "surface", decay: number(0) }],
      factors: [factor("drug"), factor("counted", { counted: true })],
      vesicles: [marked, plain],
      ...given,
    }),
  );
const put = (of: number, count: number, culture = 0) =>
  at(0, { do: "vesicles", species: of, concentration: count }, culture);
const give = (of: number, amount: number, culture = 0) =>
  at(0, { do: "add", factor: of, concentration: amount }, culture);
const close = (found: number, expected: number, what: string, part = 1e-12): void =>
  assert.ok(Math.abs(found - expected) <= part * Math.abs(expected), `${what}: ${found}, not ${expected}`);

/** Amounts in two compartments that exchange, of which the first also loses to a third: the two exponentials. */
function twoCompartments(out: number, back: number, gone: number, time: number): readonly [number, number] {
  const sum = out + back + gone;
  const root = Math.sqrt(sum * sum - 4 * back * gone);
  const [fast, slow] = [(sum + root) / 2, (sum - root) / 2];
  const [early, late] = [Math.exp(-fast * time), Math.exp(-slow * time)];
  return [((fast - back) * early + (back - slow) * late) / (fast - slow), (out / (fast - slow)) * (late - early)];
}

test("a factor in two compartments follows the two exponentials exactly, at any step", () => {
  const [out, back, gone] = [0.8, 0.3, 0.2];
  for (const dt of [0.05, 0.7, 6]) {
    const routes = [route(0, 1, out), route(1, 0, back), route(0, 2, gone)];
    run(flowing({ end: 6, step: dt, routes, protocol: [give(0, 1000)] }), [1, 2], ({ cultures, time }) => {
      const [blood, tissue] = twoCompartments(out, back, gone, time).map((part) => 1000 * part);
      const [first, second, third] = cultures.map((culture) => culture.factor[0]);
      close(first, blood, `blood at ${time}, step ${dt}`, 1e-11);
      assert.ok(Math.abs(second - tissue) < 1e-9 && Math.abs(third - (1000 - blood - tissue)) < 1e-8);
    });
  }
});

test("vesicles and counted molecules do so in the mean, each with the variance of independent things", () => {
  const [out, back, gone, count] = [0.8, 0.3, 0.2, 500];
  const vesicles = [
    marked,
    species("MV", { detail: "packets", packet: 7, cargo: [{ cargo: 0, copies: number(2) }] }),
    species("IND", { detail: "individuals" }),
  ];
  const plan = flowing({
    end: 3,
    step: 1.5,
    vesicles,
    routes: [route(0, 1, out), route(1, 0, back), route(0, 2, gone)],
    protocol: [put(0, count), put(1, count), put(2, count), give(1, count)],
  });
  const ends = Array.from({ length: 400 }, (_, replicate) => run(plan, [replicate, 3]));
  const [blood, tissue] = twoCompartments(out, back, gone, 3);
  const readings: readonly [string, (culture: Simulation["cultures"][number]) => number][] = [
    ["pool", (culture) => freeVesicles(culture, 0)],
    ["packets", (culture) => freeVesicles(culture, 1)],
    ["individuals", (culture) => freeVesicles(culture, 2)],
    ["molecules", (culture) => culture.factor[1]],
  ];
  for (const [what, look] of readings)
    [blood, tissue, 1 - blood - tissue].forEach((part, index) => {
      const seen = momentsOf(ends.map(({ cultures }) => look(cultures[index])));
      near(seen.mean, count * part, seen.meanError, `mean of ${what} in ${index}`);
      near(seen.variance, count * part * (1 - part), seen.varianceError, `variance of ${what} in ${index}`);
    });
});

test("an individual keeps its name and its birth on the way; no two vesicles have one name", () => {
  const plan = flowing({
    end: 4,
    step: 1,
    vesicles: [species("IND", { detail: "individuals" })],
    routes: [route(0, 1, 0.5), route(1, 0, 0.5)],
    protocol: [put(0, 300)],
  });
  const named = ({ cultures }: Simulation): string[] =>
    cultures
      .flatMap(({ packets: [{ id, count }] }) =>
        Array.from({ length: count }, (_, row) => `${id[2 * row]},${id[2 * row + 1]}`),
      )
      .sort((a, b) => (a < b ? -1 : 1));
  let first: string[] = [];
  const end = run(plan, [1, 2], (simulation) => {
    if (simulation.time === 0) first = named(simulation);
  });
  assert.ok(end.cultures[1].packets[0].count > 100);
  assert.equal(named(end), first);
  assert.is(new Set(first).size, 300);
  assert.ok(end.cultures[1].packets[0].born.subarray(0, 100).every((born) => born === 0));
});

test("a packet that is divided on its way leaves no two of one name", () => {
  const plan = flowing({
    end: 6,
    step: 0.5,
    vesicles: [species("MV", { detail: "packets", packet: 20 })],
    routes: [route(0, 1, 0.5), route(1, 0, 0.5)],
    protocol: [put(0, 400)],
  });
  const { cultures } = run(plan);
  const names = cultures.flatMap(({ packets: [{ id, count }] }) =>
    Array.from({ length: count }, (_, row) => `${id[2 * row]},${id[2 * row + 1]}`),
  );
  assert.ok(names.length > 100);
  assert.is(new Set(names).size, names.length);
});

test("only the part that may go along does", () => {
  const routes = [route(0, 1, 0.5, { vesicles: [0.2, 0], factors: [0.4, 0], kinds: [0] })];
  const plan = flowing({
    end: 2,
    step: 1,
    routes,
    kinds: [kind("T")],
    protocol: [at(0, { do: "seed", kind: 0, density: 50 }), put(0, 1e6), put(1, 1e6), give(0, 1), give(1, 100)],
  });
  const { cultures } = run(plan);
  const part = Math.exp(-0.2);
  near(freeVesicles(cultures[0], 0), 1e6 * part, Math.sqrt(1e6 * part * (1 - part)), "sieved");
  close(cultures[0].factor[0], Math.exp(-0.4), "factor");
  assert.equal([freeVesicles(cultures[0], 1), cultures[0].factor[1], cultures[0].cells.count], [1e6, 100, 50]);
});

test("cells go with name, founder, generation, attributes and all they hold, and divide on their own time", () => {
  const T = kind("T", {
    attributes: [{ index: 0 }],
    start: [{ attribute: 0, value: { ...fixed(0), shape: "uniform", b: number(9) } }],
    clocks: [clock("divide", fixed(10))],
    captures: [capture(1, { species: 0 })],
  });
  const routes = (rate: number) => [route(0, 1, rate, { vesicles: [0, 0], kinds: [1] })];
  const given = (rate: number) =>
    flowing({
      end: 15,
      step: 2.5,
      kinds: [T],
      attributes: [{ name: "x", unit: "", scale: 1, inherit: "copy" }],
      routes: routes(rate),
      protocol: [at(0, { do: "seed", kind: 0, density: 200 }), put(0, 5000)],
    });
  const cellsOf = ({ cultures, plan }: Simulation): Map<string, string> =>
    new Map(
      cultures.flatMap(({ cells: { id, founderId, columns, count } }) =>
        Array.from({ length: count }, (_, row): [string, string] => {
          const values = ["generation", "born", "attribute:0", "due:divide"].map(
            (name) => columns[plan.layout.columnOf.get(name)!][row],
          );
          const name = `${id[2 * row]},${id[2 * row + 1]}`;
          return [name, [founderId[2 * row], founderId[2 * row + 1], ...values].join()];
        }),
      ),
    );
  const [still, moving] = [run(given(0)), run(given(0.05))];
  const away = moving.cultures[1].cells.count;
  assert.ok(away > 100 && away < 300, `${away}`);
  assert.is(still.cultures[0].cells.count, 400);
  const before = cellsOf(still);
  const after = cellsOf(moving);
  assert.is(after.size, 400);
  for (const [name, what] of after) assert.is(before.get(name), what);
  assert.is(moving.cultures[1].families > 0, true);
  const { sent } = moving.cultures[0].ledger.vesicles;
  assert.ok(sent[0] > 500, "what was inside went along");
});

test("cells leave at the rate: mean and variance are binomial", () => {
  const plan = flowing({
    end: 2,
    step: 0.5,
    kinds: [kind("T")],
    routes: [route(0, 1, 0.4)],
    protocol: [at(0, { do: "seed", kind: 0, density: 100 })],
  });
  const left = momentsOf(
    Array.from({ length: 500 }, (_, replicate) => run(plan, [replicate, 4]).cultures[0].cells.count),
  );
  const p = Math.exp(-0.8);
  near(left.mean, 100 * p, left.meanError, "mean");
  near(left.variance, 100 * p * (1 - p), left.varianceError, "variance");
});

test("what arrives in another share has the right mean, and all books close in amounts of the real wells", () => {
  const plan = (from: number, to: number) =>
    flowing({
      end: 2,
      step: 1,
      cultures: [well("blood", 1000, from), well("tissue", 1000, to), well("urine")],
      vesicles: [marked, species("MV", { detail: "packets", packet: 7 }), species("IND", { detail: "individuals" })],
      kinds: [kind("T", { captures: [capture(0.05)] })],
      routes: [route(0, 1, 0.3), route(1, 0, 0.1)],
      protocol: [
        at(0, { do: "seed", kind: 0, density: 1 }),
        put(0, 0.5),
        put(1, 0.5),
        put(2, 0.5),
        give(0, 0.5),
        give(1, 0.5),
      ],
    });
  for (const [from, to] of [
    [0.5, 0.15],
    [0.1, 0.47],
  ]) {
    const ends = Array.from({ length: 200 }, (_, replicate) => run(plan(from, to), [replicate, 5]));
    const gone = 0.75 * (1 - Math.exp(-0.8));
    const readings: readonly [string, (end: Simulation) => number, number][] = [
      ["cells", ({ cultures }) => cultures[1].cells.count / to, 1000 * gone],
      ["packets", ({ cultures }) => freeVesicles(cultures[1], 1) / to, 500 * gone],
      ["individuals", ({ cultures }) => freeVesicles(cultures[1], 2) / to, 500 * gone],
      ["molecules", ({ cultures }) => cultures[1].factor[1] / to, 500 * gone],
    ];
    for (const [what, look, expected] of readings) {
      const seen = momentsOf(ends.map(look));
      near(seen.mean, expected, seen.meanError, `${what} from ${from} to ${to}`);
    }
    for (const end of ends) close(end.cultures[1].factor[0] / to, 500 * gone, "amounts");
  }
});

test("a culture that cuts its share sends and receives as before", () => {
  const dividing = kind("T", { hazards: [hazard("divide", 0.3)], releases: [release(2)] });
  const plan = flowing({
    end: 10,
    step: 0.5,
    cultures: [{ ...well("blood", 1), most: 300 }, well("tissue", 1), well("urine")],
    kinds: [dividing],
    routes: [route(0, 1, 0.2, { kinds: [0] }), route(1, 0, 0.1)],
    protocol: [at(0, { do: "seed", kind: 0, density: 200 })],
  });
  const end = run(plan);
  assert.ok(end.cultures[0].share < 0.3);
  assert.equal(imbalances(end), []);
});

test("a device takes flow × share / volume: the exponential, in the mean and the variance", () => {
  const plan = flowing({
    end: 4,
    step: 1,
    cultures: [well("blood", 20, 0.5), well("tissue"), well("urine")],
    devices: [device(10, { ...holds(0.3), vesicles: [0.8, 1], factors: [0.5, 0] })],
    protocol: [put(0, 100), put(1, 100), give(0, 5)],
  });
  const ends = Array.from({ length: 400 }, (_, replicate) => run(plan, [replicate, 6]));
  const p = Math.exp(-4 * (10 / 20) * 0.8 * 0.3);
  const free = momentsOf(ends.map(({ cultures }) => freeVesicles(cultures[0], 0)));
  near(free.mean, 1000 * p, free.meanError, "mean");
  near(free.variance, 1000 * p * (1 - p), free.varianceError, "variance");
  for (const { cultures, devices } of ends) {
    assert.is(devices[0].vesicles[0], 2 * (1000 - freeVesicles(cultures[0], 0)));
    assert.is(freeVesicles(cultures[0], 1), 1000); // without the cargo
    close(cultures[0].factor[0], 50 * Math.exp(-1), "factor");
    close(devices[0].factors[0], 100 * (1 - Math.exp(-1)), "factor held");
  }
});

test("what a device does not carry through its pores, or does not bind, stays", () => {
  const vesicles = [marked, species("large", { cargo: [{ cargo: 0, copies: number(9) }] })];
  const plan = flowing({
    end: 5,
    step: 1,
    vesicles,
    kinds: [kind("T")],
    devices: [device(3, { ...holds(1), vesicles: [1, 0] })],
    protocol: [at(0, { do: "seed", kind: 0, density: 40 }), put(0, 500), put(1, 500)],
  });
  const { cultures } = run(plan);
  assert.equal([freeVesicles(cultures[0], 0), freeVesicles(cultures[0], 1), cultures[0].cells.count], [0, 500, 40]);
});

test("classes and packets that carry the cargo are held, the others are not", () => {
  const vesicles = [
    species("EXO", { cargo: [{ cargo: 0, copies: number(3) }], classes: [{ cargo: 0, edges: [1] }] }),
    species("MV", { detail: "packets", packet: 10, cargo: [{ cargo: 0, copies: number(3) }] }),
    species("bare", { detail: "packets", packet: 10 }),
  ];
  const plan = flowing({
    end: 1,
    step: 1,
    vesicles,
    kinds: [kind("T", { releases: [release(100, { stamps: [{ cargo: 0, copies: number(0) }] })] })],
    devices: [device(80, holds(1))],
    protocol: [put(0, 50), put(1, 50), put(2, 50), at(0, { do: "seed", kind: 0, density: 3 })],
  });
  const simulation = newSimulation(plan, [1, 2]);
  const end = run(plan);
  assert.equal([end.devices[0].vesicles[0], end.devices[0].vesicles[1], end.devices[0].vesicles[2]], [50, 50, 0]);
  assert.ok(end.cultures[0].pools[0].count[0] > 200 && end.cultures[0].pools[0].count[1] === 0);
  assert.is(simulation.devices.length, 1);
});

test("a full device stops: it holds its capacity to the last vesicle, of each species its part", () => {
  const both = [marked, species("MV", { detail: "packets", packet: 7, cargo: [{ cargo: 0, copies: number(1) }] })];
  for (const dt of [1, 20]) {
    const plan = flowing({
      end: 200,
      step: dt,
      vesicles: both,
      devices: [device(0.2, holds(0.5, 1001))],
      protocol: [put(0, 3000), put(1, 1000)],
    });
    const parts = Array.from({ length: 100 }, (_, replicate) => {
      const { devices, cultures } = run(plan, [replicate, 7], ({ devices: [{ vesicles }] }) =>
        assert.ok(vesicles[0] + vesicles[1] <= 1001),
      );
      const [{ vesicles }] = devices;
      assert.is(vesicles[0] + vesicles[1], 1001);
      assert.is(freeVesicles(cultures[0], 0) + freeVesicles(cultures[0], 1), 2999);
      return vesicles[0];
    });
    const seen = momentsOf(parts);
    near(seen.mean, 1001 * 0.75, seen.meanError, `of the first species, step ${dt}`);
  }
});

test("a device runs in its windows only, to the second, and what it held comes back from the source", () => {
  const [rate, flow, decay] = [300, 0.9, 0.4];
  const windows = [
    { from: 20.3, to: 24.8 },
    { from: 40, to: 41 },
  ];
  const plan = flowing({
    end: 60,
    step: 0.1,
    vesicles: [species("EXO", { loss: number(decay), cargo: [{ cargo: 0, copies: number(3) }] })],
    kinds: [kind("source", { releases: [release(rate)] })],
    devices: [device(flow, { ...holds(1), on: windows })],
    protocol: [at(0, { do: "seed", kind: 0, density: 300 })],
  });
  const steady = (rate * 300) / decay;
  const low = (rate * 300) / (decay + flow);
  const seen = new Map<number, number>();
  run(plan, [1, 2], ({ cultures, time }) => seen.set(Math.round(time * 1000) / 1000, freeVesicles(cultures[0], 0)));
  const check = (time: number, expected: number): void => {
    const found = seen.get(time)!;
    // Vesicles are released after the loss of their step: half a step of hazard too many, and the noise of a count.
    near(found, expected, Math.sqrt(expected) + (expected * (decay + flow) * 0.1) / 2, `at ${time}`, 3);
  };
  assert.ok(seen.has(20.3) && seen.has(24.8), "steps end where it is switched");
  check(20.3, steady);
  check(22, low + (steady - low) * Math.exp(-1.7 * (decay + flow)));
  check(24.8, low + (steady - low) * Math.exp(-4.5 * (decay + flow)));
  check(26, steady + (seen.get(24.8)! - steady) * Math.exp(-1.2 * decay));
  check(40, steady);
  check(60, steady);
});

test("windows off the grid are exact: without a source the fall is that of the time it ran", () => {
  const plan = flowing({
    end: 10,
    step: 3,
    devices: [
      device(0.7, {
        factors: [1, 0],
        on: [
          { from: 1.1, to: 2.3 },
          { from: 4.5, to: 8.9 },
        ],
      }),
    ],
    protocol: [give(0, 100)],
  });
  close(run(plan).cultures[0].factor[0], 100 * Math.exp(-0.7 * (1.2 + 4.4)), "left");
});

test("rates read the conditions of their own culture", () => {
  const heat = read({ signal: "condition", index: 0 });
  const plan = flowing({
    end: 2,
    step: 1,
    conditions: ["heat"],
    cultures: [well("blood", 1, 1, [0.2]), well("tissue", 1, 1, [0.5]), well("urine", 1, 1, [0])],
    routes: [route(0, 2, 0, { rate: heat }), route(1, 2, 0, { rate: heat })],
    protocol: [give(0, 10), give(0, 10, 1)],
  });
  const { cultures } = run(plan);
  close(cultures[0].factor[0], 10 * Math.exp(-0.4), "blood");
  close(cultures[1].factor[0], 10 * Math.exp(-1), "tissue");
});

test("a rate that is no rate is a fault with its culture and time", () => {
  const faultOf = (given: Partial<Model>): string => {
    try {
      run(flowing({ end: 2, step: 1, protocol: [give(0, 1)], ...given }));
    } catch (error) {
      if (error instanceof RunFault) return error.message;
      throw error;
    }
    return "";
  };
  assert.match(faultOf({ routes: [route(1, 0, -1)] }), /^tissue at 0 h: the route 1 to 0 came to -1 per second/);
  assert.match(faultOf({ devices: [device(Number.NaN)] }), /^blood at 0 h: the flow through the device filter/);
});

const busy = (): Model =>
  flowing({
    end: 6,
    step: 0.5,
    cultures: [{ ...well("blood", 1, 0.9), most: 200 }, well("tissue", 1, 0.4), well("urine")],
    vesicles: [marked, species("MV", { detail: "packets", packet: 7, cargo: [{ cargo: 0, copies: number(2) }] })],
    kinds: [
      kind("T", {
        hazards: [hazard("divide", 0.2)],
        releases: [release(3), release(2, { species: 1 })],
        captures: [capture(0.001)],
        secretions: [secretes(0, 2)],
      }),
    ],
    routes: [route(0, 1, 0.2), route(1, 0, 0.1), route(1, 2, 0.3, { kinds: [0] })],
    devices: [device(0.3, { ...holds(0.5, 300), factors: [0.2, 0.1], on: [{ from: 1.2, to: 4.9 }] })],
    protocol: [at(0, { do: "seed", kind: 0, density: 100 }), put(0, 300), put(1, 300), give(0, 50), give(1, 70)],
  }).model;

test("a run with flows goes on from any saved state as if it had never stopped, also with closures", () => {
  const digests = (turn: (simulation: Simulation) => Simulation, means?: "closures"): string[] => {
    const found: string[] = [];
    let simulation = newSimulation(planOf(busy(), means), [5, 6]);
    actOut(simulation);
    while (simulation.time < 6) {
      simulation = turn(simulation);
      step(simulation);
      found.push(digestOf(simulation));
    }
    assert.ok(simulation.devices[0].vesicles[0] > 0 && simulation.cultures[1].cells.count > 0);
    assert.equal(imbalances(simulation), []);
    return found;
  };
  const straight = digests((simulation) => simulation);
  assert.equal(
    digests((simulation) => load(planOf(busy()), save(simulation))),
    straight,
  );
  assert.equal(
    digests((simulation) => simulation, "closures"),
    straight,
  );
});

test("a route that carries nothing, and a culture beside, move nothing of the others", () => {
  const one = busy();
  const idle = { vesicles: [0, 0], factors: [0, 0], kinds: [0] };
  const more: Model = {
    ...one,
    cultures: [...one.cultures, well("bile")],
    routes: [route(0, 3, 5, idle), ...one.routes, route(3, 1, 2)],
  };
  const [alone, beside] = [run(planOf(one)), run(planOf(more))];
  alone.cultures.forEach(({ cells, pools, packets, factor: amounts }, index) => {
    const other = beside.cultures[index];
    assert.equal([...cells.id.subarray(0, 2 * cells.count)], [...other.cells.id.subarray(0, 2 * other.cells.count)]);
    assert.equal([...pools[0].count], [...other.pools[0].count]);
    assert.equal(
      [...packets[1].weight.subarray(0, packets[1].count)],
      [...other.packets[1].weight.subarray(0, other.packets[1].count)],
    );
    for (const [at, amount] of amounts.entries()) close(amount, other.factor[at], "factor");
  });
});

test("imbalances() sees what is sent and not received, and held and not there", () => {
  const end = run(planOf(busy()));
  const planted = (leak: (simulation: Simulation) => void): string[] => {
    const copy = load(end.plan, save(end));
    leak(copy);
    return imbalances(copy).map(({ culture, of }) => `${culture} ${of}`);
  };
  assert.equal(
    planted(() => undefined),
    [],
  );
  for (const [what, leak] of [
    ["vesicles EXO sent", ({ cultures }) => cultures[1].ledger.vesicles.rounded[0]++],
    ["cells T sent", ({ cultures }) => cultures[1].ledger.cells.rounded[0]++],
    ["factors drug sent", ({ cultures }) => cultures[1].ledger.factors.rounded[0]++],
    ["cargo mark sent", ({ cultures }) => cultures[1].ledger.cargo.rounded[0]++],
    ["vesicles EXO held", ({ devices }) => devices[0].vesicles[0]--],
    ["factors drug held", ({ devices }) => devices[0].factors[0]--],
  ] as [string, (simulation: Simulation) => number][])
    assert.equal(planted(leak), [`all cultures ${what}`]);
});

test.run();
