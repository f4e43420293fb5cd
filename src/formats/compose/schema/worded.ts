import type { ComposeVersion } from "../compose-version.ts";
import type { Problem } from "./problem.ts";
import type { Kind } from "./rule.ts";

/** The problem that docker compose names of all that its schema finds, with its own words for it. */
export function worded(
  problems: readonly Problem[],
  version: ComposeVersion,
): { readonly problem: Problem; readonly text: string } | undefined {
  return version === "2.26" ? wordedFirst(problems) : wordedLater(problems);
}

/** The deepest, keys that must not be there one deeper; of equals the first. */
function wordedLater(problems: readonly Problem[]) {
  const leaves = problems.flatMap(leavesOf);
  const depth = ({ kind, path }: Problem): number => path.length + (kind === "keys" ? 1 : 0);
  const [first] = leaves;
  if (first === undefined) return undefined;
  const problem = leaves.reduce((best, leaf) => (depth(leaf) > depth(best) ? leaf : best), first);
  return { problem, text: `${problem.path.join(".")} ${later(problem)}`.trim() };
}

function leavesOf(problem: Problem): readonly Problem[] {
  return problem.kind === "forms" ? problem.forms.flatMap((form) => form.flatMap(leavesOf)) : [problem];
}

function later(problem: Problem): string {
  const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(", ");
  switch (problem.kind) {
    case "type":
      return `must be a ${oneOfWords(problem.want.map(nameOf).toSorted())}`;
    case "keys":
      return `additional properties ${quoted(problem.keys)} not allowed`;
    case "required":
      return `missing ${problem.keys.length === 1 ? "property" : "properties"} ${quoted(problem.keys)}`;
    case "allowed":
      return `value must be ${problem.values.length === 1 ? "" : "one of "}${quoted(problem.values)}`;
    case "pattern":
      return `'${problem.value}' does not match pattern '${problem.pattern}'`;
    case "minimum":
      return `must be greater than or equal to ${problem.limit}`;
    case "maximum":
      return `must be less than or equal to ${problem.limit}`;
    case "unique":
      return `items at ${problem.first} and ${problem.second} are equal`;
    case "time":
      return "invalid jsonType time.Time";
    case "forms":
      return "oneOf failed, none matched";
  }
}

/** The deepest, of equals one about a type; of forms the one that fits best, named at the value itself. */
function wordedFirst(problems: readonly Problem[]) {
  const candidates = problems.flatMap(bestForm);
  const depth = ({ path }: Problem): number => Math.max(1, path.length);
  let at = 0;
  for (const [index, candidate] of candidates.entries()) {
    const best = candidates[at];
    if (best === undefined) break;
    const deeper = depth(candidate) > depth(best);
    if (deeper || (depth(candidate) === depth(best) && candidate.kind === "type" && best.kind !== "type")) at = index;
  }
  const problem = candidates[at];
  if (problem === undefined) return undefined;
  const leafProblem = problem.kind === "forms" ? (candidates[at + 1] ?? problem) : problem;
  const field = problem.path.length === 0 ? "(root)" : problem.path.join(".");
  return { problem, text: `${field} ${firstWords(leafProblem)}` };
}

function bestForm(problem: Problem): readonly Problem[] {
  if (problem.kind !== "forms") return [problem];
  const fits = (form: readonly Problem[]): boolean =>
    !form.some((candidate) => candidate.kind === "type" && candidate.path === problem.path);
  const best = problem.forms.find(fits) ?? problem.forms[0] ?? [];
  return [problem, ...best.flatMap(bestForm)];
}

function firstWords(problem: Problem): string {
  switch (problem.kind) {
    case "type":
      return `must be a ${oneOfWords(problem.want.map((kind) => (kind === "array" ? "list" : nameOf(kind))))}`;
    case "keys":
      return `Additional property ${problem.keys[0] ?? ""} is not allowed`;
    case "required":
      return `${problem.keys[0] ?? ""} is required`;
    case "allowed": {
      const values = problem.values.map((value) => JSON.stringify(value)).join(", ");
      return `${problem.path.join(".")} must be one of the following: ${values}`;
    }
    case "pattern":
      return `Does not match pattern '${problem.pattern}'`;
    case "minimum":
      return `Must be greater than or equal to ${problem.limit}`;
    case "maximum":
      return `Must be less than or equal to ${problem.limit}`;
    case "unique":
      return `array items[${problem.first},${problem.second}] must be unique`;
    case "time":
    case "forms":
      return "Must validate one and only one schema (oneOf)";
  }
}

function nameOf(kind: Kind): string {
  return kind === "object" ? "mapping" : kind;
}

function oneOfWords(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}
