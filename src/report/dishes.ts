/** The pictures of static cultures that a scenario asks for, and their trajectories, from what was seen of one world of each arm. */
import type { Model } from "../model.ts";
import type { Study } from "../observe/recording.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import type { AskedChart } from "../scenario/build/charts.ts";
import { type Dish, dishChart } from "./dish.ts";
import type { Trajectory } from "./simularium.ts";

/** What was seen of one world. */
export interface Seen {
  readonly arm: string; // id
  readonly donor: number;
  readonly replicate: number;
  readonly snapshots: readonly Snapshot[]; // of all static cultures, by time
}

const panels = 6; // of a strip without times of its own
const mostAgents = 100_000; // of a trajectory, all frames together

/** In the order of the asked, then of the arms. */
export function dishesOf(study: Study, seen: readonly Seen[], asked: readonly AskedChart[], model: Model): Dish[] {
  return asked.flatMap((one): Dish[] => {
    if (one.show !== "dish") return [];
    const { field, at } = one;
    return seen.flatMap(({ arm, donor, replicate, snapshots }): Dish[] => {
      const own = snapshots.filter(({ culture }) => culture === study.cultures[one.culture]);
      const shown =
        at.length > 0
          ? own.filter(({ time }) => at.some((each) => Math.abs(each - time) <= 1e-6))
          : evenly(own, panels);
      const isThere = field === undefined || shown.every(({ fields }) => fields.some(({ name }) => name === field));
      if (shown.length === 0) return [];
      return [
        dishChart(shown, {
          study,
          arm: study.arms.find(({ id }) => id === arm)?.label ?? arm,
          world: { donor, replicate },
          kinds: model.kinds,
          species: model.vesicles.map(({ name }) => name),
          ...(field !== undefined && isThere && { field }),
        }),
      ];
    });
  });
}

/** At most so many of a list, the first and the last among them, evenly. */
function evenly<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, at) => items[Math.round((at * (items.length - 1)) / (most - 1))]);
}

/** The frames of a culture's trajectory, fewer of them where there would be too many agents, and what is told of it. */
export function trajectoriesOf(
  study: Study,
  seen: readonly Seen[],
  model: Model,
  version: string,
): { readonly name: string; readonly frames: readonly Snapshot[]; readonly told: Trajectory }[] {
  return seen.flatMap(({ arm, donor, replicate, snapshots }) =>
    [...new Set(snapshots.map(({ culture }) => culture))].map((culture) => {
      const own = snapshots.filter((each) => each.culture === culture);
      const agents = own.reduce((sum, { cells, vesicles }) => {
        const rows = vesicles.reduce((all, { weight }) => all + weight.length, 0);
        return sum + cells.kind.length + rows;
      }, 0);
      const frames = evenly(own, Math.max(2, Math.floor((own.length * mostAgents) / Math.max(agents, mostAgents))));
      return {
        name: `${arm}-${culture}`,
        frames,
        told: {
          title: `${study.title}: ${culture}, ${arm}`,
          description: `Arm ${arm}, culture ${culture}, donor ${donor}, replicate ${replicate}, seed ${study.seed}. Vesicles are shown wider than they are.`,
          version,
          kinds: model.kinds,
          species: model.vesicles.map(({ name }) => name),
          magnified: 20,
        },
      };
    }),
  );
}
