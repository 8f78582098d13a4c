/** The protocol of one arm as events in real amounts: what the file says, line by line, then what the arm adds. */
import type { Expression, ProtocolEvent } from "../../model.ts";
import { printNumber } from "../../units.ts";
import type { Arm } from "../arms.ts";
import { type Book, neededFor, readAmount, readNumber, type Written, wrongly } from "../book.ts";
import { number, signalsIn } from "../expression.ts";
import { entriesByName } from "../names.ts";
import type { Planned } from "../plan.ts";
import type { Path } from "../tree.ts";
import { actsOf, addAct, type Deed, type Desk, type Entry, seedAct } from "./acts.ts";
import { type Seeding, seedingsOf } from "./cultures.ts";

export interface Protocol {
  readonly events: readonly Planned<ProtocolEvent>[];
  /** The same with the places where they are written. */
  readonly deeds: readonly Deed[];
  /** All that is seeded, by culture. */
  readonly seedings: readonly (readonly Seeding[])[];
}

/** A deed at its time. */
interface Done extends Deed {
  readonly at: number; // NaN: waits
  readonly when?: Expression;
}

export function protocolOf(desk: Desk, arm: Arm): Protocol {
  const { book, window } = desk;
  const seedings: Seeding[][] = entriesByName(book.document.cultures).map(() => []);
  const done: Done[] = startOf(desk, arm, seedings);
  const entries = [
    ...book.document.protocol.map((entry, index) => ({ entry, path: ["protocol", index] as Path })),
    ...arm.entries,
  ];
  for (const { entry, path } of entries) {
    const once: Seeding[][] = seedings.map(() => []);
    const acts = actsOf(desk, entry, path, once);
    for (const moment of momentsOf(desk, entry, path)) {
      done.push(...acts.map((act) => ({ ...act, ...moment })));
      for (const [culture, seeded] of once.entries()) seedings[culture].push(...seeded);
    }
  }
  checkOrder(book, arm, done, window.from);
  return { events: done.map(({ path: _, ...event }) => event), deeds: done, seedings };
}

/** What cultures hold from the beginning: cells and fresh medium. */
function startOf({ book, scopes, volumes, without, window }: Desk, arm: Arm, seedings: Seeding[][]): Done[] {
  return entriesByName(book.document.cultures).flatMap(([name, culture], index): Done[] => {
    const base = { at: window.from, culture: index };
    const path = ["cultures", name];
    const own = entriesByName(culture.seed).map(([cells, density]) => ({
      cells,
      density,
      path: [...path, "seed", cells] as Path,
    }));
    const changed = arm.seed.filter(({ culture: other }) => other === name);
    const kept = own.filter(({ cells }) => !changed.some((each) => each.cells === cells));
    const seeded = [...kept, ...changed].flatMap(({ cells, density, path: at }): Done[] => {
      const parts = seedingsOf(book, cells, density, volumes[index], at, scopes.parameters);
      seedings[index].push(...parts);
      return parts.map((part) => ({
        ...base,
        act: seedAct(part),
        text: `seed ${name} with ${cells} at ${density}`,
        path: at,
      }));
    });
    const medium = entriesByName(culture.medium).flatMap(([factor, amount]): Done[] => {
      const at = [...path, "medium", factor];
      const act = addAct(book, scopes, factor, amount, number(1), at);
      return act && !without.has(`factor:${factor}`)
        ? [{ ...base, act, text: `fill ${name} with medium: ${factor} ${amount}`, path: at }]
        : [];
    });
    return [...seeded, ...medium];
  });
}

/** When a line is done: at times, again and again, or once a condition is met. */
function momentsOf({ book, scopes, window }: Desk, entry: Entry, path: Path): { at: number; when?: Expression }[] {
  const at = [...path, "at"];
  const timeOf = (written: Written, where: Path): number => {
    const time = readNumber(book, written, "time", where);
    if (time < window.from || time > window.to) {
      book.report.fault(
        where,
        `is "${written}", which is outside the time of the experiment`,
        `${book.document.time.from} to ${book.document.time.to}: change \`time\`, or this`,
      );
    }
    return time;
  };
  if (typeof entry.at !== "object") return [{ at: timeOf(entry.at, at) }];
  if (Array.isArray(entry.at)) return entry.at.map((time, index) => ({ at: timeOf(time, [...at, index]) }));
  if ("when" in entry.at) {
    const when = readAmount(book, entry.at.when, "number", [...at, "when"], scopes.well);
    if (signalsIn(when).length === 0)
      book.report.fault(
        [...at, "when"],
        wrongly(entry.at.when, "reads nothing of the culture"),
        "such as free:IL2 < 10 pM",
      );
    return [{ at: Number.NaN, when }];
  }
  const every = readNumber(book, entry.at.every, "time", [...at, "every"]);
  const [from, to] = [timeOf(entry.at.from, [...at, "from"]), timeOf(entry.at.to, [...at, "to"])];
  const count = Math.floor((to - from) / every + 1e-9) + 1;
  if (!(every > 0) || !(count >= 1 && count <= 10_000)) {
    book.report.fault(at, "repeats never, or too often", neededFor("time"));
    return [];
  }
  return Array.from({ length: count }, (_, index) => ({ at: from + index * every }));
}

/** A preparation is taken before it is dosed, and from a culture that holds something. */
function checkOrder(book: Book, arm: Arm, done: readonly Done[], from: number): void {
  const { names, report } = book;
  const preparations = [...names.index.preparations.keys()];
  const cultures = [...names.index.cultures.keys()];
  const comesBefore = (first: number, second: number): boolean => {
    const [a, b] = [done[first].at, done[second].at];
    return Number.isNaN(a) || Number.isNaN(b) || a < b || (a === b && first < second);
  };
  const indices = done.map((_, index) => index);
  const fed = new Set(entriesByName(book.document.routes).map(([, { to }]) => to));
  done.forEach(({ act, culture, path }, index) => {
    if (act.do === "dose") {
      const name = preparations[Number(act.preparation)];
      const takes = indices.filter((other) => {
        const { act: otherAct } = done[other];
        return otherAct.do === "take" && otherAct.preparation === act.preparation;
      });
      const first = (Math.min(...takes.map((take) => done[take].at)) - from) / 86_400;
      if (takes.length === 0)
        report.fault(
          path,
          `is "${name}", which arm ${arm.name} never takes`,
          "take it in the common protocol, or in the arm",
        );
      else if (!takes.some((take) => comesBefore(take, index))) {
        report.fault(
          path,
          `is "${name}", which is taken later`,
          `${name} is first taken ${printNumber(first)} days after the start: dose it then, or take it earlier`,
        );
      }
    }
    const fills = (other: number): boolean =>
      done[other].culture === culture && ["seed", "add", "vesicles", "dose"].includes(done[other].act.do);
    if (
      act.do === "take" &&
      !fed.has(cultures[culture]) &&
      !indices.some((other) => fills(other) && comesBefore(other, index))
    ) {
      report.fault(path, `takes from ${cultures[culture]}, which is empty by then`, "seed it before");
    }
  });
}
