/**
 * A whole world as bytes, and back: a run that is saved, loaded and continued is the run that was never stopped.
 *
 *   "EXOSTATE"   8 bytes
 *   header       u32 length, then JSON: version, digest of the state, step and time, names and lengths of the arrays
 *   arrays       raw bytes, little endian, each at a multiple of 8
 */
import { absorbDoubles, absorbText, absorbWords, hex, newDigest } from "../kernels/digest.ts";
import { reserve } from "./cells.ts";
import { addPacket } from "./packets.ts";
import { newSimulation, type Plan, type Preparation, type Simulation } from "./simulation.ts";

export const stateVersion = 4;
const magic = "EXOSTATE";

type Column = Float64Array | Int32Array | Uint16Array | Uint8Array;

/** Every array that makes up a state, with a name, in one fixed order; only rows that are alive. */
function* arraysOf(simulation: Simulation): Generator<readonly [string, Column]> {
  const { layout, model } = simulation.plan;
  yield ["done", simulation.done];
  for (const [index, culture] of simulation.cultures.entries()) {
    const { cells } = culture;
    const name = (what: string): string => `${model.cultures[index].name}/${what}`;
    yield [name("id"), cells.id.subarray(0, 2 * cells.count)];
    yield [name("founder"), cells.founderId.subarray(0, 2 * cells.count)];
    yield [name("kind"), cells.kind.subarray(0, cells.count)];
    for (const [at, column] of cells.columns.entries())
      yield [name(layout.columns[at]), column.subarray(0, cells.count)];
    yield [name("factor"), culture.factor];
    for (const [factor, field] of culture.fields.entries()) yield [name(`field ${factor}`), field];
    yield [name("conditions"), culture.conditions];
    yield [name("founders"), culture.founders];
    yield [name("extent"), Float64Array.of(culture.families, culture.volume, culture.share)];
    yield [name("rungs"), culture.rungs];
    for (const [species, pool] of culture.pools.entries()) {
      yield [name(`pool ${species}`), pool.count];
      yield [name(`pool cargo ${species}`), pool.cargo];
    }
    for (const [species, packets] of culture.packets.entries()) {
      yield [name(`packet id ${species}`), packets.id.subarray(0, 2 * packets.count)];
      yield [name(`packet weight ${species}`), packets.weight.subarray(0, packets.count)];
      yield [name(`packet born ${species}`), packets.born.subarray(0, packets.count)];
      for (const [cargo, column] of packets.cargo.entries())
        yield [name(`packet cargo ${species} ${cargo}`), column.subarray(0, packets.count)];
      for (const [axis, column] of packets.places.entries())
        yield [name(`packet place ${species} ${axis}`), column.subarray(0, packets.count)];
    }
    for (const [book, lines] of Object.entries(culture.ledger))
      for (const [line, values] of Object.entries(lines as Record<string, Float64Array>))
        yield [name(`ledger ${book} ${line}`), values];
  }
  for (const [index, device] of simulation.devices.entries()) {
    yield [`device ${index}/vesicles`, device.vesicles];
    yield [`device ${index}/factors`, device.factors];
  }
  for (const [index, preparation] of simulation.preparations.entries()) {
    const name = (what: string): string => `preparation ${index}/${what}`;
    yield [name("size"), Float64Array.of(preparation.volume, preparation.producers)];
    yield [name("factor"), preparation.factor];
    for (const line of ["taken", "lost", "dosed"] as const) yield [name(line), preparation[line]];
    for (const [species, pool] of preparation.pools.entries()) {
      yield [name(`pool ${species}`), pool.count];
      yield [name(`pool cargo ${species}`), pool.cargo];
    }
  }
}

/** 128 bits that stand for a state, as 32 hexadecimal digits: equal states, equal bytes, equal digest. */
export function digestOf(simulation: Simulation): string {
  const digest = newDigest();
  // Of the protocol only how much is done: what is still to come differs between arms that share a past.
  const done = simulation.done.reduce((sum, one) => sum + one, 0);
  absorbDoubles(digest, Float64Array.of(simulation.time, simulation.step, simulation.piece, done), 4);
  for (const [name, values] of arraysOf(simulation)) {
    if (values === simulation.done) continue;
    absorbText(digest, name);
    if (values instanceof Float64Array) absorbDoubles(digest, values, values.length);
    else absorbWords(digest, values instanceof Int32Array ? values : new Int32Array(values), values.length);
  }
  return hex(digest);
}

interface Header {
  readonly version: number;
  readonly digest: string;
  readonly key: readonly [number, number];
  readonly step: number;
  readonly piece: number;
  readonly time: number;
  readonly books: readonly Preparation["book"][];
  readonly arrays: readonly { readonly name: string; readonly length: number }[];
}

/** A state as bytes. */
export function save(simulation: Simulation): Uint8Array {
  const arrays = [...arraysOf(simulation)];
  const header: Header = {
    version: stateVersion,
    digest: digestOf(simulation),
    key: [simulation.key[0], simulation.key[1]],
    step: simulation.step,
    piece: simulation.piece,
    time: simulation.time,
    books: simulation.preparations.map((preparation) => preparation.book),
    arrays: arrays.map(([name, values]) => ({ name, length: values.length })),
  };
  const words = bytesOf(JSON.stringify(header));
  const start = aligned(12 + words.length);
  const bytes = new Uint8Array(arrays.reduce((at, [, values]) => at + aligned(values.byteLength), start));
  for (let at = 0; at < magic.length; at++) bytes[at] = magic.charCodeAt(at);
  new DataView(bytes.buffer).setUint32(8, words.length, true);
  bytes.set(words, 12);
  let at = start;
  for (const [, values] of arrays) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += aligned(values.byteLength);
  }
  return bytes;
}

/** The state that `save` made into bytes, ready to go on under the same plan. @throws Error that says what does not fit */
export function load(plan: Plan, bytes: Uint8Array): Simulation {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < magic.length; at++)
    if (bytes[at] !== magic.charCodeAt(at)) throw new Error("these bytes are no saved state");
  const length = view.getUint32(8, true);
  const header = JSON.parse(textFrom(bytes.subarray(12, 12 + length))) as Header;
  if (header.version !== stateVersion)
    throw new Error(`the saved state has version ${header.version}; this engine reads version ${stateVersion}`);
  const simulation = newSimulation(plan, header.key);
  simulation.step = header.step;
  simulation.piece = header.piece;
  simulation.time = header.time;
  for (const [index, book] of header.books.entries()) simulation.preparations[index]?.book.push(...book);
  makeRoom(simulation, header);
  let at = aligned(12 + length);
  const lengths = new Map(header.arrays.map((array) => [array.name, array.length]));
  for (const [name, values] of arraysOf(simulation)) {
    if (lengths.get(name) !== values.length) throw new Error(`the saved state does not fit this scenario at "${name}"`);
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength).set(bytes.subarray(at, at + values.byteLength));
    if (name.endsWith("/extent")) {
      const culture = simulation.cultures[cultureNamed(plan, name)];
      [culture.families, culture.volume, culture.share] = values as Float64Array;
    }
    if (name.startsWith("preparation ") && name.endsWith("/size")) {
      const preparation = simulation.preparations[Number(name.slice(12, name.indexOf("/")))];
      [preparation.volume, preparation.producers] = values as Float64Array;
    }
    at += aligned(values.byteLength);
  }
  if (digestOf(simulation) !== header.digest) throw new Error("the saved state is damaged: its digest differs");
  return simulation;
}

const cultureNamed = (plan: Plan, name: string): number =>
  plan.model.cultures.findIndex((culture) => name === `${culture.name}/extent`);

/** Rows for as many cells and packets as the header tells of. */
function makeRoom(simulation: Simulation, header: Header): void {
  const { model } = simulation.plan;
  const lengths = new Map(header.arrays.map((array) => [array.name, array.length]));
  simulation.cultures.forEach((culture, index) => {
    const { name } = model.cultures[index];
    const rows = lengths.get(`${name}/kind`) ?? 0;
    reserve(culture.cells, rows);
    culture.cells.count = rows;
    culture.packets.forEach((packets, species) => {
      const count = lengths.get(`${name}/packet weight ${species}`) ?? 0;
      while (packets.count < count) addPacket(packets);
    });
  });
}

/** JSON text as one byte a character: what is not ASCII is written as an escape. */
function bytesOf(json: string): Uint8Array {
  const plain = json.replace(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function textFrom(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

const aligned = (length: number): number => Math.ceil(length / 8) * 8;
