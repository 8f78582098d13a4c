/** A scenario in English, sentence by sentence. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { listed, quantityInWords, sentence, unitInWords } from "../../src/report/english/words.ts";
import { englishOf } from "../../src/report/english.ts";
import { experimentFrom } from "../scenario/reading.ts";

const dish = `
title: A dish
question: what happens?
time: { from: -1 day, to: 2 day, step: 30 min, record: { every: 1 day, also: [36 hour] } }
donors: { count: 3, vary: { speed: "lognormal(0.05 /hour, 1.2)" } }
replicates: 2
parameters:
  speed: { value: 0.05 /hour, range: [0.01 /hour, 0.1 /hour], source: assumed, why: nobody measured it }
  half: { value: 15 pM, source: "table:pstat5.EC50.blast", text: IL-2 at half of the response }
conditions: { heat: { start: 0 } }
factors:
  IL2: { molar-mass: 15.5 kDa, activity: 16.4 U/ng, half-life: 5 hour, source: assumed }
  drug: { counted: true }
  complex: {}
reactions:
  caught: { from: [IL2, drug], to: [complex], rate: 0.1 /(nM*hour), back: 0.2 /hour }
cargo:
  FasL: { face: surface }
  miR: { face: lumen, half-life: 1 day }
vesicles:
  exosome: { diameter: "lognormal(45 nm, 1.2)", loss: 0.01 /hour, cargo: { FasL: 20, miR: 2 }, tags: { peptide: OVA }, source: assumed }
  bare_exosome: { like: exosome, without: [FasL], detail: packets, packet: 50 }
bindings:
  caps: { ligand: drug, cargo: FasL, kd: 1 nM }
cells:
  T:
    diameter: 7 um
    tags: { TCR: [OVA, HA] }
    start: resting
    attributes:
      damage: { start: 0, gain: 0.1 /hour, loss: 0.05 /hour, inherit: halve }
      CD25: { unit: copies, start: "normal(300 copies, 20 copies)", toward: "1000 copies * hill(free:IL2, half, 2)", rate: 0.1 /hour }
      doubled: { is: 2 * damage }
    capture:
      exosome: { clearance: 1e-8 mL/hour, efficiency: 5 %, sites: 40, detach: 0.1 /hour, enters: 2 /hour, digestion: 0.3 /hour, matching: { TCR: peptide } }
    states:
      resting: { die: 0.01 /hour }
      activated:
        divide: { first: "lognormal(42 hour, 1.2)", later: 10 hour + exponential(6 hour), shared: family, requires: free:IL2 > 0.2 * half, otherwise: stops }
        die: { after: "gamma(3 day, 0.3)" }
        secrete: { IL2: 10 /s }
        consume: { IL2: { maximum: 0.3 /s, half-max: half } }
        release: { exosome: { batch: { size: 5, rate: 2 /hour }, stamp: { FasL: 40 * damage } } }
        become: { resting: { rate: "free:IL2 < half and not (damage > 2) ? speed : 0 /hour" } }
rules:
  - { id: wakes, of: T resting, behaviour: become activated, signal: inside:exosome, direction: increases, to: speed, half-max: 300, power: 2, requires: [{ signal: free:IL2, half-max: half }, { signal: payload:miR, half-max: 10, power: 3 }], source: assumed, why: guessed }
  - { id: kills, of: [T.resting], behaviour: die, signal: surface:FasL, direction: increases, to: 0.2 /hour, half-max: 100, while: condition:heat > 0, source: assumed }
  - { id: saves, of: T resting, behaviour: die, signal: free:IL2, direction: decreases, to: 0 /hour, half-max: 2 * half, scaled-by: 1 - doubled / 10, source: assumed }
cultures:
  tube: { volume: 1 mL, mixing: stirred, share: 10 %, seed: { T: 1e4 /mL }, medium: { IL2: 20 pM } }
  well: { volume: 200 uL, mixing: stirred, share: 10 % }
protocol:
  - { at: [0 day, 12 hour], in: [tube, well], add: { IL2: 50 U/mL, drug: 1 nM }, set: { heat: 1 }, text: warmed }
  - { at: { every: 6 hour, from: 0 day, to: 1 day }, in: well, change-medium: 50 % }
  - { at: { when: free:IL2 < 5 pM }, in: tube, deplete: { T.activated: 90 % } }
  - { at: 1 day, from: tube, take: supernatant, part: 80 %, as: pellet, through: [{ filter: 200 nm, recovery: 90 % }, { spin: 100000 xg, for: 70 min, keep: pellet, carry-over: 1 %, source: assumed }, { wash: pellet, recovery: 70 %, carry-over: 0.1 %, source: assumed }, { recover: 60 % }] }
  - { at: 1 day, in: tube, change: { of: T, attribute: damage, to: 1 } }
arms:
  none: {}
  dosed: { label: with the pellet, do: [{ at: 1 day, in: well, dose: pellet, part: 10 % }] }
  more: { like: dosed, set: { speed: 0.1 /hour }, seed: { well: { T.activated: 2e4 /mL } }, without: ["rule:kills", "cargo:FasL"], either: [wakes] }
  held: { like: [dosed], do: [{ at: 1 day, in: well, block: { capture exosome: 90 % }, of: T resting }, { at: 36 hour, in: well, unblock: capture exosome, of: T resting }] }
  grid: { cross: { speed: [0.02 /hour, 0.04 /hour], arm: [none, dosed] } }
observe: [counts, { generations: 4 }, { attributes: [damage] }, { ratio: [T.activated, T.resting] }]
assays:
  - { at: [0 day, 1 day], in: well, measure: [count, flow T], with: { dilution: 4 } }
  - { of: pellet, measure: [light scattering] }
claims:
  - id: two_signals
    says: Two signals wake T cells
    row: [S18]
    evidence: S
    fitted: [speed]
    holds:
      - { ratio: count T, of: [dosed, held], to: none, at: [1 day, 2 day], in: well, increases: true }
      - { ratio: count T, of: dosed, to: none, at: 2 day, in: well, at-least: 1.5 }
      - { bliss: count T, of: dosed, to: none, singles: [held, more], at: 2 day, in: well, above: 0 }
    off: { without: ["rule:wakes"], set: { speed: 0.02 /hour } }
    still: [{ ratio: count T, of: held, to: none, at: 2 day, in: well, equivalent: true }]
    on: { either: [wakes] }
  - { id: warm, says: It is warm, evidence: assumed, soft: true, holds: [{ value: count T, of: none, at: 2 day, in: tube, between: [1, 2] }, { difference: count T, of: dosed, to: none, at: 2 day, in: tube, below: 5 }, { ratio: count T, of: dosed, to: none, at: 2 day, in: tube, decreases: true }] }
charts: [count]
`;

const sections = englishOf(experimentFrom(dish));
const said = (title: string): readonly string[] => sections.find((section) => section.title === title)?.sentences ?? [];
const says = (title: string, sentences: readonly string[]): void => {
  for (const one of sentences) assert.ok(said(title).includes(one), `"${one}" is not in:\n${said(title).join("\n")}`);
};

test("englishOf() has its sections in the order of a report, without empty ones", () => {
  assert.equal(
    sections.map(({ title }) => title),
    [
      "Question",
      "The dish",
      "Molecules and vesicles",
      "Cells: T",
      "Rules",
      "What is done in all arms",
      "Arms",
      "What is measured",
      "Claims",
      "Parameters",
    ],
  );
});

test("englishOf() tells the question, the dish, who is in it and the share that is simulated", () => {
  assert.equal(said("Question"), ["A dish.", "What happens?"]);
  assert.equal(said("The dish"), [
    "The culture tube holds 1 mL of medium, well stirred: every cell meets the same medium.",
    "At the start it is seeded with 1e4 per mL of T cells.",
    "Its fresh medium holds 20 pM of IL2.",
    "10 % of it is simulated (1000 cells at the start), and results are scaled back to the whole.",
    "The culture well holds 200 µL of medium, well stirred: every cell meets the same medium.",
    "10 % of it is simulated (400 cells at the start), and results are scaled back to the whole.",
    "Time runs from -1 days to 2 days in steps of 30 min; each arm is run with 3 donors, 2 times each.",
  ]);
});

test("englishOf() tells molecules, reactions, cargo, vesicles and what binds", () => {
  assert.equal(said("Molecules and vesicles"), [
    "IL2 weighs 15.5 kDa, has an activity of 16.4 U per ng and fades in the medium with a half-life of 5 hours.",
    "Drug stays in the medium until something takes it; it is counted molecule by molecule.",
    "Complex stays in the medium until something takes it.",
    "IL2 + drug become complex at 0.1 per nM and hour, and back at 0.2 per hour.",
    "FasL sits on the outer face of vesicles, where it acts without uptake.",
    "miR sits in the lumen of vesicles, where it acts only once inside a cell; it fades once delivered with a half-life of 1 day.",
    "Exosomes are about 45 nm (lognormal, geometric SD 1.2) across, 1.15 g per mL dense, and counted as a pool; they fade in the medium at 0.01 per hour.",
    "Each carries 20 of FasL and 2 of miR, where its producer stamps nothing else on it.",
    "They are tagged peptide OVA.",
    "bare_exosomes (like exosomes, without FasL) are about 45 nm (lognormal, geometric SD 1.2) across, 1.15 g per mL dense, and followed in packets of 50; they fade in the medium at 0.01 per hour.",
    "Each carries 2 of miR, where its producer stamps nothing else on it.",
    "They are tagged peptide OVA.",
    "Drug blocks FasL on vesicles with a KD of 1 nM.",
    "The medium has a viscosity of 0.94 mPa s, a density of 1.00 g per mL and 37 °C.",
  ]);
});

test("englishOf() tells what all cells of a type do once, and each state its own", () => {
  assert.equal(said("Cells: T"), [
    "T cells are tagged TCR OVA and HA.",
    "T cells are resting or activated; seeded cells are resting.",
    "All T cells are 7 µm across.",
    "All T cells carry damage: from 0 at the start, gaining 0.1 per hour, losing 0.05 per hour of it; daughters get half each.",
    "All T cells carry CD25 (copies): 300 copies ± 20 copies (normal) at the start, going toward 1000 copies × the response to free IL2 (half-way at 15 pM, Hill power 2) at 0.1 per hour; daughters copy it.",
    "All T cells have doubled worked out as 2 × their damage.",
    "All T cells capture exosomes from 1e-8 mL of medium per hour, at most 5 % of those that diffusion brings, only where the cell's TCR matches the vesicle's peptide, with room for 40 on the surface, which enter at 2 per hour, come off at 0.1 per hour, and are broken down inside at 0.3 per hour.",
    "T resting cells die at 0.01 per hour.",
    "T activated cells divide first about 42 hours (lognormal, geometric SD 1.2) after entering this state and then 10 hours plus 6 hours on average (exponential) after the division before, if free IL2 is above 3 pM when the time comes (else they give it up); all cells of a family and generation share one time.",
    "T activated cells die about 3 days (gamma, CV 0.3) after entering this state.",
    "T activated cells become resting at 0.05 per hour while free IL2 is below 15 pM and not (their damage is above 2), else 0 per hour.",
    "T activated cells secrete IL2 at 10 per s.",
    "T activated cells consume IL2 at up to 0.3 per s, half of it at 15 pM.",
    "T activated cells release exosomes in batches of 5 at 2 per hour, each stamped at release with 40 × their damage copies of FasL.",
  ]);
});

test("englishOf() says each rule in one sentence, with where it begins and every clause", () => {
  assert.equal(said("Rules"), [
    "In T resting cells, exosomes inside increase the rate of becoming activated from 0 toward 0.05 per hour, half-way at 300 vesicles (Hill power 2), only as far as free IL2 also reaches 15 pM and miR delivered inside also reaches 10 (Hill power 3). [wakes; assumed: guessed]",
    "In T resting cells, FasL on bound vesicles increases the rate of dying from 0.01 per hour toward 0.2 per hour, half-way at 100, while the condition heat is above 0. [kills; assumed]",
    "In T resting cells, free IL2 decreases the rate of dying from where the increases leave it toward 0 per hour, half-way at 30 pM, scaled by 1 − their doubled / 10. [saves; assumed]",
    "Several rules change the rate of dying in T resting cells: those that increase it add up their odds and move it first, those that decrease it act on what that leaves.",
  ]);
});

test("englishOf() tells the protocol in the order in which a line is done", () => {
  assert.equal(said("What is done in all arms"), [
    "At day 0 and hour 12, in tube and well: add 50 U per mL of IL2, add 1 nM of drug and set heat to 1 (warmed).",
    "Every 6 hours from day 0 to day 1, in well: change 50 % of the medium for fresh medium.",
    "Once free IL2 is below 5 pM, in tube: deplete 90 % of the T activated cells.",
    "At day 1: take 80 % of the supernatant of tube as the preparation pellet: filter through pores of 200 nm (90 % of the vesicles recovered), then spin at 100000 × g for 70 min and keep the pellet (1 % of the factors carried over), then wash the pellet (70 % of the vesicles recovered, 0.1 % of the factors carried over), then recover 60 %.",
    "At day 1, in tube: set the damage of T cells to 1.",
  ]);
});

test("englishOf() tells arms as differences", () => {
  assert.equal(said("Arms"), [
    "“none”: nothing but what all arms have in common.",
    "“dosed” (with the pellet): At day 1, in well: dose pellet: 10 % of it.",
    "“more”: as “dosed”; speed is 0.1 per hour; well is seeded with 2e4 per mL of T activated cells; without the rule kills; without the cargo FasL; in the rule wakes either signal is enough (OR instead of AND).",
    "“held”: as “dosed”. At day 1, in well: block 90 % of capture exosome by T resting cells. At hour 36, in well: end the block of capture exosome by T resting cells.",
    "“grid”: one arm for each speed: 0.02 per hour and 0.04 per hour; one arm for each arm: “none” and “dosed”.",
  ]);
});

test("englishOf() tells what is measured and drawn", () => {
  assert.equal(said("What is measured"), [
    "Recorded every 1 day, and at hour 36: how many cells there are of each type and state; cells by generation, up to 4; mean and spread of damage; and the ratio of T activated cells to T resting cells.",
    "At day 0 and day 1, instruments read in well: count and flow T (with dilution 4).",
    "Instruments read of the preparation pellet: light scattering.",
    "Drawn: count.",
  ]);
});

test("englishOf() tells how a claim is tested, and that one without a test is untested", () => {
  assert.equal(said("Claims"), [
    "S18: Two signals wake T cells (stated in a source document of the project; fitted by speed). It holds if count T in “dosed” and “held” is higher than in “none” in the culture well at day 1 and day 2, count T in “dosed” over that in “none” in the culture well at day 2 is at least 1.5 and what count T in “dosed” in the culture well at day 2 has beyond “held” and “more” acting by themselves (Bliss, from “none”) is above 0. Without the rule wakes and with speed at 0.02 per hour, it must be reversed or undecided, while count T in “held” is equivalent to that in “none” in the culture well at day 2. With OR for AND in the rule wakes, what says that nothing happens must fail.",
    "It is warm (assumed; predicted: no parameter was chosen with it in view). It holds if count T in “none” in the culture tube at day 2 is between 1 and 2, count T in “dosed” less that in “none” in the culture tube at day 2 is below 5 and count T in “dosed” is lower than in “none” in the culture tube at day 2. No source states this band: it is reported, and never a verdict. No change is named that must break it, so it is untested.",
  ]);
});

test("englishOf() tells each parameter with range, spread and source; the table's range where none is stated", () => {
  says("Parameters", [
    "speed is 0.05 per hour (range 0.01 to 0.1 per hour), from donor to donor about 0.05 per hour (lognormal, geometric SD 1.2) [assumed: nobody measured it].",
    "half, IL-2 at half of the response, is 15 pM (range 5 to 40 pM) [table:pstat5.EC50.blast].",
  ]);
});

const twins = `
title: Twins
time: { from: 0 day, to: 1 day, step: 1 hour, record: 1 day }
factors: { IL2: {}, IL4: {} }
vesicles: { EXO: { diameter: 54 nm, source: assumed } }
cells:
  CD8:
    diameter: 7 um
    source: assumed
    start: resting
    capture: { EXO: 1e-8 mL/hour }
    attributes: { rested: {}, damage: { gain: 0.1 /hour } }
    states: { resting: { die: 0.01 /hour, secrete: { IL2: 1 /s } }, activated: { divide: 0.05 /hour } }
  CD4: { like: CD8, tags: { TCR: OVA }, states: { resting: { secrete: { IL2: none, IL4: 2 /s } } } }
  copy: { like: CD4, tags: {} }
  NK: { diameter: 8 um, die: 0.01 /hour, source: assumed }
cultures: { dish: { volume: 1 mL, mixing: stirred, seed: { CD8: 10 /mL, CD4: 10 /mL, copy: 10 /mL, NK: 10 /mL } } }
arms: { a: {} }
`;

test("englishOf() says of a type that is much like an earlier one only what differs, and what it lacks", () => {
  const cells = (name: string): readonly string[] =>
    englishOf(experimentFrom(twins)).find(({ title }) => title === `Cells: ${name}`)?.sentences ?? [];
  assert.is(cells("CD8").length, 8);
  assert.equal(cells("CD4"), [
    "CD4 cells are and do what CD8 cells are and do, but for this.",
    "CD4 cells are tagged TCR OVA.",
    "CD4 resting cells secrete IL4 at 2 per s.",
    "CD4 resting cells do not secrete IL2.",
  ]);
  assert.equal(cells("copy"), ["Copy cells are and do what CD4 cells are and do.", "Copy cells are tagged TCR OVA."]);
  assert.equal(cells("NK"), ["NK cells are 8 µm across.", "NK cells die at 0.01 per hour."]);
});

/** What is said of a rate that is this formula. */
function saidOf(formula: string): string {
  const text = twins.replace(
    "die: 0.01 /hour, source: assumed",
    `die: ${JSON.stringify(formula)}, attributes: { damage: { gain: 0.1 /hour } }, source: assumed`,
  );
  const cells = englishOf(experimentFrom(text)).find(({ title }) => title === "Cells: NK")!;
  return cells.sentences.find((one) => one.startsWith("NK cells die at "))!.slice(16, -1);
}

test("englishOf() tells what cells keep of vesicles and show, who reads it by contact, and how cells are sorted", () => {
  const showing = `
title: A dish
time: { from: 0 day, to: 1 day, step: 1 hour, record: 1 day }
cargo: { antigen: { face: lumen }, pMHC: { face: surface } }
vesicles: { TEX: { diameter: 80 nm, cargo: { antigen: 10, pMHC: 2 }, tags: { peptide: OVA }, source: assumed } }
cells:
  DC:
    diameter: 15 um
    capture: { TEX: 1e-8 mL/hour }
    acquire: { TEX: { share: 2 %, process: 0.2 /hour, dressed: 10 % } }
    present: { antigen: { on: MHC_I, half-life: 20 hour }, pMHC: {} }
    attributes: { CD80: { start: 1 } }
    source: assumed
  T: { diameter: 7 um, tags: { TCR: OVA }, source: assumed }
rules:
  - { id: helped, of: T, behaviour: divide, signal: { contact-with: DC, weighted-by: "shown:antigen * CD80" }, matching: { TCR: peptide }, direction: increases, to: 0.1 /hour, half-max: 1e6 /mL, requires: [{ signal: { contact-with: DC, weighted-by: CD80 }, half-max: 1e5 /mL }], source: assumed }
  - { id: shows, of: DC, behaviour: die, signal: acquired:antigen, direction: increases, to: 0.1 /hour, half-max: 5, source: assumed }
cultures: { dish: { volume: 1 mL, mixing: stirred, simulate: 10 cells, seed: { DC: 1e5 /mL, T: 1e5 /mL } } }
protocol: [{ at: 12 hour, in: dish, sort: { keep: [T, DC], yield: 90 % } }]
arms: { one: {} }
`;
  const sentences = englishOf(experimentFrom(showing)).flatMap((section) => section.sentences);
  for (const one of [
    "DC cells keep, of the cargo of TEX vesicles that enter and that they show, 2 % to show once it is processed, at 0.2 per hour and 10 % of what sits on their outside to show as it is.",
    "DC cells show antigen on MHC_I to other cells, with a half-life of 20 hours.",
    "DC cells show pMHC to other cells.",
    "In T cells, contact with DC cells, weighted by antigen that they show × their CD80, increases the rate of dividing from 0 toward 0.1 per hour, half-way at 1e6 per mL, only as far as contact with DC cells, weighted by their CD80, also reaches 1e5 per mL, only where the cell's TCR matches the neighbour's peptide. [helped; assumed]",
    "In DC cells, antigen that waits to be shown increases the rate of dying from 0 toward 0.1 per hour, half-way at 5. [shows; assumed]",
    "At hour 12, in dish: sort (keep 90 % of the T cells and DC cells, so that they are 100 % of the cells).",
  ])
    assert.ok(sentences.includes(one), `"${one}" is not in:\n${sentences.join("\n")}`);
});

test("englishOf() reads formulas aloud, with brackets only where they are needed", () => {
  const formulas = [
    ["damage * 1 /hour + (2 - damage) * 3 /hour", "their damage × 1 per hour + (2 − their damage) × 3 per hour"],
    ["(damage + 1) * (damage - 1) * 1 /hour", "(their damage + 1) × (their damage − 1) × 1 per hour"],
    ["1 /hour / (1 + damage^2)", "1 per hour / (1 + their damage squared)"],
    ["1 /hour - (damage - 2) * 1 /hour", "1 per hour − (their damage − 2) × 1 per hour"],
    ["min(damage, 1) * 60 /hour / 2", "the smallest of their damage and 1 × 60 per hour / 2"],
    ["clamp(damage, 0, 1) * 1 /day", "their damage, kept between 0 and 1 × 1 per day"],
    [
      "damage > 1 and not (damage > 3) or age > 2 day ? 1 /hour : 0 /hour",
      "1 per hour while their damage is above 1 and not (their damage is above 3) or their age is above 2 days, else 0 per hour",
    ],
    [
      "exp(-damage) * sqrt(damage) * 1 /hour",
      "e to the power of (minus their damage) × the square root of (their damage) × 1 per hour",
    ],
    [
      "hill(free:IL2 + free:IL4, 10 pM, 2) * 1 /hour",
      "the response to (free IL2 + free IL4) (half-way at 10 pM, Hill power 2) × 1 per hour",
    ],
    ["(damage - (damage - 2)) * 1 /hour", "(their damage − (their damage − 2)) × 1 per hour"],
    ["2 * 0.05 /hour", "0.1 per hour"],
  ];
  for (const [formula, words] of formulas) assert.is(saidOf(formula), words);
});

test("listed() parts by semicolons where a part holds a comma of its own", () => {
  assert.is(listed([]), "");
  assert.is(listed(["a"]), "a");
  assert.is(listed(["a", "b", "c"], "or"), "a, b or c");
  assert.is(listed(["a, b", "c", "d"]), "a, b; c; and d");
  assert.is(listed(["a (b, c)", "d", "e"]), "a (b, c), d and e");
});

test("quantityInWords() reads units aloud", () => {
  assert.is(quantityInWords("1e-8", "mL/hour"), "1e-8 mL per hour");
  assert.is(quantityInWords("3", "day"), "3 days");
  assert.is(quantityInWords("1", "day"), "1 day");
  assert.is(quantityInWords("5", ""), "5");
  assert.is(unitInWords("um^2/s"), "µm² per s");
  assert.is(unitInWords("1 /(nM*hour)"), "per nM and hour");
});

test("sentence() gives a capital to a word and leaves an id as it is", () => {
  assert.is(sentence("tumour cells die"), "Tumour cells die.");
  assert.is(sentence("anti_CD3 binds"), "anti_CD3 binds.");
  assert.is(sentence("miR fades"), "miR fades.");
  assert.is(sentence("what?"), "What?");
});

test.run();
