import { Failure } from "../../domain/failure.ts";
import type { RuleResult } from "../../domain/finding/finding.ts";
import type { Checked } from "../check/checked.ts";
import { concatRuns } from "../check/concat-runs.ts";
import type { Context } from "../context.ts";
import type { CustomRun } from "./custom-rules.ts";
import type { CustomWork } from "./facts-work.ts";
import { usableRules, type UsableRules } from "./usable-rules.ts";

/** Adds to what hullproof found in a target what rules of a user's own find in it; whatever these do, nothing of the former is lost. */
export type AddCustomRules = (checked: Checked, work: CustomWork) => Promise<Checked>;

export function customJudge(context: Context): AddCustomRules {
  const known = new Map<string, Promise<UsableRules>>();
  return async (checked, work) => {
    const { file } = work.config;
    if (file === undefined || work.config.policy.ruleFiles === undefined) return checked;
    const before = known.get(file);
    const found = before ?? usableRules(work.config, placeOf(work, context));
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

/** What has no text is judged by the settings of the current folder, where whoever calls has gone. */
function placeOf({ kind }: CustomWork, context: Context): Context {
  return kind === "facts" ? { ...context, targets: [...(context.targets ?? []), "."] } : context;
}

/** Once for each configuration. */
function withNotes(checked: Checked, { notChecked, unread }: UsableRules): Checked {
  return {
    ...checked,
    notChecked: [...(checked.notChecked ?? []), ...notChecked],
    unread: [...(checked.unread ?? []), ...unread],
  };
}

async function judged(work: CustomWork, { files, texts }: UsableRules, context: Context): Promise<CustomRun> {
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
