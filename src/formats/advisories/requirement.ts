import type { AffectedRange } from "../../domain/advisory/advisory.ts";
import type { Requirement } from "../../domain/advisory/statement.ts";

/** `>= 1.2, < 1.3`, in the words that most ecosystems share. */
const comparison = /^(>=|<=|=|==|>|<)?\s*v?([0-9][\w.+~^:-]*)$/;

/** One comparison; undefined when it is not one. `defaultRange` handles a version without an operator. */
export function comparisonRange(
  text: string,
  defaultRange: (version: string) => AffectedRange | undefined = () => undefined,
): AffectedRange | undefined {
  const [, operator, version] = comparison.exec(text.trim()) ?? [];
  if (version === undefined || version.length > 255) return undefined;
  switch (operator) {
    case ">=":
      return { introduced: version };
    case ">":
      return { introduced: version, exclusive: true };
    case "<":
      return { introduced: "0", fixed: version };
    case "<=":
      return { introduced: "0", lastAffected: version };
    case "=":
    case "==":
      return { introduced: version, lastAffected: version };
    default:
      return defaultRange(version);
  }
}

/** All parts must hold. Undefined when one of them is not understood: then nothing of the requirement is. */
export function requirementOf(
  parts: readonly string[],
  range: (part: string) => AffectedRange | undefined,
): Requirement | undefined {
  const ranges = parts.map((part) => range(part.trim()));
  return ranges.length > 0 && ranges.every((parsedRange) => parsedRange !== undefined) ? ranges : undefined;
}

/** Requirements of a list of texts, or the text that is not understood. */
export function requirementsOf(
  texts: readonly string[],
  read: (text: string) => Requirement | undefined,
): { readonly requirements: Requirement[] } | { readonly bad: string } {
  const requirements: Requirement[] = [];
  for (const text of texts) {
    const requirement = read(text);
    if (requirement === undefined) return { bad: text };
    requirements.push(requirement);
  }
  return { requirements };
}
