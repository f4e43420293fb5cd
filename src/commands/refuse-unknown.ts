/** Runs before any work: a misspelled rule in `--enforce` would enforce nothing. Throws `Failure` (`bad-usage`). */
export async function refuseUnknown(enforced: readonly string[] | undefined, allowRules = false): Promise<void> {
  if (enforced === undefined) return;
  const { refuseUnknownEnforced } = await import("../pipeline/settings/settings.ts");
  await refuseUnknownEnforced(enforced, allowRules);
}
