import type { Report } from "../../domain/report/report.ts";
import type { CliContext } from "../cli-context.ts";

/** Maximum number of unjudged files on stderr; a folder may hold hundreds. */
const mostListed = 5;

const correctFile = "\n  Correct it, or leave the file out if it is not meant to be one.";
const correctRule = "\n  Correct the rule, or take its file out of policy.ruleFiles.";

/** Whether it is a custom rule. */
function isCustom(rule: string): boolean {
  return rule.includes("/own-");
}

/** What could not be judged, with a hint. If a target cannot be read, all rules fail on it with one reason. */
export function notJudged({ rules, unread = [] }: Pick<Report, "rules" | "unread">): {
  readonly failed: readonly string[];
  readonly unread: readonly string[];
} {
  const reasons = rules.flatMap(({ rule, verdict, target, reason = "a rule broke" }) => {
    if (verdict !== "failed") return [];
    if (isCustom(rule)) return [`${rule} did not judge ${target}: ${reason}${correctRule}`];
    return [reason.includes(target) ? `${reason}${correctFile}` : `${target}: ${reason}${correctFile}`];
  });
  return {
    failed: [...new Set(reasons)],
    unread: unread.map(({ path, reason }) => `${path} is not read: ${reason}`),
  };
}

/** Reports on stderr what could not be judged; returns the count. */
export function tellNotJudged(cli: CliContext, report: Report): number {
  const { failed, unread } = notJudged(report);
  const say = (text: string) => cli.process.stderr.write(`hullproof: ${text}\n`);
  for (const reason of failed.slice(0, mostListed)) say(reason);
  if (failed.length > mostListed) say(`and ${failed.length - mostListed} more; the report names them`);
  for (const reason of unread.slice(0, mostListed))
    say(`${reason}\n  The result does not cover everything that was asked.`);
  if (unread.length > mostListed) say(`and ${unread.length - mostListed} more are not read; the report names them`);
  return failed.length + unread.length;
}
