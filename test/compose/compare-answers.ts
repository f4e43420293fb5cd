import { isDeepStrictEqual } from "node:util";
import type { Answer } from "./answers.ts";

/**
 * How two answers compare. `reason` tells whether a refusal is in the same words, but for what `reasonOf` takes away.
 * `apart` is for what hullproof leaves unread by design: files elsewhere.
 */
export type Comparison =
  | { readonly kind: "equal" }
  /** `alike`: the same rule, at another of several places that break it; docker compose takes any of them. */
  | { readonly kind: "refused"; readonly reason: "same" | "alike" | "other" }
  | { readonly kind: "apart"; readonly why: string }
  | { readonly kind: "differs"; readonly where: string };

export function compareAnswers(theirs: Answer, ours: Answer): Comparison {
  const apart = [...(ours.notes ?? []), "refused" in ours ? ours.refused : ""].find((told) =>
    /was not read: (?:it lies outside|nothing is fetched|it is a link|it leads)|from elsewhere and was not read/.test(
      told,
    ),
  );
  if (apart !== undefined) return { kind: "apart", why: apart };
  if ("refused" in theirs && "refused" in ours) {
    const [a, b] = [reasonOf(theirs.refused), reasonOf(ours.refused)];
    return { kind: "refused", reason: a === b ? "same" : ruleOf(a) === ruleOf(b) ? "alike" : "other" };
  }
  if ("refused" in theirs) return { kind: "differs", where: `only compose refuses: ${theirs.refused}` };
  if ("refused" in ours) return { kind: "differs", where: `only hullproof refuses: ${ours.refused}` };
  const where = firstDifference(theirs.model, ours.model, "");
  return where === undefined ? { kind: "equal" } : { kind: "differs", where };
}

/**
 * A reason without what only one side says: the place in the file, compose's `validating FILE`, its `invalid compose project`, absolute paths
 * of files, how it writes a path while it decodes, what its parsers say before a reason, `false schema` for a key that is not allowed, and case.
 */
export function reasonOf(text: string): string {
  const line = text
    .replace(/unmarshal errors:\s*/, "")
    .replace(/^(?:error decoding |decoding failed due to the following error\(s\):\s*)+/, "")
    .split("\n")
    .map((one) => one.trim())
    .filter((one) => one !== "")[0];
  return (line ?? "")
    .replace(/^[^\s:]+:\d+: /, "")
    .replace(/^validating \S+: /, "")
    .replace(/^failed to parse \S+: /, "")
    .replace(/: invalid compose project$/, "")
    .replace(/^error decoding /, "")
    .replace(/^'([^']*)'(:?) /, (_, path: string) => `${path.replaceAll(/\[([^\]]+)\]/g, ".$1")}: `)
    .replace(/^(.*)\.([^.\s]+) false schema$/, "$1 additional properties '$2' not allowed")
    .replace(/ in \/\S+: service /, ": service ")
    .replace(/\/\S*\//g, "")
    .replace(/: stat \S+: no such file or directory$/, "")
    .replace(/^error while interpolating (\S+): /, "$1: ")
    .replace(/failed to (?:parse env_file|read) \S+: /, "")
    .replace(
      /^(?:yaml: )?(?:construct errors: )?(?:line \d+: )?(?:go-yaml load error in \w+ (?:\([^)]*\) )?at (?:\S+|<unknown position>):? )?/,
      "",
    )
    .replace(/^((?:include cycle detected|Circular reference):).*$/i, "$1")
    .replace(/\.(?: You may need to escape .*)?$/, "")
    .toLowerCase()
    .trim();
}

/** The rule that a reason names, whatever breaks it. */
function ruleOf(reason: string): string {
  return reason
    .replace(/'[^']*'(?:, '[^']*')*/g, "X")
    .replace(/"[^"]*"/g, "X")
    .replace(/^\S*\.\S*|^\(root\)/, "X")
    .replace(/(service|network|volume|config|secret|property) \S+/g, "$1 X")
    .replace(/^X? ?/, "");
}

function firstDifference(theirs: unknown, ours: unknown, path: string): string | undefined {
  if (isDeepStrictEqual(theirs, ours)) return undefined;
  const [a, b] = [entriesOf(theirs), entriesOf(ours)];
  if (a === undefined || b === undefined || Array.isArray(theirs) !== Array.isArray(ours))
    return `${path}: ${short(theirs)} is ${short(ours)} here`;
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const at = `${path}.${key}`;
    if (!b.has(key)) return `${at}: ${short(a.get(key))} is missing here`;
    if (!a.has(key)) return `${at}: ${short(b.get(key))} is only here`;
    const inner = firstDifference(a.get(key), b.get(key), at);
    if (inner !== undefined) return inner;
  }
  return `${path}: differs`;
}

function entriesOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)) : undefined;
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length > 160 ? `${text.slice(0, 160)}...` : text;
}
