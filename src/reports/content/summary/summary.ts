import type { Finding } from "../../../domain/finding/finding.ts";
import { isRunConfiguration } from "../../../domain/finding/run-configuration.ts";
import type { Report } from "../../../domain/report/report.ts";
import { resultText, skippedText } from "../check-result.ts";
import { bytesText, countText } from "../units.ts";
import { onlyNew } from "../baseline-texts.ts";
import { escapeReport } from "../escape-report.ts";
import { readText } from "../target-kinds.ts";
import { unreadLines } from "../unread-lines.ts";
import { reportVerdict } from "../verdict.ts";
import type { ReportSummary } from "../report-summary.ts";
import { fitGroups, lineBudget, type FittedGroup } from "./fit-groups.ts";
import { plainInvocation, type Invocation } from "./invocation.ts";
import { nextCommands } from "./next-commands.ts";
import { ruleGroups, type RuleGroup } from "./rule-groups.ts";
import { runConfiguration, type RunConfiguration } from "./run-configuration.ts";

/** The summary of a check, within a limited number of lines. All formats for people print it. */
export interface Summary extends SummaryParts {
  /** Warnings, then errors: the most severe last. */
  readonly groups: readonly FittedGroup[];
  /** Follow-up commands. */
  readonly next: readonly string[];
}

export interface SummaryParts {
  /** Files read. */
  readonly read: string;
  /** Parts that could not be read or judged, one sentence each. */
  readonly unread: readonly string[];
  readonly runConfiguration?: RunConfiguration;
  /** Rules whose findings are notes, with counts. */
  readonly notes: readonly { readonly rule: string; readonly count: number }[];
  /** Number of findings per severity, and number of files. */
  readonly result: { readonly tone: ReportSummary["tone"]; readonly text: string };
  /** `78 of 767 checks skipped` */
  readonly skipped?: string;
}

export interface SummaryOptions {
  readonly invocation?: Invocation;
  /** Lines that a format needs besides the groups, and for the head of each. */
  readonly linesOf?: (parts: SummaryParts) => number;
  readonly headLines?: (group: RuleGroup) => number;
}

const defaultLines = ({ unread, runConfiguration: block, notes }: SummaryParts): number =>
  4 + unread.length + (block === undefined ? 0 : 2 + block.commands.length) + (notes.length > 0 ? 1 : 0);

/** The report must be escaped already (`escapeReport`). */
export function summarize(
  report: Report,
  { invocation = plainInvocation, linesOf = defaultLines, headLines }: SummaryOptions = {},
): Summary {
  const { findings, aboutRules } = onlyNew(report);
  const singles = findings.filter((one) => !isRunConfiguration(one));
  const isNote = ({ severity }: Finding) => severity === "info";
  const notes = Map.groupBy(singles.filter(isNote), ({ rule }) => rule);
  const verdict = reportVerdict(report);
  const skipped = skippedText(report);
  const safeInvocation = escapeReport(invocation);
  const block = runConfiguration(findings, report, safeInvocation);
  const parts: SummaryParts = {
    read: readLine(report),
    unread: unreadLines(report, "--skipped"),
    ...(block !== undefined && { runConfiguration: block }),
    notes: [...notes].map(([rule, all]) => ({ rule, count: all.length })).sort((a, b) => b.count - a.count),
    result: { tone: verdict.tone, text: resultText(verdict) },
    ...(skipped !== undefined && { skipped }),
  };
  const allGroups = ruleGroups(
    singles.filter((one) => !isNote(one)),
    { ...(aboutRules && { aboutRules }) },
  );
  const groups = fitGroups(allGroups, lineBudget(report.targets.length) - linesOf(parts), headLines);
  return { ...parts, groups, next: nextCommands({ findings }, groups, safeInvocation) };
}

/** Includes the size of an image, since a name says little. */
function readLine({ targets, image }: Report): string {
  const read = targets.length === 0 ? "nothing" : readText(targets);
  if (image === undefined || targets.length !== 1) return read;
  const { layers, sizeBytes, packages } = image;
  return `${read}: ${countText(layers.length, "layer")}, ${bytesText(sizeBytes)}, ${countText(packages.length, "package")}`;
}
