/**
 * A static culture over time as a trajectory for the Simularium viewer (simularium.allencell.org), after its published format:
 * trajectory info of version 3, spatial data of version 1, plot data of version 1, and the binary container of version 2
 * (file_format.md and the binary writer of github.com/simularium/simulariumio). Numbers are little-endian, of four bytes.
 *
 *   container                                   block of frames (type 3), after its head
 *   "SIMULARIUMBINARY"                          version of spatial data, frames
 *   length of all this, version, blocks         of each frame its offset (from the block's head on) and length
 *   of each block its offset, type and length   of each frame its number, time (a float) and agents, then
 *   blocks, each with a head: type, length      11 floats an agent
 *
 * Places are told from the middle of the box, z up.
 */
import type { Snapshot } from "../observe/snapshot.ts";
import { type KindName, looksOf, mixed } from "./looks.ts";

export interface Trajectory {
  readonly title: string;
  readonly description: string; // arm, donor, seed and whatever else a reader should know
  readonly version: string; // of the program that made it
  readonly kinds: readonly KindName[]; // of the model
  readonly species: readonly string[]; // of the model
  readonly magnified: number; // how many times as wide as they are vesicles are shown; 1: to scale
}

/**
 * The trajectory as JSON.
 * @param snapshots of one culture of one world, by time; evenly spaced, or the viewer's slider misses some
 * @throws RangeError where there is no snapshot, one is of an unknown species, or there are more agents than a float can number
 */
export function simulariumText(snapshots: readonly Snapshot[], of: Trajectory): string {
  const { info, frames, plots } = trajectoryOf(snapshots, of);
  const bundleData = frames.map(({ time, agents }, frameNumber) => ({
    frameNumber,
    time,
    data: Array.from(agents, short),
  }));
  const spatialData = { version: 1, msgType: 1, bundleStart: 0, bundleSize: frames.length, bundleData };
  return `${JSON.stringify({ trajectoryInfo: info, spatialData, plotData: plots })}\n`;
}

/** The trajectory in the binary container. See `simulariumText`. @throws RangeError also where it would be longer than the viewer takes */
export function simulariumBytes(snapshots: readonly Snapshot[], of: Trajectory): Uint8Array {
  const { info, frames, plots } = trajectoryOf(snapshots, of);
  const blocks = [
    { type: 1, content: padded(bytesOf(JSON.stringify(info))) },
    { type: 3, content: framesBlock(frames) },
    { type: 2, content: padded(bytesOf(JSON.stringify(plots))) },
  ];
  const head = 16 + 4 * (3 + 3 * blocks.length);
  const length = blocks.reduce((sum, { content }) => sum + blockHead + content.length, head);
  if (length > mostBytes) throw new RangeError(`the trajectory has ${length} bytes: the viewer takes ${mostBytes}`);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  bytes.set(bytesOf("SIMULARIUMBINARY"));
  [head, 2, blocks.length].forEach((value, at) => {
    view.setUint32(16 + 4 * at, value, true);
  });
  let offset = head;
  blocks.forEach(({ type, content }, index) => {
    const whole = blockHead + content.length;
    [offset, type, whole].forEach((value, at) => {
      view.setUint32(28 + 12 * index + 4 * at, value, true);
    });
    view.setUint32(offset, type, true);
    view.setUint32(offset + 4, whole, true);
    bytes.set(content, offset + blockHead);
    offset += whole;
  });
  return bytes;
}

const blockHead = 8; // type and length
const mostBytes = 4_000_000_000;
const mostAgents = 2 ** 24; // whole numbers that a float tells apart
const numbers = 11; // of an agent

interface Frame {
  readonly time: number; // in the unit of the info
  readonly agents: Float32Array; // shape [agents, 11]
}

function trajectoryOf(snapshots: readonly Snapshot[], of: Trajectory) {
  if (snapshots.length === 0) throw new RangeError("a trajectory needs a snapshot");
  const times = snapshots.map(({ time }) => time);
  const clock = clockOf(Math.max(...times.map(Math.abs)));
  const length = lengthOf(Math.max(...snapshots[0].box));
  const types = typesOf(snapshots, of);
  const ids = newIds();
  const frames = snapshots.map(
    (snapshot): Frame => ({
      time: snapshot.time / clock.seconds,
      agents: agentsOf(snapshot, { types, ids, length, magnified: of.magnified }),
    }),
  );
  const shown =
    of.magnified === 1 ? "Vesicles are to scale" : `Vesicles are shown ${of.magnified} times as wide as they are`;
  const [x, y, z] = snapshots[0].box.map((side) => side / length);
  const info = {
    version: 3,
    trajectoryTitle: of.title,
    modelInfo: { title: "Exoculture", version: of.version, description: `${of.description}. ${shown}.` },
    timeUnits: { magnitude: 1, name: clock.name },
    timeStepSize: frames.length > 1 ? frames[1].time - frames[0].time : 0,
    totalSteps: frames.length,
    spatialUnits: { magnitude: length, name: "µm" },
    size: { x, y, z },
    cameraDefault: cameraOf(x, y, z),
    typeMapping: Object.fromEntries(
      [...types.values()].map(({ id, name, color }) => [id, { name, geometry: { displayType: "SPHERE", color } }]),
    ),
  };
  return { info, frames, plots: plotsOf(snapshots, frames, of, clock.name) };
}

/** Hours or minutes where time gets that far. @param longest s */
function clockOf(longest: number): { name: string; seconds: number } {
  if (longest >= 7200) return { name: "h", seconds: 3600 };
  return longest >= 120 ? { name: "min", seconds: 60 } : { name: "s", seconds: 1 };
}

/**
 * The viewer draws nothing that is nearer than 1 of its lengths, or farther than 1000. Here its length is the power of ten that
 * makes the longest side 30 to 300 of them.
 * @param longest µm @returns µm
 */
function lengthOf(longest: number): number {
  return Number(`1e${Math.ceil(Math.log10(longest / 300))}`);
}

/** So far that the whole box is seen: from the south and above, or from the south alone where it is thin that way. */
function cameraOf(x: number, y: number, z: number) {
  const fovDegrees = 75;
  const half = Math.sqrt(x * x + y * y + z * z) / 2; // of the ball round the box
  const away = half / Math.sin(((fovDegrees / 2) * Math.PI) / 180);
  const [south, up] = y < x && y < z ? [1, 0] : [0.6, 0.8];
  return {
    position: { x: 0, y: -south * away, z: up * away },
    lookAtPosition: { x: 0, y: 0, z: 0 },
    upVector: { x: 0, y: 0, z: 1 },
    fovDegrees,
  };
}

interface Type {
  readonly id: number;
  readonly name: string; // as the viewer reads it: type#state
  readonly color: string;
}

/** Key of a type: a kind by its number; a species by its name, apart where a row stands for more than one vesicle. */
const keyOf = (species: string, weight: number): string => `${weight > 1 ? "packet" : "one"} ${species}`;

/** All types that any snapshot holds, numbered in the order of the model. */
function typesOf(snapshots: readonly Snapshot[], { kinds, species }: Trajectory): ReadonlyMap<number | string, Type> {
  const there = new Set<number | string>();
  for (const { cells, vesicles } of snapshots) {
    for (const kind of cells.kind) there.add(kind);
    for (const { species: name, weight } of vesicles) for (const many of weight) there.add(keyOf(name, many));
  }
  const looks = looksOf(kinds, species);
  const all = [
    ...kinds.map(({ type, state }, kind) => ({
      key: kind,
      name: state === "" ? nameOf(type) : `${nameOf(type)}#${tagOf(state)}`,
      color: mixed(looks.cells[kind].colour, looks.cells[kind].shade, 0.6), // a pale state is still of its colour
    })),
    ...species.flatMap((name, at) => [
      { key: keyOf(name, 1), name: nameOf(name), color: looks.vesicles[at].colour },
      { key: keyOf(name, 2), name: `${nameOf(name)}#packet`, color: looks.vesicles[at].colour },
    ]),
  ];
  const present = all.filter(({ key }) => there.has(key));
  const missing = [...there].find((key) => !all.some((type) => type.key === key));
  if (missing !== undefined) throw new RangeError(`the model has no kind or species ${missing}`);
  return new Map(present.map(({ key, name, color }, id) => [key, { id, name, color }]));
}

/** The viewer takes what stands after a # for states, and parts them at each _. */
const nameOf = (name: string): string => name.replaceAll("#", " ").trim() || "unnamed";
const tagOf = (state: string): string => nameOf(state).replaceAll("_", " ");

/** A number for each thing: the same at all times, in the order in which they are first seen. */
function newIds() {
  const ids = new Map<string, number>();
  return (what: string, high: number, low: number): number => {
    const key = `${what} ${high} ${low}`;
    const id = ids.get(key) ?? ids.size;
    if (id >= mostAgents)
      throw new RangeError(`there are more than ${mostAgents} cells and vesicles: fewer can be told apart`);
    ids.set(key, id);
    return id;
  };
}

interface Shown {
  readonly types: ReadonlyMap<number | string, Type>;
  readonly ids: ReturnType<typeof newIds>;
  readonly length: number; // µm, of the viewer
  readonly magnified: number;
}

/** What the viewer is told of each agent. @returns shape [agents, 11] */
function agentsOf({ box, cells, vesicles }: Snapshot, { types, ids, length, magnified }: Shown): Float32Array {
  const count = vesicles.reduce((sum, { weight }) => sum + weight.length, cells.kind.length);
  const agents = new Float32Array(numbers * count);
  let at = 0;
  const put = (type: number, id: number, place: Float32Array, row: number, radius: number): void => {
    const spot = [0, 1, 2].map((axis) => (place[3 * row + axis] - box[axis] / 2) / length);
    agents.set([sphere, id, type, ...spot, 0, 0, 0, radius / length, 0], at);
    at += numbers;
  };
  cells.kind.forEach((kind, row) => {
    const id = ids("cell", cells.id[2 * row], cells.id[2 * row + 1]);
    put(types.get(kind)!.id, id, cells.place, row, cells.radius[row]);
  });
  for (const { species, id, place, weight, diameter } of vesicles)
    weight.forEach((many, row) => {
      const type = types.get(keyOf(species, many))!.id;
      put(type, ids(`of ${species}`, id[2 * row], id[2 * row + 1]), place, row, (magnified * diameter) / 2);
    });
  return agents;
}

const sphere = 1000; // how an agent that is no fibre is drawn: as its type says

/** Numbers of cells over time, a line for each kind that is ever there: the viewer runs a bar along an axis called time. */
function plotsOf(snapshots: readonly Snapshot[], frames: readonly Frame[], { kinds }: Trajectory, unit: string) {
  const x = frames.map(({ time }) => time);
  const traces = kinds.map(({ name }, kind) => ({
    name,
    type: "scatter",
    mode: "lines",
    x,
    y: snapshots.map(({ cells }) => cells.kind.reduce((sum, each) => sum + (each === kind ? 1 : 0), 0)),
  }));
  const data = traces.filter(({ y }) => y.some((count) => count > 0));
  const layout = { title: "Cells in the box", xaxis: { title: `time (${unit})` }, yaxis: { title: "cells" } };
  return { version: 1, data: data.length === 0 ? [] : [{ layout, data }] };
}

/** All frames, as they follow the head of their block. */
function framesBlock(frames: readonly Frame[]): Uint8Array {
  const table = 8 + 8 * frames.length;
  const lengths = frames.map(({ agents }) => 12 + agents.byteLength);
  const content = new Uint8Array(lengths.reduce((sum, length) => sum + length, table));
  const view = new DataView(content.buffer);
  view.setUint32(0, 1, true);
  view.setUint32(4, frames.length, true);
  let offset = table;
  frames.forEach(({ time, agents }, number) => {
    view.setUint32(8 + 8 * number, blockHead + offset, true);
    view.setUint32(12 + 8 * number, lengths[number], true);
    view.setUint32(offset, number, true);
    view.setFloat32(offset + 4, time, true);
    view.setUint32(offset + 8, agents.length / numbers, true);
    agents.forEach((value, at) => {
      view.setFloat32(offset + 12 + 4 * at, value, true);
    });
    offset += lengths[number];
  });
  return content;
}

/** With zeros up to a multiple of four bytes. */
/** Text of JSON as one byte a letter: what is not ASCII is written as an escape. */
function bytesOf(json: string): Uint8Array {
  const plain = json.replace(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function padded(bytes: Uint8Array): Uint8Array {
  const longer = new Uint8Array(4 * Math.ceil(bytes.length / 4));
  longer.set(bytes);
  return longer;
}

/** A float in the digits that it has. */
const short = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(7)));
