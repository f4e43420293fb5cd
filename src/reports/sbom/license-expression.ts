import { exceptionId, licenseId } from "./known-licenses.ts";

/** A parsed license statement. `other` is a text that is not an id of the SPDX list. */
export type License =
  | { readonly kind: "id"; readonly id: string; readonly exception?: string }
  | { readonly kind: "other"; readonly name: string }
  | { readonly kind: "all" | "any"; readonly of: readonly License[] };

/** Longer statements are the text of a license, not its name. */
const longest = 500;
const deepest = 20;

/**
 * One statement of package data: an SPDX expression (SPDX 2.3 annex D), a DEP-5 synopsis (`GPL-2+ with OpenSSL
 * exception or Artistic, and Expat`, where a comma binds looser than `or`), or a plain name. A text that cannot be
 * parsed is one `other`, so nothing is lost or guessed.
 */
export function readLicense(statement: string): License {
  const whole = licenseId(statement);
  if (whole !== undefined) return { kind: "id", id: whole };
  const text = statement.trim().replaceAll(/\s+/g, " ");
  const unparsed: License = { kind: "other", name: text };
  if (text.length > longest) return unparsed;
  return parse(text.split(/([(),]| )/).filter((token) => token.trim() !== "")) ?? unparsed;
}

/** All statements together: the list in package data applies to the package's parts. */
export function readLicenses(statements: readonly string[]): License | undefined {
  const nonEmpty = statements.filter((statement) => statement.trim() !== "");
  const [first, ...rest] = nonEmpty.map(readLicense);
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
    const operands = of.filter((one) => one !== undefined);
    return operands.length === 1 ? operands[0] : { kind, of: operands };
  }
  const anyOf = () => joined("any", "or", allOf);
  const allOf = () => joined("all", "and", one);

  function withCommas(): License | undefined {
    let expression = anyOf();
    while (expression !== undefined && word() === "," && ["and", "or"].includes(tokens[at + 1]?.toLowerCase() ?? "")) {
      const kind = tokens[at + 1]?.toLowerCase() === "and" ? "all" : "any";
      at += 2;
      const right = anyOf();
      expression = right === undefined ? undefined : { kind, of: [expression, right] };
    }
    return expression;
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
    if (word() !== "with") return licenseByName(name);
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

  const parsed = withCommas();
  return at === tokens.length ? parsed : undefined;
}

function licenseByName(name: string): License {
  const id = licenseId(name);
  return id === undefined ? { kind: "other", name } : { kind: "id", id };
}

/** The SPDX expression; `reference` returns the id of a license outside the list; undefined if it returns none. */
export function expressionOf(license: License, reference: (name: string) => string | undefined): string | undefined {
  switch (license.kind) {
    case "id":
      return license.exception === undefined ? license.id : `${license.id} WITH ${license.exception}`;
    case "other":
      return reference(license.name);
    case "all":
    case "any": {
      const operands = license.of.map((operand) => {
        const text = expressionOf(operand, reference);
        return text !== undefined && (operand.kind === "all" || operand.kind === "any") && operand.kind !== license.kind
          ? `(${text})`
          : text;
      });
      if (operands.includes(undefined)) return undefined;
      return [...new Set(operands)].join(license.kind === "all" ? " AND " : " OR ");
    }
  }
}
