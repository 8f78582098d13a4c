/** All charts of a sweep: for each outcome what decides it and how it answers, for each claim where it holds. */
import type { Analysis, OutcomeAnalysis } from "../../sweep/contract.ts";
import type { Chart } from "../chart.ts";
import { claimMapChart } from "./claim-map.ts";
import { planeChart, tornadoChart } from "./influence.ts";
import { curveChart, surfaceChart } from "./response.ts";
import type { Swept } from "./words.ts";

const mostCurves = 6; // of an outcome: those of the parameters that move it most

/** In the order of outcomes and claims; none of an outcome or a claim of which nothing is known yet. */
export function sweepCharts(swept: Swept, analysis: Analysis): Chart[] {
  const outcomes = analysis.outcomes.flatMap((outcome, index) =>
    outcome.coverage.read === 0 ? [] : chartsOf(swept, analysis, outcome, `outcome-${index + 1}`),
  );
  const claims = analysis.claims.flatMap((claim, index) =>
    claim.coverage.read === 0
      ? []
      : claim.maps.map((map) =>
          claimMapChart(swept, analysis, claim, map, `claim-${index + 1}-map-${pairOf(analysis, map.factors)}`),
        ),
  );
  return [...outcomes, ...claims];
}

function chartsOf(swept: Swept, analysis: Analysis, outcome: OutcomeAnalysis, id: string): Chart[] {
  const plane = planeChart(swept, analysis, outcome, `${id}-plane`);
  const surfaces = outcome.surfaces.map((surface) =>
    surfaceChart(swept, analysis, outcome, surface, `${id}-surface-${pairOf(analysis, surface.factors)}`),
  );
  const decisive = outcome.sobol?.total ?? outcome.morris?.size ?? outcome.ranks?.partial;
  const size = (factor: number): number => Math.abs(decisive?.[factor].value ?? 0) || 0;
  const curves = outcome.curves
    .filter(({ points }) => points.filter(({ value }) => Number.isFinite(value)).length > 1)
    .sort((a, b) => size(b.factor) - size(a.factor) || a.factor - b.factor)
    .slice(0, mostCurves)
    .map((curve) => curveChart(swept, analysis, outcome, curve, `${id}-along-${analysis.factors[curve.factor].name}`));
  return [tornadoChart(swept, analysis, outcome, `${id}-tornado`), plane, ...curves, ...surfaces].filter(
    (chart) => chart !== undefined,
  );
}

const pairOf = ({ factors }: Analysis, [across, up]: readonly [number, number]): string =>
  `${factors[across].name}-${factors[up].name}`;
