/** Molecules and vesicles in sentences: what diffuses, fades, reacts, binds, and what a vesicle carries. */
import { mostOf } from "../../ladder.ts";
import type { Document } from "../../scenario/document/document.ts";
import { unmarked } from "../../scenario/tree.ts";
import type { Voice } from "./formula.ts";
import type { Written } from "./quantity.ts";
import { listed, manyOf, sentence } from "./words.ts";

type Named<Section> = Section extends Readonly<Record<string, infer Value>> ? Value : never;

export function factorInEnglish(name: string, factor: Named<Document["factors"]>, voice: Voice): string {
  const { say } = voice;
  const parts: string[] = [];
  if (factor["molar-mass"] !== undefined) parts.push(`weighs ${say(factor["molar-mass"])}`);
  if (factor.activity !== undefined) parts.push(`has an activity of ${say(factor.activity)}`);
  if (factor.diffusion !== undefined) parts.push(`diffuses at ${say(factor.diffusion)}`);
  const fades = fading(factor.loss, factor["half-life"], "in the medium", voice);
  parts.push(fades === undefined ? "stays in the medium until something takes it" : `fades ${fades}`);
  return sentence(`${name} ${listed(parts)}${factor.counted ? "; it is counted molecule by molecule" : ""}`);
}

export function reactionInEnglish(reaction: Named<Document["reactions"]>, voice: Voice): string {
  const { say } = voice;
  const side = (factors: readonly string[]): string => (factors.length === 0 ? "nothing" : factors.join(" + "));
  const enzyme = reaction["catalysed-by"];
  if (enzyme) {
    return `${enzyme.cargo} on the surface of vesicles turns ${side(reaction.from)} into ${side(reaction.to)}: each copy at up to ${say(enzyme.maximum)}, half of it at ${say(enzyme["half-max"])}.`;
  }
  const back = reaction.back === undefined ? "" : `, and back at ${say(reaction.back)}`;
  if (reaction.to.length === 0)
    return `${side(reaction.from)} ${reaction.from.length > 1 ? "destroy each other" : "is destroyed"} at ${say(reaction.rate ?? 0)}${back}.`;
  return `${side(reaction.from)} become${reaction.from.length > 1 ? "" : "s"} ${side(reaction.to)} at ${say(reaction.rate ?? 0)}${back}.`;
}

export function cargoInEnglish(name: string, cargo: Named<Document["cargo"]>, voice: Voice): string {
  const where =
    cargo.face === "surface"
      ? "on the outer face of vesicles, where it acts without uptake"
      : "in the lumen of vesicles, where it acts only once inside a cell";
  const fades = fading(cargo.decay, cargo["half-life"], "once delivered", voice);
  return sentence(`${name} sits ${where}${fades === undefined ? "" : `; it fades ${fades}`}`);
}

export function vesicleInEnglish(name: string, species: Named<Document["vesicles"]>, voice: Voice): string[] {
  const { say, drawn } = voice;
  const size = species.diameter === undefined ? "" : `${drawn(species.diameter)} across, `;
  const fades = fading(species.loss, species["half-life"], "in the medium", voice);
  const whole = {
    pool: "counted as a pool",
    packets: `followed in packets of ${say(species.packet)}`,
    individuals: "followed one by one",
    auto: `followed one by one up to ${mostOf.individuals} of them, in packets of ${say(species.packet)} up to ${mostOf.packets}, and counted as a pool beyond`,
  };
  const like =
    species.like === undefined
      ? ""
      : ` (like ${manyOf(species.like)}${species.without.length === 0 ? "" : `, without ${listed(species.without)}`})`;
  const lasts = fades === undefined ? "last until something takes them" : `fade ${fades}`;
  const lines = [
    sentence(
      `${manyOf(name)}${like} are ${size}${drawn(species.density)} dense, and ${whole[species.detail]}; they ${lasts}`,
    ),
  ];
  if (species.adhesion !== undefined)
    lines.push(
      `In static cultures they bind to the matrix at ${say(species.adhesion.binds)} and come off it at ${say(species.adhesion.frees)}; only those that are off it move and meet cells.`,
    );
  const carried = Object.entries(species.cargo).map(([cargo, copies]) => `${say(copies)} of ${unmarked(cargo)}`);
  if (carried.length > 0) lines.push(`Each carries ${listed(carried)}, where its producer stamps nothing else on it.`);
  for (const [cargo, edges] of Object.entries(species.classes)) {
    lines.push(`They are kept apart by their copies of ${unmarked(cargo)}: below and from ${listed(edges.map(say))}.`);
  }
  const tags = Object.entries(species.tags).map(([tag, value]) => `${unmarked(tag)} ${listed([value].flat())}`);
  if (tags.length > 0) lines.push(`They are tagged ${listed(tags)}.`);
  const shown = Object.entries(species.evidence).map(([what, how]) => `${unmarked(what)} (${how})`);
  if (shown.length > 0) lines.push(`What was shown of them: ${listed(shown)}.`);
  return lines;
}

export function bindingInEnglish(binding: Named<Document["bindings"]>, voice: Voice): string {
  const at = `with a KD of ${voice.say(binding.kd)}`;
  if (binding.cargo !== undefined) return sentence(`${binding.ligand} blocks ${binding.cargo} on vesicles ${at}`);
  return sentence(
    `${binding.ligand} binds ${binding.receptor} ${at}: where several ligands share a receptor, they compete for it`,
  );
}

export function mediumInEnglish(medium: Document["medium"], voice: Voice): string {
  const { say } = voice;
  return `The medium has a viscosity of ${say(medium.viscosity)}, a density of ${say(medium.density)} and ${say(medium.temperature)} °C.`;
}

/** "in the medium with a half-life of 4 hours"; undefined where nothing fades. */
function fading(
  loss: Written | undefined,
  halfLife: Written | undefined,
  where: string,
  voice: Voice,
): string | undefined {
  if (halfLife !== undefined) return `${where} with a half-life of ${voice.say(halfLife)}`;
  return loss === undefined || voice.isZero(loss) ? undefined : `${where} at ${voice.say(loss)}`;
}
