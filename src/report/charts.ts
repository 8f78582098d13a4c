/** The charts that a scenario asks for. */
import type { Model, Observable, Reading } from "../model.ts";
import type { Study } from "../observe/recording.ts";
import type { AskedChart } from "../scenario/build/charts.ts";
import type { Chart } from "./chart.ts";
import { associationCharts, survivalChart } from "./cohort.ts";
import { countChart, linesOverTime, placesCharts, ratioChart } from "./lines.ts";
import { isBandRecorded, reachChart } from "./reach.ts";
import { arrayChart, generationsChart, readingsChart } from "./readings.ts";
import { sizesChart } from "./sizes.ts";

/**
 * Descriptions of the charts asked for, in their order. One in which there is nothing but zeros, such as the cells of a
 * culture that never had any, is left out.
 * @param model of one world, whose preparations stand for those of all
 */
export function chartsOf(study: Study, asked: readonly AskedChart[], model: Model): Chart[] {
  return asked.flatMap((one) => chartsFor(study, one, model)).filter(showsSomething);
}

/** Whether these columns hold all that a chart shows. */
export function isRecorded(asked: AskedChart, columns: readonly Observable[]): boolean {
  const has = (name: string, culture: number, isIt: (subject: string) => boolean): boolean =>
    columns.some((column) => column.name === name && column.culture === culture && isIt(column.subject));
  const hasOne = (name: string, culture: number, wanted: string): boolean =>
    has(name, culture, (subject) => subject === wanted);
  const isThere = ({ name, culture, subject }: Reading): boolean => hasOne(name, culture, subject);
  switch (asked.show) {
    case "ratio":
      return [asked.of, asked.to].every((type) => hasOne("count", asked.culture, type));
    case "lines":
    case "readings":
      return hasOne(asked.column.name, asked.column.culture, asked.column.subject);
    case "generations": {
      const isOf = (subject: string): boolean => asked.of === undefined || subject.startsWith(`${asked.of} `);
      return ["dye dilution", "generation"].some((name) => has(name, asked.culture, isOf));
    }
    case "array":
      return has("cytokine array", asked.culture, (subject) => !["analytes on", "sum"].includes(subject));
    case "places":
      return ["free", "bound", "inside"].every((place) =>
        hasOne("vesicles", asked.culture, `${asked.species} ${place}`),
      );
    case "sizes":
      return hasOne("light scattering", asked.culture, `${asked.preparation} z-average`);
    case "dish":
      return false; // a picture is drawn from the places in a run, not from columns
    case "reach":
      return isBandRecorded(asked, columns);
    case "survival":
      return isThere(asked.until.reading);
    case "association": {
      const { of, outcome } = asked.association;
      const read = [...(of ? [of.reading] : []), "until" in outcome ? outcome.until.reading : outcome.reading];
      return read.every(isThere);
    }
  }
}

function chartsFor(study: Study, asked: AskedChart, model: Model): Chart[] {
  switch (asked.show) {
    case "ratio":
      return [ratioChart(study, { culture: asked.culture, type: asked.of, to: asked.to })];
    case "readings":
      return [readingsChart(study, { ...asked.column, at: asked.at })];
    case "generations": {
      const { culture, of, at } = asked;
      return [
        generationsChart(study, { culture, ...(of !== undefined && { type: of }), ...(at !== undefined && { at }) }),
      ];
    }
    case "array":
      return [arrayChart(study, asked)];
    case "places":
      return placesCharts(study, asked);
    case "sizes":
      return [sizesChart(study, asked, model)];
    case "dish":
      return [];
    case "reach":
      return [reachChart(study, asked)];
    case "association":
      return associationCharts(study, asked.association);
    case "survival":
      return [survivalChart(study, asked.until)];
    case "lines": {
      const { scale, column } = asked;
      const { name, culture, subject } = column;
      if (name === "count") return [countChart(study, { culture, type: subject, scale })];
      const quantity = `${subject} ${name}`;
      const id = `${name}-${study.cultures[culture]}-${subject}`;
      return [linesOverTime(study, { id, title: quantity, quantity, name, culture, subjects: [subject], scale })];
    }
  }
}

const showsSomething = ({ series }: Chart): boolean =>
  series.some(({ points }) => points.some(({ y }) => y !== null && y !== 0));
