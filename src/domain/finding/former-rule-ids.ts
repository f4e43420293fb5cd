/** Ids that rules had in earlier versions. Suppressions, settings and baselines may name them. */
const formerRuleIds: ReadonlyMap<string, string> = new Map([["cleanup/denied-licence", "cleanup/denied-license"]]);

/** Today's id of a rule. */
export function currentRuleId(id: string): string {
  return formerRuleIds.get(id) ?? id;
}
