import type { Report } from "../../domain/report/report.ts";
import { tally, tallyText } from "./practice-sections.ts";
import type { ReportSummary } from "./report-summary.ts";
import { targetsText } from "./target-kinds.ts";
import { countText, numberText } from "./units.ts";

/** Whether a report contains findings only. */
export function isCheck({ audit, bases, harden, inspection, project, proof, remedies, rules }: Report): boolean {
  return (
    rules.length > 0 && [audit, bases, harden, inspection, project, proof, remedies].every((one) => one === undefined)
  );
}

/** The result of a report without a proof: number of findings and files. */
export function checkResult(report: Report): ReportSummary {
  const { findings, rules, targets, unread = [], notChecked = [] } = report;
  const counts = (["found", "clean", "skipped", "failed"] as const).flatMap((verdict) => {
    const count = rules.filter((one) => one.verdict === verdict).length;
    return count === 0 ? [] : [`${numberText(count)} ${verdict === "found" ? "with findings" : verdict}`];
  });
  const detail = rules.length === 0 ? "" : `${countText(rules.length, "check")}: ${counts.join(", ")}`;
  if (findings.length > 0) {
    const { error, warning, info } = tally(findings);
    const tone = error > 0 ? "bad" : warning > 0 ? "warning" : "unsure";
    return { tone, word: "Findings", sentence: `${tallyText({ error, warning, info })} in ${hitText(report)}`, detail };
  }
  if (targets.length === 0 || rules.every(({ verdict }) => verdict === "skipped" || verdict === "failed")) {
    const reason = targets.length === 0 ? "No target was given or found." : "No rule could answer.";
    return { tone: "unsure", word: "Not checked", sentence: reason, detail };
  }
  const isWhole = unread.length + notChecked.length === 0 && rules.every(({ verdict }) => verdict !== "failed");
  const sentence = `${targetsText(targets)}${isWhole ? "" : ", but not everything could be read"}`;
  return { tone: isWhole ? "good" : "unsure", word: "No findings", sentence, detail };
}

/** The result as the last line of a summary. */
export function resultText({ word, sentence }: ReportSummary): string {
  switch (word) {
    case "No findings":
      return `${word} in ${sentence}`;
    case "Findings":
      return sentence;
    default:
      return `${word}: ${sentence}`;
  }
}

/** `78 of 767 checks skipped`; undefined if none was. */
export function skippedText({ rules }: Pick<Report, "rules">): string | undefined {
  const skipped = rules.filter(({ verdict }) => verdict === "skipped").length;
  return skipped === 0 ? undefined : `${numberText(skipped)} of ${countText(rules.length, "check")} skipped`;
}

/** `9 of 13 files`, `13 files` */
function hitText({ findings, targets }: Report): string {
  const hit = new Set(findings.map(({ target }) => target)).size;
  const totalText = targetsText(targets);
  return hit >= targets.length ? totalText : `${numberText(hit)} of ${totalText}`;
}
