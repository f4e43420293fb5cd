import { severities, type Finding, type Severity } from "../../../domain/finding/finding.ts";
import type { Report } from "../../../domain/report/report.ts";
import { groupFixCommand } from "../fix-command.ts";
import { placeText } from "../place.ts";

/** One finding on one line. */
export interface Place {
  /** Path relative to the current folder, else the name of the target. */
  readonly file: string;
  /** Suffix of the file: `:12`; empty if it has no lines. */
  readonly line: string;
  readonly container?: string;
  /** The source line, masked. */
  readonly source?: string;
  /** The message, if there is no source line. */
  readonly message?: string;
}

/** All findings of one rule with the same severity. */
export interface RuleGroup {
  readonly rule: Finding["rule"];
  readonly severity: Severity;
  /** The message of a single finding, else the title of the rule. */
  readonly title: string;
  readonly findings: readonly Finding[];
  readonly places: readonly Place[];
  /** Applies the available fixes. */
  readonly fixCommand?: string;
}

/** By rule, the most severe last, otherwise in report order. */
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

/** Merges places on one line: of services that share it through an anchor, and of several findings about it. */
function withJoinedLines(places: readonly Place[]): readonly Place[] {
  const lines = Map.groupBy(places, ({ file, line, source, message = "" }) => `${file}${line} ${source ?? message}`);
  return [...lines.values()].flatMap((samePlaces) => {
    const [first] = samePlaces;
    if (first === undefined) return [];
    const otherContainers = new Set(samePlaces.map(({ container }) => container)).size - 1;
    return [
      otherContainers === 0 ? first : { ...first, container: `${first.container ?? ""} and ${otherContainers} more` },
    ];
  });
}

function placeOf(finding: Finding, isAlone: boolean): Place {
  const { location, target, container, message } = finding;
  const containerName = container === undefined ? {} : { container: oneLine(container) };
  // The group's head contains the message.
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
  // A service line starts with its name, which has a separate column.
  if (source === `${container}:`) return place;
  return { ...place, ...(source === undefined ? about : { source: oneLine(source) }) };
}

/** The first source line, as quoted in the evidence. */
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

/** As many clauses of a message as fit, without cutting one. */
export function clausesWithin(message: string, fits: (text: string) => boolean): string {
  if (fits(message)) return message;
  const ends = [...message.matchAll(/[,:;] /g)].map(({ index }) => index);
  for (const end of ends.reverse()) if (fits(message.slice(0, end))) return message.slice(0, end);
  return "";
}

/** Maximum characters of a quotation in formats without columns. */
const maxQuoted = 160;

/** The text of a place in formats without columns: the source line, else the message. */
export function quotedText({ source, message = "" }: Place): string {
  return source === undefined
    ? clausesWithin(message, ({ length }) => length <= maxQuoted)
    : source.slice(0, maxQuoted).toWellFormed();
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
