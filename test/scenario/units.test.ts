/** Quantities in and out. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  type Dimension,
  dimensions,
  isProblem,
  type Molecule,
  measure,
  printQuantity,
  readQuantity,
  unitNamed,
} from "../../src/units.ts";

const il2: Molecule = { molarMass: 15.5, activity: 16.4e12 };
const avogadro = 6.02214076e23;
const picomolar = 1e-12 * avogadro * 1e-15; // molecules/µm³

/** Written, dimension, base units. What decimals can express is exact. */
const table: readonly (readonly [written: string | number, dimension: Dimension, value: number])[] = [
  ["54 nm", "length", 0.054],
  ["54nm", "length", 0.054],
  ["1.5 mm", "length", 1500],
  ["7 µm", "length", 7],
  ["7 μm", "length", 7],
  ["7 um", "length", 7],
  ["90 s", "time", 90],
  ["10 min", "time", 600],
  ["2 h", "time", 7200],
  ["2 hours", "time", 7200],
  ["-3 day", "time", -259_200],
  ["2 weeks", "time", 1_209_600],
  ["0", "time", 0],
  [0, "rate", 0],
  ["0.1 /hour", "rate", 0.1 / 3600],
  ["0.1 hour^-1", "rate", 0.1 / 3600],
  ["0.1 hour⁻¹", "rate", 0.1 / 3600],
  ["0.1 per hour", "rate", 0.1 / 3600],
  ["0.1 1/hour", "rate", 0.1 / 3600],
  ["1/hour", "rate", 1 / 3600],
  ["200 uL", "volume", 200e9],
  ["200 µL", "volume", 200e9],
  ["10 mL", "volume", 1e13],
  ["210 um^3", "volume", 210],
  ["1e6 cells/mL", "density", 1e-6],
  ["1e6 /mL", "density", 1e-6],
  ["1e10 vesicles/mL", "density", 0.01],
  ["4000 cells", "count", 4000],
  ["20 copies", "count", 20],
  ["3 fold", "number", 3],
  ["60 %", "share", 0.6],
  ["60%", "share", 0.6],
  ["60 percent", "share", 0.6],
  [0.25, "share", 0.25],
  ["10 molecules/s", "molecule rate", 10],
  ["2 /cell/s", "molecule rate", 2],
  ["100 um^2/s", "diffusion", 100],
  ["1e-8 mL/hour", "volume rate", 1e4 / 3600],
  ["1.15 g/mL", "mass density", 1.15e-15],
  ["10 ug/mL", "mass density", 1e-20],
  ["3e10 /ug", "per mass", 3e19],
  ["300 xg", "force", 300 * 9.80665e6],
  ["0.94 mPa*s", "viscosity", 0.94e-9],
  ["15.5 kDa", "molar mass", 15.5],
  ["15.5 kg/mol", "molar mass", 15.5],
  ["16.4 U/ng", "activity", 16.4e12],
  ["195 pM", "concentration", 195 * picomolar],
  ["195 pmol/L", "concentration", 195 * picomolar],
  ["1.9 nM", "concentration", 1900 * picomolar],
  ["1 uM", "concentration", 1e6 * picomolar],
  ["50 U/mL", "concentration", ((50 / 16.4e12) * avogadro) / 15.5 / 1e12],
  ["50 IU/mL", "concentration", ((50 / 16.4e12) * avogadro) / 15.5 / 1e12],
  ["0.05 kU/mL", "concentration", ((50 / 16.4e12) * avogadro) / 15.5 / 1e12],
  ["3 ng/mL", "concentration", ((3e-12 / 15.5) * avogadro) / 1e12],
  ["0.001 pg/hour", "molecule rate", ((1e-18 / 15.5) * avogadro) / 3600],
  ["5 pM/hour", "production", (5 * picomolar) / 3600],
  ["0.1 /(nM*hour)", "pair rate", 0.1 / (1000 * picomolar) / 3600],
  ["111.6 L/(nmol*hour)", "pair rate", 111.6 / (1000 * picomolar) / 3600],
];

for (const [written, dimension, value] of table) {
  test(`readQuantity() reads ${written} as ${dimensions[dimension].such}`, () => {
    const read = readQuantity(written, dimension, il2);
    assert.type(read, "number");
    // the table's own arithmetic is in doubles: a few roundings of it, none of the reader's
    assert.ok(Math.abs((read as number) - value) <= 8 * Number.EPSILON * Math.abs(value), `${read} is not ${value}`);
  });
}

test("readQuantity() is exact where a decimal is: 54 nm is 0.054 um", () => {
  assert.is(readQuantity("54 nm", "length"), 0.054);
  assert.is(readQuantity("1e6 cells/mL", "density"), 1e-6);
  assert.is(readQuantity("-3 day", "time"), -259_200);
});

test("readQuantity() reads the example of every dimension", () => {
  for (const name of Object.keys(dimensions) as Dimension[]) {
    assert.type(readQuantity(dimensions[name].example, name, il2), "number", name);
  }
});

const wrong: readonly (readonly [written: string | number, dimension: Dimension, says: RegExp])[] = [
  ["200 um", "volume", /is a length.*a volume is needed, such as "200 uL"/],
  ["5", "volume", /has no unit.*"200 uL"/],
  [5, "rate", /has no unit.*"0.1 \/hour"/],
  ["5 nmm", "length", /not known: "nmm"/],
  ["1 000 cells", "count", /without spaces/],
  ["soon", "time", /is not a number with a unit/],
  ["", "time", /is not a number with a unit/],
  ["1e999 s", "time", /not a finite number/],
  ["5 pM)(", "concentration", /cannot be read/],
  ["5 constructor", "concentration", /not known: "constructor"/],
  ["5 m^1000000000", "length", /cannot be read/],
  ["5 m^1.5", "length", /cannot be read/],
  ["5 m^(1/2)", "length", /cannot be read/],
];

for (const [written, dimension, says] of wrong) {
  test(`readQuantity() says what is wrong with ${JSON.stringify(written)}`, () => {
    const read = readQuantity(written, dimension);
    assert.ok(isProblem(read));
    assert.match(`${read.text}: ${read.hint}`, says);
  });
}

test("readQuantity() asks for molar mass and activity where units of a factor need them", () => {
  for (const [written, missing] of [
    ["50 U/mL", "molar-mass and activity"],
    ["3 ng/mL", "molar-mass"],
  ] as const) {
    const read = readQuantity(written, "concentration", {});
    assert.ok(isProblem(read));
    assert.match(read.text, missing);
  }
});

test("printQuantity() prints in the unit asked for, else in that of the dimension, and is read back", () => {
  assert.is(printQuantity(100 / 3600, "rate"), "100 /hour");
  assert.is(printQuantity(195 * picomolar, "concentration"), "195 pM");
  assert.is(printQuantity(200e9, "volume", "mL"), "0.2 mL");
  assert.is(printQuantity(1e-6, "density"), "1e6 /mL");
  const dose = readQuantity("50 U/mL", "concentration", il2) as number;
  assert.is(printQuantity(dose, "concentration", "U/mL", il2), "50 U/mL");
  assert.is(readQuantity(printQuantity(0.1 / 3600, "rate"), "rate"), 0.1 / 3600);
});

test("unitNamed() knows units and nothing else", () => {
  assert.is(unitNamed("pM")?.value, (measure("1 pM") as { value: number }).value);
  for (const word of ["IL2", "constructor", "__proto__", "inch", ""]) assert.is(unitNamed(word), undefined);
});

test.run();
