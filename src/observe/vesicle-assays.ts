/** Instruments that look at the vesicles of a preparation, or at the free ones of a culture. */
import { beadFlow } from "./assay/beads.ts";
import { plasmaCapture } from "./assay/capture.ts";
import { assayKey } from "./assay/chance.ts";
import { type Banding, sucroseGradient } from "./assay/gradient.ts";
import { mixed, type Particles } from "./assay/particles.ts";
import { rnaProfile } from "./assay/rna.ts";
import { lightScattering } from "./assay/scattering.ts";
import { type Bodies, differentialSpins, series } from "./assay/spins.ts";
import { nanoparticleTracking } from "./assay/tracking.ts";
import {
  copiesOn,
  type Look,
  type Lot,
  lotsOf,
  numbersOf,
  type Readings,
  settingsFor,
  sizesSeen,
  vesiclesSeen,
} from "./looks.ts";

const copiesIn = (lots: readonly Lot[], cargo: number): number =>
  lots.reduce((sum, { copies }) => sum + copies(cargo), 0);

/** All vesicles of a place, by size. */
function particlesOf(look: Look): Particles {
  const sizes = sizesSeen(look);
  const { lots } = vesiclesSeen(look);
  return mixed(
    ...numbersOf(lots, sizes.length).map(
      (count, species): Particles => ({
        diameter_nm: Float64Array.from(sizes[species]?.diameters ?? [], (diameter) => diameter * 1000),
        number: Float64Array.from(sizes[species]?.parts ?? [], (part) => part * count),
      }),
    ),
  );
}

export function scattered(look: Look): Readings {
  const { truth, reading } = lightScattering(particlesOf(look), settingsFor<"light scattering">(look.assay), look.key);
  return new Map([
    ["z-average", { reading: reading.zAverage_nm, truth: truth.zAverage_nm }],
    ["polydispersity", { reading: reading.polydispersity, truth: truth.polydispersity }],
    ["number mean", { reading: truth.numberMean_nm, truth: truth.numberMean_nm }],
  ]);
}

/** Each marker is stained on beads that capture by the next one of the list. */
export function beaded(look: Look): Readings {
  const { simulation, assay, what, key } = look;
  const { lots, volume_mL } = vesiclesSeen(look);
  const vesicles = numbersOf(lots, simulation.plan.model.vesicles.length).reduce((sum, number) => sum + number, 0);
  const copies = (cargo: number): number => (vesicles > 0 ? copiesIn(lots, cargo) / vesicles : 0);
  const found = new Map<string, { reading: number; truth: number }>();
  assay.markers.forEach(({ name, cargo }, at) => {
    const capture = assay.markers[(at + 1) % assay.markers.length];
    assayKey(simulation.key, what, `bead flow ${name} on ${capture.name}`, simulation.time, key);
    const marked = {
      vesicles_per_mL: vesicles / volume_mL,
      captureCopies: copies(capture.cargo),
      detectionCopies: copies(cargo),
    };
    const { reading } = beadFlow(marked, settingsFor<"bead flow">(assay), key);
    found.set(`${name} positive`, { reading: reading.positive_percent, truth: reading.positive_percent });
    found.set(`${name} over isotype`, { reading: reading.ratio, truth: reading.ratio });
  });
  return found;
}

export function tracked(look: Look): Readings {
  const { diameter_nm, number } = particlesOf(look);
  const { volume_mL } = vesiclesSeen(look);
  const suspended = { diameter_nm, number: number.map((each) => each / volume_mL) };
  const settings = settingsFor<"nanoparticle tracking">(look.assay);
  const { truth, reading } = nanoparticleTracking(suspended, settings, look.key);
  return new Map([
    ["particles", { reading: reading.particles_per_mL, truth: truth.particles_per_mL }],
    ["mean", { reading: reading.mean_nm, truth: truth.mean_nm }],
    ["median", { reading: reading.median_nm, truth: truth.median_nm }],
  ]);
}

const gramPerMl = 1e-15; // kg/µm³

/** Vesicles by density, and copies of each marker by the density of the vesicles that carry them. */
export function banded(look: Look): Readings {
  const { simulation, assay, what, key } = look;
  const sizes = sizesSeen(look);
  const { lots } = vesiclesSeen(look);
  const settings = settingsFor<"sucrose gradient">(assay);
  const banding = (amounts: readonly number[]): Banding => ({
    density_g_per_mL: Float64Array.from(
      amounts.flatMap((_, species) => (sizes[species]?.densities ?? []).map((density) => density / gramPerMl)),
    ),
    number: Float64Array.from(
      amounts.flatMap((amount, species) => (sizes[species]?.shares ?? []).map((share) => share * amount)),
    ),
  });
  const { truth, reading } = sucroseGradient(banding(numbersOf(lots, sizes.length)), settings, key);
  const found = new Map<string, { reading: number; truth: number }>();
  reading.percent.forEach((percent, at) => {
    found.set(`fraction ${at + 1}`, { reading: percent, truth: truth.percent[at] });
  });
  found.set("modal density", { reading: reading.modal_g_per_mL, truth: truth.modal_g_per_mL });
  found.set("recovered", { reading: reading.recovered_percent, truth: truth.recovered_percent });
  for (const { name, cargo } of assay.markers) {
    assayKey(simulation.key, what, `sucrose gradient of ${name}`, simulation.time, key);
    const copies = sizes.map((_, species) =>
      copiesIn(
        lots.filter((lot) => lot.species === species),
        cargo,
      ),
    );
    const blot = sucroseGradient(banding(copies), settings, key);
    found.set(`${name} modal density`, { reading: blot.reading.modal_g_per_mL, truth: blot.truth.modal_g_per_mL });
  }
  return found;
}

/** Size and density are taken as independent, as they are in the medium. */
export function spun(look: Look): Readings {
  const sizes = sizesSeen(look);
  const numbers = numbersOf(vesiclesSeen(look).lots, sizes.length);
  const nodes = sizes.flatMap((each, species) =>
    (each?.diameters ?? []).flatMap((diameter, at) =>
      (each?.densities ?? []).map((density, place) => ({
        diameter,
        density,
        number: numbers[species] * (each?.parts[at] ?? 0) * (each?.shares[place] ?? 0),
      })),
    ),
  );
  const bodies: Bodies = {
    diameter_nm: Float64Array.from(nodes, ({ diameter }) => 1000 * diameter),
    density_g_per_mL: Float64Array.from(nodes, ({ density }) => density / gramPerMl),
    number: Float64Array.from(nodes, ({ number }) => number),
  };
  const { truth, reading } = differentialSpins(bodies, settingsFor<"differential spins">(look.assay), look.key);
  return new Map([
    ...series.map(
      ({ force_xg }, at) => [`${force_xg} xg`, { reading: reading.percent[at], truth: truth.percent[at] }] as const,
    ),
    ["washed", { reading: reading.washed_percent, truth: truth.washed_percent }],
  ]);
}

/** The first marker captures; each of the others is sought on what was held. */
export function captured(look: Look): Readings {
  const [capture, ...markers] = look.assay.markers;
  const { lots, volume_mL } = vesiclesSeen(look);
  const seen = lots.map((lot) => ({
    vesicles_per_mL: lot.number / volume_mL,
    captureCopies: copiesOn(lot, capture.cargo),
    markerCopies: markers.map(({ cargo }) => copiesOn(lot, cargo)),
  }));
  const names = markers.map(({ name }) => name);
  const { truth, reading } = plasmaCapture(seen, names, settingsFor<"plasma capture">(look.assay), look.key);
  return new Map([
    [capture.name, { reading: reading.vesicles_per_mL, truth: truth.vesicles_per_mL }],
    ...names.map(
      (name, at) =>
        [
          `${name} of ${capture.name}`,
          { reading: reading.positive_percent[at], truth: truth.positive_percent[at] },
        ] as const,
    ),
  ]);
}

/** Copies of each RNA in all vesicles there, beside those of the place that it is held against. */
export function sequenced(look: Look): Readings {
  const { simulation, assay, key } = look;
  const { lots } = vesiclesSeen(look);
  const places = assay.preparation < 0 ? simulation.cultures : simulation.preparations;
  const others = assay.against < 0 ? [] : lotsOf(simulation, places[assay.against]);
  const transcripts = assay.markers.map(({ name, cargo }) => ({
    name,
    copies: copiesIn(lots, cargo),
    reference: copiesIn(others, cargo),
  }));
  const { truth, reading } = rnaProfile(transcripts, settingsFor<"RNA profile">(assay), key);
  const entries = transcripts.map(
    ({ name }, at) => [name, { reading: reading.perMillion[at], truth: truth.perMillion[at] }] as const,
  );
  if (assay.against < 0) return new Map(entries);
  return new Map([
    ...entries,
    ["enriched", { reading: reading.enriched.length, truth: truth.enriched.length }],
    ["depleted", { reading: reading.depleted.length, truth: truth.depleted.length }],
    ...transcripts.map(({ name }) => {
      const sign = ({ enriched, depleted }: typeof reading): number =>
        enriched.includes(name) ? 1 : depleted.includes(name) ? -1 : 0;
      return [`${name} change`, { reading: sign(reading), truth: sign(truth) }] as const;
    }),
  ]);
}
