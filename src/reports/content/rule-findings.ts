import { severities, type Finding } from "../../domain/finding/finding.ts";
import type { Report } from "../../domain/report/report.ts";
import { oneLine } from "./guard-text.ts";
import { evidenceText, placeText, type EvidenceText } from "./place.ts";
import { ruleGroups, type RuleGroup } from "./summary/rule-groups.ts";
import { bytesText, countText } from "./units.ts";

/** All findings of one rule with the same severity, with all details of the report. */
export interface RuleFindings extends Omit<RuleGroup, "places" | "findings"> {
  readonly why?: string;
  /** `2 findings, 17.0 MiB` */
  readonly worth: string;
  /** Details that all findings share. */
  readonly common: readonly EvidenceText[];
  readonly findings: readonly FindingText[];
}

interface FindingText {
  /** Heading of the finding: its place and, in a file with several, its container; then its own details. */
  readonly text: string;
  /** Number of characters of the place in it. */
  readonly placeLength: number;
  readonly isFixable: boolean;
}

/** Most severe first; within a severity by bytes, then by the number of findings. */
export function ruleFindings(
  findings: readonly Finding[],
  { aboutRules = [] }: Pick<Report, "aboutRules">,
): readonly RuleFindings[] {
  const whys = new Map<string, string>(aboutRules.map(({ rule, why }) => [rule, why]));
  return ruleGroups(findings, { aboutRules })
    .map((group) => ({ group, bytes: bytesOf(group.findings) }))
    .sort(
      (a, b) =>
        severities.indexOf(a.group.severity) - severities.indexOf(b.group.severity) ||
        b.bytes - a.bytes ||
        b.group.findings.length - a.group.findings.length,
    )
    .map(({ group: { places: _places, ...group }, bytes }) => {
      const details = group.findings.map((one) => detailsOf(one));
      const common = commonOf(details);
      const keys = new Set(common.map(keyOf));
      const explanation = whys.get(group.rule);
      return {
        ...group,
        ...(explanation !== undefined && { why: explanation }),
        worth: [countText(group.findings.length, "finding"), ...(bytes > 0 ? [bytesText(bytes)] : [])].join(", "),
        // The detail of a single finding is the title.
        common: common.filter(({ says }) => says.replaceAll(/\s+/g, " ").trim() !== group.title),
        findings: group.findings.map((finding, at) =>
          findingText(
            finding,
            (details[at] ?? []).filter((detail) => !keys.has(keyOf(detail))),
          ),
        ),
      };
    });
}

function findingText(finding: Finding, details: readonly EvidenceText[]): FindingText {
  const { location, target, container, fix } = finding;
  const place = oneLine("file" in location ? placeText(location) : `${target}, ${placeText(location)}`);
  const source = sourceOf(finding);
  const lines = [
    container === undefined ? place : `${place}  ${oneLine(container)}`,
    ...(source === undefined ? [] : indented(source.text, "    ")),
    ...details.flatMap(({ says, quote }) => [
      ...indented(says, "  "),
      ...(quote === undefined ? [] : indented(quote, "    ")),
    ]),
  ];
  return { text: lines.join("\n"), placeLength: place.length, isFixable: fix !== undefined };
}

function indented(text: string, indent: string): readonly string[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => indent + line);
}

/** All details of a finding besides its place and source. */
function detailsOf(finding: Finding): readonly EvidenceText[] {
  const { message, fix, also, evidence, state } = finding;
  const source = sourceOf(finding);
  return [
    { says: message },
    ...(state === undefined ? [] : [{ says: state === "new" ? "New" : "Known" }]),
    ...(fix === undefined ? [] : [{ says: `Fix (${fix.applicability}): ${fix.title}` }]),
    ...evidence.filter((one) => one !== source).map(evidenceText),
    ...(also.length === 0 ? [] : [{ says: `Also ${also.join(", ")}` }]),
  ];
}

function sourceOf({ evidence, location }: Finding) {
  const sources = evidence.filter((one) => one.kind === "source");
  const line = "file" in location ? location.startLine : 0;
  return sources.find((one) => one.location.startLine === line) ?? sources[0];
}

function commonOf([first = [], ...others]: readonly (readonly EvidenceText[])[]): readonly EvidenceText[] {
  const sets = others.map((details) => new Set(details.map(keyOf)));
  return first.filter((detail) => sets.every((keys) => keys.has(keyOf(detail))));
}

function keyOf({ says, quote }: EvidenceText): string {
  return JSON.stringify([says, quote]);
}

/** Bytes of the evidence files, each file once. */
function bytesOf(findings: readonly Finding[]): number {
  const files = new Map(
    findings.flatMap(({ target, evidence }) =>
      evidence.flatMap((item) =>
        item.kind === "file" ? [[JSON.stringify([target, item.layer, item.path]), item.bytes] as const] : [],
      ),
    ),
  );
  return files.values().reduce((sum, bytes) => sum + bytes, 0);
}
