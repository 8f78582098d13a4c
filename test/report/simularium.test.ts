/**
 * Trajectories for the Simularium viewer, read back by a reader written from the published description (file_format.md of
 * github.com/simularium/simulariumio), which shares nothing with the writer.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { simulariumBytes, simulariumText, type Trajectory } from "../../src/report/simularium.ts";
import { hour, kinds, shotOf, species } from "./shots.ts";

const of: Trajectory = {
  title: "Exosomes at 100 µm",
  description: "Arm exosomes, donor 1, replicate 1, seed 7",
  version: "0.1.0",
  ...{ kinds, species, magnified: 1 },
};
const shots = [
  shotOf({
    cells: [
      { id: [0, 7], kind: 0, at: [0, 0, 0] },
      { id: [3, 7], kind: 2, at: [200, 100, 20], radius: 6 },
    ],
  }),
  shotOf({
    time: 4 * hour,
    cells: [
      { id: [3, 7], kind: 2, at: [100, 50, 10], radius: 6 },
      { id: [0, 9], kind: 1, at: [150, 25, 15] },
      { id: [0, 7], kind: 1, at: [1, 2, 3] },
    ],
    vesicles: {
      EXO: [
        { id: [0, 7], at: [100, 50, 11] },
        { id: [0, 8], at: [100, 50, 9], weight: 40 },
      ],
    },
  }),
  shotOf({ time: 8 * hour }),
];

test("the text has the published fields, each of its kind, and no others", () => {
  const { trajectoryInfo, spatialData, plotData, ...rest } = JSON.parse(simulariumText(shots, of));
  assert.equal(rest, {});
  const { typeMapping, cameraDefault, modelInfo, ...info } = trajectoryInfo;
  assert.equal(info, {
    version: 3,
    trajectoryTitle: "Exosomes at 100 µm",
    timeUnits: { magnitude: 1, name: "h" },
    timeStepSize: 4,
    totalSteps: 3,
    spatialUnits: { magnitude: 1, name: "\u00b5m" },
    size: { x: 200, y: 100, z: 20 },
  });
  assert.equal(Object.keys(modelInfo), ["title", "version", "description"]);
  assert.is(modelInfo.description, "Arm exosomes, donor 1, replicate 1, seed 7. Vesicles are to scale.");
  assert.equal(Object.keys(cameraDefault), ["position", "lookAtPosition", "upVector", "fovDegrees"]);
  assert.equal(
    [cameraDefault.lookAtPosition, cameraDefault.upVector],
    [
      { x: 0, y: 0, z: 0 },
      { x: 0, y: 0, z: 1 },
    ],
  );
  const types = Object.entries(typeMapping as Record<string, { name: string; geometry: Record<string, string> }>);
  assert.equal(
    types.map(([id, { name }]) => `${id} ${name}`),
    ["0 CD8#resting", "1 CD8#pre activated", "2 DC", "3 EXO", "4 EXO#packet"], // EXO_DC is never there
  );
  for (const [, { geometry }] of types) {
    assert.equal(Object.keys(geometry), ["displayType", "color"]);
    assert.is(geometry.displayType, "SPHERE");
    assert.match(geometry.color, /^#[0-9A-F]{6}$/);
  }
  const { bundleData, ...head } = spatialData;
  assert.equal(head, { version: 1, msgType: 1, bundleStart: 0, bundleSize: 3 });
  assert.equal(
    bundleData.map((frame: object) => Object.keys(frame)),
    Array(3).fill(["frameNumber", "time", "data"]),
  );
  assert.equal(plotData, {
    version: 1,
    data: [
      {
        layout: { title: "Cells in the box", xaxis: { title: "time (h)" }, yaxis: { title: "cells" } },
        data: [
          { name: "CD8 resting", type: "scatter", mode: "lines", x: [0, 4, 8], y: [1, 0, 0] },
          { name: "CD8 pre_activated", type: "scatter", mode: "lines", x: [0, 4, 8], y: [0, 2, 0] },
          { name: "DC", type: "scatter", mode: "lines", x: [0, 4, 8], y: [1, 1, 0] },
        ],
      },
    ],
  });
});

test("agents stand round the middle of the box, keep their number, and are as large as they are", () => {
  const { bundleData } = JSON.parse(simulariumText(shots, of)).spatialData;
  const sphere = (id: number, type: number, place: number[], radius: number) => [
    1000,
    id,
    type,
    ...place,
    0,
    0,
    0,
    radius,
    0,
  ];
  assert.equal(bundleData, [
    { frameNumber: 0, time: 0, data: [...sphere(0, 0, [-100, -50, -10], 4.5), ...sphere(1, 2, [100, 50, 10], 6)] },
    {
      frameNumber: 1,
      time: 4,
      data: [
        ...sphere(1, 2, [0, 0, 0], 6),
        ...sphere(2, 1, [50, -25, 5], 4.5),
        ...sphere(0, 1, [-99, -48, -7], 4.5),
        ...sphere(3, 3, [0, 0, 1], 0.06), // a vesicle may have the id of a cell: it is another agent
        ...sphere(4, 4, [0, 0, -1], 0.06),
      ],
    },
    { frameNumber: 2, time: 8, data: [] },
  ]);
});

test("the bytes hold what the text says, to the last bit of a float, in the published container", () => {
  const text = JSON.parse(simulariumText(shots, of));
  const bytes = simulariumBytes(shots, of);
  const file = readContainer(bytes);
  assert.equal([file.version, file.headerLength], [2, 64]);
  assert.equal(
    file.blocks.map(({ type }) => type),
    [1, 3, 2],
  );
  assert.equal(jsonIn(file.blocks[0].content), text.trajectoryInfo);
  assert.equal(jsonIn(file.blocks[2].content), text.plotData);
  const frames = readFrames(file.blocks[1].content);
  assert.is(frames.version, 1);
  assert.equal(
    frames.frames.map(({ frameNumber, time, data }) => ({
      frameNumber,
      time,
      data: data.map((value) => Number(value.toPrecision(7))),
    })),
    text.spatialData.bundleData,
  );
  assert.ok(Buffer.from(bytes).equals(Buffer.from(simulariumBytes(shots, of))));
});

test("a large box is told in longer lengths, so that the viewer, which sees from 1 to 1000, shows all of it", () => {
  for (const [longest, magnitude] of [
    [20, 0.1],
    [300, 1],
    [301, 10],
    [6000, 100],
  ] as const) {
    const far = shotOf({ box: [longest, longest, 20], cells: [{ id: [0, 1], kind: 0, at: [0, longest, 20] }] });
    const { trajectoryInfo, spatialData } = JSON.parse(simulariumText([far], of));
    assert.is(trajectoryInfo.spatialUnits.magnitude, magnitude);
    const { position } = trajectoryInfo.cameraDefault;
    const half = Math.hypot(longest, longest, 20) / magnitude / 2;
    const away = Math.hypot(position.x, position.y, position.z);
    assert.ok(Math.asin(half / away) < (37.6 * Math.PI) / 180); // within the angle of the camera
    assert.ok(away - half > 1 && away + half < 1000);
    const [, , , x, y, z, , , , radius] = spatialData.bundleData[0].data.map((each: number) => each * magnitude);
    for (const [is, wanted] of [
      [x, -longest / 2],
      [y, longest / 2],
      [z, 10],
      [radius, 4.5],
    ])
      assert.ok(Math.abs(is - wanted) < 1e-6 * longest, `${is}, not ${wanted}`);
  }
});

test("vesicles can be shown wider than they are, and the description says so", () => {
  const { trajectoryInfo, spatialData } = JSON.parse(simulariumText(shots.slice(1, 2), { ...of, magnified: 10 }));
  assert.match(trajectoryInfo.modelInfo.description, /Vesicles are shown 10 times as wide as they are\.$/);
  assert.equal([spatialData.bundleData[0].data[9], spatialData.bundleData[0].data[4 * 11 + 9]], [6, 0.6]);
  assert.is(trajectoryInfo.timeStepSize, 0); // one frame
});

test("hostile names stay text, and no part of one is taken for a state", () => {
  const hostile = ['#"}], \\u0000', "a#b_c", "\u2028日本🧫".repeat(9)];
  const states = ["_#_", "", "ä_ö"];
  const named = hostile.map((type, at) => ({ name: `${type} ${states[at]}`, type, state: states[at] }));
  const cells = named.map((_, kind) => ({ id: [0, kind], kind, at: [1, 1, 1] }) as const);
  const rows = [{ id: [0, 1], at: [1, 1, 1] }] as const;
  const shot = shotOf({ cells, vesicles: { "#": rows, __proto__x: rows } });
  const odd: Trajectory = { ...of, title: hostile[0], kinds: named, species: ["#", "__proto__x"] };
  const text = JSON.parse(simulariumText([shot], odd));
  assert.equal(jsonIn(readContainer(simulariumBytes([shot], odd)).blocks[0].content), text.trajectoryInfo);
  const names = Object.values<{ name: string }>(text.trajectoryInfo.typeMapping).map(({ name }) => name);
  assert.is(names.length, 5);
  for (const name of names) {
    const [type, ...tags] = name.split("#");
    assert.ok(type !== "" && tags.length <= 1 && tags.every((tag) => tag !== "" && !tag.includes("_")), name);
  }
});

test("an empty dish is a trajectory too; none, and what the model does not have, are refused", () => {
  const { blocks } = readContainer(simulariumBytes([shotOf({})], of));
  assert.equal(readFrames(blocks[1].content).frames, [{ frameNumber: 0, time: 0, data: [] }]);
  assert.equal(jsonIn(blocks[2].content), { version: 1, data: [] });
  assert.throws(() => simulariumText([], of), /needs a snapshot/);
  const unknown = shotOf({ vesicles: { NEW: [{ id: [0, 1], at: [1, 1, 1] }] } });
  assert.throws(() => simulariumBytes([unknown], of), /no kind or species .*NEW/);
});

test.run();

interface Block {
  readonly type: number;
  readonly content: DataView; // after its head
}

/** The header and the blocks, as described; each block says the same of itself as the header does, and they fill the file. */
function readContainer(bytes: Uint8Array): { headerLength: number; version: number; blocks: Block[] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  assert.is(String.fromCharCode(...bytes.subarray(0, 16)), "SIMULARIUMBINARY");
  const [headerLength, version, count] = [16, 20, 24].map((at) => view.getInt32(at, true));
  let end = headerLength;
  const blocks = Array.from({ length: count }, (_, index): Block => {
    const [offset, type, length] = [0, 4, 8].map((at) => view.getInt32(28 + 12 * index + at, true));
    assert.equal([offset, offset % 4], [end, 0]);
    assert.equal([view.getInt32(offset, true), view.getInt32(offset + 4, true)], [type, length]);
    end += length;
    return { type, content: new DataView(bytes.buffer, bytes.byteOffset + offset + 8, length - 8) };
  });
  assert.is(end, bytes.length);
  return { headerLength, version, blocks };
}

function jsonIn(content: DataView): unknown {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(content);
  return JSON.parse(text.replace(/\0+$/, ""));
}

/** Frames by their offsets, which count from the head of the block on; the agents of each fill it. */
function readFrames(content: DataView) {
  const [version, count] = [content.getInt32(0, true), content.getInt32(4, true)];
  const frames = Array.from({ length: count }, (_, index) => {
    const at = content.getInt32(8 + 8 * index, true) - 8;
    const length = content.getInt32(12 + 8 * index, true);
    const [frameNumber, time, agents] = [
      content.getInt32(at, true),
      content.getFloat32(at + 4, true),
      content.getInt32(at + 8, true),
    ];
    const data = Array.from({ length: (length - 12) / 4 }, (_, value) => content.getFloat32(at + 12 + 4 * value, true));
    assert.is(data.length, 11 * agents);
    return { frameNumber, time, data };
  });
  return { version, frames };
}
