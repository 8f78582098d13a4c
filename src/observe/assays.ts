/** Uses the instruments of a model on a state: what each sees is read off the state, and what it makes of it has its own chance. */
import type { Simulation } from "../engine/simulation.ts";
import type { Assay } from "../model.ts";
import { assayKey } from "./assay/chance.ts";
import { arrayed, callipered, counted, diluted, dying, gated, lysed, stained, titrated } from "./cell-assays.ts";
import type { Look, Readings } from "./looks.ts";
import { banded, beaded, captured, scattered, sequenced, spun, tracked } from "./vesicle-assays.ts";

const key = new Uint32Array(2);
const nothing: Readings = new Map();

const looks: Readonly<Record<Assay["instrument"], (look: Look) => Readings>> = {
  "automated count": counted,
  "flow cytometry": gated,
  "dye dilution": diluted,
  "cytokine array": arrayed,
  "light scattering": scattered,
  "bead flow": beaded,
  killing: lysed,
  caspase: dying,
  ELISA: titrated,
  tetramer: stained,
  "tumour volume": callipered,
  "sucrose gradient": banded,
  "differential spins": spun,
  "nanoparticle tracking": tracked,
  "plasma capture": captured,
  "RNA profile": sequenced,
};

/**
 * What one instrument reads now; nothing at times when it is not used.
 * @param earlier what it told before, by entry
 */
export function readingsOf(simulation: Simulation, assay: Assay, earlier: Look["earlier"]): Readings {
  const { model } = simulation.plan;
  const slack = 1e-6 * Math.max(1, Math.abs(simulation.time));
  if (!assay.at.some((time) => Math.abs(time - simulation.time) <= slack)) return nothing;
  const what =
    assay.preparation < 0 ? model.cultures[assay.culture].name : `preparation ${model.preparations[assay.preparation]}`;
  const tellsApart = [...assay.gates, ...assay.analytes, ...assay.markers].map(({ name }) => name).join(" ");
  assayKey(simulation.key, what, `${assay.instrument} ${tellsApart}`, simulation.time, key);
  return looks[assay.instrument]({
    simulation,
    assay,
    culture: simulation.cultures[assay.culture],
    what,
    key,
    earlier,
  });
}
