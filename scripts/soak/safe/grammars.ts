import { existsSync } from "node:fs";
import { join } from "node:path";
import type { RuleId } from "../../../src/domain/finding/practice.ts";
import { rules } from "../../../src/rules/index.ts";
import type { Grammar } from "./soak-case.ts";

/** Rules whose best fix is safe, in order. */
export const safeRules: readonly RuleId[] = rules
  .filter(({ fix }) => fix === "safe")
  .map(({ id }) => id)
  .toSorted();

/** One file a rule, by its id. */
export function grammarFile(rule: RuleId): string {
  return join(import.meta.dirname, "grammars", `${rule}.ts`);
}

/** Throws an Error for a rule whose grammar nobody wrote. */
export async function loadGrammar(rule: RuleId): Promise<Grammar> {
  const file = grammarFile(rule);
  if (!existsSync(file)) throw new Error(`${rule} may be fixed as safe and has no grammar: write ${file}`);
  return ((await import(file)) as { readonly grammar: Grammar }).grammar;
}
