/**
 * What a spin sends to the bottom of the tube. A sphere sinks with s = d² (ρp − ρm) / 18η. With particles spread evenly
 * along the path and the field taken as even, the part that arrives is the part of the path that they sink.
 *
 *   s   sedimentation coefficient, Svedberg (1 S = 1e-13 s)
 *   k   clearing factor, Svedberg · hours; part pelleted = hours · s / k, at most 1
 */

import type { SettingsOf } from "../../instruments.ts";
import type { Particles } from "./particles.ts";

export interface Spin {
  readonly force_xg: number;
  readonly minutes: number;
}

const standardGravity = 9.80665; // m/s²

/** Sedimentation coefficient, Svedberg: below 0 for what floats. */
export function sedimentation(diameter_nm: number, density_g_per_mL: number, settings: SettingsOf<"pellet">): number {
  const excess = (density_g_per_mL - settings.mediumDensity) * 1e3; // kg/m³
  const seconds = (diameter_nm * diameter_nm * 1e-18 * excess) / (18 * settings.viscosity * 1e-3);
  return seconds * 1e13;
}

/** Clearing factor of the tube in a field, Svedberg · hours. */
export function clearingFactor(force_xg: number, settings: SettingsOf<"pellet">): number {
  return (settings.path * 1e-3 * 1e13) / (force_xg * standardGravity * 3600);
}

/** Part of the particles of one size and density that a spin pellets, 0 to 1. */
export function pelletedPart(
  diameter_nm: number,
  density_g_per_mL: number,
  { force_xg, minutes }: Spin,
  settings: SettingsOf<"pellet">,
): number {
  const sunk = sedimentation(diameter_nm, density_g_per_mL, settings) / clearingFactor(force_xg, settings);
  return Math.min(1, Math.max(0, (minutes / 60) * sunk));
}

/** Splits particles of one density by a spin: those in the pellet and those left in the supernatant. */
export function pelletProfile(
  { diameter_nm, number }: Particles,
  density_g_per_mL: number,
  spin: Spin,
  settings: SettingsOf<"pellet">,
): { readonly pellet: Particles; readonly supernatant: Particles } {
  const part = diameter_nm.map((diameter) => pelletedPart(diameter, density_g_per_mL, spin, settings));
  return {
    pellet: { diameter_nm, number: number.map((each, row) => each * part[row]) },
    supernatant: { diameter_nm, number: number.map((each, row) => each * (1 - part[row])) },
  };
}
