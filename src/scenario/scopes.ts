/**
 * What a name in a formula means, and where it can be read: parameters everywhere, conditions in a culture, concentrations in a
 * well, all else in a cell of one kind. A factor, a species, a cargo or a cell type needs its prefix, since it can be read in several ways.
 */
import type { Expression, Signal, Way } from "../model.ts";
import { dimensions, type Vector } from "../units.ts";
import { type Book, readAmount } from "./book.ts";
import { sourcesOf } from "./displays.ts";
import { lost, one, over, parameter, plus, read, times, zero } from "./expression.ts";
import { type Misreading, type Prefix, prefixes, type Resolve, type Term, unitTerm } from "./formula.ts";
import { cellWords, entriesByName, find, kindsNamed } from "./names.ts";
import { suggestion } from "./nearest.ts";

export interface Scopes {
  /** Parameters alone. */
  readonly parameters: Resolve;
  /** Parameters and conditions. */
  readonly culture: Resolve;
  /** What is the same everywhere in a well: also concentrations, densities of cells and the time. */
  readonly well: Resolve;
  /** All that a cell of this kind can read. */
  readonly cell: (kind: number) => Resolve;
  /** Part of a surface cargo that no ligand blocks, 0 to 1, at equilibrium with ligands in excess. */
  readonly openPart: (cargo: number) => Expression;
}

interface Binding {
  readonly name: string;
  readonly ligand: number; // factor
  readonly receptor?: string; // attribute
  readonly cargo?: number;
  readonly kd: Expression;
  readonly removed: boolean;
}

type Reach = "parameters" | "culture" | "well" | { readonly kind: number };

/** @param without ids of the arm: `binding:…` is read as if nothing bound */
export function scopesOf(book: Book, without: ReadonlySet<string>): Scopes {
  const { names, document } = book;
  const section = (name: "factors" | "vesicles" | "cargo" | "conditions" | "parameters" | "attributes") =>
    names.index[name];
  const bindings: Binding[] = [];

  const nameOfReach = (reach: Reach): string => {
    if (reach === "parameters") return "only parameters can be read here";
    if (reach === "culture") return "only parameters and conditions can be read here";
    if (reach === "well") return "only what is the same in the whole well can be read here";
    return "";
  };
  const refused = (name: string, reach: Reach): Misreading => ({ text: `reads ${name}`, hint: nameOfReach(reach) });
  const inWell = (reach: Reach): boolean => reach === "well" || typeof reach === "object";

  const concentration = dimensions.density.vector;
  const plainNumber = dimensions.number.vector;
  const time = dimensions.time.vector;
  const reading = (signal: Signal, vector: Vector): Term => ({ expression: read(signal), vector });

  const openPart = (cargo: number): Expression => {
    const blockers = bindings.filter((binding) => binding.cargo === cargo && !binding.removed);
    const taken = blockers.map(({ ligand, kd }) => over(read({ signal: "factor", index: ligand }), kd));
    return taken.length === 0 ? one : over(one, taken.reduce(plus, one));
  };

  /** Receptors that hold the ligand, at equilibrium; ligands of one receptor compete for it. */
  const boundOf = (name: string, type: string): Term | Misreading => {
    const meant = bindings.filter(
      (binding) => binding.cargo === undefined && (binding.name === name || factorName(binding.ligand) === name),
    );
    if (meant.length === 0) {
      return {
        text: `reads bound:${name}`,
        hint: `nothing binds ${name}: declare it under bindings, or capture it as a vesicle`,
      };
    }
    const carried = meant.filter(({ receptor }) => receptor !== undefined && attributeOf(receptor)?.types.has(type));
    if (carried.length === 0) {
      return {
        text: `reads bound:${name}`,
        hint: `${type} does not carry ${meant.map(({ receptor }) => receptor).join(" or ")}`,
      };
    }
    const parts = carried
      .filter(({ removed }) => !removed)
      .map((binding): Expression => {
        const receptor = read({ signal: "attribute", index: section("attributes").get(binding.receptor!)! });
        const share = (other: Binding): Expression => over(read({ signal: "factor", index: other.ligand }), other.kd);
        const rivals = bindings.filter(
          (other) => other !== binding && other.receptor === binding.receptor && !other.removed,
        );
        if (rivals.length === 0) {
          const free = read({ signal: "factor", index: binding.ligand });
          return times(receptor, over(free, plus(free, binding.kd)));
        }
        return times(receptor, over(share(binding), rivals.map(share).reduce(plus, plus(one, share(binding)))));
      });
    return { expression: parts.length === 0 ? zero : parts.reduce(plus), vector: plainNumber };
  };
  const factorName = (index: number): string | undefined => [...section("factors").keys()][index];
  const attributeOf = (name: string) => book.attributes[section("attributes").get(name) ?? -1];

  const prefixed = (prefix: Prefix, name: string, state: string | undefined, reach: Reach): Term | Misreading => {
    const full = `${prefix}:${name}${state === undefined ? "" : `.${state}`}`;
    const factor = section("factors").get(name);
    const species = section("vesicles").get(name);
    const cargo = section("cargo").get(name);
    const cell = typeof reach === "object" ? reach.kind : undefined;
    const unknown = (words: Iterable<string>, what: string): Misreading => ({
      text: `reads ${full}: there is no ${what} ${name}`,
      hint: suggestion(name, words),
    });
    if (state !== undefined && prefix !== "cells")
      return { text: `reads ${full}`, hint: "only cells:TYPE.state takes a state" };
    switch (prefix) {
      case "parameter": {
        const index = section("parameters").get(name);
        if (index === undefined) return unknown(section("parameters").keys(), "parameter");
        const isWrongThere = Number.isNaN(book.defaults[index]);
        return { expression: isWrongThere ? lost : parameter(index), vector: book.vectors[index] };
      }
      case "condition": {
        const index = section("conditions").get(name);
        if (index === undefined) return unknown(section("conditions").keys(), "condition");
        if (reach === "parameters") return refused(full, reach);
        return reading({ signal: "condition", index }, book.conditionVectors[index]);
      }
      case "free": {
        if (factor !== undefined && species !== undefined)
          return { text: `reads ${full}`, hint: "a factor and a vesicle species have that name: rename one" };
        if (factor === undefined && species === undefined)
          return unknown([...section("factors").keys(), ...section("vesicles").keys()], "factor or vesicle species");
        if (!inWell(reach)) return refused(full, reach);
        return reading(
          factor === undefined ? { signal: "vesicle", index: species! } : { signal: "factor", index: factor },
          concentration,
        );
      }
      case "cells": {
        const kinds = kindsNamed(names, document, state === undefined ? name : `${name} ${state}`);
        if (!kinds)
          return unknown(
            state === undefined ? cellWords(names) : names.kinds.map((kind) => `${kind.type}.${kind.state}`),
            "cell",
          );
        if (!inWell(reach)) return refused(full, reach);
        return reading({ signal: "cells", kinds }, concentration);
      }
      case "attribute": {
        const index = section("attributes").get(name);
        if (index === undefined) return unknown(section("attributes").keys(), "attribute");
        if (cell === undefined) return refused(full, reach);
        const { types, vector } = book.attributes[index];
        const { type } = names.kinds[cell];
        if (!types.has(type)) {
          const own = book.attributes
            .filter((attribute) => attribute.types.has(type))
            .map((attribute) => attribute.name);
          return { text: `reads ${name}, which ${type} does not carry`, hint: suggestion(name, own) };
        }
        return reading({ signal: "attribute", index }, vector);
      }
      case "bound": {
        const binds = bindings.some((binding) => binding.name === name || factorName(binding.ligand) === name);
        if (species !== undefined && binds)
          return { text: `reads ${full}`, hint: "a vesicle species and a binding have that name: rename one" };
        if (cell === undefined) return refused(full, reach);
        if (species !== undefined) return reading({ signal: "bound", index: species }, plainNumber);
        const known = [
          ...section("factors").keys(),
          ...section("vesicles").keys(),
          ...bindings.map((binding) => binding.name),
        ];
        if (factor === undefined && !binds) return unknown(known, "factor, binding or vesicle species");
        return boundOf(name, names.kinds[cell].type);
      }
      case "inside": {
        if (species === undefined) return unknown(section("vesicles").keys(), "vesicle species");
        return cell === undefined ? refused(full, reach) : reading({ signal: "inside", index: species }, plainNumber);
      }
      case "acquired":
      case "shown": {
        if (cargo === undefined) return unknown(section("cargo").keys(), "cargo");
        if (cell === undefined) return refused(full, reach);
        const { type } = names.kinds[cell];
        const sources = sourcesOf(document, type, name).flatMap((each) => section("vesicles").get(each) ?? []);
        if (sources.length === 0)
          return {
            text: `reads ${full}, which ${type} never shows`,
            hint: `state \`present\` for ${name} and \`acquire\` for vesicles that carry it`,
          };
        const face = entriesByName(document.cargo)[cargo][1].face;
        const ways: readonly Way[] = face === "surface" ? ["processed", "dressed"] : ["processed"];
        const parts = sources.flatMap((from): Signal[] =>
          prefix === "acquired"
            ? [{ signal: "acquired", index: cargo, species: from }]
            : ways.map((way) => ({ signal: "shown", index: cargo, species: from, way })),
        );
        return { expression: parts.map(read).reduce(plus), vector: plainNumber };
      }
      default: {
        if (cargo === undefined) return unknown(section("cargo").keys(), "cargo");
        if (cell === undefined) return refused(full, reach);
        const face = entriesByName(document.cargo)[cargo][1].face;
        const onSurface = prefix === "surface" || (prefix === "cargo" && face === "surface");
        if (prefix === "surface" && face !== "surface")
          return { text: `reads ${full}`, hint: `${name} lies in the lumen: it acts as payload:${name}` };
        return {
          expression: onSurface
            ? times(read({ signal: "surface", index: cargo }), openPart(cargo))
            : read({ signal: "payload", index: cargo }),
          vector: plainNumber,
        };
      }
    }
  };

  /** Every way to write what the bare name could mean. */
  const formsOf = (name: string): Prefix[] => {
    const forms: Prefix[] = [];
    if (section("parameters").has(name)) forms.push("parameter");
    if (section("attributes").has(name)) forms.push("attribute");
    if (section("conditions").has(name)) forms.push("condition");
    if (section("factors").has(name) || section("vesicles").has(name)) forms.push("free");
    if (
      section("vesicles").has(name) ||
      bindings.some((binding) => binding.name === name || factorName(binding.ligand) === name)
    )
      forms.push("bound");
    if (section("vesicles").has(name)) forms.push("inside");
    if (section("cargo").has(name)) forms.push("surface", "payload");
    if ([...names.index.types.keys()].some((type) => sourcesOf(document, type, name).length > 0))
      forms.push("acquired", "shown");
    if (names.index.types.has(name) || names.index.mixtures.has(name)) forms.push("cells");
    return forms;
  };

  const bare = (name: string, reach: Reach): Term | Misreading => {
    const forms = formsOf(name);
    const unit = unitTerm(name);
    const builtIn = ["time", "age", "residence", "generation"].includes(name);
    if (
      forms.length === 1 &&
      (forms[0] === "parameter" || forms[0] === "attribute" || forms[0] === "condition") &&
      !unit &&
      !builtIn
    ) {
      return prefixed(forms[0], name, undefined, reach);
    }
    if (forms.length > 0) {
      const written = forms.map((form) => `${form}:${name}`).join(", ");
      const also = unit ? "; it is a unit as well" : builtIn ? "; it has a meaning of its own as well" : "";
      return { text: `reads "${name}", which does not say what of it is meant`, hint: `write ${written}${also}` };
    }
    if (builtIn) {
      if (name === "time" && inWell(reach)) return reading({ signal: "time" }, time);
      if (typeof reach !== "object") return refused(name, reach);
      return reading(
        { signal: name as "age" | "residence" | "generation" },
        name === "generation" ? plainNumber : time,
      );
    }
    if (unit) return unit;
    if (isWrong(name)) return { text: `reads "${name}", which is wrong where it is declared`, hint: "mend that first" };
    return { text: `reads "${name}", which stands for nothing`, hint: suggestion(name, readable(reach)) };
  };
  const isWrong = (name: string): boolean =>
    (["parameters", "attributes", "conditions", "factors", "vesicles", "cargo", "types", "mixtures"] as const).some(
      (each) => names.isWritten(each, name),
    );

  const wordsOfShown = (type: string): string[] =>
    [...section("cargo").keys()].flatMap((cargo) =>
      sourcesOf(document, type, cargo).length > 0 ? [`acquired:${cargo}`, `shown:${cargo}`] : [],
    );
  const readable = (reach: Reach): string[] => {
    const words = [...section("parameters").keys()];
    if (reach !== "parameters") words.push(...section("conditions").keys());
    if (typeof reach === "object") {
      const { type } = names.kinds[reach.kind];
      words.push(...book.attributes.filter(({ types }) => types.has(type)).map((attribute) => attribute.name));
      words.push("time", "age", "residence", "generation");
      words.push(...[...section("cargo").keys()].flatMap((cargo) => [`surface:${cargo}`, `payload:${cargo}`]));
      words.push(...wordsOfShown(type));
      words.push(...[...section("vesicles").keys()].flatMap((species) => [`bound:${species}`, `inside:${species}`]));
    }
    if (inWell(reach))
      words.push(...[...section("factors").keys(), ...section("vesicles").keys()].map((each) => `free:${each}`));
    return words;
  };

  const resolver =
    (reach: Reach): Resolve =>
    (written) => {
      const [prefix, rest] = written.includes(":") ? written.split(":") : ["", written];
      if (prefix === "") return bare(written, reach);
      const [name, state] = rest.split(".");
      return prefixed(prefixes.find((each) => each === prefix)!, name, state, reach);
    };

  const scopes: Scopes = {
    parameters: resolver("parameters"),
    culture: resolver("culture"),
    well: resolver("well"),
    cell: (kind) => resolver({ kind }),
    openPart,
  };
  bindings.push(...bindingsOf(book, scopes.parameters, without));
  return scopes;
}

function bindingsOf(book: Book, resolve: Resolve, without: ReadonlySet<string>): Binding[] {
  const { names, report } = book;
  return entriesByName(book.document.bindings).flatMap(([name, written]): Binding[] => {
    const path = ["bindings", name];
    const ligand = find(names, report, "factors", written.ligand, [...path, "ligand"]);
    const kd = readAmount(book, written.kd, "concentration", [...path, "kd"], resolve, book.molecules[ligand ?? -1]);
    const removed = without.has(`binding:${name}`);
    if ((written.receptor === undefined) === (written.cargo === undefined)) {
      report.fault(
        path,
        "binds to nothing, or to two things",
        "state `receptor` (an attribute of cells) or `cargo`, one of them",
      );
    } else if (written.receptor !== undefined) {
      const receptor = find(names, report, "attributes", written.receptor, [...path, "receptor"]);
      if (ligand !== undefined && receptor !== undefined)
        return [{ name, ligand, receptor: written.receptor, kd, removed }];
    } else {
      const cargo = find(names, report, "cargo", written.cargo!, [...path, "cargo"]);
      if (ligand !== undefined && cargo !== undefined) return [{ name, ligand, cargo, kd, removed }];
    }
    return [];
  });
}
