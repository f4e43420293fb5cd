import { Failure } from "../../domain/failure.ts";
import type { RuleResult } from "../../domain/finding/finding.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import { concatRuns } from "../rule-runs/concat-runs.ts";
import type { Context } from "../context.ts";
import type { CustomRun } from "../rule-runs/custom-rules.ts";
import type { CustomWork } from "../rule-runs/facts-work.ts";
import { usableRules, type UsableRules } from "./usable-rules.ts";

/** Adds the findings of custom rules to a target's result, none of which they can remove. */
export type AddCustomRules = (checked: TargetResult, work: CustomWork) => Promise<TargetResult>;

export function customJudge(context: Context): AddCustomRules {
  const rulesByConfig = new Map<string, Promise<UsableRules>>();
  return async (checked, work) => {
    const { file } = work.config;
    if (file === undefined || work.config.policy.ruleFiles === undefined) return checked;
    const cachedRules = rulesByConfig.get(file);
    const pendingRules = cachedRules ?? usableRules(work.config, placeOf(work, context));
    rulesByConfig.set(file, pendingRules);
    const usable = await pendingRules;
    const annotated = cachedRules === undefined ? withNotes(checked, usable) : checked;
    if (usable.files.length === 0 || context.customRules === undefined) return annotated;
    const { results, findings, usedIgnores } = await runCustomRules(work, usable, context);
    const used = usedIgnores.flatMap((at) => work.config.ignores[at] ?? []);
    return {
      ...annotated,
      run: concatRuns(annotated.run, { results, findings, fixes: [] }),
      customRules: usable.texts,
      usedIgnores: new Set([...(annotated.usedIgnores ?? []), ...used]),
    };
  };
}

/** Targets without a text use the settings of the current folder. */
function placeOf({ kind }: CustomWork, context: Context): Context {
  return kind === "facts" ? { ...context, targets: [...(context.targets ?? []), "."] } : context;
}

/** Reported once for each configuration. */
function withNotes(checked: TargetResult, { notChecked, unread }: UsableRules): TargetResult {
  return {
    ...checked,
    notChecked: [...(checked.notChecked ?? []), ...notChecked],
    unread: [...(checked.unread ?? []), ...unread],
  };
}

async function runCustomRules(work: CustomWork, { files, texts }: UsableRules, context: Context): Promise<CustomRun> {
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
