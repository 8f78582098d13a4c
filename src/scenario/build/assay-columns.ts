/** The columns that an instrument gives to the recording. */
import { spinForces as spins } from "../../instruments.ts";
import type { Assay, Observable } from "../../model.ts";

type Measuring = Pick<Assay, "instrument" | "culture" | "gates" | "analytes" | "markers" | "against" | "settings">;

/** What an instrument gives: readings, each with its truth beside it where there is one. */
export function columnsOf(assay: Measuring, index: number, preparation: string | undefined): Observable[] {
  const column = (entry: string, unit: string, truth = false): Observable => ({
    name: assay.instrument,
    culture: assay.culture,
    subject: `${preparation === undefined ? "" : `${preparation} `}${entry}${truth ? " (truth)" : ""}`,
    unit,
    scale: 1,
    measure: { of: "assay", assay: index, entry, truth },
  });
  const both = (entry: string, unit: string): Observable[] => [column(entry, unit), column(entry, unit, true)];
  switch (assay.instrument) {
    case "automated count":
      return [...both("viable", "cells/mL"), ...both("viability", "")];
    case "flow cytometry": {
      const ratio = assay.gates.length > 1 ? both(`${assay.gates[0].name}/${assay.gates[1].name}`, "") : [];
      return [...assay.gates.flatMap(({ name }) => both(name, "%")), ...ratio];
    }
    case "dye dilution":
      return assay.gates.flatMap(({ name }) => {
        const prefix = name === "all" ? "" : `${name} `;
        const last = Math.floor(assay.settings.generations);
        return [
          ...Array.from({ length: last + 1 }, (_, generation) =>
            column(`${prefix}generation ${generation}${generation === last ? "+" : ""}`, "%"),
          ),
          ...both(`${prefix}divided`, ""),
          ...both(`${prefix}precursors`, ""),
          ...both(`${prefix}division index`, ""),
        ];
      });
    case "cytokine array":
      return [
        ...assay.analytes.flatMap(({ name }) => both(name, "of reference")),
        ...both("analytes on", "analytes"),
        ...both("sum", "of reference"),
      ];
    case "light scattering":
      return [...both("z-average", "nm"), ...both("polydispersity", ""), column("number mean", "nm", true)];
    case "bead flow":
      return assay.markers.flatMap(({ name }) => [column(`${name} positive`, "%"), column(`${name} over isotype`, "")]);
    case "killing":
      return assay.gates.flatMap(({ name }) => [...both(name, "%"), ...both(`${name} spontaneous`, "%")]);
    case "caspase":
      return assay.gates.flatMap(({ name }, at) =>
        at % 2 === 0 ? [...both(name, "%"), ...both(`${name} half-time`, "hour")] : [],
      );
    case "ELISA":
      return assay.analytes.flatMap(({ name }) => [...both(name, "pg/mL"), ...both(`${name} titre`, "fold")]);
    case "tetramer":
      return both(assay.gates[0].name, "%");
    case "tumour volume":
      return both(assay.gates[0].name, "mm^3");
    case "sucrose gradient":
      return [
        ...Array.from({ length: Math.floor(assay.settings.fractions) }, (_, at) => both(`fraction ${at + 1}`, "%")),
        both("modal density", "g/mL"),
        both("recovered", "%"),
        ...assay.markers.map(({ name }) => both(`${name} modal density`, "g/mL")),
      ].flat();
    case "differential spins":
      return [...spins.flatMap((force) => both(`${force} xg`, "%")), ...both("washed", "%")];
    case "nanoparticle tracking":
      return [...both("particles", "particles/mL"), ...both("mean", "nm"), ...both("median", "nm")];
    case "plasma capture": {
      const [capture, ...markers] = assay.markers;
      if (capture === undefined) return [];
      return [
        ...both(capture.name, "vesicles/mL"),
        ...markers.flatMap(({ name }) => both(`${name} of ${capture.name}`, "%")),
      ];
    }
    case "RNA profile": {
      const reads = assay.markers.flatMap(({ name }) => both(name, "per million"));
      if (assay.against < 0) return reads;
      const changes = assay.markers.flatMap(({ name }) => both(`${name} change`, ""));
      return [...reads, ...both("enriched", "RNAs"), ...both("depleted", "RNAs"), ...changes];
    }
  }
}
