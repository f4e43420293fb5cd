import { Failure } from "../../domain/failure.ts";
import type { RuleResult } from "../../domain/finding/finding.ts";
import type { Work } from "../check/apart.ts";
import type { Checked } from "../check/checked.ts";
import { concatRuns } from "../check/concat-runs.ts";
import type { Context } from "../context.ts";
import type { CustomRun } from "./custom-rules.ts";
import { usableRules, type UsableRules } from "./usable-rules.ts";

/** Adds to what hullproof found in a text what rules of a user's own find in it; whatever these do, nothing of the former is lost. */
export type AddCustomRules = (checked: Checked, work: Work) => Promise<Checked>;

export function customJudge(context: Context): AddCustomRules {
  const known = new Map<string, Promise<UsableRules>>();
  return async (checked, work) => {
    const { file } = work.config;
    if (file === undefined || work.config.policy.ruleFiles === undefined) return checked;
    const before = known.get(file);
    const found = before ?? usableRules(work.config, context);
    known.set(file, found);
    const usable = await found;
    const told = before === undefined ? withNotes(checked, usable) : checked;
    if (usable.files.length === 0 || context.customRules === undefined) return told;
    const { results, findings, usedIgnores } = await judged(work, usable, context);
    const used = usedIgnores.flatMap((at) => work.config.ignores[at] ?? []);
    return {
      ...told,
      run: concatRuns(told.run, { results, findings, fixes: [] }),
      customRules: usable.texts,
      usedIgnores: new Set([...(told.usedIgnores ?? []), ...used]),
    };
  };
}

/** Once for each configuration. */
function withNotes(checked: Checked, { notChecked, unread }: UsableRules): Checked {
  return {
    ...checked,
    notChecked: [...(checked.notChecked ?? []), ...notChecked],
    unread: [...(checked.unread ?? []), ...unread],
  };
}

async function judged(work: Work, { files, texts }: UsableRules, context: Context): Promise<CustomRun> {
  try {
    const answer = await context.customRules?.judge(work, files);
    return answer ?? { results: [], findings: [], usedIgnores: [] };
  } catch (error) {
    context.signal?.throwIfAborted();
    if (!(error instanceof Failure)) throw error;
    const reason = `rules of your own were ended: ${error.message}`;
    const results = texts.map(({ rule }): RuleResult => ({ rule, target: work.path, verdict: "failed", reason }));
    return { results, findings: [], usedIgnores: [] };
  }
}
