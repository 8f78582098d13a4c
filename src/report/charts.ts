/** The charts that a scenario asks for. */
import type { Model } from "../model.ts";
import type { Study } from "../observe/recording.ts";
import type { AskedChart } from "../scenario/build/charts.ts";
import type { Chart } from "./chart.ts";
import { countChart, linesOverTime, placesCharts, ratioChart } from "./lines.ts";
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
