/**
 * Quantities as the bench writes them ("200 uL", "50 U/mL", "0.1 /hour") in, numbers in base units (µm, s, kg, molecules) out,
 * and back. Whatever is counted (cells, vesicles, copies, molecules) has no dimension, so a concentration of molecules and
 * a density of cells are both 1/µm³.
 *
 *   vector   length  time  mass  activity     exponents of µm, s, kg and international units (U)
 *   volume     3      0     0       0
 */
import { create, createUnitDependencies, unitDependencies } from "mathjs";

export type Vector = readonly [length: number, time: number, mass: number, activity: number];

/** What a field of a scenario can ask for. `such` is how a message asks for it; `unit` prints it where no unit was written. */
export const dimensions = {
  number: { vector: [0, 0, 0, 0], such: "a plain number", example: "2.5", unit: "" },
  count: { vector: [0, 0, 0, 0], such: "a count", example: "4000 cells", unit: "" },
  share: { vector: [0, 0, 0, 0], such: "a share from 0 to 1", example: "60 %", unit: "" },
  length: { vector: [1, 0, 0, 0], such: "a length", example: "54 nm", unit: "um" },
  time: { vector: [0, 1, 0, 0], such: "a time", example: "10 min", unit: "hour" },
  rate: { vector: [0, -1, 0, 0], such: "a rate", example: "0.1 /hour", unit: "/hour" },
  "molecule rate": { vector: [0, -1, 0, 0], such: "molecules per time", example: "10 molecules/s", unit: "/s" },
  volume: { vector: [3, 0, 0, 0], such: "a volume", example: "200 uL", unit: "uL" },
  concentration: { vector: [-3, 0, 0, 0], such: "a concentration", example: "50 pM", unit: "pM" },
  density: { vector: [-3, 0, 0, 0], such: "a number in a volume", example: "1e6 /mL", unit: "/mL" },
  "volume rate": { vector: [3, -1, 0, 0], such: "a volume per time", example: "1e-8 mL/hour", unit: "mL/hour" },
  "pair rate": {
    vector: [3, -1, 0, 0],
    such: "a rate of a reaction of two",
    example: "0.1 /(nM*hour)",
    unit: "/(nM*hour)",
  },
  production: { vector: [-3, -1, 0, 0], such: "a concentration per time", example: "5 pM/hour", unit: "pM/hour" },
  speed: { vector: [1, -1, 0, 0], such: "a speed", example: "5 um/min", unit: "um/min" },
  diffusion: { vector: [2, -1, 0, 0], such: "a diffusion coefficient", example: "100 um^2/s", unit: "um^2/s" },
  mass: { vector: [0, 0, 1, 0], such: "a mass", example: "10 ug", unit: "ug" },
  "mass density": { vector: [-3, 0, 1, 0], such: "a mass in a volume", example: "1.15 g/mL", unit: "g/mL" },
  "per mass": { vector: [0, 0, -1, 0], such: "a number for each mass", example: "3e10 /ug", unit: "/ug" },
  "molar mass": { vector: [0, 0, 1, 0], such: "a molar mass", example: "15.5 kDa", unit: "kDa" },
  activity: { vector: [0, 0, -1, 1], such: "units of activity for each mass", example: "16.4 U/ng", unit: "U/ng" },
  force: { vector: [1, -2, 0, 0], such: "a centrifugal force", example: "300 xg", unit: "xg" },
  viscosity: { vector: [-1, -1, 1, 0], such: "a viscosity", example: "0.94 mPa*s", unit: "mPa*s" },
} as const satisfies Record<string, { vector: Vector; such: string; example: string; unit: string }>;

export type Dimension = keyof typeof dimensions;

/** What turns masses and activities of one factor into molecules. 0 or absent: not stated. */
export interface Molecule {
  readonly molarMass?: number; // kg/mol
  readonly activity?: number; // U/kg
}

export interface Problem {
  readonly text: string;
  readonly hint: string;
}

/** A quantity as written: its number in base units (kg for a molar mass: per molecule), its vector, and its unit's own text. */
export interface Quantity {
  readonly value: number;
  readonly vector: Vector;
  readonly unit: string;
}

export const avogadro = 6.02214076e23;

export const isProblem = (read: number | Quantity | Problem): read is Problem =>
  typeof read === "object" && "hint" in read;

export const sameVector = (a: Vector, b: Vector): boolean => a.every((exponent, axis) => exponent === b[axis]);

/** A quantity of this dimension in base units (molar mass: kg/mol; activity: U/kg), or what is wrong with it. */
export function readQuantity(
  written: string | number,
  dimension: Dimension,
  molecule: Molecule = {},
): number | Problem {
  const { vector, such, example } = dimensions[dimension];
  const value = readAs(written, vector, molecule, `${such} is needed, such as "${example}"`);
  return typeof value === "number" && dimension === "molar mass" ? value * avogadro : value;
}

/** A quantity with this vector in base units. @param asked the hint: what is needed, with a right example */
export function readAs(written: string | number, vector: Vector, molecule: Molecule, asked: string): number | Problem {
  const read = measure(written);
  if (isProblem(read)) return { text: read.text, hint: read.hint === "" ? asked : `${read.hint}; ${asked}` };
  const value = converted(read, vector, molecule);
  if (value !== undefined) return value;
  if (read.unit === "") return { text: "has no unit", hint: asked };
  if (needsMolecule(read.vector, vector)) {
    const missing = read.vector[3] === 0 ? "molar-mass" : "molar-mass and activity";
    return {
      text: `is ${inWords(read.vector)}, and no ${missing} of a factor is known to count its molecules`,
      hint: `state ${missing} under factors, or write molecules: ${asked}`,
    };
  }
  return { text: `is ${inWords(read.vector)}`, hint: asked };
}

/** A quantity of any dimension, as it stands. A bare number is dimensionless. */
export function measure(written: string | number): Quantity | Problem {
  if (typeof written === "number") {
    if (!Number.isFinite(written)) return { text: "is not a finite number", hint: "" };
    return { value: written, vector: dimensions.number.vector, unit: "" };
  }
  const text = plainLetters(written);
  const found = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(.*)$/i.exec(text);
  if (!found) return { text: "is not a number with a unit", hint: "" };
  if (!Number.isFinite(Number(found[1]))) return { text: "is not a finite number", hint: "" };
  if (/^[\d.]/.test(found[2]) && !/^1\s*\//.test(found[2]))
    return { text: "is not one number", hint: "write it without spaces" };
  return readUnit(found[1], found[2]);
}

/** What one word stands for inside a formula: "pM", "hour"; undefined where it is no unit. */
export function unitNamed(word: string): Quantity | undefined {
  if (!words.has(word)) return undefined;
  const read = readUnit("1", word);
  return isProblem(read) ? undefined : read;
}

/** Words that a unit can be made of, for suggestions. */
export const unitWords = (): string[] => [...words.keys()];

/** A number in base units as the bench writes it: `unit` where one is given, else the dimension's own. */
export function printQuantity(value: number, dimension: Dimension, unit?: string, molecule: Molecule = {}): string {
  const shown = unit ?? dimensions[dimension].unit;
  const number = printNumber(value / scaleOf(shown, dimension, molecule));
  if (shown === "") return number;
  return `${number} ${shown}`;
}

/** One of this unit in base units of the dimension. @throws RangeError where the unit is not of that dimension */
export function scaleOf(unit: string, dimension: Dimension, molecule: Molecule = {}): number {
  const one = readQuantity(unit === "" ? 1 : `1 ${unit}`, dimension, molecule);
  if (isProblem(one)) throw new RangeError(`"${unit}" is no unit of ${dimension}: ${one.text}`);
  return one;
}

/** Four digits, without the zeros and the sign that carry nothing: 1e6, 0.05, 3.142. */
export function printNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return value > 0 ? "infinite" : value < 0 ? "-infinite" : "undefined";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) {
    return Number(value.toPrecision(digits)).toExponential().replace("e+", "e");
  }
  return String(Number(value.toPrecision(digits)));
}

/** "a volume", "a rate"; µm, s and kg for what has no name of its own. */
export function inWords(vector: Vector): string {
  const named = Object.values(dimensions).find((dimension) => sameVector(dimension.vector, vector));
  if (named) return named.such;
  if (sameVector(vector, [-3, 0, 0, 1])) return "an activity in a volume";
  const parts = ["um", "s", "kg", "U"].map((unit, axis) => (vector[axis] === 0 ? "" : `${unit}^${vector[axis]}`));
  return `in ${parts.filter((part) => part !== "").join(" ")}`;
}

/** The first dimension that has this vector; undefined where none has a name. */
export function dimensionOf(vector: Vector): Dimension | undefined {
  return (Object.keys(dimensions) as Dimension[]).find((name) => sameVector(dimensions[name].vector, vector));
}

function needsMolecule(from: Vector, to: Vector): boolean {
  return from[0] === to[0] && from[1] === to[1] && from[2] + from[3] !== 0 && to[2] === 0 && to[3] === 0;
}

/** The value with activities and masses turned into molecules as far as `to` asks for it; undefined where they cannot be. */
export function converted(
  { value, vector }: Quantity,
  to: Vector,
  { molarMass = 0, activity = 0 }: Molecule,
): number | undefined {
  if (sameVector(vector, to) || (value === 0 && sameVector(vector, dimensions.number.vector))) return value;
  let [length, time, mass, units] = vector;
  let result = value;
  for (; units > to[3] && activity > 0; units--, mass++) result /= activity;
  for (; mass > to[2] && molarMass > 0; mass--) result *= avogadro / molarMass;
  return sameVector([length, time, mass, units], to) ? result : undefined;
}

/**
 * mathjs does the arithmetic of units in decimals: "54 nm" is 0.054 µm to the last bit. What is marked as pure is left out of a
 * bundle that only prints numbers.
 */
const math = /* @__PURE__ */ newMath();
function newMath() {
  const made = create({ createUnitDependencies, unitDependencies }, { number: "BigNumber", precision: 40 });
  made.createUnit("molar", { definition: "1 mol/L", prefixes: "short" } as object);
  made.createUnit("U", { prefixes: "short" } as object);
  made.createUnit("Da", { definition: "1 g/mol", prefixes: "short" } as object);
  made.createUnit("xg", "9.80665 m/s^2");
  made.createUnit("one");
  made.createUnit("percent", "0.01 one");
  return made;
}

/** Every word a unit may be made of, with the word mathjs knows it by. */
const words = /* @__PURE__ */ newWords();
function newWords(): ReadonlyMap<string, string> {
  return new Map([
    ...["m", "cm", "mm", "um", "nm", "s", "ms", "min", "L", "dL", "mL", "uL", "nL", "pL", "fL"].map(
      (word) => [word, word] as const,
    ),
    ...["kg", "g", "mg", "ug", "ng", "pg", "fg", "mol", "mmol", "umol", "nmol", "pmol", "fmol"].map(
      (word) => [word, word] as const,
    ),
    ...["U", "mU", "kU", "MU", "Da", "kDa", "MDa", "Pa", "mPa", "xg", "percent"].map((word) => [word, word] as const),
    ...["", "m", "u", "n", "p", "f"].map((prefix) => [`${prefix}M`, `${prefix}molar`] as const),
    ...["", "m", "k", "M"].map((prefix) => [`${prefix}IU`, `${prefix}U`] as const),
    ...["hour", "hours", "h", "hr"].map((word) => [word, "hour"] as const),
    ...["minute", "minutes", "mins"].map((word) => [word, "min"] as const),
    ...["second", "seconds", "sec"].map((word) => [word, "s"] as const),
    ...["day", "days", "d"].map((word) => [word, "day"] as const),
    ...["week", "weeks"].map((word) => [word, "week"] as const),
    ...["cell", "vesicle", "particle", "exosome", "molecule", "division", "generation", "receptor"].flatMap((word) =>
      [word, `${word}s`].map((either) => [either, "one"] as const),
    ),
    ...["copy", "copies", "body", "bodies", "fold"].map((word) => [word, "one"] as const),
  ]);
}

/** The part of mathjs's unit that is used: SI value and exponents of kg, m, s, …, mol, …, then those made above. */
interface Parsed {
  readonly value: { readonly times: (by: number | string) => Parsed["value"]; readonly toNumber: () => number };
  readonly dimensions: readonly number[];
}
const axis = /* @__PURE__ */ axesOf(math);
function axesOf(made: unknown) {
  const axes = (made as { Unit: { BASE_DIMENSIONS: readonly string[] } }).Unit.BASE_DIMENSIONS;
  return {
    mass: 0,
    length: 1,
    time: 2,
    amount: axes.indexOf("AMOUNT_OF_SUBSTANCE"),
    activity: axes.indexOf("U_STUFF"),
  };
}

function readUnit(number: string, written: string): Quantity | Problem {
  const unit = written.trim();
  if (unit === "") return { value: Number(number), vector: dimensions.number.vector, unit };
  const parts = unit
    .replace(/^1\s*\//, "/")
    .replaceAll("%", " percent ")
    .replace(/\bper\b/g, "/")
    .replace(/[·×]/g, "*");
  const unknown = (parts.match(/[A-Za-z_]\w*/g) ?? []).find((word) => !words.has(word));
  if (unknown !== undefined) return { text: `has a unit that is not known: "${unknown}"`, hint: "" };
  if (!/^[\w\s*/^().-]*$/.test(parts)) return { text: `has a unit that cannot be read: "${unit}"`, hint: "" };
  let parsed: Parsed;
  try {
    parsed = math.unit(`${number} ${parts.replace(/[A-Za-z_]\w*/g, (word) => words.get(word)!)}`) as unknown as Parsed;
  } catch {
    return { text: `has a unit that cannot be read: "${unit}"`, hint: "" };
  }
  const exponent = parsed.dimensions;
  const vector: Vector = [exponent[axis.length], exponent[axis.time], exponent[axis.mass], exponent[axis.activity]];
  if (exponent.some((each) => !Number.isInteger(each) || Math.abs(each) > 9)) {
    return { text: `has a unit that cannot be read: "${unit}"`, hint: "" };
  }
  let value = parsed.value;
  for (let power = vector[0]; power !== 0; power -= Math.sign(power)) value = value.times(power > 0 ? "1e6" : "1e-6");
  const moles = exponent[axis.amount];
  for (let power = moles; power < 0; power++) value = value.times(oneByAvogadro);
  for (let power = moles; power > 0; power--) value = value.times("6.02214076e23");
  return { value: value.toNumber(), vector, unit };
}
const oneByAvogadro = "1.660539067173846699e-24"; // its digits beyond those of a double change nothing

/** Both micro signs and the superscripts as plain letters. */
function plainLetters(text: string): string {
  return text
    .trim()
    .replace(/[µμ]/g, "u")
    .replaceAll("⁻", "^-")
    .replaceAll("^-¹", "^-1")
    .replaceAll("²", "^2")
    .replaceAll("³", "^3")
    .replaceAll("^-^", "^-");
}
