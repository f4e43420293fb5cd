import type { Checked } from "../check/checked.ts";
import { judgeApart } from "../check/judge-apart.ts";
import { judgeOnlyBy } from "../check/rules-for.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";
import { ruleMs } from "./as-rule.ts";
import type { CustomRun, RuleFile } from "./custom-rules.ts";
import { judgeFacts, type CustomWork } from "./facts-work.ts";
import { loadRule } from "./load-rule.ts";

/** Milliseconds that so many rules may take for one text: each has its own limit, and the reading of the text another. */
export function customMs(rules: number): number {
  return 4_000 + rules * (ruleMs + 100);
}

/** What rules of a user's own say of a target, and nothing else. In a thread of its own: it judges by no others from then on. */
export async function judgeCustom(work: CustomWork, files: readonly RuleFile[], begin: () => void): Promise<CustomRun> {
  const rules = await Promise.all(files.map((file) => loadRule(file)));
  judgeOnlyBy(rules);
  const milliseconds = customMs(rules.length);
  const judge = async (): Promise<Pick<Checked, "run" | "usedIgnores">> => {
    if (work.kind !== "facts") return judgeApart(work, begin, { milliseconds, looksAround: false });
    begin();
    return withinTime(milliseconds, work.path, () => judgeFacts(work));
  };
  const { run, usedIgnores } = await judge();
  const own = new Set<string>(rules.map(({ id }) => id));
  return {
    results: run.results.filter(({ rule }) => own.has(rule)),
    findings: run.findings.filter(({ rule }) => own.has(rule)),
    usedIgnores: [...(usedIgnores ?? [])].map((entry) => work.config.ignores.indexOf(entry)),
  };
}
