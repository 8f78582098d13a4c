/**
 * The books of a run as a table: what came in, what went out and what is there at the end, culture by culture, and what was on
 * the bench. One row for each line of the books, the mean over all worlds of an arm:
 *
 *   arm,culture,what,line,amount,unit,side,meaning
 *   EXO_IL2,recipient,vesicles EXO,given,1.2e9,vesicles,adds,put in by the protocol
 *   EXO_IL2,,preparation pellet: vesicles,1 taken,8.1e11,vesicles,is there,in hand after this step
 *
 * In the books of a culture, what adds less what takes away is what is there; of cells, over all their kinds. Amounts are those of
 * the real well. A line that is 0 in every world of its arm is left out.
 */
import { csvLine } from "./csv.ts";

/** One line of one culture's books at the end of a world, in amounts of the real well. */
export interface LedgerLine {
  readonly culture: string;
  readonly of: string; // "vesicles EXO", "bodies EXO", "cargo CD9", "factor IL2", "cells CD8 resting"
  readonly line: string; // released, given, captured … and present: what is there at the end
  readonly amount: number; // vesicles, bodies, copies, molecules or cells
}

/** What was on the bench: a preparation and its book, in amounts of the real well. */
export interface BenchBook {
  readonly preparation: string;
  readonly volume: number; // µm³ of medium that it was made from
  readonly producers: number; // living cells whose medium that was
  readonly notes: readonly BenchNote[];
}

/**
 * What was in hand after a step. A batch begins with the step "taken" and holds what was just taken; a step that ends with
 * "(left)" is a dose, and says what the whole preparation holds after it.
 */
export interface BenchNote {
  readonly step: string;
  readonly inHand: readonly { readonly of: string; readonly amount: number }[]; // the same entries in every note
}

export interface Books {
  readonly ledger: readonly LedgerLine[];
  readonly bench: readonly BenchBook[];
}

/** What a preparation was taken with, came to after all its steps, and gave away in doses, of one kind of matter. */
export interface Handled {
  readonly of: string;
  readonly taken: number;
  readonly made: number;
  readonly dosed: number;
}

/** The sums of a preparation's book. */
export function handledIn({ notes }: BenchBook): Handled[] {
  const ofs = notes[0]?.inHand.map(({ of }) => of) ?? [];
  return ofs.map((of, at) => {
    const sums = { of, taken: 0, made: 0, dosed: 0 };
    let held = 0; // in the preparation
    for (const [index, { step, inHand }] of notes.entries()) {
      const { amount } = inHand[at];
      if (isDose(step)) {
        sums.dosed += held - amount;
        held = amount;
        continue;
      }
      if (isTake(step)) sums.taken += amount;
      const next = notes[index + 1]?.step;
      if (next !== undefined && !isTake(next) && !isDose(next)) continue;
      sums.made += amount;
      held += amount;
    }
    return sums;
  });
}

/** Part of all that a preparation ever held that went into doses, 0 to 1: the same for all matter in it. */
export function partDosed(book: BenchBook): number {
  const held = handledIn(book).find(({ made }) => made > 0);
  return held ? held.dosed / held.made : 0;
}

const isTake = (step: string): boolean => step === "taken";
const isDose = (step: string): boolean => step.endsWith("(left)");

/** The table, heading first. @param arms ids in the order of the rows */
export function balanceCsv(
  arms: readonly string[],
  worlds: readonly (Books & { readonly recording: { readonly arm: string } })[],
): string {
  const lines = arms.flatMap((arm) => {
    const own = worlds.filter(({ recording }) => recording.arm === arm);
    return meanRows(own.map(rowsOf)).map(({ culture, what, line, amount, unit, side, meaning }) =>
      csvLine([arm, culture, what, line, amount, unit, side, meaning]),
    );
  });
  return [csvLine(["arm", "culture", "what", "line", "amount", "unit", "side", "meaning"]), ...lines].join("");
}

/** What a line does to what is there, and what it is. */
export interface Entry {
  readonly side: "adds" | "takes away" | "moves" | "is there"; // moves: from one place or kind to another, nothing more or less
  readonly meaning: string;
}

interface BalanceRow extends Entry {
  readonly culture: string; // empty on the bench
  readonly what: string;
  readonly line: string;
  readonly amount: number;
  readonly unit: string;
}

/** What a line counts, by the first word of what it is of. */
const units: Readonly<Record<string, string>> = {
  cells: "cells",
  vesicles: "vesicles",
  bodies: "bodies",
  cargo: "copies",
  factor: "molecules",
};
const unitOf = (of: string): string => units[of.split(" ")[0]];

const adds = (meaning: string): Entry => ({ side: "adds", meaning });
const takes = (meaning: string): Entry => ({ side: "takes away", meaning });
const moves = (meaning: string): Entry => ({ side: "moves", meaning });
const isThere = (meaning: string): Entry => ({ side: "is there", meaning });

/** Lines that mean the same in every book. */
const common: Readonly<Record<string, Entry>> = {
  given: adds("put in by the protocol, or by a source"),
  removed: takes("taken out and discarded by the protocol"),
  taken: takes("taken into a preparation"),
  received: adds("came from another culture"),
  sent: takes("went to another culture"),
  rounded: moves("of what was received: whole things beyond what was sent (below 0: short of it), as shares differ"),
  held: takes("held in devices"),
  left: takes("left through the walls of a static culture"),
  rescaled: adds("stayed beyond the exact part (below 0: short of it) when fewer of all were simulated from then on"),
  present: isThere("there at the end"),
};

/** Lines of the books of cultures, by the first word of what a book is of. */
const entries: Readonly<Record<string, Readonly<Record<string, Entry>>>> = {
  cells: {
    seeded: adds("put in by the experimenter"),
    divisions: adds("born: one more cell for each division, booked where the mother was"),
    deaths: takes("died"),
    entries: moves("came from another state or type"),
  },
  vesicles: {
    released: adds("released by cells"),
    degraded: takes("digested inside cells"),
    lost: takes("lost in the medium"),
    died: takes("gone with the cell that they were on or in, when it died"),
    captured: moves("from the medium to a cell"),
    detached: moves("from a cell back to the medium"),
  },
  bodies: {
    formed: adds("formed in cells"),
    fused: takes("fused with the membrane, which sets their vesicles free"),
    degraded: takes("digested inside cells"),
    died: takes("gone with the cell that they were in, when it died"),
  },
  cargo: {
    made: adds("packed into vesicles that cells released"),
    decayed: takes("lost inside cells after its vesicle was captured"),
    lost: takes("lost with vesicles in the medium"),
    died: takes("gone with the cell that it was on or in, when that died"),
    absorbed: takes("captured with its vesicle by cells that do not read it"),
    acquired: moves("came from vesicles to cells that wait to process it"),
    processed: moves("processed by these cells, which show it from then on"),
    dressed: moves("shown by cells as it came"),
  },
  factor: {
    secreted: adds("secreted by cells, or given by a source"),
    entered: adds("came in through fixed walls of a static culture"),
    produced: adds("made by reactions"),
    consumed: takes("used by cells"),
    decayed: takes("decayed in the medium"),
    reacted: takes("used up by reactions"),
  },
};

/** What a line of a culture's books is. */
export function entryOf(of: string, line: string): Entry {
  return entries[of.split(" ")[0]]?.[line] ?? common[line] ?? moves("");
}

function rowsOf({ ledger, bench }: Books): BalanceRow[] {
  const cultures = ledger.map(({ culture, of, line, amount }) => ({
    culture,
    what: of,
    line,
    amount,
    unit: unitOf(of),
    ...entryOf(of, line),
  }));
  return [...cultures, ...bench.flatMap(benchRows)];
}

function benchRows(book: BenchBook): BalanceRow[] {
  const row = (what: string, line: string, amount: number, unit: string, entry: Entry): BalanceRow => ({
    culture: "",
    what: `preparation ${book.preparation}: ${what}`,
    line,
    amount,
    unit,
    ...entry,
  });
  const part = partDosed(book);
  const origin = [
    { what: "medium", amount: book.volume / 1e12, unit: "mL" },
    { what: "producers", amount: book.producers, unit: "cells" },
  ].flatMap(({ what, amount, unit }) => [
    row(what, "made from", amount, unit, adds("what it was made from")),
    row(what, "dosed", amount * part, unit, takes("what its doses stand for")),
    row(what, "left", amount * (1 - part), unit, isThere("what the rest of it stands for")),
  ]);
  const steps = book.notes.flatMap(({ step, inHand }, index) =>
    inHand.map(({ of, amount }) =>
      row(of, `${index + 1} ${step}`, amount, unitOf(of), isThere("in hand after this step")),
    ),
  );
  return [...origin, ...steps];
}

/** The mean of each row over worlds; one that a world does not have is 0 there. */
function meanRows(worlds: readonly (readonly BalanceRow[])[]): BalanceRow[] {
  const rows = new Map<string, BalanceRow>();
  for (const row of worlds.flat()) {
    const key = JSON.stringify([row.culture, row.what, row.line]);
    rows.set(key, { ...row, amount: (rows.get(key)?.amount ?? 0) + row.amount });
  }
  return [...rows.values()].flatMap((sum) => (sum.amount === 0 ? [] : { ...sum, amount: sum.amount / worlds.length }));
}
