import { exceptionId, licenseId } from "./known-licenses.ts";

/** A license statement taken apart. `other` is what is no id of the SPDX list, in its own words. */
export type License =
  | { readonly kind: "id"; readonly id: string; readonly exception?: string }
  | { readonly kind: "other"; readonly name: string }
  | { readonly kind: "all" | "any"; readonly of: readonly License[] };

/** Longer statements are a license's text, not its name. */
const longest = 500;
const deepest = 20;

/**
 * One statement as package data writes it: an SPDX expression (SPDX 2.3 annex D), a DEP-5 synopsis
 * (`GPL-2+ with OpenSSL exception or Artistic, and Expat`, where a comma binds looser than `or`), or a plain name.
 * Whatever cannot be taken apart is one `other`, so nothing is lost and nothing is guessed.
 */
export function readLicense(statement: string): License {
  const whole = licenseId(statement);
  if (whole !== undefined) return { kind: "id", id: whole };
  const text = statement.trim().replaceAll(/\s+/g, " ");
  const other: License = { kind: "other", name: text };
  if (text.length > longest) return other;
  return parse(text.split(/([(),]| )/).filter((token) => token.trim() !== "")) ?? other;
}

/** All of several statements: what a package's data lists is what applies to its parts. */
export function readLicenses(statements: readonly string[]): License | undefined {
  const named = statements.filter((statement) => statement.trim() !== "");
  const [first, ...rest] = named.map(readLicense);
  return first === undefined || rest.length === 0 ? first : { kind: "all", of: [first, ...rest] };
}

function parse(tokens: readonly string[]): License | undefined {
  let at = 0;
  let depth = 0;
  const word = () => tokens[at]?.toLowerCase();

  function joined(kind: "all" | "any", operator: "and" | "or", next: () => License | undefined): License | undefined {
    const of = [next()];
    while (word() === operator) {
      at++;
      of.push(next());
    }
    if (of.some((one) => one === undefined)) return undefined;
    const known = of.filter((one) => one !== undefined);
    return known.length === 1 ? known[0] : { kind, of: known };
  }
  const anyOf = () => joined("any", "or", allOf);
  const allOf = () => joined("all", "and", one);

  function withCommas(): License | undefined {
    let left = anyOf();
    while (left !== undefined && word() === "," && ["and", "or"].includes(tokens[at + 1]?.toLowerCase() ?? "")) {
      const kind = tokens[at + 1]?.toLowerCase() === "and" ? "all" : "any";
      at += 2;
      const right = anyOf();
      left = right === undefined ? undefined : { kind, of: [left, right] };
    }
    return left;
  }

  function one(): License | undefined {
    if (tokens[at] === "(") {
      if (++depth > deepest) return undefined;
      at++;
      const inner = withCommas();
      depth--;
      return tokens[at++] === ")" ? inner : undefined;
    }
    const name = words();
    if (name === "") return undefined;
    if (word() !== "with") return named(name);
    at++;
    const added = words();
    if (added === "") return undefined;
    const [id, exception] = [licenseId(name), exceptionId(added)];
    return id === undefined || exception === undefined
      ? { kind: "other", name: `${name} with ${added}` }
      : { kind: "id", id, exception };
  }

  function words(): string {
    const start = at;
    while (at < tokens.length && !["and", "or", "with", "(", ")", ","].includes(word() ?? "")) at++;
    return tokens.slice(start, at).join(" ");
  }

  const all = withCommas();
  return at === tokens.length ? all : undefined;
}

function named(name: string): License {
  const id = licenseId(name);
  return id === undefined ? { kind: "other", name } : { kind: "id", id };
}

/** The SPDX expression, with `reference` giving the id of what the list lacks; undefined where that gives none. */
export function expressionOf(licence: License, reference: (name: string) => string | undefined): string | undefined {
  switch (licence.kind) {
    case "id":
      return licence.exception === undefined ? licence.id : `${licence.id} WITH ${licence.exception}`;
    case "other":
      return reference(licence.name);
    case "all":
    case "any": {
      const operands = licence.of.map((one) => {
        const text = expressionOf(one, reference);
        return text !== undefined && (one.kind === "all" || one.kind === "any") && one.kind !== licence.kind
          ? `(${text})`
          : text;
      });
      if (operands.includes(undefined)) return undefined;
      return [...new Set(operands)].join(licence.kind === "all" ? " AND " : " OR ");
    }
  }
}
