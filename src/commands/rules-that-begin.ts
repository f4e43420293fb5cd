/** Completions for a rule's name. */
export async function rulesThatBegin(partial: string): Promise<readonly string[]> {
  const { ruleIds } = await import("../pipeline/verbs/explain/explain.ts");
  return ruleIds().filter((id) => id.startsWith(partial));
}
