/** What a cell gives to the medium and takes from it: factors and vesicles. */
import type { Acquisition, Capture, Consumption, Display, Expression, Release, Secretion } from "../../model.ts";
import { middleOf, readAmount } from "../book.ts";
import { acquiredBy, canCarry, shownBy } from "../displays.ts";
import { isNumber, number, one, over, plus, times, zero } from "../expression.ts";
import { entriesByName, find } from "../names.ts";
import type { Path } from "../tree.ts";
import type { Cell, Desk } from "./desk.ts";
import { tagsMatch } from "./matching.ts";
import { mobilityOf } from "./matter.ts";

export function secretionsOf({ book, changes, variant, kind, written, path, resolve }: Desk): Secretion[] {
  const own = entriesByName(written.secrete);
  for (const [name] of own) find(book.names, book.report, "factors", name, [...path, "secrete", name], true);
  return [...book.names.index.factors].flatMap(([name, factor]): Secretion[] => {
    const rate = own.find(([secreted]) => secreted === name)?.[1];
    const molecule = book.molecules[factor];
    const base =
      rate === undefined || rate === "none"
        ? undefined
        : readAmount(book, rate, "molecule rate", [...path, "secrete", name], resolve, molecule);
    const changed = changes.changed(kind, `secrete ${factor}`, base, "molecule rate");
    return changed === undefined || variant.without.has(`factor:${name}`) ? [] : [{ factor, rate: changed }];
  });
}

export function consumptionsOf(desk: Desk): Consumption[] {
  const { book, changes, kind, written, path, resolve } = desk;
  return entriesByName(written.consume).flatMap(([name, consume]): Consumption[] => {
    const at = [...path, "consume", name];
    const factor = find(book.names, book.report, "factors", name, at, true);
    if (consume === "none" || factor === undefined) return [];
    const { maximum, clearance } = consume;
    const halfMax = consume["half-max"];
    if ((maximum === undefined) !== (halfMax === undefined) || (maximum === undefined) === (clearance === undefined)) {
      book.report.fault(at, "has neither or both of its forms", "state `maximum` and `half-max`, or `clearance`");
      return [];
    }
    const base =
      clearance !== undefined
        ? readAmount(book, clearance, "volume rate", [...at, "clearance"], resolve)
        : readAmount(book, maximum!, "molecule rate", [...at, "maximum"], resolve);
    const half =
      halfMax === undefined
        ? zero
        : readAmount(book, halfMax, "concentration", [...at, "half-max"], desk.scopes.culture, book.molecules[factor]);
    return [
      {
        factor,
        maximum: changes.of(kind, `consume ${factor}`, base, clearance === undefined ? "molecule rate" : "volume rate"),
        halfMax: half,
      },
    ];
  });
}

export function capturesOf(desk: Desk): Capture[] {
  const { book, changes, kind, written, path, resolve } = desk;
  return entriesByName(written.capture).flatMap(([name, capture]): Capture[] => {
    const at = [...path, "capture", name];
    const species = find(book.names, book.report, "vesicles", name, at, true);
    if (capture === "none" || species === undefined) return [];
    if (capture.clearance === undefined && capture.efficiency === undefined) {
      book.report.fault(
        at,
        "does not say how fast",
        "state `clearance`, such as 1e-8 mL/hour, or `efficiency` of what diffusion brings",
      );
      return [];
    }
    const matches =
      capture.matching === undefined || tagsMatch(book, kind, [{ species }], capture.matching, [...at, "matching"]);
    const rate = (key: "detach" | "digestion"): Expression =>
      readAmount(book, capture[key], "rate", [...at, key], resolve);
    const entry =
      capture.enters === "at once"
        ? number(Number.POSITIVE_INFINITY)
        : readAmount(book, capture.enters, "rate", [...at, "enters"], resolve);
    const sites =
      capture.sites === undefined ? undefined : readAmount(book, capture.sites, "count", [...at, "sites"], resolve);
    const clearance = changes.of(kind, `capture ${species}`, clearanceOf(desk, capture, species, at), "volume rate");
    const acquires = acquisitionOf(desk, name);
    if (!matches) return [];
    return [
      {
        species,
        clearance,
        ...(sites ? { sites } : {}),
        detach: changes.of(kind, `detach ${species}`, rate("detach"), "rate"),
        entry: changes.of(kind, `enter ${species}`, entry, "rate"),
        digestion: changes.of(kind, `digest ${species}`, rate("digestion"), "rate"),
        ...(acquires ? { acquires } : {}),
      },
    ];
  });
}

/** What a kind keeps for showing of vesicles that it takes. */
function acquisitionOf({ book, written, path, resolve }: Desk, species: string): Acquisition | undefined {
  const acquire = entriesByName(written.acquire).find(([name]) => name === species)?.[1];
  if (acquire === undefined || acquire === "none") return undefined;
  const at = [...path, "acquire", species];
  const { document, report } = book;
  const amount = (key: "share" | "process" | "dressed"): Expression =>
    readAmount(book, acquire[key], key === "process" ? "rate" : "share", [...at, key], resolve);
  const [share, process, dressed] = [amount("share"), amount("process"), amount("dressed")];
  const shown = shownBy(written).filter((cargo) => canCarry(document, species, cargo));
  if (shown.length === 0)
    report.keyFault(at, "carries nothing that these cells show", `state \`present\` for a cargo of ${species}`);
  const outside = shown.some(
    (cargo) => entriesByName(document.cargo).find(([name]) => name === cargo)?.[1].face === "surface",
  );
  if (shown.length > 0 && !outside && !isNumber(dressed, 0))
    report.fault(
      [...at, "dressed"],
      `is of cargo on the outer face, and ${shown.join(", ")} lies in the lumen`,
      "give it `face: surface`, or state `share` and `process`",
    );
  if (isNumber(share, 0) !== isNumber(process, 0))
    report.fault(
      at,
      "has `share` without `process`, or `process` without `share`",
      "what is acquired waits to be processed: state both, such as share: 2 % and process: 0.2 /hour",
    );
  if (isNumber(share, 0) && isNumber(dressed, 0)) report.fault(at, "acquires nothing", "state `share` or `dressed`");
  if (isNumber(share) && isNumber(dressed) && share.value + dressed.value > 1 + 1e-12)
    report.fault(at, "has shares of more than 100 % together", "lower `share` or `dressed`");
  return { share, process, dressed };
}

/** Cargo that a kind shows to other cells; what it acquires must be captured and shown. */
export function displaysOf({ book, written, path, resolve }: Desk): Display[] {
  const { document, names, report } = book;
  for (const species of acquiredBy(written)) {
    const at = [...path, "acquire", species];
    const known = find(names, report, "vesicles", species, at, true) !== undefined;
    const captured = entriesByName(written.capture).find(([name]) => name === species)?.[1] ?? "none";
    if (known && captured === "none")
      report.keyFault(at, "is acquired, but these cells do not capture it", `state \`capture\` for ${species}`);
  }
  return entriesByName(written.present).flatMap(([name, present]): Display[] => {
    if (present === "none") return [];
    const at = [...path, "present", name];
    const cargo = find(names, report, "cargo", name, at, true);
    if (cargo === undefined) return [];
    if (!acquiredBy(written).some((species) => canCarry(document, species, name)))
      report.keyFault(at, "is shown, but no vesicle brings it", `state \`acquire\` for a species that carries ${name}`);
    const halfLife = present["half-life"];
    const loss =
      halfLife === undefined
        ? zero
        : over(number(Math.LN2), readAmount(book, halfLife, "time", [...at, "half-life"], resolve));
    return [{ cargo, loss }];
  });
}

type CaptureText = Exclude<Cell["capture"][string], "none">;

/** Stated, or a part of what diffusion brings (4πDR, D = kT / 3πηd); of both, the slower decides: their harmonic sum. */
function clearanceOf(
  { book, resolve, vesicles, diameter }: Desk,
  capture: CaptureText,
  species: number,
  path: Path,
): Expression {
  const stated =
    capture.clearance === undefined
      ? undefined
      : readAmount(book, capture.clearance, "volume rate", [...path, "clearance"], resolve);
  if (capture.efficiency === undefined) return stated!;
  const efficiency = readAmount(book, capture.efficiency, "share", [...path, "efficiency"], resolve);
  const size = middleOf(vesicles[species].diameter);
  const brought = over(times(number(2 * Math.PI * mobilityOf(book)), diameter), size); // 4π · D · diameter/2
  const part = times(efficiency, brought);
  return stated ? over(times(stated, part), plus(stated, part)) : part;
}

export function releasesOf({ book, changes, variant, kind, written, path, resolve }: Desk): Release[] {
  const own = entriesByName(written.release);
  for (const [name] of own) find(book.names, book.report, "vesicles", name, [...path, "release", name], true);
  return [...book.names.index.vesicles].flatMap(([name, species]): Release[] => {
    const release = own.find(([released]) => released === name)?.[1];
    const at = [...path, "release", name];
    const amount = (value: string | number, dimension: "rate" | "count", ...keys: string[]): Expression =>
      readAmount(book, value, dimension, [...at, ...keys], resolve);
    const ruled = (verb: "release" | "form", base: Expression | undefined): Expression | undefined =>
      changes.changed(kind, `${verb} ${species}`, base, "rate");
    let found: Omit<Release, "species" | "stamps"> | undefined;
    if (release === undefined || release === "none") {
      const rate = ruled("release", undefined);
      if (rate) found = { manner: "steady", rate, size: one, fusion: zero, degradation: zero };
    } else {
      const { rate, batch, bodies } = release;
      const ways = [rate, batch, bodies].filter((way) => way !== undefined);
      if (ways.length !== 1)
        book.report.fault(at, "says nothing of how, or more than one thing", "state `rate`, `batch` or `bodies`");
      if (bodies) {
        found = {
          manner: "bodies",
          rate: ruled("form", amount(bodies.form, "rate", "bodies", "form"))!,
          size: amount(bodies.size, "count", "bodies", "size"),
          fusion: ruled("release", amount(bodies.fusion, "rate", "bodies", "fusion"))!,
          degradation: amount(bodies.degradation, "rate", "bodies", "degradation"),
        };
      } else if (batch) {
        const size = amount(batch.size, "count", "batch", "size");
        found = {
          manner: "batch",
          rate: ruled("release", amount(batch.rate, "rate", "batch", "rate"))!,
          size,
          fusion: zero,
          degradation: zero,
        };
      } else if (rate !== undefined) {
        found = {
          manner: "steady",
          rate: ruled("release", amount(rate, "rate", "rate"))!,
          size: one,
          fusion: zero,
          degradation: zero,
        };
      }
    }
    if (!found) return [];
    const stamps = entriesByName(typeof release === "object" ? release.stamp : {}).flatMap(([carried, written]) => {
      const stampPath = [...at, "stamp", carried];
      const cargo = find(book.names, book.report, "cargo", carried, stampPath, true);
      const copies = readAmount(book, written, "count", stampPath, resolve);
      return cargo === undefined ? [] : [{ cargo, copies: variant.without.has(`cargo:${carried}`) ? zero : copies }];
    });
    return variant.without.has(`vesicle:${name}`) ? [] : [{ species, ...found, stamps }];
  });
}
