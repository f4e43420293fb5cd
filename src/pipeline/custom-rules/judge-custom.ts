import type { TargetResult } from "../rule-runs/target-result.ts";
import { judgeIsolated } from "../judge/judge-isolated.ts";
import { judgeOnlyBy } from "../rule-runs/rules-for.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import { ruleMs } from "./adapt-rule.ts";
import type { CustomRun, RuleFile } from "../rule-runs/custom-rules.ts";
import { judgeFacts, type CustomWork } from "../rule-runs/facts-work.ts";
import { loadRule } from "./load-rule.ts";

/** Milliseconds for this many rules on one text: each has its own limit, and parsing another. */
function customMs(rules: number): number {
  return 4_000 + rules * (ruleMs + 100);
}

/** Runs only custom rules on a target. Needs its own thread, which evaluates no other rules afterwards. */
export async function judgeCustom(work: CustomWork, files: readonly RuleFile[], begin: () => void): Promise<CustomRun> {
  const rules = await Promise.all(files.map((file) => loadRule(file)));
  judgeOnlyBy(rules);
  const milliseconds = customMs(rules.length);
  const judge = async (): Promise<Pick<TargetResult, "run" | "usedIgnores">> => {
    if (work.kind !== "facts") return judgeIsolated(work, begin, { milliseconds, looksAround: false });
    begin();
    return withinTime(milliseconds, work.path, () => judgeFacts(work));
  };
  const { run, usedIgnores } = await judge();
  const customIds = new Set<string>(rules.map(({ id }) => id));
  return {
    results: run.results.filter(({ rule }) => customIds.has(rule)),
    findings: run.findings.filter(({ rule }) => customIds.has(rule)),
    usedIgnores: [...(usedIgnores ?? [])].map((entry) => work.config.ignores.indexOf(entry)),
  };
}
