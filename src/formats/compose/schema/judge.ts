import { ownValue } from "../../../domain/own-value.ts";
import type { ComposeNode, ListNode, MapNode } from "../compose-node.ts";
import { composeVersions, hasSince, type ComposeVersion } from "../compose-version.ts";
import { keyOf } from "./key-of.ts";
import type { Problem } from "./problem.ts";
import type { Kind, Rule } from "./rule.ts";

/** Problems of a value in a version's schema; empty where it is valid. */
export function judge(node: ComposeNode, rule: Rule, version: ComposeVersion, path: readonly string[] = []): Problem[] {
  const { before } = rule;
  if (before !== undefined && composeVersions.indexOf(version) <= composeVersions.indexOf(before.until))
    return judge(node, before.rule, version, path);
  const at = { path, place: node.place };
  // Its expanded value is unknown.
  if (node.kind === "scalar" && node.open !== undefined) return [];
  // Its validator knows no such type.
  if (version === "2.40" && node.kind === "scalar" && node.isTime === true) return [{ ...at, kind: "time" }];
  if (rule.oneOf !== undefined) {
    const forms = rule.oneOf.map((form) => judge(node, form, version, path));
    return forms.some((problems) => problems.length === 0) ? [] : [{ ...at, kind: "forms", forms }];
  }
  if (rule.types !== undefined && !rule.types.some((kind) => isKind(node, kind)))
    return [{ ...at, kind: "type", want: rule.types }];
  if (node.kind === "map") return judgeMap(node, rule, version, path);
  if (node.kind === "list") return judgeList(node, rule, version, path);
  const { value } = node;
  if (rule.allowed !== undefined && !rule.allowed.includes(String(value)))
    return [{ ...at, kind: "allowed", values: rule.allowed }];
  if (rule.pattern !== undefined && typeof value === "string" && !matches(rule.pattern, value))
    return [{ ...at, kind: "pattern", value, pattern: rule.pattern }];
  if (typeof value !== "number") return [];
  if (rule.minimum !== undefined && value < rule.minimum) return [{ ...at, kind: "minimum", limit: rule.minimum }];
  if (rule.maximum !== undefined && value > rule.maximum) return [{ ...at, kind: "maximum", limit: rule.maximum }];
  return [];
}

function isKind(node: ComposeNode, kind: Kind): boolean {
  if (node.kind !== "scalar") return kind === (node.kind === "map" ? "object" : "array");
  if (node.value === null || kind === "null") return node.value === null && kind === "null";
  if (kind === "integer") return Number.isInteger(node.value);
  return typeof node.value === kind;
}

function judgeMap(node: MapNode, rule: Rule, version: ComposeVersion, path: readonly string[]): Problem[] {
  const at = { path, place: node.place };
  const problems: Problem[] = [];
  const absentKeys = (rule.required ?? []).filter((key) => !node.entries.has(key));
  if (absentKeys.length > 0) problems.push({ ...at, kind: "required", keys: absentKeys });
  if (rule.requiredOne !== undefined && !rule.requiredOne.some((key) => node.entries.has(key)))
    problems.push({ ...at, kind: "required", keys: rule.requiredOne.slice(0, 1) });
  const unknownEntries: [string, ComposeNode][] = [];
  for (const [key, value] of node.entries) {
    const keyRule = ownValue(rule.keys, key);
    if (keyRule !== undefined && (keyRule.since === undefined || hasSince(version, keyRule.since)))
      problems.push(...judge(value, keyRule, version, [...path, key]));
    else if (rule.named?.names.test(key) === true)
      problems.push(...judge(value, rule.named.rule, version, [...path, key]));
    else if (rule.closed === "all" || (rule.closed === "x" && !key.startsWith("x-"))) unknownEntries.push([key, value]);
  }
  const [first] = unknownEntries;
  if (first !== undefined)
    problems.push({ path, place: first[1].place, kind: "keys", keys: unknownEntries.map(([key]) => key) });
  return problems;
}

function judgeList(node: ListNode, rule: Rule, version: ComposeVersion, path: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  const { items } = rule;
  if (items !== undefined)
    for (const [index, item] of node.items.entries())
      problems.push(...judge(item, items, version, [...path, String(index)]));
  if (rule.unique !== true) return problems;
  const firstIndexes = new Map<string, number>();
  for (const [second, item] of node.items.entries()) {
    const key = keyOf(item);
    const first = firstIndexes.get(key);
    if (first !== undefined) return [...problems, { path, place: item.place, kind: "unique", first, second }];
    firstIndexes.set(key, second);
  }
  return problems;
}

/** The schema has three patterns; each is looked for in the way that it is written. */
function matches(pattern: string, value: string): boolean {
  if (pattern.startsWith("[")) return /[a-zA-Z0-9][a-zA-Z0-9_.-]/.test(value);
  if (pattern.startsWith("^"))
    return /^(?:always|never|build|if_not_present|missing|refresh|daily|weekly|every_(?:[0-9]+[wdhms])+)$/.test(value);
  return /always|never|build|if_not_present|missing|refresh|daily|weekly|every_[0-9]+[wdhms]/.test(value);
}
