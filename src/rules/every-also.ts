import type { Rule } from "./rule.ts";

/** The same check in other tools, for any kind of target. */
export function everyAlso({ also, alsoKubernetes = [] }: Pick<Rule, "also" | "alsoKubernetes">): readonly string[] {
  return alsoKubernetes.length === 0 ? also : [...also, ...alsoKubernetes];
}
