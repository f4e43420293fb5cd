import { severities, type Finding, type Severity } from "../../../domain/finding/finding.ts";
import type { Report } from "../../../domain/report/report.ts";
import { groupFixCommand } from "../fix-command.ts";
import { placeText } from "../place.ts";

/** One finding on one line. */
export interface Place {
  /** A file as reached from the current folder, else the name of the target. */
  readonly file: string;
  /** Behind the file: `:12`; empty where it has no lines. */
  readonly line: string;
  readonly container?: string;
  /** What the file has there, masked. */
  readonly source?: string;
  /** Where there is nothing to quote: what is wrong. */
  readonly message?: string;
}

/** All findings of one rule that are equally severe. */
export interface RuleGroup {
  readonly rule: Finding["rule"];
  readonly severity: Severity;
  /** What is wrong: the message of a single finding, else the title of the rule. */
  readonly title: string;
  readonly findings: readonly Finding[];
  readonly places: readonly Place[];
  /** Makes the fixes that there are. */
  readonly fixCommand?: string;
}

/** By rule, the most severe last, else in the order of the report. */
export function ruleGroups(
  findings: readonly Finding[],
  { aboutRules = [] }: Pick<Report, "aboutRules">,
): readonly RuleGroup[] {
  const titles = new Map<string, string>(aboutRules.map(({ rule, title }) => [rule, title]));
  const groups = Map.groupBy(findings, ({ rule, severity }) => `${severity} ${rule}`);
  return [...groups.values()]
    .flatMap((ruleFindings): RuleGroup[] => {
      const [first] = ruleFindings;
      if (first === undefined) return [];
      const { rule, severity, message } = first;
      const title = ruleFindings.length === 1 ? message : (titles.get(rule) ?? message);
      const fixCommand = groupFixCommand(ruleFindings);
      const places = withJoinedLines(ruleFindings.map((one) => placeOf(one, ruleFindings.length === 1)));
      const group = { rule, severity, title: oneLine(title), findings: ruleFindings, places };
      return [{ ...group, ...(fixCommand !== undefined && { fixCommand }) }];
    })
    .sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
}

/** One place for a line that several services have by an anchor. */
function withJoinedLines(places: readonly Place[]): readonly Place[] {
  const lines = Map.groupBy(places, ({ file, line, source, message = "" }) => `${file}${line} ${source ?? message}`);
  return [...lines.values()].flatMap((samePlaces) => {
    const [first] = samePlaces;
    if (first === undefined || first.line === "" || first.container === undefined) return samePlaces;
    const otherContainers = new Set(samePlaces.map(({ container }) => container)).size - 1;
    return otherContainers === 0
      ? samePlaces
      : [{ ...first, container: `${first.container} and ${otherContainers} more` }];
  });
}

function placeOf(finding: Finding, isAlone: boolean): Place {
  const { location, target, container, message } = finding;
  const containerName = container === undefined ? {} : { container: oneLine(container) };
  // The head says what is wrong.
  const about = isAlone ? {} : { message: oneLine(message) };
  if (!("file" in location)) {
    return {
      file: oneLine(target),
      line: "",
      ...containerName,
      ...(isAlone ? { source: oneLine(placeText(location)) } : about),
    };
  }
  const source = sourceLine(finding, location);
  const place = { file: oneLine(location.file), line: `:${location.startLine}`, ...containerName };
  // A service begins with its name, which has a column.
  if (source === `${container}:`) return place;
  return { ...place, ...(source === undefined ? about : { source: oneLine(source) }) };
}

/** The line that it begins on, as evidence quotes it. */
function sourceLine(
  { evidence }: Finding,
  { file, startLine }: { readonly file: string; readonly startLine: number },
): string | undefined {
  for (const item of evidence) {
    if (item.kind !== "source" || item.location.file !== file) continue;
    const line = item.text.split("\n")[startLine - item.location.startLine]?.trim();
    if (line !== undefined && line !== "") return line;
  }
  return undefined;
}

/** As many clauses of a message as fit, from the first on: none is cut in two. */
export function clausesWithin(message: string, fits: (text: string) => boolean): string {
  if (fits(message)) return message;
  const ends = [...message.matchAll(/[,:;] /g)].map(({ index }) => index);
  for (const end of ends.reverse()) if (fits(message.slice(0, end))) return message.slice(0, end);
  return "";
}

/** Characters of what a format without columns quotes. */
const maxQuoted = 160;

/** What stands at a place, for formats without columns: what the file says, else what is wrong. */
export function quotedText({ source, message = "" }: Place): string {
  return source === undefined
    ? clausesWithin(message, ({ length }) => length <= maxQuoted)
    : source.slice(0, maxQuoted).toWellFormed();
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
