/** Places in English: boxes, walls, walks, sources, and what is read by distance. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { englishOf } from "../../src/report/english.ts";
import { experimentFrom } from "../scenario/reading.ts";

const niche = `
title: A niche
time: { from: 0 hour, to: 2 hour, step: 10 min, record: 1 hour }
factors:
  IL2: { diffusion: 100 um^2/s, source: assumed }
  drug: { diffusion: 500 um^2/s, source: assumed }
vesicles:
  EXO: { diameter: 54 nm, detail: auto, packet: 20, adhesion: { binds: 1 /s, frees: 0.1 /s }, source: assumed }
cells:
  T:
    diameter: 8 um
    capture: { EXO: { efficiency: 5 % } }
    move: { motility: 5 um^2/min, persistence: 5 min, toward: IL2, speed: 3 um/min, half-max: 5 % }
    source: assumed
    start: quick
    states: { quick: {}, stuck: { move: none } }
rules:
  - { id: go, of: T quick, behaviour: move, signal: free:IL2, direction: increases, to: 50 um^2/min, half-max: 10 pM, source: assumed }
  - { id: up, of: T quick, behaviour: climb, signal: { contact-with: T }, direction: decreases, to: 0 um/min, half-max: 1e6 /mL, source: assumed }
cultures:
  dish: { volume: 200 uL, mixing: static, box: [200 um, 200 um, 100 um], voxel: 10 um, grids: { drug: [20 um, 20 um, 50 um] }, walls: { top: fixed }, outside: { drug: 1 nM }, seed: { T: 2e5 cells } }
  gel: { mixing: static, box: [200 um, 200 um, 100 um], walls: { x: closed, z: absorbing }, places: lattice, reach: 15 um }
  slab: { mixing: static, box: [200 um, 200 um, 100 um], walls: { x: fixed, y: fixed }, places: afloat }
  shaken: { mixing: stirred, box: [200 um, 200 um, 100 um], seed: { T: 1 cells }, observe: [counts] }
sources:
  pump: { in: dish, of: EXO, rate: 10 /s, at: { x: [10 um, 20 um], z: 50 um }, on: [{ from: 30 min, to: 1 hour }, { from: 90 min, to: 2 hour }], text: as from a pipette }
  feed: { in: gel, of: IL2, rate: 5 molecules/s }
arms: { all: {}, dry: { without: ["source:pump"] } }
observe: [counts, { of: [IL2, EXO, "inside:EXO", "share:EXO", "fraction:T.stuck"], near: T.quick, every: 10 um, to: 100 um }, { of: IL2, along: z, every: 10 um }, { of: EXO, near: T }]
`;

const sections = englishOf(experimentFrom(niche));
const said = (title: string): readonly string[] => sections.find((section) => section.title === title)?.sentences ?? [];
const says = (title: string, sentences: readonly string[]): void => {
  for (const one of sentences) assert.ok(said(title).includes(one), `"${one}" is not in:\n${said(title).join("\n")}`);
};

test("englishOf() tells boxes, voxels, walls and where cells are", () => {
  assert.equal(said("The dish").slice(0, -1), [
    "The culture dish holds 200 µL of medium, left to stand.",
    "Simulated is a box of 200 µm × 200 µm × 100 µm in it.",
    "Factors and vesicles diffuse in it, among 20 × 20 × 10 voxels of 10 µm; drug among 10 × 10 × 2 voxels of 20 µm × 20 µm × 50 µm.",
    "What leaves through its sides comes back on the other side.",
    "Nothing passes its floor.",
    "Beyond its top lies medium that stays as it is, with 1 nM of drug and no vesicles.",
    "Cells lie on its floor in one layer; cells touch where their surfaces are within 2 µm of each other.",
    "At the start it is seeded with 2e5 T cells.",
    "0.002 % of it is simulated (4 cells at the start), and results are scaled back to the whole.",
    "The culture gel is a box of 200 µm × 200 µm × 100 µm, left to stand.",
    "Factors and vesicles diffuse in it, among 10 × 10 × 5 voxels of 20 µm.",
    "What leaves through its sides along y comes back on the other side.",
    "Nothing passes its sides along x.",
    "What reaches its floor and its top is gone.",
    "Each cell has a voxel to itself; cells touch where their surfaces are within 15 µm of each other.",
    "All of it is simulated.",
    "The culture slab is a box of 200 µm × 200 µm × 100 µm, left to stand.",
    "Factors and vesicles diffuse in it, among 10 × 10 × 5 voxels of 20 µm.",
    "Nothing passes its floor and its top.",
    "Beyond its sides lies medium that stays as it is, with no factors and no vesicles.",
    "Cells are anywhere in it; cells touch where their surfaces are within 2 µm of each other.",
    "All of it is simulated.",
    "The culture shaken is a box of 200 µm × 200 µm × 100 µm, well stirred: every cell meets the same medium.",
    "At the start it is seeded with 1 T cell.",
    "All of it is simulated.",
  ]);
});

test("englishOf() tells adhesion and the ladder of detail, walks, and what rules change of them", () => {
  says("Molecules and vesicles", [
    "EXO vesicles are 54 nm across, 1.15 g per mL dense, and followed one by one up to 5000 of them, in packets of 20 up to 200000, and counted as a pool beyond; they last until something takes them.",
    "In static cultures they bind to the matrix at 1 per s and come off it at 0.1 per s; only those that are off it move and meet cells.",
  ]);
  says("Cells: T", [
    "All T cells capture EXO vesicles at 5 % of what diffusion brings, which enter at once.",
    "T quick cells move at random with a motility of 5 µm² per min, keeping a direction for 5 min, and up the gradient of IL2 at up to 3 µm per min, half of that where IL2 differs by 5 % over the cell.",
  ]);
  assert.not.ok(said("Cells: T").some((sentence) => /stuck cells move/.test(sentence)));
  assert.equal(said("Rules"), [
    "In T quick cells, free IL2 increases the motility from 5 µm² per min toward 50 µm² per min, half-way at 10 pM. [go; assumed]",
    "In T quick cells, contact with T cells decreases the speed up the gradient from 3 µm per min toward 0 µm per min, half-way at 1e6 per mL. [up; assumed]",
  ]);
});

test("englishOf() tells what sources give, where and when, and which arm lacks one", () => {
  assert.equal(said("Sources"), [
    "The source pump (as from a pipette) gives EXO vesicles to dish at 10 per s, where x is 10 µm to 20 µm and z is 50 µm; it gives from 30 min to 1 hour and from 90 min to 2 hours.",
    "The source feed gives IL2 to gel at 5 molecules per s.",
  ]);
  says("Arms", ["“dry”: without the source pump."]);
});

test("englishOf() tells what is read by distance, and what is recorded of one culture alone", () => {
  assert.equal(said("What is measured"), [
    "Recorded every 1 hour: how many cells there are of each type and state; IL2, free EXO vesicles, EXO vesicles that a cell holds, the share there of all EXO vesicles that cells hold and the fraction of T stuck cells among the cells there by the distance from the nearest of T quick cells, every 10 µm up to 100 µm; IL2 along z, every 10 µm; and the mean distance of free EXO vesicles from the nearest of T cells.",
    "Of shaken is recorded every 1 hour: how many cells there are of each type and state.",
  ]);
});

test.run();
