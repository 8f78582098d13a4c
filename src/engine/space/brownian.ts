/** How fast a sphere diffuses in a liquid. */

/** Boltzmann's constant, kg·µm²/(s²·K) (exact since the SI of 2019). */
const boltzmann = 1.380649e-11;

/**
 * Diffusion coefficient of a sphere in a liquid, kT/(3πηd), µm²/s (Stokes and Einstein).
 * @param diameter µm @param viscosity kg/(µm·s), which is 10^6 Pa·s @param temperature °C
 */
export function diffusionOf(diameter: number, viscosity: number, temperature: number): number {
  return (boltzmann * (273.15 + temperature)) / (3 * Math.PI * viscosity * diameter);
}
