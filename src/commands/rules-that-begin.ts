/** For a shell that completes the name of a rule. */
export async function rulesThatBegin(partial: string): Promise<readonly string[]> {
  const { ruleIds } = await import("../pipeline/explain.ts");
  return ruleIds().filter((id) => id.startsWith(partial));
}
